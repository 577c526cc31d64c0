"""Starts from an earlier answer. What was found is looked at again: only what is still there is taken over.
Flushes and never commits."""

import uuid
from datetime import datetime

from directory import audit
from directory.errors import InvalidData
from directory.extensions import db
from directory.helpline.enquiries.actions import WRONG
from directory.helpline.enquiries.ending_fields import NEED
from directory.helpline.outcomes.finding import add_found_entry
from directory.helpline.outcomes.recording import add_outcome, refuse_closed
from directory.listings import published
from directory.models import Enquiry, EnquiryNeed, EnquiryOutcome, User
from directory.models.helpline.codes import EnquiryOutcomeKind, EnquiryState
from directory.network.checking import Typed


def copy_answer(*, actor: User, enquiry: Enquiry, source_id: uuid.UUID | None, now: datetime) -> int:
    """Takes over entries, people and destinations, for the same need where this enquiry has it, and the needs
    and the words of the answer where there are none yet. A safeguarding concern, an unmet need and a draft
    are each enquiry's own. How many outcomes were taken over. Raises InvalidData where there is nothing."""
    refuse_closed(enquiry)
    source = db.session.get(Enquiry, source_id) if source_id else None
    if source is None or source.state != EnquiryState.ANSWERED or source.emptied_at is not None:
        raise InvalidData(WRONG, {"": "That answer is not there any more."})
    if not enquiry.needs:
        enquiry.needs = [EnquiryNeed(term=one.term, position=one.position) for one in source.needs]
        db.session.flush()
    count = sum(_copy(actor, enquiry, outcome, now) for outcome in source.outcomes)
    if not enquiry.answer:
        enquiry.answer = source.answer
    if not count and enquiry.answer is None:
        raise InvalidData(WRONG, {"": "Nothing of that answer can be used again."})
    db.session.flush()
    audit.record("enquiry.copy_answer", actor, enquiry, source=source.number)
    return count


def _copy(actor: User, enquiry: Enquiry, outcome: EnquiryOutcome, now: datetime) -> bool:
    typed = {NEED: _find_same_need(enquiry, outcome)}
    if outcome.kind == EnquiryOutcomeKind.FOUND_ON_SYSTEM:
        return _copy_entries(actor, enquiry, outcome, typed, now)
    role, to = outcome.support_role, outcome.destination
    is_there = bool((role and role.is_open) or (to and to.is_open))
    have = {(one.kind, one.support_role_id, one.destination_id) for one in enquiry.outcomes}
    if not is_there or (outcome.kind, outcome.support_role_id, outcome.destination_id) in have:
        return False
    add_outcome(actor, enquiry, typed, outcome.kind, now, support_role=role, destination=to)
    return True


def _copy_entries(
    actor: User, enquiry: Enquiry, outcome: EnquiryOutcome, typed: Typed, now: datetime
) -> bool:
    entries = published.list_entries([link.entry_id for link in outcome.entries])
    for entry in entries:
        add_found_entry(actor=actor, enquiry=enquiry, typed=typed, entry_id=entry.id, now=now)
    return bool(entries)


def _find_same_need(enquiry: Enquiry, outcome: EnquiryOutcome) -> str:
    """Its slug; "" for all of the enquiry."""
    slugs = {one.taxonomy_term_id: one.term.slug for one in enquiry.needs}
    return slugs.get(outcome.need_id, "") if outcome.need_id else ""
