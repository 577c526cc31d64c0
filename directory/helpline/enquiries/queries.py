"""Finds enquiries."""

import uuid

from sqlalchemy import String, cast, or_, select
from sqlalchemy.orm import joinedload, selectinload

from directory.accounts.permissions import HANDLERS
from directory.errors import InvalidData, NotFound
from directory.extensions import db
from directory.helpline.enquiries.numbering import take_turn
from directory.models import Enquiry, EnquiryOutcome, EnquiryOutcomeEntry, TaxonomyTerm, User
from directory.models.helpline.codes import EnquiryOutcomeKind, EnquiryState

_MOST_OWN = 20
NOT_THERE = "There is no such enquiry."


def find_enquiry(enquiry_id: uuid.UUID, *, is_held: bool = False) -> Enquiry:
    """With its needs and outcomes. `is_held`: whoever else holds it is waited for. Raises NotFound."""
    parts = [
        selectinload(Enquiry.needs),
        selectinload(Enquiry.outcomes).selectinload(EnquiryOutcome.entries),
        joinedload(Enquiry.area),
        joinedload(Enquiry.handler),
    ]
    held = {"of": Enquiry} if is_held else False
    enquiry = db.session.get(Enquiry, enquiry_id, options=parts, with_for_update=held)
    if enquiry is None:
        raise NotFound(NOT_THERE)
    return enquiry


def find_made(enquiry_id: uuid.UUID) -> Enquiry | None:
    """The enquiry that is to be made with this id, where it was made already. Waits for whoever makes one at
    this moment."""
    take_turn()
    return db.session.get(Enquiry, enquiry_id)


def find_outcome(enquiry: Enquiry, outcome_id: uuid.UUID) -> EnquiryOutcome:
    """Raises NotFound."""
    outcome = next((one for one in enquiry.outcomes if one.id == outcome_id), None)
    if outcome is None:
        raise NotFound("This outcome was undone by somebody else.")
    return outcome


def find_enquiry_numbered(number: int) -> Enquiry:
    """Raises NotFound."""
    enquiry = db.session.scalar(select(Enquiry).where(Enquiry.number == number))
    if enquiry is None:
        raise NotFound(NOT_THERE)
    return enquiry


def find_exploring(entry_id: uuid.UUID) -> EnquiryOutcome | None:
    """How a question ended for which somebody found what is this entry."""
    is_found = EnquiryOutcome.kind == EnquiryOutcomeKind.FOUND_BY_EXPLORING
    query = select(EnquiryOutcome).join(EnquiryOutcomeEntry).where(EnquiryOutcomeEntry.entry_id == entry_id)
    return db.session.scalars(query.where(is_found).limit(1)).first()


def list_handlers() -> list[User]:
    """Who may have an enquiry, by name."""
    # As it is written in its column: most people are no handlers, and need not be brought.
    may_be = or_(*(cast(User.roles, String).contains(role.value) for role in HANDLERS))
    query = select(User).where(User.is_enabled, may_be).order_by(User.name, User.email)
    users = db.session.scalars(query)
    return [user for user in users if not set(HANDLERS).isdisjoint(user.roles)]


def find_handler(text: str) -> User:
    """By id. Raises InvalidData under "handler"."""
    handler = next((user for user in list_handlers() if str(user.id) == text), None)
    if handler is None:
        raise InvalidData("Choose a handler.", {"handler": "Choose a handler from the list."})
    return handler


def list_open_of(handler: User) -> list[Enquiry]:
    """What this handler has open, the newest first."""
    query = select(Enquiry).where(Enquiry.handler_id == handler.id, Enquiry.state == EnquiryState.OPEN)
    return list(db.session.scalars(query.order_by(Enquiry.asked_at.desc()).limit(_MOST_OWN)))


def find_untouched_of(handler: User) -> Enquiry | None:
    """One that this handler began and that nothing was typed into."""
    query = select(Enquiry).where(Enquiry.handler_id == handler.id, Enquiry.state == EnquiryState.OPEN)
    untouched = query.where(Enquiry.version == 1, Enquiry.question.is_(None), Enquiry.asker_id.is_(None))
    return db.session.scalar(untouched.order_by(Enquiry.asked_at.desc()).limit(1))


def list_needs_without_outcome(enquiry: Enquiry) -> list[TaxonomyTerm]:
    """An outcome that is tied to no need ends all of them."""
    ended = {outcome.need_id for outcome in enquiry.outcomes}
    if None in ended:
        return []
    return [one.term for one in enquiry.needs if one.taxonomy_term_id not in ended]


def is_still_to_hand_over(outcome: EnquiryOutcome) -> bool:
    return outcome.kind == EnquiryOutcomeKind.SAFEGUARDING and outcome.handed_at is None
