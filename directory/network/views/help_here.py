"""Who can help here?"""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import STAFF, allow
from directory.listings.needs import list_needs
from directory.models.mixins import utc_now
from directory.network import wording
from directory.network.asking import name_practice, read_question
from directory.network.choices import choose_need
from directory.network.confirmation import day_of
from directory.network.views import blueprint
from directory.network.who_can_help import find_who_can_help, walk_needs


@blueprint.get("/network")
@allow(*STAFF)
def who_can_help() -> ResponseReturnValue:
    on = day_of(utc_now())
    question = read_question(request.args, request.args.getlist("need"), on)
    needs = list_needs()
    known = [need for need in walk_needs(needs) if need.slug in question.asked.needs]
    answer = find_who_can_help(question.asked, on=on) if question.is_asked else None
    return render_template(
        "network/who_can_help.html",
        question=question,
        answer=answer,
        needs=choose_need(needs),
        first_need=known[0].slug if known else "",
        more_needs=known[1:],
        name_practice=name_practice,
        words=wording,
        is_tried=bool(request.args),
    )
