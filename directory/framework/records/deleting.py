"""Takes support records away some time after they were closed, never before somebody said that they stand in
the care plan. What stays are counts."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from flask import current_app
from sqlalchemy import delete, select, update

from directory import audit
from directory.errors import EditConflict, InvalidData
from directory.extensions import db
from directory.listings.schedules import LONDON
from directory.mail.actions import queue_mail
from directory.models import AuditEvent, Enquiry, OutgoingMail, SupportCount, SupportRecord, User

# So much earlier the team is asked: time to answer before the day comes.
ASKED_BEFORE = timedelta(days=30)
_MOST_AT_ONCE = 500
_BODY = (
    "A support record of {team} was closed on {closed}. Nobody has said yet that its entry stands in the "
    "integrated care plan, so it cannot be deleted when its time is over.\n\n"
    "Sign in, open Support records, and look under “Closed, and not yet said to be in the care plan”. "
    "This e-mail does not say which record it is.\n\n{address}"
)


def delete_old_records(now: datetime) -> int:
    """A job, safe to run again. Asks about those that lack the word, then deletes those whose time is
    over. How many were deleted."""
    kept = timedelta(days=current_app.config["RECORD_DAYS"])
    for record in _list_closed(now - kept + ASKED_BEFORE, is_recorded=False):
        ask_team(record=record, now=now)
    deleted = _list_closed(now - kept, is_recorded=True)
    for record in deleted:
        delete_record(record=record)
    db.session.commit()
    return len(deleted)


def ask_team(*, record: SupportRecord, now: datetime) -> None:
    """Once, by e-mail to the worker, or to the team where no worker is left."""
    address = record.worker.email if record.worker and record.worker.is_enabled else record.team.work_email
    if record.team_asked_at or record.closed_at is None or not address:
        return
    closed = record.closed_at.astimezone(LONDON).date()
    queue_mail(
        key=_name_mail(record),
        to_address=address,
        subject="Is this in the care plan?",
        body=_BODY.format(
            team=record.team.name,
            closed=f"{closed.day} {closed:%B %Y}",
            address=f"{current_app.config['SITE_URL'].rstrip('/')}/support",
        ),
        now=now,
    )
    record.team_asked_at = now
    db.session.flush()


def discard_record(*, actor: User, record: SupportRecord, is_sure: bool, expected_version: int) -> None:
    """One that was opened by mistake goes at once and is counted nowhere. Raises InvalidData under "sure",
    and for one that stands in a care plan; EditConflict where somebody else wrote in it meanwhile."""
    if record.version != expected_version:
        raise EditConflict(record.version)
    if record.care_plan_recorded_at:
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
    """With all its parts, the e-mail that asked about it, its reference in enquiries, and whatever the audit
    trail says in detail about it. That it was opened, and by whom, stays on the trail."""
    about = AuditEvent.subject_id == str(record.id)
    db.session.execute(update(AuditEvent).where(about).values(facts={}))
    db.session.execute(delete(OutgoingMail).where(OutgoingMail.key == _name_mail(record)))
    asked = Enquiry.support_reference == record.reference
    db.session.execute(update(Enquiry).where(asked).values(support_reference=None))
    audit.record("support_record.discarded" if actor else "support_record.deleted", actor, record)
    db.session.delete(record)
    db.session.flush()


def _name_mail(record: SupportRecord) -> str:
    return f"record-in-care-plan:{record.id}"


def _list_closed(before: datetime, *, is_recorded: bool) -> list[SupportRecord]:
    recorded = SupportRecord.care_plan_recorded_at
    query = select(SupportRecord).where(
        SupportRecord.closed_at < before, recorded.is_not(None) if is_recorded else recorded.is_(None)
    )
    if not is_recorded:
        query = query.where(SupportRecord.team_asked_at.is_(None))
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
