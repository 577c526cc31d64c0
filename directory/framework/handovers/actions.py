"""Every step of a handover. Each is audited and notified in the caller's transaction; it flushes and never
commits."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, select

from directory import audit
from directory.errors import InvalidData, NotAllowed
from directory.extensions import db
from directory.framework.handovers import notices, rules
from directory.framework.handovers.held import Held, is_held_by, list_held
from directory.framework.records.access import require_access
from directory.framework.records.typed import read_date, read_id
from directory.listings.schedules import LONDON
from directory.models import RecordHandover, SupportRecord, User
from directory.models.codes import HandoverReason

LONGEST_COVER = timedelta(days=92)


def ask_for_handover(*, actor: User, worker: User, typed: Mapping[str, str], now: datetime) -> RecordHandover:
    """Keys of `typed`: team, to (ids), reason, until. The actor is the worker, or an administrator where the
    worker cannot ask. Raises InvalidData with each field's name and the id of the team ("to-<team>"), and
    RecordsLocked."""
    require_access(actor)
    held = next((one for one in list_held(worker, actor) if str(one.team.id) == typed.get("team")), None)
    team_id = typed.get("team", "")[:40]
    if held is None:
        raise InvalidData("", {f"to-{team_id}": "Choose who takes these records over."})
    problems: dict[str, str] = {}
    colleague = _read_colleague(held, typed, problems)
    reason = _read_reason(typed, problems)
    until = _read_until(typed, reason, now, problems)
    if problems or colleague is None or reason is None:
        raise InvalidData("", {f"{name}-{team_id}": message for name, message in problems.items()})
    handover = RecordHandover(
        id=uuid.uuid4(), worker=worker, team=held.team, colleague=colleague, asked_by=actor, asked_at=now
    )
    handover.reason, handover.until = reason, until
    db.session.add(handover)
    db.session.flush()
    _end_others(handover, now, RecordHandover.accepted_at.is_(None))
    audit.record("record_handover.asked", actor, handover, reason=reason.value)
    notices.notify_asked(handover, now)
    return handover


def agree_to_handover(*, actor: User | None, handover: RecordHandover, now: datetime) -> None:
    """`actor` None is whoever runs the machine. Raises NotAllowed for whoever is no second administrator."""
    if actor is not None and not rules.may_agree(actor, handover, now):
        raise NotAllowed("Another administrator has to agree to this.")
    handover.agreed_by, handover.agreed_at = actor, now
    audit.record("record_handover.agreed", actor, handover)
    db.session.flush()


def accept_handover(*, actor: User, handover: RecordHandover, now: datetime) -> None:
    """The colleague takes over. For good: the records move to their list, and are asked about from the start
    again. As cover: they open for the colleague until the last day. Raises NotAllowed."""
    if not rules.may_accept(actor, handover, now):
        raise NotAllowed("You cannot take these records over.")
    handover.accepted_at = now
    audit.record("record_handover.accepted", actor, handover)
    _end_others(handover, now)
    if handover.until is None:
        _move_records(actor, handover)
    db.session.flush()
    notices.notify_accepted(handover, now)


def end_handover(*, actor: User, handover: RecordHandover, now: datetime) -> None:
    """Declines, stops or ends it, and does nothing where it is over. Raises NotAllowed."""
    if not rules.is_open(handover, now):
        return
    if not rules.may_end(actor, handover):
        raise NotAllowed("You cannot end this.")
    handover.ended_at = now
    audit.record("record_handover.ended", actor, handover)
    db.session.flush()
    notices.notify_ended(handover, actor, now)


def _move_records(actor: User, handover: RecordHandover) -> None:
    of_team = select(SupportRecord).where(
        is_held_by(handover.worker), SupportRecord.team_id == handover.team_id
    )
    for record in db.session.scalars(of_team).unique():
        record.worker_id = handover.colleague_id
        record.team_asked_at = record.still_open_asked_at = None
        audit.record("support_record.handed_over", actor, record)


def _end_others(handover: RecordHandover, now: datetime, *conditions: ColumnElement[bool]) -> None:
    """A worker's records of one team are handed over in one way at a time."""
    others = select(RecordHandover).where(
        RecordHandover.worker_id == handover.worker_id,
        RecordHandover.team_id == handover.team_id,
        RecordHandover.id != handover.id,
        RecordHandover.ended_at.is_(None),
        *conditions,
    )
    for one in db.session.scalars(others).unique():
        if rules.is_open(one, now):
            one.ended_at = now


def _read_colleague(held: Held, typed: Mapping[str, str], problems: dict[str, str]) -> User | None:
    to_id = read_id(typed.get("to", ""))
    colleague = next((one for one in held.colleagues if one.id == to_id), None)
    if colleague is None:
        problems["to"] = "Choose who takes these records over."
    return colleague


def _read_reason(typed: Mapping[str, str], problems: dict[str, str]) -> HandoverReason | None:
    reason = next((one for one in HandoverReason if one.value == typed.get("reason")), None)
    if reason is None:
        problems["reason"] = "Choose why."
    return reason


def _read_until(
    typed: Mapping[str, str], reason: HandoverReason | None, now: datetime, problems: dict[str, str]
) -> date | None:
    """None for a handover for good. What is typed beside such a reason is left alone."""
    if reason not in rules.FOR_A_TIME:
        return None
    today = now.astimezone(LONDON).date()
    until = read_date(typed.get("until", ""))
    example, last = today + timedelta(days=14), today + LONGEST_COVER
    if until is None or not today <= until <= last:
        problems["until"] = f"Enter the last day, such as {example:%d/%m/%Y}, not after {last:%d/%m/%Y}."
    return until
