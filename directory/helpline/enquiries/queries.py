"""Finds enquiries."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from directory.errors import NotFound
from directory.extensions import db
from directory.models import Enquiry, EnquiryOutcome, TaxonomyTerm, User
from directory.models.helpline.codes import EnquiryState

_MOST_OWN = 20
NOT_THERE = "There is no such enquiry."


def find_enquiry(enquiry_id: uuid.UUID) -> Enquiry:
    """With its needs and outcomes. Raises NotFound."""
    parts = selectinload(Enquiry.outcomes).selectinload(EnquiryOutcome.entries)
    enquiry = db.session.get(Enquiry, enquiry_id, options=[selectinload(Enquiry.needs), parts])
    if enquiry is None:
        raise NotFound(NOT_THERE)
    return enquiry


def find_enquiry_numbered(number: int) -> Enquiry | None:
    return db.session.scalar(select(Enquiry).where(Enquiry.number == number))


def list_open_of(handler: User) -> list[Enquiry]:
    """What this handler has open, the newest first."""
    query = select(Enquiry).where(Enquiry.handler_id == handler.id, Enquiry.state == EnquiryState.OPEN)
    return list(db.session.scalars(query.order_by(Enquiry.asked_at.desc()).limit(_MOST_OWN)))


def list_needs_without_outcome(enquiry: Enquiry) -> list[TaxonomyTerm]:
    """An outcome that is tied to no need ends all of them."""
    ended = {outcome.need_id for outcome in enquiry.outcomes}
    if None in ended:
        return []
    return [one.term for one in enquiry.needs if one.taxonomy_term_id not in ended]
