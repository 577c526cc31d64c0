"""The one way in: a parsed request to a page of ids with reasons, counts and messages."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import current_app

from directory.listings.needs import Need, find_needs, walk_above, walk_below
from directory.places.distance import to_metres
from directory.places.place import Place
from directory.places.queries import find_place
from directory.search.arrays.bitmaps import FIXED_VALUES
from directory.search.arrays.document import load_facts
from directory.search.arrays.segment import Segment
from directory.search.engine.query import About, EngineQuery, Where, Words
from directory.search.engine.search import Found, Pick, search
from directory.search.engine.spelling import knows_word
from directory.search.follower import Follower
from directory.search.language.highlights import highlight_words
from directory.search.language.reasons import give_reasons
from directory.search.language.words import read_words
from directory.search.practices import find_practice
from directory.search.request import LONGEST_TEXT, SearchRequest, clean_text
from directory.search.results import FacetValue, Hit, Results
from directory.search.safety.asking import Guards, Needs, guard_search
from directory.search.safety.rules import load_rules
from directory.search.view import View

LONDON = ZoneInfo("Europe/London")
REPEATABLE = ("need", "kind", "delivery", "day", "district")

Viewer = Literal["public", "staff"]


def find(
    request: SearchRequest,
    *,
    viewer: Viewer,
    now: datetime,
    place: Place | None = None,
    need: Need | None = None,
    marks: tuple[str, ...] | None = None,
    known_needs: Collection[str] = (),
    subjects: Collection[str] = (),
) -> Results:
    """Never raises for what a person typed: what cannot be used becomes a message. `place`, and the one need
    of the request, are given by who searches for several things near one place, and knows them already.
    `marks`: only entries that an officer marked for one of these crises. `known_needs` are others of the same
    person, and `subjects` what else the rules of safety are to know of them: what must not meet these is left
    out."""
    today = now.astimezone(LONDON).date()
    view = find_follower().current()
    messages: dict[str, str] = {}
    place = place or _find_place(request, messages)
    where = _where(request, place, viewer, today, messages)
    segments = [part.segment for part in view.parts]
    read = read_words(request.q, request.match == "all", segments, view.phrases)
    about = None if read.words.groups else _read_about([need] if need else find_needs(request.need))
    query = _engine_query(request, read.words, where, viewer == "staff", today, about)
    query = replace(query, guards=_guard(request, about, read.needs, known_needs, subjects, segments))
    found = search(view.parts, query if marks is None else _only_marked(query, marks))
    return Results(
        hits=tuple(make_hit(pick, read.terms, where) for pick in found.picks),
        total=found.total,
        page=found.page,
        facets=_facets(found, view, request),
        place=place,
        messages=messages,
        did_you_mean=read.did_you_mean,
        put_right=read.put_right,
        is_weak=found.is_weak,
    )


def _only_marked(query: EngineQuery, marks: tuple[str, ...]) -> EngineQuery:
    """No mark at all is the mark that nothing bears."""
    return replace(query, filters={**query.filters, "crisis": marks or ("",)})


def find_correction(words: str) -> str:
    """Returns the words with their spelling put right, for the crisis check alone; else ""."""
    view = find_follower().current()
    read = read_words(
        clean_text(words)[:LONGEST_TEXT], False, [part.segment for part in view.parts], view.phrases
    )
    return str(read.put_right or "")


def find_follower() -> Follower:
    """This application's view of its index."""
    follower: Follower = current_app.extensions["search"]
    return follower


def _find_place(request: SearchRequest, messages: dict[str, str]) -> Place | None:
    place = find_place(request.place) if request.place else None
    if request.place and place is None:
        messages["place"] = (
            f"We do not know a place called \u201c{request.place}\u201d. "
            "Check the spelling, or try a postcode or a town. These results are for any place."
        )
    if request.within and not request.place:
        messages["place"] = "Enter a place, so that we can look near it."
    return place


def _where(
    request: SearchRequest, place: Place | None, viewer: Viewer, today: date, messages: dict[str, str]
) -> Where | None:
    """Where the person is, and the areas they live or are registered in."""
    registered: Collection[UUID] = ()
    if request.practice and viewer == "staff":
        practice = find_practice(request.practice, today)
        if practice is None:
            messages["practice"] = "We do not know a practice with this code."
        else:
            registered = practice.area_ids
            place = place or practice.place
    if place is None:
        return None
    within = to_metres(request.within) if request.within else None
    area_ids = {str(one) for one in (*place.area_ids, *place.part_area_ids, *registered)}
    return Where((place.latitude, place.longitude), frozenset(area_ids), within)


def _engine_query(
    request: SearchRequest, words: Words, where: Where | None, staff: bool, today: date, about: About | None
) -> EngineQuery:
    filters: dict[str, tuple[str, ...]] = {name: getattr(request, name) for name in REPEATABLE}
    filters["cost"] = (request.cost,) if request.cost else ()
    return EngineQuery(
        today=today,
        words=words,
        where=where,
        filters={name: codes for name, codes in filters.items() if codes},
        age=request.age,
        sort=request.sort,
        page=request.page,
        staff=staff,
        judges=True,
        about=about,
    )


def _guard(
    request: SearchRequest,
    about: About | None,
    meant: frozenset[str],
    known: Collection[str],
    subjects: Collection[str],
    segments: Sequence[Segment],
) -> Guards:
    """What the rules of safety keep out, put first and put last for this search."""
    chosen = frozenset(request.need)
    below = about.within - chosen if about else frozenset()
    needs = Needs(chosen, below, meant, frozenset(known), frozenset(subjects))
    return guard_search(
        request.q, needs, load_rules(), lambda word: any(knows_word(segment, word) for segment in segments)
    )


def _read_about(asked: Sequence[Need]) -> About | None:
    if not asked:
        return None
    within, above = set[str](), set[str]()
    for need in asked:
        within.update(one.slug for one in walk_below(need))
        above.update(one.slug for one in walk_above(need))
    return About(frozenset(within), frozenset(above - within))


def make_hit(pick: Pick, terms: frozenset[str], where: Where | None) -> Hit:
    """What the page is told of one result, from the index alone."""
    facts = load_facts(pick.segment.read_record(pick.doc))
    return Hit(
        entry_id=UUID(facts["entry_id"]),
        entry_type=facts["entry_type"],
        distance_m=pick.distance,
        reasons=give_reasons(facts, pick.distance, pick.covered, where.area_ids) if where else (),
        name=highlight_words(facts["name"], terms),
        highlight=highlight_words(facts.get("summary", ""), terms),
        marks=len(facts.get("crises", ())),
    )


def _facets(found: Found, view: View, request: SearchRequest) -> dict[str, tuple[FacetValue, ...]]:
    """Values that would leave something, and those in use."""
    facets = {}
    for name, counts in found.facets.items():
        labels = {code: label for part in view.parts for code, label in part.segment.labels[name].items()}
        chosen = _chosen(request, name)
        values = [
            FacetValue(code, labels.get(code, code), count, code in chosen) for code, count in counts.items()
        ]
        kept = [value for value in values if value.count or value.is_selected]
        facets[name] = tuple(sorted(kept, key=_order_of(name)))
    return facets


def _order_of(name: str) -> Callable[[FacetValue], Any]:
    """Fixed choices keep their order; the others come by how much they leave."""
    fixed = [label.code for label in FIXED_VALUES.get(name, ())]
    if fixed:
        return lambda value: fixed.index(value.code) if value.code in fixed else len(fixed)
    return lambda value: (-value.count, value.label)


def _chosen(request: SearchRequest, name: str) -> Sequence[str]:
    value = getattr(request, name)
    return value if isinstance(value, tuple) else (str(value),)
