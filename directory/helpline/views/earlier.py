"""Takes an earlier answer over into a call."""

import uuid

from flask import request
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import HANDLERS, allow
from directory.helpline.earlier.copying import copy_answer
from directory.helpline.views import blueprint
from directory.helpline.views.closing import save_and_do
from directory.models import Enquiry, User
from directory.models.mixins import utc_now
from directory.network.checking import read_id


@blueprint.post("/enquiries/<uuid:enquiry_id>/copy")
@allow(*HANDLERS)
def call_copy(enquiry_id: uuid.UUID) -> ResponseReturnValue:
    """`source` is the id of the earlier enquiry."""
    source_id = read_id(request.form.get("source", ""))

    def copy(actor: User, enquiry: Enquiry) -> str:
        copy_answer(actor=actor, enquiry=enquiry, source_id=source_id, now=utc_now())
        return "The earlier answer is here. Check that it still holds."

    return save_and_do(enquiry_id, copy)
