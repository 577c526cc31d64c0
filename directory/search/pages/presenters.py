"""Search results as the page shows them."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from flask import request, url_for
from markupsafe import Markup

from directory.listings.presenters.cards import Card, present_card
from directory.listings.presenters.opening import describe_opening
from directory.listings.presenters.places import find_public_point
from directory.models import Entry, Guidance
from directory.search.engine.query import PAGE_SIZE
from directory.search.near import AS_TYPED
from directory.search.pages.posted import make_other_page
from directory.search.request import ORDINARY, SearchRequest
from directory.search.results import FacetValue, Hit, Results

FILTERS = {
    "delivery": "How you get help",
    "cost": "Cost",
    "need": "Need",
    "day": "Day",
    "kind": "Kind",
    "district": "District",
    "age": "Age",
}
_SINGLE = ("cost", "age")
SORTS = {"best": "Best match", "distance": "Nearest", "name": "Name, A to Z", "checked": "Last checked"}
MILES = (1.0, 3.0, 5.0, 10.0, 20.0)
_SHOWN_VALUES = 8
_LONGEST_LIST = 2500
_IDS = re.compile(r"[0-9a-f,-]+")


class Shown(NamedTuple):
    """`address` is where its link leads: to the entry, or there by way of noting that it was opened."""

    number: int
    card: Card
    address: str
    name: Markup
    summary: Markup
    reasons: tuple[str, ...]


class Filter(NamedTuple):
    """`more` are the values that few results have, behind a second click."""

    name: str
    label: str
    is_single: bool
    values: list[FacetValue]
    more: list[FacetValue]
    is_used: bool


class Link(NamedTuple):
    words: str
    address: str
    is_current: bool = False


@dataclass(frozen=True)
class ResultsPage:
    """`ordinary`: where only entries marked for a crisis are shown, the address of the ordinary results."""

    total: int
    number: int
    count: int
    hits: list[Shown]
    filters: list[Filter]
    chips: list[Link]
    sorts: list[Link]
    numbers: list[Link | None]
    previous: str
    next: str
    place_label: str
    place_note: str
    messages: dict[str, str]
    did_you_mean: Link | None
    is_weak: bool
    ways_on: list[Link]
    map_points: list[dict[str, Any]]
    map_middle: tuple[float, float] | None
    ordinary: str = ""


def present_results(
    asked: SearchRequest,
    found: Results,
    entries: Sequence[Entry],
    messages: dict[str, str],
    now: datetime,
    token: str | None = None,
    is_urgent: bool = False,
) -> ResultsPage:
    """`entries` are the rows there still are for the ids of `found`: a hit without one is left out. `token`
    ties what is opened to this page. `is_urgent`: under a panel of urgent help, where it matters what is
    open now."""
    rows = {entry.id: entry for entry in entries}
    hits = [hit for hit in found.hits if hit.entry_id in rows]
    first = (found.page - 1) * PAGE_SIZE + 1
    meant = found.did_you_mean
    return ResultsPage(
        total=found.total,
        number=found.page,
        count=found.pages,
        hits=[_show(hit, rows[hit.entry_id], first + n, now, token, is_urgent) for n, hit in enumerate(hits)],
        filters=list_filters(asked, found),
        chips=list_chips(asked, found.facets),
        sorts=_list_sorts(asked, found),
        numbers=_list_numbers(asked, found),
        previous=_address(asked.at_page(found.page - 1)) if found.page > 1 else "",
        next=_address(asked.at_page(found.page + 1)) if found.page < found.pages else "",
        place_label=found.place.label if found.place else "",
        place_note=found.place.how_exact if found.place else "",
        messages=messages,
        did_you_mean=Link(str(meant), _address(asked.with_value("q", meant))) if meant else None,
        is_weak=found.is_weak,
        ways_on=[] if found.total else list_ways_on(asked),
        map_points=[
            point for n, hit in enumerate(hits) for point in _locate(rows[hit.entry_id], first + n, token)
        ],
        map_middle=(found.place.latitude, found.place.longitude) if found.place else None,
    )


def list_miles(asked: SearchRequest) -> list[float]:
    """The distances to choose from, and the one in use."""
    return sorted({*MILES, *([asked.within] if asked.within else [])})


def link_ordinary(asked: SearchRequest) -> str:
    """The results that a panel of urgent help hides."""
    return _address(asked.with_value("show", ORDINARY))


def link_as_typed(typed: SearchRequest) -> str:
    """The same words everywhere, the place in them one of them."""
    return _address(replace(typed, as_typed=AS_TYPED, page=1))


def list_filters(asked: SearchRequest, found: Results) -> list[Filter]:
    filters = []
    for name, label in FILTERS.items():
        values = list(found.facets.get(name, ()))
        if name == "age" and asked.age is not None and not any(value.is_selected for value in values):
            # An age that came in a link, and is not one of those offered, stays in force.
            values.append(FacetValue(str(asked.age), f"Age {asked.age}", found.total, True))
        head = [v for n, v in enumerate(values) if n < _SHOWN_VALUES or v.is_selected]
        more = [value for value in values if value not in head]
        if values:
            is_used = any(value.is_selected for value in values)
            filters.append(Filter(name, label, name in _SINGLE, head, more, is_used))
    return filters


def list_chips(asked: SearchRequest, facets: dict[str, tuple[FacetValue, ...]]) -> list[Link]:
    """One link for each filter in use, which takes it away."""
    chips = []
    for name in FILTERS:
        held = getattr(asked, name) if name != "age" else None
        names: dict[str, str] = {value.code: value.label for value in facets.get(name, ())}
        for code in held if isinstance(held, tuple) else [held] if held else []:
            chips.append(Link(names.get(code, str(code)), _address(asked.without(name, code))))
    if asked.within:
        chips.append(Link(f"Within {asked.within:g} miles", _address(asked.without("within"))))
    if asked.age is not None:
        labels = {value.code: value.label for value in facets.get("age", ())}
        words = labels.get(str(asked.age), f"Age {asked.age}")
        chips.append(Link(words, _address(asked.without("age"))))
    return chips


def list_ways_on(asked: SearchRequest) -> list[Link]:
    """What somebody may try who found nothing."""
    ways = []
    if asked.match == "all":
        ways.append(Link("Look for any of these words", _address(asked.without("match"))))
    if asked.within:
        ways.append(Link("Look further away", _address(asked.without("within"))))
    if _count_filters(asked):
        plain = SearchRequest(q=asked.q, place=asked.place)
        ways.append(Link("Take all filters away", _address(plain)))
    if asked.place:
        ways.append(Link("Look everywhere, not only near this place", _address(asked.without("place"))))
    anywhere = SearchRequest(place=asked.place, delivery=("phone", "text", "online"))
    return [*ways, Link("See all help by phone, text or online", _address(anywhere))]


def _count_filters(asked: SearchRequest) -> int:
    return sum(getattr(asked, name) not in ((), "", None) for name in FILTERS)


def _show(hit: Hit, entry: Entry, number: int, now: datetime, token: str | None, is_urgent: bool) -> Shown:
    card, opening = present_card(entry, now), describe_opening(entry, now) if is_urgent else ""
    reasons = (*hit.reasons, opening) if opening else hit.reasons
    return Shown(number, card, _link(entry, token), hit.name, hit.highlight, reasons)


def _link(entry: Entry, token: str | None) -> str:
    kind = "guidance" if isinstance(entry, Guidance) else "entry"
    if token:
        return url_for("search.opened", kind=kind, entry_id=entry.id, token=token)
    return link_entry(kind, entry.id)


def link_entry(kind: str, entry_id: uuid.UUID) -> str:
    """`kind` is "entry" or "guidance"."""
    if kind == "guidance":
        return url_for("listings.guidance", guidance_id=entry_id)
    return url_for("listings.entry", entry_id=entry_id)


def _list_sorts(asked: SearchRequest, found: Results) -> list[Link]:
    sorts = {name: words for name, words in SORTS.items() if found.place or name != "distance"}
    current = asked.sort if asked.sort in sorts else "best"
    return [
        Link(words, _address(asked.with_value("sort", name)), name == current)
        for name, words in sorts.items()
    ]


def _list_numbers(asked: SearchRequest, found: Results) -> list[Link | None]:
    """The first and last page and those around this one; None where numbers are left out."""
    if found.pages < 2:
        return []
    wanted = {1, found.pages, *range(found.page - 1, found.page + 2)}
    numbers: list[Link | None] = []
    last = 0
    for number in sorted(n for n in wanted if 1 <= n <= found.pages):
        if number > last + 1:
            numbers.append(None)
        numbers.append(Link(str(number), _address(asked.at_page(number)), number == found.page))
        last = number
    return numbers


def _locate(entry: Entry, number: int, token: str | None) -> list[dict[str, Any]]:
    if isinstance(entry, Guidance):
        return []
    points = [find_public_point(site.location) for site in entry.service_at_locations]
    return [
        {
            "number": number,
            "name": entry.name,
            "address": _link(entry, token),
            "at": point,
        }
        for point in points
        if point
    ]


def _address(asked: SearchRequest) -> str:
    """On a page that answers a form this is the value of a button of the form, which carries the words."""
    kept_list = request.values.get("list", "")[:_LONGEST_LIST]
    kept_list = kept_list if _IDS.fullmatch(kept_list) else ""
    if request.method == "POST":
        return make_other_page(asked, kept_list)
    query: dict[str, Any] = {**asked.to_query()}
    return url_for("search.results", **query | ({"list": kept_list} if kept_list else {}))
