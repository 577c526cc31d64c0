"""The screen of a call, from whichever of its buttons it comes back."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from flask import jsonify, render_template, request
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import find_actor
from directory.errors import EditConflict
from directory.free_text import find_warnings
from directory.helpline import beside, wording
from directory.helpline.beside import Question
from directory.helpline.enquiries import choosing
from directory.helpline.enquiries.queries import list_handlers
from directory.helpline.enquiries.queue import WAITING
from directory.helpline.enquiries.reply_contacts import PRIVATE_DOMAINS, find_questions
from directory.helpline.enquiries.typed import FREE_TEXTS, describe_enquiry, list_differences
from directory.helpline.enquiries.whereabouts import reduce_place
from directory.helpline.outcomes.choosing import list_ending_choices
from directory.listings.needs import list_needs
from directory.listings.schedules import LONDON
from directory.models import Enquiry
from directory.models.mixins import utc_now
from directory.network.confirmation import day_of

_CLASH = "Somebody else saved this enquiry while you had it open."


def show_call(
    enquiry: Enquiry,
    typed: Mapping[str, Any],
    problems: Mapping[str, str],
    status: int = 200,
    marks: Collection[str] = (),
) -> tuple[str, int]:
    """`typed` wins over what is saved, so that nothing typed is lost. `marks`: of what is to be looked at
    before the answer leaves."""
    now, saved = utc_now(), describe_enquiry(enquiry)
    shown = saved | saved["half_typed"] | dict(typed)
    asked, shown = _ask_beside(shown), shown | {"q": shown.get("q", "")}
    where, needs = beside.find_where(asked, now), list_needs()
    choices = choosing.list_choices(now.astimezone(LONDON).date(), needs)
    names = choosing.list_names(choices)
    is_clash = status == EditConflict.status
    page = render_template(
        "helpline/call.html",
        enquiry=enquiry,
        typed=shown,
        problems={"": _CLASH} if is_clash else problems,
        theirs=_list_theirs(enquiry, typed, saved, names) if is_clash else [],
        beside=beside.search_beside(asked, where, now),
        asked=asked,
        help_here=beside.find_help_beside(asked, where, now),
        # What is saved was asked about when it was typed, and is once more before an answer leaves for it.
        warnings=find_warnings(shown, FREE_TEXTS) | (find_questions(shown) if problems else {}),
        private_domains=PRIVATE_DOMAINS,
        earlier=beside.find_earlier(asked, enquiry.id, now, needs),
        actor=find_actor(),
        marks=marks,
        is_ended=enquiry.state not in WAITING,
        age=describe_age(enquiry.asked_at, now),
        words=wording,
        handlers=list_handlers(),
        **choices,
        **list_ending_choices(enquiry, shown, now, needs),
    )
    return page, status


def show_ends(
    enquiry: Enquiry, typed: Mapping[str, Any], problems: Mapping[str, str], message: str, status: int = 200
) -> ResponseReturnValue:
    """The part of the screen that says how a call ends, for a program."""
    begun = enquiry.half_typed or {}
    shown = {"half_typed": begun} | begun | dict(typed)
    choices = list_ending_choices(enquiry, shown, utc_now())
    known = {"enquiry": enquiry, "problems": problems, "words": wording}
    html = render_template("helpline/outcomes.html", typed=shown, **known, **choices)
    summary = render_template("helpline/problems.html", problems=problems)
    said = {"html": html, "problems": summary, "message": message, "version": enquiry.version}
    return jsonify(said), status


def read_question() -> Question:
    """What a browser asks for while somebody types, in the body of a form: no address and no log has it."""
    given = request.values
    return Question(
        given.get("q", ""), tuple(given.getlist("need")), given.get("place", ""), given.get("practice", "")
    )


def describe_age(since: datetime, now: datetime) -> str:
    """ "just now", "12 minutes", "3 hours", "2 days"."""
    minutes = int((now - since).total_seconds() // 60)
    if minutes < 1:
        return "just now"
    for size, name in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            count = minutes // size
            return f"{count} {name}{'' if count == 1 else 's'}"
    return "just now"


def _list_theirs(
    enquiry: Enquiry, typed: Mapping[str, Any], saved: Mapping[str, Any], names: dict[str, str]
) -> list[tuple[str, str, str]]:
    """A town in the district that is saved is no difference."""
    place = typed.get("place")
    is_same = place and reduce_place(place, day_of(utc_now()))[0] == enquiry.area
    mine = dict(typed) | ({"place": saved["place"]} if is_same else {})
    return list_differences(mine, saved, names)


def _ask_beside(shown: Mapping[str, Any]) -> Question:
    words = shown.get("q") or shown["question"]
    return Question(words, tuple(shown["needs"]), shown["place"], shown["practice"])
