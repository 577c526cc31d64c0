"""The queue of the helpline, and where a call begins."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import HANDLERS, allow, find_actor
from directory.helpline import wording
from directory.helpline.enquiries import choosing, queries
from directory.helpline.enquiries import queue as waiting
from directory.helpline.left import find_ends
from directory.helpline.views import blueprint
from directory.helpline.views.showing import describe_age
from directory.models.mixins import utc_now


@blueprint.get("/")
@allow(*HANDLERS)
def queue() -> ResponseReturnValue:
    actor, now, wanted = find_actor(), utc_now(), waiting.read_filter(request.args)
    page = waiting.list_queue(wanted, actor, now)
    return render_template(
        "helpline/queue.html",
        wanted=wanted,
        page=page,
        counts=waiting.count_waiting(actor, now),
        own=queries.list_open_of(actor),
        states=waiting.STATES,
        owners=waiting.OWNERS,
        handlers=queries.list_handlers(),
        words=wording,
        dues=waiting.DUES,
        left_before=waiting.find_left_before(now),
        now=now,
        describe_age=describe_age,
        ends=find_ends(page.enquiries, now),
        **choosing.list_queue_choices(),
    )
