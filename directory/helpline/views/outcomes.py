"""How a call ends. Each button sends the whole screen: what is typed is saved first, then its deed is done:
nothing typed is lost on the way."""

import uuid
from collections.abc import Callable, Collection

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import HANDLERS, allow, find_actor
from directory.errors import EditConflict, InvalidData
from directory.extensions import db
from directory.helpline.enquiries import actions, queries
from directory.helpline.enquiries.ending_fields import (
    HANDED,
    SAID,
    WHEN,
    forget_half_typed,
    list_fields,
    read_endings,
)
from directory.helpline.enquiries.typed import read_enquiry
from directory.helpline.outcomes import finding, missing, passing
from directory.helpline.views import blueprint
from directory.helpline.views.once import ALREADY_DONE, note_sent, was_sent
from directory.helpline.views.showing import show_call, show_ends
from directory.models import Enquiry, User
from directory.models.helpline.codes import EnquiryOutcomeKind
from directory.models.mixins import utc_now
from directory.network.checking import read_id

# Does its deed and says what was done.
Deed = Callable[[User, Enquiry, dict[str, str]], str]


@blueprint.get("/enquiries/<uuid:enquiry_id>/ends")
@allow(*HANDLERS)
def call_ends(enquiry_id: uuid.UUID) -> ResponseReturnValue:
    """The ways to end a call as they follow from what is saved of it by now, for a program."""
    return show_ends(queries.find_enquiry(enquiry_id), {}, {}, "")


@blueprint.post("/enquiries/<uuid:enquiry_id>/ends/found")
@allow(*HANDLERS)
def outcome_found(enquiry_id: uuid.UUID) -> ResponseReturnValue:
    entry_id = read_id(request.form.get("entry")) or uuid.UUID(int=0)

    def add(actor: User, enquiry: Enquiry, typed: dict[str, str]) -> str:
        outcome = finding.add_found_entry(
            actor=actor, enquiry=enquiry, typed=typed, entry_id=entry_id, now=utc_now()
        )
        return f"Added: {', '.join(link.name for link in outcome.entries)}."

    return _end(enquiry_id, add, list_fields(EnquiryOutcomeKind.FOUND_ON_SYSTEM))


@blueprint.post("/enquiries/<uuid:enquiry_id>/ends/explored")
@allow(*HANDLERS)
def outcome_explored(enquiry_id: uuid.UUID) -> ResponseReturnValue:
    def add(actor: User, enquiry: Enquiry, typed: dict[str, str]) -> str:
        finding.explore_entry(actor=actor, enquiry=enquiry, typed=typed, now=utc_now())
        return "A draft entry waits for the knowledge officer."

    return _end(enquiry_id, add, list_fields(EnquiryOutcomeKind.FOUND_BY_EXPLORING))


@blueprint.post("/enquiries/<uuid:enquiry_id>/ends/network")
@allow(*HANDLERS)
def outcome_network(enquiry_id: uuid.UUID) -> ResponseReturnValue:
    role_id = read_id(request.form.get("support_role"))

    def add(actor: User, enquiry: Enquiry, typed: dict[str, str]) -> str:
        passing.name_support_role(actor=actor, enquiry=enquiry, typed=typed, role_id=role_id, now=utc_now())
        return "Added from the network."

    return _end(enquiry_id, add, list_fields(EnquiryOutcomeKind.NETWORK))


@blueprint.post("/enquiries/<uuid:enquiry_id>/ends/routed")
@allow(*HANDLERS)
def outcome_routed(enquiry_id: uuid.UUID) -> ResponseReturnValue:
    destination_id = read_id(request.form.get("destination"))

    def add(actor: User, enquiry: Enquiry, typed: dict[str, str]) -> str:
        passing.route_enquiry(
            actor=actor, enquiry=enquiry, typed=typed, destination_id=destination_id, now=utc_now()
        )
        return "Passed on."

    return _end(enquiry_id, add, list_fields(EnquiryOutcomeKind.ROUTED))


@blueprint.post("/enquiries/<uuid:enquiry_id>/ends/safeguarding")
@allow(*HANDLERS)
def outcome_safeguarding(enquiry_id: uuid.UUID) -> ResponseReturnValue:
    def add(actor: User, enquiry: Enquiry, typed: dict[str, str]) -> str:
        outcome = passing.raise_safeguarding(actor=actor, enquiry=enquiry, typed=typed, now=utc_now())
        return "Recorded as handed over." if outcome.handed_at else "Recorded. It is NOT handed over yet."

    return _end(enquiry_id, add, list_fields(EnquiryOutcomeKind.SAFEGUARDING))


@blueprint.post("/enquiries/<uuid:enquiry_id>/ends/unmet")
@allow(*HANDLERS)
def outcome_unmet(enquiry_id: uuid.UUID) -> ResponseReturnValue:
    def add(actor: User, enquiry: Enquiry, typed: dict[str, str]) -> str:
        missing.log_unmet(actor=actor, enquiry=enquiry, typed=typed, now=utc_now())
        return "Logged as an unmet need. The asker will be told what comes of it."

    return _end(enquiry_id, add, list_fields(EnquiryOutcomeKind.UNMET_NEED))


@blueprint.post("/enquiries/<uuid:enquiry_id>/ends/<uuid:outcome_id>/why")
@allow(*HANDLERS)
def outcome_why(enquiry_id: uuid.UUID, outcome_id: uuid.UUID) -> ResponseReturnValue:
    field = f"{SAID}{outcome_id}"
    said, why = request.form.get(field, ""), request.form.get("why", "")

    def say(actor: User, enquiry: Enquiry, _typed: dict[str, str]) -> str:
        outcome = queries.find_outcome(enquiry, outcome_id)
        return finding.say_why_not_found(actor=actor, outcome=outcome, why=why, typed={"said": said})

    return _end(enquiry_id, say, (field,))


@blueprint.post("/enquiries/<uuid:enquiry_id>/ends/<uuid:outcome_id>/handed")
@allow(*HANDLERS)
def outcome_handed(enquiry_id: uuid.UUID, outcome_id: uuid.UUID) -> ResponseReturnValue:
    field, when_field = f"{HANDED}{outcome_id}", f"{WHEN}{outcome_id}"
    to, when = request.form.get(field, ""), request.form.get(when_field, "")

    def hand(actor: User, enquiry: Enquiry, _typed: dict[str, str]) -> str:
        outcome = queries.find_outcome(enquiry, outcome_id)
        passing.hand_over_concern(actor=actor, outcome=outcome, to=to, when=when, now=utc_now())
        return "Handed over."

    return _end(enquiry_id, hand, (field, when_field))


@blueprint.post("/enquiries/<uuid:enquiry_id>/ends/<uuid:outcome_id>/undo")
@allow(*HANDLERS)
def outcome_undo(enquiry_id: uuid.UUID, outcome_id: uuid.UUID) -> ResponseReturnValue:
    def undo(actor: User, enquiry: Enquiry, _typed: dict[str, str]) -> str:
        passing.undo_outcome(actor=actor, outcome=queries.find_outcome(enquiry, outcome_id))
        return "Undone."

    return _end(enquiry_id, undo, [f"{start}{outcome_id}" for start in (SAID, HANDED, WHEN)])


def _end(enquiry_id: uuid.UUID, deed: Deed, own_fields: Collection[str]) -> ResponseReturnValue:
    """To a program the part of the screen that has changed, to a browser the screen, with what could not be
    saved as it was typed."""
    actor, enquiry = find_actor(), queries.find_enquiry(enquiry_id, is_held=True)
    typed = read_enquiry(request.form)
    ends = read_endings(request.form) | {"q": request.form.get("q", "")}
    is_program = request.accept_mimetypes.best == "application/json"
    version = request.form.get("expected_version", 0, type=int)
    message, left_out = ALREADY_DONE, {}
    try:
        if not was_sent(enquiry):
            note_sent(enquiry)
            left_out = actions.save_enquiry(
                actor=actor, enquiry=enquiry, typed=typed, expected_version=version, as_typed=True
            )
            message = deed(actor, enquiry, ends)
            forget_half_typed(enquiry, own_fields)
    except (InvalidData, EditConflict) as error:
        db.session.rollback()
        enquiry, problems = queries.find_enquiry(enquiry_id), error.fields or {"": error.message}
        if is_program:
            return show_ends(enquiry, typed | ends, problems, "There is a problem.", int(error.status))
        return show_call(enquiry, typed | ends, problems, int(error.status))
    db.session.commit()
    if is_program:
        return show_ends(enquiry, {}, left_out, message)
    flash(message)
    if left_out:
        half_typed = {name: text for name, text in ends.items() if name not in own_fields}
        shown = typed | half_typed | {"half_typed": enquiry.half_typed or {}}
        return show_call(enquiry, shown, left_out, 422)
    return redirect(url_for("helpline.call", enquiry_id=enquiry_id, _anchor="ends"))
