"""What was passed on: to somebody in the network, to where it belongs, or as a safeguarding concern. And the
undoing of any outcome."""

import uuid
from datetime import datetime

from directory import audit
from directory.errors import InvalidData
from directory.extensions import db
from directory.helpline.enquiries.actions import WRONG
from directory.helpline.outcomes.recording import add_outcome, check_words, refuse_closed
from directory.models import Enquiry, EnquiryOutcome, HelplineDestination, SupportRole, UnmetNeed, User
from directory.models.helpline.codes import EnquiryOutcomeKind, SafeguardingAge
from directory.network.checking import Typed
from directory.unmet_needs.actions import withdraw_unmet_need


def name_support_role(
    *, actor: User, enquiry: Enquiry, typed: Typed, role_id: uuid.UUID | None, now: datetime
) -> EnquiryOutcome:
    role = db.session.get(SupportRole, role_id) if role_id else None
    if role is None or not role.is_open:
        raise InvalidData(WRONG, {"": "This support role is closed. Choose another."})
    kind = EnquiryOutcomeKind.NETWORK
    return add_outcome(actor, enquiry, typed, kind, now, support_role=role)


def route_enquiry(
    *, actor: User, enquiry: Enquiry, typed: Typed, destination_id: uuid.UUID | None, now: datetime
) -> EnquiryOutcome:
    destination = db.session.get(HelplineDestination, destination_id) if destination_id else None
    if destination is None or not destination.is_open:
        raise InvalidData(WRONG, {"destination": "Choose where it was passed on to."})
    return add_outcome(actor, enquiry, typed, EnquiryOutcomeKind.ROUTED, now, destination=destination)


def raise_safeguarding(*, actor: User, enquiry: Enquiry, typed: Typed, now: datetime) -> EnquiryOutcome:
    """Keys of `typed`: age, handed_to ("": it still has to be handed over); and those of add_outcome."""
    age = typed.get("age", "")
    if age not in set(SafeguardingAge):
        raise InvalidData(WRONG, {"age": "Choose whether it is about an adult or a child."})
    handed_to = check_words("handed_to", "handed_to", typed)
    return add_outcome(
        actor,
        enquiry,
        typed,
        EnquiryOutcomeKind.SAFEGUARDING,
        now,
        safeguarding_age=SafeguardingAge(age),
        handed_to=handed_to,
        handed_at=now if handed_to else None,
    )


def hand_over_concern(*, actor: User, outcome: EnquiryOutcome, to: str, now: datetime) -> None:
    """Raises InvalidData where nobody is named, or nothing is to be handed over."""
    if outcome.kind != EnquiryOutcomeKind.SAFEGUARDING:
        raise InvalidData(WRONG, {"": "This is no safeguarding concern."})
    name = f"handed-{outcome.id}"
    handed_to = check_words("handed_to", name, {name: to})
    if handed_to is None:
        raise InvalidData(WRONG, {name: "Say to which post it was handed."})
    outcome.handed_to, outcome.handed_at = handed_to, now
    audit.record("enquiry.safeguarding_handed", actor, outcome.enquiry)
    db.session.flush()


def undo_outcome(*, actor: User, outcome: EnquiryOutcome) -> None:
    """An unmet need that nobody has put in a group goes with it. A draft entry and what was proposed stay
    with the officer."""
    enquiry = outcome.enquiry
    refuse_closed(enquiry)
    unmet = db.session.get(UnmetNeed, outcome.unmet_need_id) if outcome.unmet_need_id else None
    enquiry.outcomes.remove(outcome)
    db.session.flush()
    if unmet is not None:
        withdraw_unmet_need(actor=actor, unmet=unmet)
    audit.record("enquiry.outcome_undone", actor, enquiry, kind=outcome.kind.value)
    db.session.flush()
