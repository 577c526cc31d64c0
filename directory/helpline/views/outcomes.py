"""How a call ends. Each button sends the whole screen: what is typed is saved first, then its deed is done:
nothing typed is lost on the way."""

import uuid
from collections.abc import Callable

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import HANDLERS, allow, find_actor
from directory.errors import EditConflict, InvalidData
from directory.extensions import db
from directory.helpline.enquiries import actions, queries
from directory.helpline.enquiries.typed import read_enquiry
from directory.helpline.outcomes import finding, missing, passing
from directory.helpline.outcomes.choosing import read_ends
from directory.helpline.views import blueprint
from directory.helpline.views.showing import show_call, show_ends
from directory.models import Enquiry, User
from directory.models.mixins import utc_now
from directory.network.checking import read_id

# Does its deed and says what was done.
Deed = Callable[[User, Enquiry, dict[str, str]], str]


@blueprint.post("/enquiries/<uuid:enquiry_id>/ends/found")
@allow(*HANDLERS)
def outcome_found(enquiry_id: uuid.UUID) -> ResponseReturnValue:
    entry_id = read_id(request.form.get("entry")) or uuid.UUID(int=0)

    def add(actor: User, enquiry: Enquiry, typed: dict[str, str]) -> str:
        outcome = finding.add_found_entry(
            actor=actor, enquiry=enquiry, typed=typed, entry_id=entry_id, now=utc_now()
        )
        return f"Added: {', '.join(link.name for link in outcome.entries)}."

    return _end(enquiry_id, add)


@blueprint.post("/enquiries/<uuid:enquiry_id>/ends/explored")
@allow(*HANDLERS)
def outcome_explored(enquiry_id: uuid.UUID) -> ResponseReturnValue:
    def add(actor: User, enquiry: Enquiry, typed: dict[str, str]) -> str:
        finding.explore_entry(actor=actor, enquiry=enquiry, typed=typed, now=utc_now())
        return "A draft entry waits for the knowledge officer."

    return _end(enquiry_id, add)


@blueprint.post("/enquiries/<uuid:enquiry_id>/ends/network")
@allow(*HANDLERS)
def outcome_network(enquiry_id: uuid.UUID) -> ResponseReturnValue:
    role_id = read_id(request.form.get("support_role"))

    def add(actor: User, enquiry: Enquiry, typed: dict[str, str]) -> str:
        passing.name_support_role(actor=actor, enquiry=enquiry, typed=typed, role_id=role_id, now=utc_now())
        return "Added from the network."

    return _end(enquiry_id, add)


@blueprint.post("/enquiries/<uuid:enquiry_id>/ends/routed")
@allow(*HANDLERS)
def outcome_routed(enquiry_id: uuid.UUID) -> ResponseReturnValue:
    destination_id = read_id(request.form.get("destination"))

    def add(actor: User, enquiry: Enquiry, typed: dict[str, str]) -> str:
        passing.route_enquiry(
            actor=actor, enquiry=enquiry, typed=typed, destination_id=destination_id, now=utc_now()
        )
        return "Passed on."

    return _end(enquiry_id, add)


@blueprint.post("/enquiries/<uuid:enquiry_id>/ends/safeguarding")
@allow(*HANDLERS)
def outcome_safeguarding(enquiry_id: uuid.UUID) -> ResponseReturnValue:
    def add(actor: User, enquiry: Enquiry, typed: dict[str, str]) -> str:
        outcome = passing.raise_safeguarding(actor=actor, enquiry=enquiry, typed=typed, now=utc_now())
        return "Recorded as handed over." if outcome.handed_at else "Recorded. It is NOT handed over yet."

    return _end(enquiry_id, add)


@blueprint.post("/enquiries/<uuid:enquiry_id>/ends/unmet")
@allow(*HANDLERS)
def outcome_unmet(enquiry_id: uuid.UUID) -> ResponseReturnValue:
    def add(actor: User, enquiry: Enquiry, typed: dict[str, str]) -> str:
        missing.log_unmet(actor=actor, enquiry=enquiry, typed=typed, now=utc_now())
        return "Logged as an unmet need. The asker will be told what comes of it."

    return _end(enquiry_id, add)


@blueprint.post("/enquiries/<uuid:enquiry_id>/ends/<uuid:outcome_id>/why")
@allow(*HANDLERS)
def outcome_why(enquiry_id: uuid.UUID, outcome_id: uuid.UUID) -> ResponseReturnValue:
    said, why = request.form.get(f"said-{outcome_id}", ""), request.form.get("why", "")

    def say(actor: User, enquiry: Enquiry, _typed: dict[str, str]) -> str:
        outcome = queries.find_outcome(enquiry, outcome_id)
        return finding.say_why_not_found(actor=actor, outcome=outcome, why=why, typed={"said": said})

    return _end(enquiry_id, say)


@blueprint.post("/enquiries/<uuid:enquiry_id>/ends/<uuid:outcome_id>/handed")
@allow(*HANDLERS)
def outcome_handed(enquiry_id: uuid.UUID, outcome_id: uuid.UUID) -> ResponseReturnValue:
    to = request.form.get(f"handed-{outcome_id}", "")

    def hand(actor: User, enquiry: Enquiry, _typed: dict[str, str]) -> str:
        outcome = queries.find_outcome(enquiry, outcome_id)
        passing.hand_over_concern(actor=actor, outcome=outcome, to=to, now=utc_now())
        return "Handed over."

    return _end(enquiry_id, hand)


@blueprint.post("/enquiries/<uuid:enquiry_id>/ends/<uuid:outcome_id>/undo")
@allow(*HANDLERS)
def outcome_undo(enquiry_id: uuid.UUID, outcome_id: uuid.UUID) -> ResponseReturnValue:
    def undo(actor: User, enquiry: Enquiry, _typed: dict[str, str]) -> str:
        passing.undo_outcome(actor=actor, outcome=queries.find_outcome(enquiry, outcome_id))
        return "Undone."

    return _end(enquiry_id, undo)


def _end(enquiry_id: uuid.UUID, deed: Deed) -> ResponseReturnValue:
    """To a program the part of the screen that has changed, to a browser the screen, with what could not be
    saved as it was typed."""
    actor, enquiry = find_actor(), queries.find_enquiry(enquiry_id)
    typed, ends = read_enquiry(request.form), _read_own_fields()
    is_program = request.accept_mimetypes.best == "application/json"
    version = request.form.get("expected_version", 0, type=int)
    try:
        left_out = actions.save_enquiry(
            actor=actor, enquiry=enquiry, typed=typed, expected_version=version, as_typed=True
        )
        message = deed(actor, enquiry, ends)
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
        return show_call(enquiry, typed, left_out, 422)
    return redirect(url_for("helpline.call", enquiry_id=enquiry_id, _anchor="ends"))


def _read_own_fields() -> dict[str, str]:
    """Of the ways to end, the search words, and the fields of single outcomes."""
    own = {name: text for name, text in request.form.items() if name.startswith(("said-", "handed-"))}
    return read_ends(request.form) | own | {"q": request.form.get("q", "")}
