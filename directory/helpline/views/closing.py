"""Who has an enquiry, and when it is over."""

import uuid
from collections.abc import Callable

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import HANDLERS, allow, find_actor
from directory.errors import EditConflict, InvalidData
from directory.extensions import db
from directory.helpline import replies
from directory.helpline.enquiries import actions, queries
from directory.helpline.enquiries.ending_fields import read_endings
from directory.helpline.enquiries.typed import read_enquiry
from directory.helpline.views import blueprint
from directory.helpline.views.once import ALREADY_DONE, note_sent, was_sent
from directory.helpline.views.showing import show_call
from directory.models import Enquiry, User
from directory.models.mixins import utc_now

# Does its deed, and gives what was done in words.
Deed = Callable[[User, Enquiry], str]


@blueprint.post("/enquiries/<uuid:enquiry_id>/close")
@allow(*HANDLERS)
def call_close(enquiry_id: uuid.UUID) -> ResponseReturnValue:
    """`how`: "now" while the asker is there, "later", or "withdrawn"."""
    how = request.form.get("how", "later")

    def close(actor: User, enquiry: Enquiry) -> str:
        if how == "withdrawn":
            actions.withdraw_enquiry(actor=actor, enquiry=enquiry)
        else:
            actions.answer_enquiry(actor=actor, enquiry=enquiry, is_at_once=how == "now")
            looked = request.form.get("looked", "").split()
            replies.tell_asker(actor=actor, enquiry=enquiry, looked=looked, now=utc_now())
        return f"Enquiry {enquiry.number} is closed."

    return save_and_do(enquiry_id, close, to_queue=True)


@blueprint.post("/enquiries/<uuid:enquiry_id>/reopen")
@allow(*HANDLERS)
def call_reopen(enquiry_id: uuid.UUID) -> ResponseReturnValue:
    def reopen(actor: User, enquiry: Enquiry) -> str:
        actions.reopen_enquiry(actor=actor, enquiry=enquiry)
        return "It is open again, and yours."

    return save_and_do(enquiry_id, reopen)


@blueprint.post("/enquiries/<uuid:enquiry_id>/take")
@allow(*HANDLERS)
def call_take(enquiry_id: uuid.UUID) -> ResponseReturnValue:
    def take(actor: User, enquiry: Enquiry) -> str:
        actions.take_enquiry(actor=actor, enquiry=enquiry)
        return "It is yours."

    return save_and_do(enquiry_id, take)


@blueprint.post("/enquiries/<uuid:enquiry_id>/hand")
@allow(*HANDLERS)
def call_hand(enquiry_id: uuid.UUID) -> ResponseReturnValue:
    """To another handler; to nobody, and then it is new again."""
    to = request.form.get("handler", "")

    def hand(actor: User, enquiry: Enquiry) -> str:
        handler = queries.find_handler(to) if to else None
        actions.hand_enquiry(actor=actor, enquiry=enquiry, to=handler)
        return f"{handler.name} has it now." if handler else "It is back in the queue."

    return save_and_do(enquiry_id, hand, to_queue=True)


def save_and_do(enquiry_id: uuid.UUID, deed: Deed, *, to_queue: bool = False) -> ResponseReturnValue:
    """What is typed is saved first: nothing of it is lost on the way. The same form again does nothing."""
    actor, typed = find_actor(), read_enquiry(request.form)
    enquiry = queries.find_enquiry(enquiry_id, is_held=True)
    version, message = request.form.get("expected_version", 0, type=int), ALREADY_DONE
    try:
        if not was_sent(enquiry):
            note_sent(enquiry)
            if typed:
                actions.save_enquiry(actor=actor, enquiry=enquiry, typed=typed, expected_version=version)
            message = deed(actor, enquiry)
    except (InvalidData, EditConflict) as error:
        db.session.rollback()
        shown, problems = typed | read_endings(request.form), error.fields or {"": error.message}
        marks = error.marks if isinstance(error, replies.NotLookedAt) else ()
        return show_call(queries.find_enquiry(enquiry_id), shown, problems, int(error.status), marks)
    db.session.commit()
    flash(message)
    return redirect(
        url_for("helpline.queue") if to_queue else url_for("helpline.call", enquiry_id=enquiry_id)
    )
