"""The results page."""

import uuid
from dataclasses import replace

from flask import Blueprint, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import is_staff, may_curate, open_to_all
from directory.extensions import limiter
from directory.listings import published
from directory.models.codes import EntryType
from directory.models.mixins import utc_now
from directory.network.asking import find_help_near
from directory.network.who_can_help import Answer
from directory.places.containment import today
from directory.search.crisis import CrisisMatch, match_crisis
from directory.search.crisis.results import CrisisResults, find_for_crisis, put_open_first
from directory.search.crisis.ways import Ways, list_ways
from directory.search.find import Viewer
from directory.search.log import writing
from directory.search.log.reading import find_needs_of
from directory.search.near import take_place_out
from directory.search.pages.presenters import (
    ResultsPage,
    link_as_typed,
    link_entry,
    link_ordinary,
    list_miles,
    present_results,
)
from directory.search.request import SearchRequest, parse_request

pages = Blueprint("search", __name__)
_TYPES = {"entry": EntryType.SERVICE, "guidance": EntryType.GUIDANCE}

# Many people share one address: a ward, a library, a mobile network.
SEARCHES = "120 per minute;2000 per hour"


@pages.get("/search")
@open_to_all
@limiter.limit(SEARCHES)
def results() -> ResponseReturnValue:
    asked, messages = parse_request(request.args)
    # Before anything that could fail: this help needs no database and no index.
    crisis = match_crisis(request.args.get("q", ""))
    if crisis:
        _log_crisis(crisis)
    typed = asked
    try:
        asked = take_place_out(typed, viewer=_viewer(), now=utc_now())
        answer = find_for_crisis(asked, viewer=_viewer(), now=utc_now(), words=request.args.get("q", ""))
        page, help_here = _present_page(asked, messages, answer), _find_help(asked)
        meant = sorted(find_needs_of([asked.q])[asked.q]) if is_staff() else ()
    except Exception:
        current_app.logger.exception("search failed")
        return render_template("search/unavailable.html", asked=asked, crisis=crisis), 503
    return render_template(
        "search/results.html",
        asked=asked,
        crisis=answer.crisis,
        page=page,
        help_here=help_here,
        miles_offered=list_miles(asked),
        as_typed=link_as_typed(typed) if asked != typed else "",
        meant=meant,
    )


@pages.get("/search/open/<any(entry, guidance):kind>/<uuid:entry_id>/<token>")
@open_to_all
def opened(kind: str, entry_id: uuid.UUID, token: str) -> ResponseReturnValue:
    """Notes that an entry was opened from a page of results, and goes on to its own address, which says
    nothing of the search and can be shared."""
    if request.method == "GET":
        writing.record_opening(token, _TYPES[kind], entry_id, utc_now())
    return redirect(link_entry(kind, entry_id))


def _present_page(asked: SearchRequest, messages: dict[str, str], answer: CrisisResults) -> ResultsPage:
    now, found = utc_now(), answer.found
    entries = published.list_entries([hit.entry_id for hit in found.hits])
    if answer.is_marked_only:
        found = put_open_first(answer, {entry.id: entry for entry in entries}, now)
    token = None
    # An officer who tries words out would be counted among those who need help.
    if request.method == "GET" and not may_curate():
        token = writing.append(asked, found, is_crisis=bool(answer.crisis), is_staff=is_staff(), now=now)
    is_urgent, said = answer.is_marked_only, messages | found.messages
    page = present_results(asked, found, entries, said, now, token, is_urgent)
    return replace(page, ordinary=link_ordinary(asked)) if is_urgent else page


@pages.app_template_global()
def crisis_ways(crisis: CrisisMatch) -> Ways:
    """The ways out of danger for a panel; needs no database."""
    return list_ways(crisis, current_app.config)


def _viewer() -> Viewer:
    return "staff" if is_staff() else "public"


def _find_help(asked: SearchRequest) -> Answer | None:
    """For staff who say where: the people of the support network there."""
    return find_help_near(asked.place, asked.practice, asked.need, today()) if is_staff() else None


def _log_crisis(crisis: CrisisMatch) -> None:
    """That it happened and of what kind, never the words."""
    current_app.logger.info("crisis words", extra={"facts": {"crisis": crisis.category}})
