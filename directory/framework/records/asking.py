"""Asks about support records by e-mail, and again until somebody answers: whether a closed one stands in the
care plan, and whether an open one that has not changed for long is still open. An e-mail says how many there
are, and never which."""

import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import or_, select

from directory.extensions import db
from directory.framework.records.access import GIVEN, VIEWED
from directory.mail.actions import queue_mail
from directory.models import AuditEvent, SupportRecord, Team

# So much earlier than its day a closed record is first asked about: time to answer.
ASKED_BEFORE = timedelta(days=30)
_MOST_AT_ONCE = 500
_IN_PLAN, _STILL_OPEN = "in-care-plan", "still-open"
_SUBJECTS = {_IN_PLAN: "Is this in the care plan?", _STILL_OPEN: "Are these support records still open?"}
_WORDS = {
    _IN_PLAN: (
        "closed, and nobody has said yet that the entry stands in the integrated care plan as it is now. "
        "Nothing of that kind is deleted before somebody says so.\n\nSign in, open Support records, and look "
        "under “Closed, and not yet said to be in the care plan”."
    ),
    _STILL_OPEN: (
        "open, and nothing in them has changed for a long time.\n\nSign in, open Support records, and look "
        "under “Your open records”. Close what is over, or say that it is still open."
    ),
}
_BODY = (
    "Support records of {team}: {count} {words} This e-mail does not say which.\n\nWhere whoever has them is "
    "away for long or has left, an administrator can hand them over to a colleague.\n\n{address}"
)


def ask_about_records(now: datetime) -> None:
    """The worker first; from the second time on the team's mailbox too, and at once where no worker is left
    to ask."""
    letters: Counter[tuple[str, uuid.UUID, str, Team]] = Counter()
    for record in _list_unrecorded(now):
        letters.update(_address(_IN_PLAN, record, is_again=record.team_asked_at is not None))
        record.team_asked_at = now
    for record in _list_unchanged(now):
        letters.update(_address(_STILL_OPEN, record, is_again=record.still_open_asked_at is not None))
        record.still_open_asked_at = now
    for (kind, to_id, to_address, team), count in letters.items():
        queue_mail(
            key=f"support-records:{kind}:{to_id}:{team.id}:{now.date().isoformat()}",
            to_address=to_address,
            subject=_SUBJECTS[kind],
            body=_BODY.format(
                team=team.name,
                count="1 is" if count == 1 else f"{count} are",
                words=_WORDS[kind],
                address=f"{current_app.config['SITE_URL'].rstrip('/')}/support",
            ),
            now=now,
        )
    db.session.flush()


def _address(
    kind: str, record: SupportRecord, *, is_again: bool
) -> Iterator[tuple[str, uuid.UUID, str, Team]]:
    worker = record.worker if record.worker and record.worker.is_enabled else None
    if worker:
        yield kind, worker.id, worker.email, record.team
    if record.team.work_email and (is_again or not worker):
        yield kind, record.team.id, record.team.work_email, record.team


def _list_unrecorded(now: datetime) -> list[SupportRecord]:
    """Closed, their time nearly over, and not asked about lately."""
    before = now - timedelta(days=current_app.config["RECORD_DAYS"]) + ASKED_BEFORE
    asked = SupportRecord.team_asked_at
    query = select(SupportRecord).where(
        SupportRecord.closed_at < before,
        SupportRecord.care_plan_recorded_at.is_(None),
        or_(asked.is_(None), asked <= now - timedelta(days=current_app.config["RECORD_ASK_DAYS"])),
    )
    return list(db.session.scalars(query.order_by(SupportRecord.closed_at).limit(_MOST_AT_ONCE)).unique())


def _list_unchanged(now: datetime) -> list[SupportRecord]:
    """Open, without a change or a new part for RECORD_OPEN_DAYS, and not asked about lately. Parts leave the
    record's own row alone: they stand on the audit trail."""
    since = now - timedelta(days=current_app.config["RECORD_OPEN_DAYS"])
    asked = SupportRecord.still_open_asked_at
    quiet = select(SupportRecord.id).where(
        SupportRecord.closed_at.is_(None),
        SupportRecord.last_modified < since,
        or_(asked.is_(None), asked <= now - timedelta(days=current_app.config["RECORD_ASK_DAYS"])),
    )
    changes = select(AuditEvent.subject_id).where(
        AuditEvent.at >= since,
        AuditEvent.subject_type == SupportRecord.__name__.lower(),
        AuditEvent.event.not_in((VIEWED, GIVEN)),
    )
    changed = set(db.session.scalars(changes))
    ids = [
        one
        for one in db.session.scalars(quiet.order_by(SupportRecord.last_modified))
        if str(one) not in changed
    ]
    query = select(SupportRecord).where(SupportRecord.id.in_(ids[:_MOST_AT_ONCE]))
    return list(db.session.scalars(query).unique())
