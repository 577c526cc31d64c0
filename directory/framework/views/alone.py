"""What could help me? The person alone, with no account: ticks, a few questions, a list. What is said travels
by POST in the fields of the forms, so that it stands in no address and no history, and nothing of it is
stored."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import open_to_all
from directory.extensions import csrf, limiter, only_reads
from directory.framework.alone.finding import describe_place, find_help
from directory.framework.alone.talking import OWN_STEPS, OwnTalk, list_choices, list_talks
from directory.framework.alone.typed import Typed, read_typed
from directory.framework.levels import queries as levels
from directory.framework.levels.parts import Level
from directory.framework.records.queries import MOST_NEEDS as MOST_AT_ONCE
from directory.framework.records.queries import list_every_need
from directory.framework.views import blueprint
from directory.models.mixins import utc_now
from directory.places.place import Place
from directory.places.queries import find_place

_NOT_KNOWN = "We do not know this place. Try a town, or the first half of your postcode. Or leave it empty."


@blueprint.get("/what-could-help")
@open_to_all
def what_could_help() -> ResponseReturnValue:
    return _show_ticks(Typed((), "", {}, {}), {})


# It changes nothing and knows nobody, so there is nothing to forge; a token would need a cookie.
@blueprint.post("/what-could-help")
@open_to_all
@csrf.exempt
@only_reads
@limiter.limit("60 per minute")
def what_could_help_find() -> ResponseReturnValue:
    every, questions, known_levels = list_every_need(), levels.list_questions(), levels.list_levels()
    typed = read_typed(request.form, every, questions, known_levels)
    asked = request.form.get("do", "")
    if asked == "ticks":
        return _show_ticks(typed, {})
    place = find_place(typed.place) if typed.place else None
    problems = _find_problems(typed, place)
    if problems:
        return _show_ticks(typed, problems), 422
    talks = list_talks(typed, questions, known_levels)
    if asked == "list" or not any(talk.questions for talk in talks):
        return _show_list(typed, talks, known_levels, place)
    return _show_questions(typed, talks)


def _find_problems(typed: Typed, place: Place | None) -> dict[str, str]:
    problems = {}
    if not typed.needs:
        problems["need"] = "Tick at least one thing."
    if typed.place and place is None:
        problems["place"] = _NOT_KNOWN
    return problems


def _show_ticks(typed: Typed, problems: dict[str, str]) -> str:
    return render_template(
        "framework/what_could_help.html",
        choices=list_choices(list_every_need(), levels.list_need_prompts()),
        ticked={need.slug for need in typed.needs},
        place=typed.place,
        hidden=typed.list_fields({"need", "place"}),
        problems=problems,
    )


def _show_questions(typed: Typed, talks: list[OwnTalk]) -> str:
    shown = {talk.name_answer(question) for talk in talks for question in talk.questions}
    return render_template(
        "framework/what_could_help_questions.html",
        talks=[talk for talk in talks if talk.questions],
        most_at_once=MOST_AT_ONCE,
        hidden=typed.list_fields(shown),
    )


def _show_list(typed: Typed, talks: list[OwnTalk], known: list[Level], place: Place | None) -> str:
    return render_template(
        "framework/what_could_help_list.html",
        found=find_help(talks, place, utc_now()),
        place_note=describe_place(place) if place else "",
        ways=[("", "Go by my answers"), *((one.slug, one.own_way) for one in known if one.own_way)],
        has_questions=any(talk.questions for talk in talks),
        hidden=typed.list_fields({talk.way_name for talk in talks}),
        steps=OWN_STEPS,
        prompts=levels.list_prompts(),
    )
