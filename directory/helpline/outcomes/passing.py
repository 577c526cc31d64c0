"""What was passed on: to somebody in the network, to where it belongs, or as a safeguarding concern. And the
undoing of any outcome."""

import uuid
from datetime import datetime, timedelta

from directory import audit
from directory.errors import InvalidData
from directory.extensions import db
from directory.helpline.enquiries.actions import WRONG
from directory.helpline.enquiries.ending_fields import HANDED, WHEN
from directory.helpline.outcomes.recording import add_outcome, check_words, refuse_closed
from directory.listings.schedules import LONDON
from directory.models import Enquiry, EnquiryOutcome, HelplineDestination, SupportRole, UnmetNeed, User
from directory.models.helpline.codes import EnquiryOutcomeKind, SafeguardingAge
from directory.network.checking import Typed, clean_line
from directory.unmet_needs.actions import withdraw_unmet_need

# Older than this is a slip of the hand.
_LONGEST_AGO = timedelta(days=31)


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
    """Keys of `typed`: age, handed_to ("": it still has to be handed over), handed_when ("": now), and
    those of add_outcome."""
    age = typed.get("age", "")
    if age not in set(SafeguardingAge):
        raise InvalidData(WRONG, {"age": "Choose whether it is about an adult or a child."})
    handed_to = check_words("handed_to", "handed_to", typed)
    handed_at = _read_when("handed_when", typed, now)
    return add_outcome(
        actor,
        enquiry,
        typed,
        EnquiryOutcomeKind.SAFEGUARDING,
        now,
        safeguarding_age=SafeguardingAge(age),
        handed_to=handed_to,
        handed_at=handed_at if handed_to else None,
    )


def hand_over_concern(
    *, actor: User, outcome: EnquiryOutcome, to: str, when: str = "", now: datetime
) -> None:
    """`when` is a time of London such as 2026-11-25T10:00, "" for now.
    Raises InvalidData where nobody is named, or nothing is to be handed over."""
    if outcome.kind != EnquiryOutcomeKind.SAFEGUARDING:
        raise InvalidData(WRONG, {"": "This is no safeguarding concern."})
    name = f"{HANDED}{outcome.id}"
    handed_to = check_words("handed_to", name, {name: to})
    if handed_to is None:
        raise InvalidData(WRONG, {name: "Say to which post it was handed."})
    name = f"{WHEN}{outcome.id}"
    outcome.handed_to, outcome.handed_at = handed_to, _read_when(name, {name: when}, now)
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


def _read_when(name: str, typed: Typed, now: datetime) -> datetime:
    """When it was handed over, which is often some time before it is written down. Raises InvalidData."""
    text = clean_line(typed.get(name)).strip()
    try:
        when = datetime.fromisoformat(text).replace(tzinfo=LONDON) if text else now
    except ValueError:
        raise InvalidData(WRONG, {name: "Enter a day and a time, such as 25/11/2026 10:00."}) from None
    if not now - _LONGEST_AGO <= when <= now:
        raise InvalidData(WRONG, {name: "Enter when it was handed over: a time within the last month."})
    return when
