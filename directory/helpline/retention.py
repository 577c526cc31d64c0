"""Forgets the words and contacts of old enquiries. Codes, needs and dates stay for the figures."""

import uuid
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import selectinload

from directory import audit
from directory.extensions import db
from directory.helpline.earlier.words import forget_words
from directory.helpline.enquiries.queue import WAITING
from directory.helpline.left import find_ends
from directory.models import AuditEvent, Enquiry, EnquiryOutcome, OutgoingMail
from directory.models.helpline.codes import EnquiryState
from directory.unmet_needs.askers import keep_addresses

_AT_ONCE = 200
_WORDS = (
    "asker_name",
    "asker_role",
    "reply_email",
    "reply_phone",
    "question",
    "circumstances",
    "tried",
    "answer",
    "left_because",
    "support_reference",
    "half_typed",
    "last_sent",
)
_OUTCOME_WORDS = ("note", "learnt_from", "handed_to")


def empty_old_enquiries(now: datetime) -> int:
    """How many were emptied: those that ended ENQUIRY_DAYS ago, and those that were never closed and whose
    time has come (left.find_ends), which are withdrawn with it. One that was withdrawn ended when it was last
    changed."""
    left = _list_never_closed(now)
    for enquiry in left:
        enquiry.state = EnquiryState.WITHDRAWN
        audit.record("enquiry.withdraw", None, enquiry)
    db.session.flush()
    ids = [*(enquiry.id for enquiry in left), *_list_ended(now)]
    if ids:
        keep_addresses(ids)
        nothing = dict.fromkeys(_WORDS)
        db.session.execute(update(Enquiry).where(Enquiry.id.in_(ids)).values(**nothing, emptied_at=now))
        of_these = EnquiryOutcome.enquiry_id.in_(ids)
        db.session.execute(update(EnquiryOutcome).where(of_these).values(**dict.fromkeys(_OUTCOME_WORDS)))
        forget_words(ids)
        _forget_traces(ids)
        db.session.flush()
    return len(ids)


def _list_ended(now: datetime) -> list[uuid.UUID]:
    before = now - timedelta(days=current_app.config["ENQUIRY_DAYS"])
    has_ended = Enquiry.state.in_((EnquiryState.ANSWERED, EnquiryState.WITHDRAWN))
    ended_at = func.coalesce(Enquiry.answered_at, Enquiry.last_modified)
    query = select(Enquiry.id).where(has_ended, ended_at < before, Enquiry.emptied_at.is_(None))
    return list(db.session.scalars(query.limit(_AT_ONCE)))


def _list_never_closed(now: datetime) -> list[Enquiry]:
    """Held, so that nobody works on one while it is emptied."""
    before = now - timedelta(days=current_app.config["ENQUIRY_OPEN_DAYS"])
    query = select(Enquiry).where(Enquiry.state.in_(WAITING), Enquiry.last_modified < before)
    query = query.options(selectinload(Enquiry.outcomes)).order_by(Enquiry.last_modified)
    enquiries = list(db.session.scalars(query.with_for_update()))
    ends = find_ends(enquiries, now)
    return [one for one in enquiries if (end := ends[one.id]) and end <= now][:_AT_ONCE]


def _forget_traces(ids: list[uuid.UUID]) -> None:
    """The replies, by a key that holds the enquiry's id, and what the audit trail says in detail."""
    replies = or_(*(OutgoingMail.key.contains(str(one)) for one in ids))
    db.session.execute(delete(OutgoingMail).where(replies))
    about = AuditEvent.subject_id.in_([str(one) for one in ids])
    db.session.execute(update(AuditEvent).where(about).values(facts={}))
