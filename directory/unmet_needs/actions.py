"""Logs an unmet need. Flushes and never commits."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from directory import audit
from directory.extensions import db
from directory.models import (
    Area,
    FrameworkPart,
    Taxonomy,
    TaxonomyTerm,
    UnmetNeed,
    UnmetNeedGroup,
    UnmetNeedTerm,
    User,
)
from directory.models.codes import AreaKind, Barrier, GroupState, Specialty, UnmetNeedSource, Urgency
from directory.models.mixins import utc_now
from directory.network.checking import Checker, Typed, clean_line, read_id
from directory.network.confirmation import day_of
from directory.sent_once import SentAlready
from directory.unmet_needs.figures.group_counts import keep_counts

MOST_NEEDS = 5
MOST_TIMES = 999
# Never finer than this: a count for a few streets could point to a person.
AREA_KINDS = (AreaKind.DISTRICT, AreaKind.PCN)


def log_unmet_need(
    *,
    actor: User,
    typed: Typed,
    source: UnmetNeedSource = UnmetNeedSource.SEARCH,
    source_id: uuid.UUID | None = None,
    new_id: uuid.UUID | None = None,
    now: datetime | None = None,
) -> UnmetNeed:
    """Keys of `typed`: needs (slugs, the main one first), missing, area (slug of a district or PCN), barrier;
    and if known times_asked, population (slug), specialty, tried, level (slug), urgency, evidence, team
    (id), group (id: it is the same as that group's). `source_id`: the enquiry. `new_id` is that of its form
    (forms.read_new_id). Raises InvalidData by field, SentAlready."""
    _refuse_second(new_id)
    values, at = _check(typed), now or utc_now()
    needs = values.pop("needs")
    if values["group"]:
        keep_counts([values["group"]], day_of(at))
    logged = {"logged_by_id": actor.id, "logged_at": at, "source": source, "source_id": source_id}
    unmet = UnmetNeed(id=new_id or uuid.uuid4(), **values, **logged)
    unmet.needs = [UnmetNeedTerm(term=term, position=position) for position, term in enumerate(needs)]
    db.session.add(unmet)
    try:
        db.session.flush()
    except IntegrityError:
        db.session.rollback()
        _refuse_second(new_id)
        raise
    audit.record("unmet_need.log", actor, unmet, source=source.value)
    return unmet


def withdraw_unmet_need(*, actor: User, unmet: UnmetNeed) -> bool:
    """Takes back what was logged by mistake. One that is in a group stays, also where it was put there in
    this very moment, and the answer is False."""
    held = select(UnmetNeed).where(UnmetNeed.id == unmet.id).with_for_update(of=UnmetNeed)
    now = db.session.scalar(held.execution_options(populate_existing=True))
    if now is None:
        return True
    if now.group_id is not None:
        return False
    audit.record("unmet_need.withdraw", actor, unmet)
    db.session.delete(unmet)
    db.session.flush()
    return True


def _refuse_second(new_id: uuid.UUID | None) -> None:
    """Raises SentAlready."""
    if new_id and db.session.get(UnmetNeed, new_id):
        raise SentAlready


def _check(typed: Typed) -> dict[str, Any]:
    checker = Checker(typed)
    values: dict[str, Any] = {
        "needs": _find_needs(checker),
        "missing": checker.words("missing", "unmet_need.missing"),
        "area": _find_area(checker),
        "times_asked": _read_times(checker),
        "population": _find_population(checker),
        "specialty": checker.one_of("specialty", Specialty, "Choose a team type from the list."),
        "barrier": checker.one_of("barrier", Barrier, "Choose what stands in the way."),
        "tried": checker.words("tried", "unmet_need.tried"),
        "level": find_level(checker),
        "urgency": checker.one_of("urgency", Urgency, "Choose how soon.") or Urgency.ROUTINE,
        "evidence": checker.words("evidence", "unmet_need.evidence"),
        "team": checker.team("team"),
        "group": _find_group(checker),
    }
    for name, message in (
        ("missing", "Say what exactly is missing."),
        ("barrier", "Choose what stands in the way."),
    ):
        if values[name] is None:
            checker.problems.setdefault(name, message)
    checker.refuse_problems()
    return values


def _find_needs(checker: Checker) -> list[TaxonomyTerm]:
    found = checker.needs("needs", MOST_NEEDS)
    if not found:
        checker.problems.setdefault("needs", "Choose at least one need.")
    return found


def _find_area(checker: Checker) -> Area | None:
    slug = clean_line(checker.typed.get("area"))
    area = db.session.scalar(select(Area).where(Area.slug == slug, Area.kind.in_(AREA_KINDS)))
    if area is None:
        checker.problems["area"] = "Choose a district or a primary care network."
    return area


def _read_times(checker: Checker) -> int:
    text = clean_line(checker.typed.get("times_asked") or "1").strip()
    if text.isascii() and text.isdecimal() and len(text) <= 3 and 1 <= int(text) <= MOST_TIMES:
        return int(text)
    checker.problems["times_asked"] = f"Enter a whole number from 1 to {MOST_TIMES}."
    return 1


def _find_population(checker: Checker) -> TaxonomyTerm | None:
    slug = clean_line(checker.typed.get("population"))
    query = select(TaxonomyTerm).join(Taxonomy).where(Taxonomy.slug == "people", TaxonomyTerm.slug == slug)
    found = db.session.scalar(query) if slug else None
    if slug and found is None:
        checker.problems["population"] = "Choose a group of people from the list."
    return found


def find_level(checker: Checker) -> str | None:
    """The slug in the field "level"."""
    slug = clean_line(checker.typed.get("level"))
    if slug and slug not in list_level_names():
        checker.problems["level"] = "Choose a level from the list."
    return slug or None


def list_level_names() -> dict[str, str]:
    """Slug to name of the support levels, from the least help to the most."""
    part = db.session.scalar(select(FrameworkPart).where(FrameworkPart.slug == "levels"))
    return {row["slug"]: row["name"] for row in part.content} if part else {}


def _find_group(checker: Checker) -> UnmetNeedGroup | None:
    """None for "" and for "none": it is something else than what was offered. It does not become part of
    another, and is not sent, before this is committed."""
    given = clean_line(checker.typed.get("group"))
    held = select(UnmetNeedGroup).where(UnmetNeedGroup.id == read_id(given))
    held = held.with_for_update(of=UnmetNeedGroup).execution_options(populate_existing=True)
    found = db.session.scalar(held) if read_id(given) else None
    if given not in ("", "none") and (found is None or found.state == GroupState.MERGED):
        checker.problems["group"] = "Choose one of the answers given."
    return found
