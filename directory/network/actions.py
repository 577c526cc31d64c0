"""Every write to a support role. Each is audited in the caller's transaction; it flushes and never
commits."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from directory import audit
from directory.errors import EditConflict
from directory.extensions import db
from directory.models import (
    SupportRole,
    SupportRoleArea,
    SupportRoleNeed,
    SupportRoleType,
    Team,
    User,
)
from directory.models.mixins import utc_now
from directory.network import confirmation
from directory.network.checking import Checker, Typed, clean_line
from directory.network.confirmation import day_of
from directory.sent_once import SentAlready


def create_role(
    *, actor: User | None, typed: Typed, now: datetime | None = None, role_id: uuid.UUID | None = None
) -> SupportRole:
    """`typed` as a form gives it: text by field name, lists of slugs for areas and needs, a slug for the
    type, an id for the team. Raises InvalidData by field, SentAlready where the role of this id is there."""
    if role_id and db.session.get(SupportRole, role_id):
        raise SentAlready
    values = _check_role(typed)
    now = now or utc_now()
    role = SupportRole(
        id=role_id or uuid.uuid4(), created_at=now, confirm_by=confirmation.first_confirm_by(day_of(now))
    )
    db.session.add(role)
    _fill(role, values, now)
    db.session.flush()
    audit.record("role.create", actor, role)
    return role


def edit_role(
    *, actor: User, role: SupportRole, typed: Typed, expected_version: int, now: datetime | None = None
) -> SupportRole:
    """Raises EditConflict, InvalidData. What the holder said has changed counts as put right."""
    refuse_stale(role, expected_version)
    values = _check_role(typed)
    with db.session.no_autoflush:
        _fill(role, values, now or utc_now())
        role.holder_note = role.holder_noted_at = None
    flush_version(role)
    audit.record("role.edit", actor, role)
    return role


def confirm_role(
    *, actor: User | None, role: SupportRole, typed: Typed, how: str, now: datetime | None = None
) -> None:
    """All of it is still true, with `places_free` now (empty: not known). What the holder said before still
    waits for the officer, unless `noted_at` names it as what the one who confirms has seen. `actor` None:
    whoever has the link of an e-mail to its holder. Raises InvalidData, EditConflict."""
    checker = Checker(typed)
    places_free = checker.places("places_free")
    checker.refuse_problems()
    now = now or utc_now()
    role.places_free = places_free
    role.places_said_on = day_of(now) if places_free is not None else None
    role.confirmed_at = role.last_modified = now
    role.confirm_by = confirmation.next_confirm_by(day_of(now))
    if actor is not None and typed.get("noted_at") == confirmation.name_note(role):
        role.holder_note = role.holder_noted_at = None
    flush_version(role)
    audit.record("role.confirm", actor, role, how=how)


def note_change(*, actor: User | None, role: SupportRole, typed: Typed, now: datetime | None = None) -> None:
    """The holder says what is no longer true: it waits for the officer, below what was said before, and
    confirms nothing. Raises InvalidData."""
    said, before = str(typed.get("holder_note") or "").strip(), role.holder_note
    if said and before:
        said = before if said in before else f"{before}\n\n{said}"
    checker = Checker({"holder_note": said})
    note = checker.words("holder_note", "support_role.holder_note")
    if not note and "holder_note" not in checker.problems:
        checker.problems["holder_note"] = "Say what has changed."
    checker.refuse_problems()
    role.holder_note = note
    role.holder_noted_at = role.last_modified = now or utc_now()
    flush_version(role)
    audit.record("role.note_change", actor, role)


def close_role(*, actor: User, role: SupportRole, expected_version: int, now: datetime | None = None) -> None:
    """The post has ended. It is kept, and found by the officer alone. Raises EditConflict."""
    _set_open(actor, role, False, expected_version, now or utc_now())


def reopen_role(
    *, actor: User, role: SupportRole, expected_version: int, now: datetime | None = None
) -> None:
    """Its holder is asked at once whether it is true. Raises EditConflict."""
    now = now or utc_now()
    _set_open(actor, role, True, expected_version, now)
    role.confirm_by = confirmation.first_confirm_by(day_of(now))
    flush_version(role)


def refuse_stale(record: SupportRole | Team, expected_version: int) -> None:
    if record.version != expected_version:
        raise EditConflict(record.version)


def flush_version(record: SupportRole | Team) -> None:
    """Raises EditConflict where somebody else's save was committed since the record was read."""
    expected_version = record.version
    try:
        db.session.flush()
    except StaleDataError:
        raise EditConflict(expected_version + 1) from None


def _set_open(actor: User, role: SupportRole, is_open: bool, expected_version: int, now: datetime) -> None:
    refuse_stale(role, expected_version)
    role.is_open, role.last_modified = is_open, now
    role.holder_note = role.holder_noted_at = None
    flush_version(role)
    audit.record("role.reopen" if is_open else "role.close", actor, role)


def _check_role(typed: Typed) -> dict[str, Any]:
    checker = Checker(typed)
    # In the order of the form, and so are the problems.
    values: dict[str, Any] = {
        "type": _find_type(checker),
        "name": checker.required_line("name", "Enter the name of the person or post."),
        "organization_name": checker.line("organization_name"),
        "team": checker.team("team"),
        "work_phone": checker.phone("work_phone"),
        "work_email": checker.email("work_email"),
        "areas": checker.areas("areas"),
        "needs": checker.needs("needs"),
        "languages": _split_words(checker.words_in_a_line("languages", "support_role.languages")),
        "hours": checker.words_in_a_line("hours", "support_role.hours"),
        "places_free": checker.places("places_free"),
        "notes": checker.words("notes", "support_role.notes"),
    }
    if not (
        values["work_phone"] or values["work_email"] or {"work_phone", "work_email"} & checker.problems.keys()
    ):
        checker.problems["work_phone"] = "Enter a work telephone number or e-mail address."
    if not (values["areas"] or values["team"] or "areas" in checker.problems):
        checker.problems["areas"] = "Choose at least one area, or a team whose areas it serves."
    checker.refuse_problems()
    return values


def _fill(role: SupportRole, values: Mapping[str, Any], now: datetime) -> None:
    areas, needs = values["areas"], values["needs"]
    said = role.places_free
    for name, value in values.items():
        if name not in ("areas", "needs"):
            setattr(role, name, value)
    if role.places_free is None:
        role.places_said_on = None
    elif role.places_free != said:
        role.places_said_on = day_of(now)
    kept = {link.area_id: link for link in role.areas}
    role.areas = [kept.get(area.id) or SupportRoleArea(area=area, area_id=area.id) for area in areas]
    listed = {link.taxonomy_term_id: link for link in role.needs}
    role.needs = [
        listed.get(term.id) or SupportRoleNeed(term=term, taxonomy_term_id=term.id) for term in needs
    ]
    for position, link in enumerate(role.areas):
        link.position = position
    for position, need in enumerate(role.needs):
        need.position = position
    # A change of areas or needs alone must count as a save of the role too.
    role.last_modified = now


def _find_type(checker: Checker) -> SupportRoleType | None:
    slug = clean_line(checker.typed.get("type"))
    found = db.session.scalar(select(SupportRoleType).where(SupportRoleType.slug == slug))
    if found is None:
        checker.problems["type"] = "Choose what kind of role it is."
    return found


def _split_words(text: str | None) -> list[str]:
    words = (word.strip() for word in (text or "").split(","))
    return list(dict.fromkeys(word for word in words if word))
