"""What could help me? The person alone, with no account. The answers come by POST, so that they stand in no
address and no history, and nothing of them is stored."""

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import open_to_all
from directory.extensions import csrf, limiter
from directory.framework.alone import OWN_STEPS, WAYS, find_help, list_choices
from directory.framework.levels.queries import list_prompts
from directory.framework.records.queries import list_every_need
from directory.framework.views import blueprint
from directory.models.mixins import utc_now
from directory.search.request import clean_text

_MOST_NEEDS = 8


@blueprint.get("/what-could-help")
@open_to_all
def what_could_help() -> ResponseReturnValue:
    return render_template(
        "framework/what_could_help.html", choices=list_choices(list_every_need()), ways=WAYS
    )


# It changes nothing and knows nobody, so there is nothing to forge; a token would need a cookie.
@blueprint.post("/what-could-help")
@open_to_all
@csrf.exempt
@limiter.limit("60 per minute")
def what_could_help_find() -> ResponseReturnValue:
    every = {need.slug: need for need in list_every_need()}
    wanted = [every[slug] for slug in dict.fromkeys(request.form.getlist("need")) if slug in every]
    place = clean_text(request.form.get("place", ""))[:200]
    way = request.form.get("way", "")
    if not wanted:
        facts: dict[str, Any] = {"choices": list_choices(list(every.values())), "ways": WAYS}
        problems = {"need": "Tick at least one thing."}
        page = render_template(
            "framework/what_could_help.html", **facts, place=place, way=way, problems=problems
        )
        return page, 422
    found, message = find_help(wanted[:_MOST_NEEDS], place, utc_now())
    return render_template(
        "framework/what_could_help_list.html",
        found=found,
        message=message,
        way=WAYS.get(way),
        steps=OWN_STEPS,
        prompts=list_prompts(),
    )
