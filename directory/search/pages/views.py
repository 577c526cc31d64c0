"""The results page."""

import uuid
from dataclasses import replace

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from directory.accounts.permissions import is_staff, may_curate, open_to_all
from directory.extensions import csrf, limiter, only_reads
from directory.listings import published
from directory.models.codes import EntryType
from directory.models.mixins import utc_now
from directory.network.asking import find_help_near
from directory.network.who_can_help import Answer
from directory.places.containment import today
from directory.search.crisis import CrisisMatch, opens_danger_panel
from directory.search.crisis.results import CrisisResults, find_for_crisis, put_open_first
from directory.search.crisis.ways import Ways, list_ways
from directory.search.find import Viewer
from directory.search.log import writing
from directory.search.log.reading import find_needs_of
from directory.search.near import take_place_out
from directory.search.pages.danger import (
    find_panel,
    gather_words,
    is_sent_again,
    lead_to_panel,
    lead_to_start,
    read_crisis,
)
from directory.search.pages.posted import list_address_fields, read_posted_search
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
    """The address of a search, to keep and to share. Words of danger would stay in the history: for them it
    leads to their help, at an address that says nothing."""
    # Before anything that could fail: this help needs no database and no index.
    given, crisis = gather_words(request.args)
    return _lead_to_panel(crisis) if opens_danger_panel(crisis) else _show_results(given, crisis)


# It changes nothing and knows nobody, so there is nothing to forge; a token would need a cookie, and the form
# could not be sent from a page that was kept.
@pages.post("/search")
@open_to_all
@csrf.exempt
@only_reads
@limiter.limit(SEARCHES)
def results_of_form() -> ResponseReturnValue:
    """What the search forms send. Words of danger are answered here, so that no address has them."""
    given, crisis = gather_words(read_posted_search(request.form), read_crisis)
    if opens_danger_panel(crisis):
        return lead_to_start() if is_sent_again(given["q"]) else _show_results(given, crisis)
    return redirect(url_for("search.results", **list_address_fields(given)), 303)


@pages.get("/search/p/<token>")
@open_to_all
def panel(token: str) -> ResponseReturnValue:
    """The help for words of danger that came in an address, without the words, and once."""
    crisis = find_panel(token)
    if crisis is None:
        return lead_to_start()
    nothing = {"asked": SearchRequest(), "same_words": ""}
    return render_template("search/panel.html", crisis=crisis, is_private=True, **nothing)


@pages.errorhandler(429)
def _show_too_many(error: HTTPException) -> ResponseReturnValue:
    """However many searches came from this connection, words of danger get their help."""
    given = request.args if request.method == "GET" else read_posted_search(request.form)
    crisis = gather_words(given).crisis
    if opens_danger_panel(crisis):
        # A page that answers a form would be there again on Back, where there is no JavaScript.
        return _lead_to_panel(crisis)
    shown = {"crisis": None, "is_private": False, "status": 429, "title": error.name}
    return render_template("search/too_many.html", **shown), 429


def _show_results(given: MultiDict[str, str], crisis: CrisisMatch | None) -> ResponseReturnValue:
    typed, messages = parse_request(given)
    is_private = opens_danger_panel(crisis)
    if crisis:
        _log_crisis(crisis)
    known = {"crisis": crisis, "is_private": is_private, "same_words": given.get("q", "")}
    try:
        asked = take_place_out(typed, viewer=_viewer(), now=utc_now())
        said, viewer = given.get("q", ""), _viewer()
        answer = find_for_crisis(asked, viewer=viewer, now=utc_now(), words=said, crisis=crisis)
        known["crisis"] = crisis if is_private else answer.crisis
        # Its correction may open a panel that the words as they are typed do not.
        if opens_danger_panel(answer.crisis) and not is_private:
            return _lead_to_panel(answer.crisis)
        # What a private page leads to carries all of its words, and the place in them is taken out again.
        linked = typed if is_private else asked
        page, help_here = _make_page(asked, linked, answer, messages), _find_help(asked)
        needs = sorted(find_needs_of([asked.q])[asked.q]) if is_staff() and not is_private else ()
    except Exception:
        current_app.logger.exception("search failed")
        return render_template("search/unavailable.html", asked=typed, **known), 503
    return render_template(
        "search/results.html",
        asked=asked,
        typed=linked,
        page=page,
        help_here=help_here,
        miles_offered=list_miles(asked),
        as_typed=link_as_typed(typed) if asked != typed else "",
        meant=needs,
        **known,
    )


@pages.get("/search/open/<any(entry, guidance):kind>/<uuid:entry_id>/<token>")
@open_to_all
def opened(kind: str, entry_id: uuid.UUID, token: str) -> ResponseReturnValue:
    """Notes that an entry was opened from a page of results, and goes on to its own address, which says
    nothing of the search and can be shared."""
    if request.method == "GET":
        writing.record_opening(token, _TYPES[kind], entry_id, utc_now())
    return redirect(link_entry(kind, entry_id))


def _make_page(
    asked: SearchRequest, linked: SearchRequest, answer: CrisisResults, messages: dict[str, str]
) -> ResultsPage:
    """`linked` is the search that the links of the page vary."""
    now, found = utc_now(), answer.found
    entries = published.list_entries([hit.entry_id for hit in found.hits])
    if answer.is_marked_only:
        found = put_open_first(answer, {entry.id: entry for entry in entries}, now)
    token = None
    # An officer who tries words out would be counted among those who need help.
    if request.method != "HEAD" and not may_curate():
        token = writing.append(asked, found, is_crisis=bool(answer.crisis), is_staff=is_staff(), now=now)
    is_urgent, said = answer.is_marked_only, messages | found.messages
    page = present_results(linked, found, entries, said, now, token, is_urgent)
    return replace(page, ordinary=link_ordinary(linked)) if is_urgent else page


@pages.app_template_global()
def crisis_ways(crisis: CrisisMatch) -> Ways:
    """The ways out of danger for a panel; needs no database."""
    return list_ways(crisis, current_app.config)


def _viewer() -> Viewer:
    return "staff" if is_staff() else "public"


def _find_help(asked: SearchRequest) -> Answer | None:
    """For staff who say where: the people of the support network there."""
    return find_help_near(asked.place, asked.practice, asked.need, today()) if is_staff() else None


def _lead_to_panel(crisis: CrisisMatch) -> ResponseReturnValue:
    _log_crisis(crisis)
    return lead_to_panel(crisis)


def _log_crisis(crisis: CrisisMatch) -> None:
    """That it happened and of what kind, never the words."""
    current_app.logger.info("crisis words", extra={"facts": {"crisis": crisis.category}})
