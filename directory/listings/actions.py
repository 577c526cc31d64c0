"""Every write to an entry. Each keeps a version, records audit and last appends to the change log, in the
caller's transaction: it flushes and never commits."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from directory.errors import InvalidData
from directory.extensions import db
from directory.free_text import check_text
from directory.listings import assembly
from directory.listings.checking import check_data as check_data
from directory.listings.checking import list_what_publishing_needs as list_what_publishing_needs
from directory.listings.dumping import dump_places
from directory.listings.known import KnownRecords
from directory.listings.saving import refuse_stale, save_entry, write_version
from directory.listings.schemas import GuidanceSchema, ServiceSchema
from directory.listings.withholding import rule
from directory.models import CrisisMark, Entry, EntryVersion, Guidance, Service, ServiceAtLocation, User
from directory.models.codes import PUBLISHED, AssuranceMethod, Crisis, Status, Visibility
from directory.models.mixins import utc_now

# What an edit leaves alone: each of these has an action of its own.
_NOT_EDITED = ("id", "status", "assured_at", "assured_by", "assurer_email", "assured_how", "next_review_on")

_NEW_SERVICE, _EDITED_SERVICE = ServiceSchema(), ServiceSchema(partial=("name",))
_NEW_GUIDANCE, _EDITED_GUIDANCE = GuidanceSchema(), GuidanceSchema(partial=("name",))


def create_service(
    *,
    actor: User | None,
    data: dict[str, Any],
    known: KnownRecords | None = None,
    now: datetime | None = None,
) -> Service:
    """Raises InvalidData with a message for each path that is wrong."""
    checked = check_data(_NEW_SERVICE, data)
    service = assembly.new_row(Service, checked.get("id"))
    with db.session.no_autoflush:
        assembly.fill_service(service, checked, known or KnownRecords())
    db.session.add(service)
    save_entry(service, actor, "create", now or utc_now())
    return service


def create_guidance(
    *,
    actor: User | None,
    data: dict[str, Any],
    known: KnownRecords | None = None,
    now: datetime | None = None,
) -> Guidance:
    checked = check_data(_NEW_GUIDANCE, data)
    guidance = assembly.new_row(Guidance, checked.get("id"))
    with db.session.no_autoflush:
        assembly.fill_guidance(guidance, checked, known or KnownRecords())
    db.session.add(guidance)
    save_entry(guidance, actor, "create", now or utc_now())
    return guidance


def edit_service(
    *,
    actor: User | None,
    service: Service,
    data: dict[str, Any],
    expected_version: int,
    known: KnownRecords | None = None,
    now: datetime | None = None,
) -> Service:
    """Keys that are absent from `data` are kept. Raises EditConflict when somebody saved since
    `expected_version`, InvalidData when a value is wrong."""
    checked = check_data(_EDITED_SERVICE, data)
    refuse_stale(service, expected_version)
    now, sharing = now or utc_now(), "service_at_locations" in checked
    with db.session.no_autoflush:
        before = dump_places(service) if sharing else {}
        assembly.fill_service(service, _editable(checked), known or KnownRecords())
        held = rule.hold_back(service, actor, now)
        others = _touch_others_at_changed_places(service, before, now) if sharing else []
    write_version(service, actor, "edit", now)
    for other in {one.id: one for one in (*held, *others)}.values():
        write_version(other, actor, "edit place", now)
    return service


def edit_entry(*, actor: User | None, entry: Entry, data: dict[str, Any], expected_version: int) -> Entry:
    """The edit that fits the kind of entry."""
    if isinstance(entry, Service):
        return edit_service(actor=actor, service=entry, data=data, expected_version=expected_version)
    return edit_guidance(actor=actor, guidance=entry, data=data, expected_version=expected_version)


def edit_guidance(
    *,
    actor: User | None,
    guidance: Guidance,
    data: dict[str, Any],
    expected_version: int,
    known: KnownRecords | None = None,
    now: datetime | None = None,
) -> Guidance:
    checked = check_data(_EDITED_GUIDANCE, data)
    refuse_stale(guidance, expected_version)
    with db.session.no_autoflush:
        assembly.fill_guidance(guidance, _editable(checked), known or KnownRecords())
    save_entry(guidance, actor, "edit", now or utc_now())
    return guidance


def publish_entry(*, actor: User | None, entry: Entry, now: datetime | None = None) -> None:
    """Raises InvalidData when the entry lacks what a visitor needs, or is withheld until an officer
    decides."""
    lacking = list_what_publishing_needs(entry)
    if lacking:
        raise InvalidData("This entry cannot be published yet.", lacking)
    now = now or utc_now()
    rule.allow_publication(entry, actor, now)
    entry.status = Status.ACTIVE
    save_entry(entry, actor, "publish", now)


def withdraw_entry(
    *, actor: User | None, entry: Entry, reason: str = "", now: datetime | None = None
) -> None:
    """`reason` is for other officers: it is kept in the audit trail. Raises InvalidData under "reason"."""
    said = _check_reason(reason)
    entry.status = Status.INACTIVE
    save_entry(entry, actor, "withdraw", now or utc_now(), reason=said)


def suspend_entry(*, actor: User | None, entry: Entry, reason: str, now: datetime | None = None) -> None:
    """Hides the entry at once. `reason` is for the officer: it is kept in the audit trail and never shown.
    Raises InvalidData under "reason"."""
    said = _check_reason(reason)
    entry.status = Status.SUSPENDED
    save_entry(entry, actor, "suspend", now or utc_now(), reason=said)


def _check_reason(reason: str) -> str:
    try:
        return check_text("audit_event.facts", reason) or ""
    except InvalidData as error:
        raise InvalidData(error.message, {"reason": error.fields["facts"]}) from error


def mark_closed(
    *,
    actor: User | None,
    entry: Entry,
    status: Status,
    look_again_on: date | None = None,
    now: datetime | None = None,
) -> None:
    """For good (`defunct`) or for now (`temporarily closed`), and then to be checked again on a day."""
    entry.status = status
    entry.next_review_on = look_again_on or entry.next_review_on
    save_entry(entry, actor, f"status {status.value}", now or utc_now())


def assure_entry(
    *,
    actor: User | None,
    entry: Entry,
    how: AssuranceMethod,
    by: str | None = None,
    now: datetime | None = None,
) -> None:
    """Somebody checked that the entry is true, now. What it says is not changed."""
    now = now or utc_now()
    entry.assured_at, entry.assured_how = now, how
    entry.assured_by = by or (actor.name if actor else None)
    entry.next_review_on = (now + timedelta(days=current_app.config["REVIEW_DAYS"])).date()
    save_entry(entry, actor, "assure", now, how=how.value)


def mark_for_crisis(
    *,
    actor: User | None,
    entry: Entry,
    crises: Sequence[str],
    expected_version: int,
    now: datetime | None = None,
) -> None:
    """An officer says in which crises the entry is help: these marks and no others. Raises EditConflict, and
    InvalidData under "crisis_marks"."""
    refuse_stale(entry, expected_version)
    try:
        wanted = sorted({Crisis(one) for one in crises}, key=list(Crisis).index)
    except ValueError as error:
        raise InvalidData("", {"crisis_marks": "Choose from the list."}) from error
    now, have = now or utc_now(), {mark.crisis: mark for mark in entry.crisis_marks}
    entry.crisis_marks = [
        have.get(one) or CrisisMark(crisis=one, marked_at=now, marked_by_id=actor.id if actor else None)
        for one in wanted
    ]
    for position, mark in enumerate(entry.crisis_marks):
        mark.position = position
    # The columns of the entry may all be as they were: it is a save all the same.
    flag_modified(entry, "last_modified")
    save_entry(entry, actor, "mark for crisis", now, crises=[one.value for one in wanted])


def note_places(*, actor: User | None, services: Sequence[Service], now: datetime | None = None) -> None:
    """What the places of these entries lacked was filled in from their postcodes."""
    for service in services:
        save_entry(service, actor, "place", now or utc_now())


def note_changes(*, actor: User | None, entries: Sequence[Entry], now: datetime) -> None:
    """What is shown of these entries has changed with something that they share."""
    for entry in entries:
        write_version(entry, actor, "edit place", now)


def request_review(
    *, actor: User | None, entry: Entry, reason: str, due_on: date, now: datetime | None = None
) -> None:
    """Puts it before an officer, to be checked by `due_on`. A day that has been asked for earlier stays."""
    entry.next_review_on = min(due_on, entry.next_review_on or due_on)
    save_entry(entry, actor, "request review", now or utc_now(), reason=reason[:500])


def restore_version(
    *, actor: User | None, entry: Entry, version: EntryVersion, expected_version: int
) -> Entry:
    """Makes an earlier version the newest one. Its status and its date of assurance stay as they are now, and
    so does what is known of its organization: that is not its own to put back."""
    data = {k: v for k, v in version.snapshot.items() if k not in ("id", "organization")}
    if version.snapshot.get("organization"):
        data["organization_id"] = version.snapshot["organization"]["id"]
    if "service_at_locations" in data:
        data["service_at_locations"] = [_keep_hidden(site) for site in data["service_at_locations"]]
    return edit_entry(actor=actor, entry=entry, data=data, expected_version=expected_version)


def _keep_hidden(site: dict[str, Any]) -> dict[str, Any]:
    """A place that has become staff only or confidential since is not shown again by an old version."""
    was = site["location"]
    known = KnownRecords().find_location(UUID(was["id"]))
    if known is None:
        return site
    strictest = max(Visibility(was["visibility"]), known.visibility, key=list(Visibility).index)
    return site | {"location": was | {"visibility": strictest.value}}


def _touch_others_at_changed_places(
    service: Service, before: dict[UUID, dict[str, Any]], now: datetime
) -> list[Service]:
    """What changed of a place has changed for every entry there: each counts a save, so that a form opened
    earlier cannot put the old place back unnoticed. All rows are written in one flush, before the change log
    is locked."""
    changed = [key for key, place in dump_places(service).items() if place != before.get(key)]
    if not changed:
        return []
    there = select(ServiceAtLocation.service_id).where(ServiceAtLocation.location_id.in_(changed))
    others = select(Service).where(Service.id.in_(there), Service.id != service.id).order_by(Service.id)
    found = list(db.session.scalars(others))
    for other in found:
        other.last_modified = now
    return found


def _editable(checked: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in checked.items() if key not in _NOT_EDITED}


def is_published(entry: Entry) -> bool:
    return entry.status in PUBLISHED
