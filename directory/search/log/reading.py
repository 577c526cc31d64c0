"""What the log keeps of a search."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from directory.places.containment import today
from directory.search.arrays.analysis import WORD, stem_word
from directory.search.find import find_follower
from directory.search.language.expansion import find_needs
from directory.search.language.words import MOST_WORDS
from directory.search.log.words import clean_words
from directory.search.practices import find_practice
from directory.search.request import SearchRequest
from directory.search.results import Results
from directory.search.view import SearchNotReady, View

# Values of fixed lists only: what comes from an address as it was typed could be anything.
_CODED = ("match", "kind", "cost", "delivery", "day", "within")


@dataclass(frozen=True)
class Noted:
    """`area_ids` hold all areas that contain the place; `district` is the one chosen as a filter."""

    at: datetime
    words: str | None
    is_crisis: bool
    is_staff: bool
    filters: Mapping[str, Any]
    needs: frozenset[str]
    area_ids: frozenset[UUID]
    district: str
    total: int
    is_weak: bool


def read_search(
    asked: SearchRequest, found: Results, *, is_crisis: bool, is_staff: bool, now: datetime
) -> Noted:
    """Of a search with words of crisis, only that it was made, and where."""
    view = find_follower().last_view()
    needs = frozenset(asked.need) | _find_needs(view, asked.q)
    return Noted(
        at=now.replace(second=0, microsecond=0),
        words=None if is_crisis else clean_words(asked.q, lambda word: _is_known(view, word)),
        is_crisis=is_crisis,
        is_staff=is_staff,
        filters={} if is_crisis else _read_filters(asked),
        needs=frozenset() if is_crisis else needs,
        area_ids=_list_areas(asked, found, is_staff),
        district=asked.district[0] if len(asked.district) == 1 else "",
        total=found.total,
        is_weak=found.is_weak and not is_crisis,
    )


def is_worth_noting(asked: SearchRequest) -> bool:
    """The first page of something that was asked for: turning pages and sorting is no other search."""
    has_asked = asked.q or asked.need or asked.place or asked.practice or _read_filters(asked)
    return bool(has_asked) and asked.page == 1 and asked.sort == "best"


def _read_filters(asked: SearchRequest) -> dict[str, Any]:
    """An age only as being given: with a rare word it could point to a person."""
    query = asked.to_query()
    filters = {name: query[name] for name in _CODED if name in query}
    return filters | ({"age": "given"} if asked.age is not None else {})


def find_needs_of(texts: Iterable[str]) -> dict[str, frozenset[str]]:
    """For each text the slugs of the needs that its words stand for by now."""
    try:
        view = find_follower().current()
    except SearchNotReady:
        return {text: frozenset() for text in texts}
    return {text: _find_needs(view, text) for text in texts}


def _find_needs(view: View, text: str) -> frozenset[str]:
    stems = [stem_word(word) for word in WORD.findall(text)[:MOST_WORDS]]
    return frozenset(slug for _, slugs in find_needs(view.phrases, stems) for slug in slugs)


def _list_areas(asked: SearchRequest, found: Results, is_staff: bool) -> frozenset[UUID]:
    ids = found.place.area_ids if found.place else frozenset()
    practice = find_practice(asked.practice, today()) if asked.practice and is_staff else None
    return ids | practice.area_ids if practice else ids


def _is_known(view: View, word: str) -> bool:
    """Whether an entry has the word, or a need does, as its name or as what people say for it."""
    stem = stem_word(word)
    if any(part.segment.find_term(stem) >= 0 for part in view.parts):
        return True
    return any(stem in phrase.split() for phrase in view.phrases)
