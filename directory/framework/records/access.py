"""Who may open a support record: somebody who gave its reference lately, the worker whose due list it is on,
or the colleague who covers for that worker. Being in the team, or any role, is not enough."""

import uuid
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import ColumnElement, exists, false, or_, select

from directory import audit
from directory.errors import NotAllowed, NotFound
from directory.extensions import db
from directory.framework.records.reference import parse_reference
from directory.listings.schedules import LONDON
from directory.mail.actions import queue_mail
from directory.models import AuditEvent, RecordHandover, SupportRecord, User

GIVEN = "support_record.reference_given"
VIEWED = "support_record.viewed"
NOT_RIGHT = "This reference is not right. Look for a character that was mistyped or left out."
NOT_KNOWN = "No support record has this reference. Records are deleted some time after they are closed."

_TOLD_FOR, _MOST_TOLD = timedelta(days=30), 10
_OPENED = (
    "{name} has opened a support record of the team {team} by its reference, for the first time. It is on "
    "your list. This e-mail does not say which one it is.\n\nIf you do not know why, speak to {name} or to "
    "your service manager."
)


class RecordsLocked(NotAllowed):
    """An administrator knows the password of this account, and no second one has agreed to that."""

    def __init__(self) -> None:
        super().__init__(
            "This account cannot open support records yet, because an administrator made its password. "
            "Ask another administrator to agree on the page of your account."
        )


class RecordNotOpen(NotFound):
    """There is no such record, or its reference has to be given first. It does not say which."""

    def __init__(self) -> None:
        super().__init__("Type the reference to open this support record.")


def require_access(actor: User) -> None:
    """Raises RecordsLocked."""
    if not actor.may_open_support_records:
        raise RecordsLocked


def is_on_list_of(actor: User, now: datetime) -> ColumnElement[bool]:
    """Records of this worker, and of colleagues for whom they cover today."""
    if not actor.may_open_support_records:
        return false()
    covered = exists().where(
        RecordHandover.worker_id == SupportRecord.worker_id,
        RecordHandover.team_id == SupportRecord.team_id,
        RecordHandover.colleague_id == actor.id,
        RecordHandover.accepted_at.is_not(None),
        RecordHandover.ended_at.is_(None),
        RecordHandover.until >= now.astimezone(LONDON).date(),
    )
    return or_(SupportRecord.worker_id == actor.id, covered)


def give_reference(*, actor: User, text: str) -> tuple[SupportRecord | None, str]:
    """The record of a typed reference, which then stays open to this person for as long as a session lasts,
    or a message that says what is wrong. Raises RecordsLocked."""
    require_access(actor)
    reference = parse_reference(text)
    if reference is None:
        return None, "Type the reference, such as K7PM-4XQ2." if not text.strip() else NOT_RIGHT
    record = db.session.scalar(select(SupportRecord).where(SupportRecord.reference == reference))
    if record is None:
        # Noted, so that trying references one after another can be seen.
        audit.record("support_record.unknown_reference", actor, "support_record")
        db.session.flush()
        return None, NOT_KNOWN
    _notify_worker(actor, record)
    audit.record(GIVEN, actor, record)
    db.session.flush()
    return record, ""


def list_openings_by_others(worker: User, now: datetime) -> list[tuple[str, datetime]]:
    """Who opened a record on this worker's list by its reference in the last 30 days, and when: the newest
    first, ten at most."""
    own = select(SupportRecord.id).where(SupportRecord.worker_id == worker.id)
    ids = [str(one) for one in db.session.scalars(own)]
    query = (
        select(User.name, AuditEvent.at)
        .join(User, User.id == AuditEvent.actor_id)
        .where(
            AuditEvent.subject_id.in_(ids),
            AuditEvent.event == GIVEN,
            AuditEvent.actor_id != worker.id,
            AuditEvent.at > now - _TOLD_FOR,
        )
    )
    rows = db.session.execute(query.order_by(AuditEvent.at.desc()).limit(_MOST_TOLD))
    return [(name, at) for name, at in rows]


def _notify_worker(actor: User, record: SupportRecord) -> None:
    """The first time that this person opens the record. The e-mail does not say which one it is."""
    worker = record.worker
    if worker is None or worker.id == actor.id or not worker.is_enabled:
        return
    was_given = exists().where(
        AuditEvent.subject_id == str(record.id), AuditEvent.event == GIVEN, AuditEvent.actor_id == actor.id
    )
    if not db.session.scalar(select(was_given)):
        queue_mail(
            key=f"support-record-opened:{uuid.uuid4()}",
            to_address=worker.email,
            subject="Somebody has opened a support record on your list",
            body=_OPENED.format(name=actor.name, team=record.team.name),
        )


def find_open_record(
    actor: User, record_id: uuid.UUID, now: datetime, *, is_held: bool = False
) -> SupportRecord:
    """`is_held`: nobody else writes in it until this is committed. Raises RecordNotOpen, RecordsLocked."""
    require_access(actor)
    held = {"of": SupportRecord} if is_held else None
    record = db.session.get(SupportRecord, record_id, with_for_update=held)
    if record is None or not _may_open(actor, record, now):
        raise RecordNotOpen
    return record


def _may_open(actor: User, record: SupportRecord, now: datetime) -> bool:
    return (
        record.worker_id == actor.id
        or _gave_reference(actor, record.id, now)
        or _is_covered_by(actor, record, now)
    )


def _is_covered_by(actor: User, record: SupportRecord, now: datetime) -> bool:
    covered = select(SupportRecord.id).where(SupportRecord.id == record.id, is_on_list_of(actor, now))
    return db.session.scalar(covered) is not None


def view_record(actor: User, record_id: uuid.UUID, now: datetime) -> SupportRecord:
    """The record to be shown, its showing noted first: where that fails, nothing is shown."""
    record = find_open_record(actor, record_id, now)
    audit.record_view(VIEWED, actor, record)
    return record


def note_shown(actor: User, record: SupportRecord) -> SupportRecord:
    """To be shown again with what could not be saved: here the note is the request's own to commit, before
    anything is shown."""
    audit.record(VIEWED, actor, record)
    db.session.flush()
    return record


def _gave_reference(actor: User, record_id: uuid.UUID, now: datetime) -> bool:
    since = now - timedelta(hours=current_app.config["SESSION_HOURS"])
    given = exists().where(
        AuditEvent.subject_id == str(record_id),
        AuditEvent.event == GIVEN,
        AuditEvent.actor_id == actor.id,
        AuditEvent.at >= since,
    )
    return bool(db.session.scalar(select(given)))
