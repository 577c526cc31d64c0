"""Enquiries that nobody closes and nobody works on: whoever has them is told, because their words go in time.
Who was told and when stands on the audit trail. Flushes and never commits."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import current_app, render_template
from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import joinedload, selectinload

from directory import audit
from directory.accounts.queries import list_officers
from directory.extensions import db
from directory.helpline.enquiries.queries import is_still_to_hand_over, list_handlers
from directory.helpline.enquiries.queue import WAITING, find_left_before
from directory.mail.actions import queue_mail
from directory.models import AuditEvent, Enquiry, User
from directory.web import link_from_outside

_TOLD = "enquiry.tell_left"


def is_left(now: datetime) -> ColumnElement[bool]:
    """Open, with no change for ENQUIRY_LEFT_DAYS."""
    return and_(Enquiry.state.in_(WAITING), Enquiry.last_modified < find_left_before(now))


def find_ends(enquiries: Sequence[Enquiry], now: datetime) -> dict[uuid.UUID, datetime | None]:
    """By id, when the words of what is open go if nobody touches it: never before somebody was told, and had
    ENQUIRY_LEFT_DAYS to do something. None: a safeguarding concern that nobody handed over stays."""
    told = _list_told(enquiries)
    return {one.id: _find_end(one, told[one.id][0] if told[one.id] else now) for one in enquiries}


def tell_of_left(now: datetime) -> int:
    """Once, and again each time as many days have gone by: the handler, and the knowledge officers where
    nobody has it or it is not the first time. One letter to each. How many enquiries are left."""
    query = select(Enquiry).where(is_left(now)).order_by(Enquiry.number)
    query = query.options(joinedload(Enquiry.handler), selectinload(Enquiry.outcomes))
    enquiries = list(db.session.scalars(query))
    told, ends = _list_told(enquiries), find_ends(enquiries, now)
    handlers, officers = list_handlers(), list_officers()
    letters: dict[User, list[Enquiry]] = defaultdict(list)
    for enquiry in enquiries:
        before = told[enquiry.id]
        if before and before[-1] > find_left_before(now):
            continue
        having = [user for user in handlers if user.id == enquiry.handler_id]
        people = {*having, *(officers if before or not having else ())}
        for user in people:
            letters[user].append(enquiry)
        if people:
            audit.record(_TOLD, None, enquiry, to=sorted(str(user.id) for user in people)).at = now
    for user, theirs in letters.items():
        _tell(user, theirs, ends, now)
    return len(enquiries)


def _list_told(enquiries: Sequence[Enquiry]) -> dict[uuid.UUID, list[datetime]]:
    """By id, the times at which somebody was told since it was last changed, the first first."""
    changed = {str(one.id): one for one in enquiries}
    query = select(AuditEvent.subject_id, AuditEvent.at).where(
        AuditEvent.event == _TOLD, AuditEvent.subject_id.in_(changed)
    )
    told: dict[uuid.UUID, list[datetime]] = {one.id: [] for one in enquiries}
    for subject_id, at in db.session.execute(query.order_by(AuditEvent.at)):
        if at > changed[subject_id].last_modified:
            told[changed[subject_id].id].append(at)
    return told


def _find_end(enquiry: Enquiry, told_at: datetime) -> datetime | None:
    if any(is_still_to_hand_over(outcome) for outcome in enquiry.outcomes):
        return None
    settings = current_app.config
    return max(
        enquiry.last_modified + timedelta(days=settings["ENQUIRY_OPEN_DAYS"]),
        told_at + timedelta(days=settings["ENQUIRY_LEFT_DAYS"]),
    )


def _tell(
    user: User, enquiries: list[Enquiry], ends: dict[uuid.UUID, datetime | None], now: datetime
) -> None:
    """Numbers only: what was asked may be about a person."""
    count = len(enquiries)
    body = render_template(
        "helpline/mail/left.txt",
        enquiries=enquiries,
        ends=ends,
        link=link_from_outside("helpline.queue", due="left"),
    )
    queue_mail(
        key=f"enquiries-left/{user.id}/{now.timestamp():.0f}",
        to_address=user.email,
        subject="1 enquiry is left" if count == 1 else f"{count} enquiries are left",
        body=body,
        now=now,
    )
