"""A form that is sent twice is done once. One that makes something carries a key, from which the id of what
it makes follows (sent_once); one that changes an enquiry names the version it started from."""

import hashlib
import uuid

from flask import request

from directory.accounts.permissions import find_actor
from directory.helpline.enquiries.queries import find_made
from directory.helpline.enquiries.queue import WAITING
from directory.models import Enquiry
from directory.sent_once import FIELD, follow_id

ALREADY_DONE = "That is done already."


def read_new_id() -> uuid.UUID:
    """The same for the same form with the same words in it; another once a word is changed."""
    return follow_id(request.form.get(FIELD, ""), _describe_form()) or uuid.uuid4()


def find_started() -> tuple[Enquiry | None, uuid.UUID]:
    """The enquiry that this form made already, while it is open; and the id of what it makes otherwise. Sent
    from a page that somebody went back to, after that enquiry was closed, it makes another one."""
    new_id = read_new_id()
    made = find_made(new_id)
    if made and made.state in WAITING:
        return made, new_id
    return None, uuid.uuid4() if made else new_id


def was_sent(enquiry: Enquiry) -> bool:
    """Whether this very form was the last one that was done."""
    return "expected_version" in request.form and enquiry.last_sent == _describe_form()


def note_sent(enquiry: Enquiry) -> None:
    """It is written with what the form changes, or not at all."""
    enquiry.last_sent = _describe_form()


def _describe_form() -> str:
    fields = sorted(request.form.items(multi=True))
    told = repr((find_actor().id, request.path, fields))
    return hashlib.sha256(told.encode("utf-8", "backslashreplace")).hexdigest()
