"""Puts an outcome on an enquiry, for one of its needs or for all of it."""

from datetime import datetime
from typing import Any

from directory import audit
from directory.errors import InvalidData
from directory.extensions import db
from directory.free_text import check_text
from directory.helpline.enquiries.actions import WRONG
from directory.helpline.enquiries.ending_fields import NEED, NOTE
from directory.models import Enquiry, EnquiryOutcome, TaxonomyTerm, User
from directory.models.helpline.codes import EnquiryOutcomeKind, EnquiryState
from directory.network.checking import Typed, clean_line, clean_text


def add_outcome(
    actor: User, enquiry: Enquiry, typed: Typed, kind: EnquiryOutcomeKind, now: datetime, **values: Any
) -> EnquiryOutcome:
    """Keys of `typed`: for_need (slug of a need of this enquiry; "" for all of it), ends_note."""
    refuse_closed(enquiry)
    need, note = find_need(enquiry, typed), check_words("note", NOTE, typed)
    outcome = EnquiryOutcome(kind=kind, need=need, note=note, recorded_at=now, recorded_by_id=actor.id)
    for name, value in values.items():
        setattr(outcome, name, value)
    enquiry.outcomes.append(outcome)
    db.session.flush()
    audit.record("enquiry.outcome", actor, enquiry, kind=kind.value)
    db.session.flush()
    return outcome


def refuse_closed(enquiry: Enquiry) -> None:
    if enquiry.state not in (EnquiryState.NEW, EnquiryState.OPEN):
        raise InvalidData(WRONG, {"": "This enquiry is closed. Open it again to change how it ended."})


def find_need(enquiry: Enquiry, typed: Typed) -> TaxonomyTerm | None:
    slug = clean_line(typed.get(NEED))
    need = next((one.term for one in enquiry.needs if one.term.slug == slug), None)
    if slug and need is None:
        raise InvalidData(WRONG, {NEED: "Choose one of the needs of this enquiry."})
    return need


def check_words(column: str, name: str, typed: Typed) -> str | None:
    """The text as it may be kept. Raises InvalidData under the field's name."""
    try:
        return check_text(f"enquiry_outcome.{column}", clean_text(typed.get(name)))
    except InvalidData as error:
        raise InvalidData(WRONG, {name: next(iter(error.fields.values()))}) from error
