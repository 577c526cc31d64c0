"""Takes support records away some time after they were closed, never before somebody said that they stand in
the care plan. What stays are counts."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from flask import current_app
from sqlalchemy import delete, select, update

from directory import audit
from directory.errors import EditConflict, InvalidData
from directory.extensions import db
from directory.framework.records.asking import ask_about_records
from directory.listings.schedules import LONDON
from directory.models import AuditEvent, Enquiry, OutgoingMail, SupportCount, SupportRecord, User

_MOST_AT_ONCE = 500


def delete_old_records(now: datetime) -> int:
    """A job, safe to run again. Asks about those that lack an answer, then deletes those whose time is
    over. How many were deleted."""
    ask_about_records(now)
    deleted = _list_over(now - timedelta(days=current_app.config["RECORD_DAYS"]))
    for record in deleted:
        delete_record(record=record)
    db.session.commit()
    return len(deleted)


def discard_record(*, actor: User, record: SupportRecord, is_sure: bool, expected_version: int) -> None:
    """One that was opened by mistake goes at once and is counted nowhere. Raises InvalidData under "sure",
    and for one that stands in a care plan; EditConflict where somebody else wrote in it meanwhile."""
    if record.version != expected_version:
        raise EditConflict(record.version)
    if record.care_plan_recorded_at or record.changed_since_recorded_at:
        raise InvalidData("", {"": "This record is in a care plan. Close it: it is deleted in time."})
    if not is_sure:
        raise InvalidData("", {"sure": "Say that nothing of it is in a care plan."})
    _forget(record, actor)


def delete_record(*, record: SupportRecord) -> None:
    """What is counted of it stays."""
    began = record.created_at.astimezone(LONDON).date().replace(day=1)
    for kind, key, level in _list_counted(record):
        _count_one(began, record, kind, key, level)
    _forget(record, None)


def _forget(record: SupportRecord, actor: User | None) -> None:
    """With all its parts, its reference in enquiries, and whatever the audit trail says in detail about it.
    That it was opened, and by whom, stays on the trail. E-mail never says which record it is about, but that
    of earlier releases had its id for a key."""
    about = AuditEvent.subject_id == str(record.id)
    db.session.execute(update(AuditEvent).where(about).values(facts={}))
    db.session.execute(delete(OutgoingMail).where(OutgoingMail.key == f"record-in-care-plan:{record.id}"))
    asked = Enquiry.support_reference == record.reference
    db.session.execute(update(Enquiry).where(asked).values(support_reference=None))
    audit.record("support_record.discarded" if actor else "support_record.deleted", actor, record)
    db.session.delete(record)
    db.session.flush()


def _list_over(before: datetime) -> list[SupportRecord]:
    query = select(SupportRecord).where(
        SupportRecord.closed_at < before, SupportRecord.care_plan_recorded_at.is_not(None)
    )
    return list(db.session.scalars(query.order_by(SupportRecord.closed_at).limit(_MOST_AT_ONCE)).unique())


def _list_counted(record: SupportRecord) -> Iterator[tuple[str, str, str]]:
    """(kind, key, level) of everything that is counted of a record."""
    yield "record", "", ""
    for need in record.needs:
        yield "need", need.term.slug, need.level or ""
    for action in record.actions:
        yield "action", str(action.kind), ""
    for follow_up in record.follow_ups:
        if follow_up.outcome:
            yield "outcome", str(follow_up.outcome), ""


def _count_one(month: date, record: SupportRecord, kind: str, key: str, level: str) -> None:
    same = {"month": month, "team_id": record.team_id, "kind": kind, "key": key, "level": level}
    row = db.session.scalar(select(SupportCount).filter_by(**same))
    if row is None:
        row = SupportCount(**same, count=0)
        db.session.add(row)
    row.count += 1
    db.session.flush()
