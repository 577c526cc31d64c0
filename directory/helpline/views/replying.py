"""Tells the asker the answer, from the screen of a call: for the first time, or again."""

import uuid

from flask import request
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import HANDLERS, allow
from directory.errors import InvalidData
from directory.helpline import replies
from directory.helpline.views import blueprint
from directory.helpline.views.closing import save_and_do
from directory.models import Enquiry, User
from directory.models.helpline.codes import ReplyWay
from directory.models.mixins import utc_now


@blueprint.post("/enquiries/<uuid:enquiry_id>/reply")
@allow(*HANDLERS)
def call_reply(enquiry_id: uuid.UUID) -> ResponseReturnValue:
    """`way` is one of the ways to reply; `looked`: marks of the texts that the handler has looked at."""
    given, looked = request.form.get("way", ""), request.form.get("looked", "").split()

    def reply(actor: User, enquiry: Enquiry) -> str:
        if given not in set(ReplyWay):
            raise InvalidData("", {"reply_way": "Choose how the asker is told."})
        way = ReplyWay(given)
        replies.reply_to_enquiry(actor=actor, enquiry=enquiry, way=way, looked=looked, now=utc_now())
        return replies.describe_reply(enquiry)[0]

    return save_and_do(enquiry_id, reply)
