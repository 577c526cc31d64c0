"""What may be shown under a panel of urgent help."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import NamedTuple
from uuid import UUID

from directory.listings import published
from directory.listings.presenters.opening import is_closed_now
from directory.models import Entry, Guidance
from directory.models.codes import AreaKind, Crisis
from directory.places.place import Place
from directory.search.crisis.matching import CrisisKind, CrisisMatch, match_crisis, take_despair_out
from directory.search.crisis.ways import NUMBERS_BY_AGES
from directory.search.find import Viewer, find
from directory.search.request import ORDINARY, SearchRequest
from directory.search.results import Hit, Results

AGE_UNDER_18 = 15
UNDER_18 = "under-18"
"""The subject of pairs.yaml for somebody of whom the words say so."""

_FOR_YOUNG, _FOR_ALL, _FOR_ADULTS = range(3)
"""Whom a line is for, in the order that a person under 18 sees them."""


class CrisisResults(NamedTuple):
    """`is_marked_only`: the ordinary results are hidden, and these bear a mark for this crisis."""

    crisis: CrisisMatch | None
    found: Results
    is_marked_only: bool


def find_for_crisis(
    request: SearchRequest,
    *,
    viewer: Viewer,
    now: datetime,
    place: Place | None = None,
    words: str = "",
    known_needs: Collection[str] = (),
    crisis: CrisisMatch | None = None,
) -> CrisisResults:
    """Returns the results for a request whose words may be words of crisis. `words`: all that was said, where
    the request holds only a part. A correction of the spelling is read too, and can only add a panel.
    `known_needs`: as for find(). `crisis`: what the words are known to speak of."""
    said = words or request.q
    crisis = crisis or match_crisis(said)
    search = partial(find, viewer=viewer, now=now, place=place, known_needs=known_needs)
    answer = _find(request, crisis, search)
    meant = answer.found.put_right
    if meant and not (crisis and crisis.has_panel):
        corrected = match_crisis(said, meant)
        if corrected and corrected.has_panel:
            answer = _find(request, corrected, search)
    return answer


def _find(
    request: SearchRequest, crisis: CrisisMatch | None, search: Callable[..., Results]
) -> CrisisResults:
    if crisis is None:
        return CrisisResults(None, search(request), False)
    if crisis.is_under_18 and request.age is None:
        request = replace(request, age=AGE_UNDER_18)
    if crisis.is_danger and request.show != ORDINARY:
        return CrisisResults(crisis, _find_marked(request, crisis, search), True)
    marked = _find_marked(request, crisis, search) if crisis.has_panel and crisis.is_under_18 else None
    if crisis.kind == CrisisKind.DESPAIR:
        request = replace(request, q=take_despair_out(request.q))
    if not crisis.is_danger and request.q:
        request = replace(request, q=" ".join((request.q, *(one.look_also for one in crisis.panels))).strip())
    subjects = (UNDER_18,) if crisis.is_under_18 else ()
    found = search(request, subjects=subjects)
    look_for = crisis.panels[0].look_for
    if not crisis.has_panel and look_for and not found.total:
        found = search(replace(request, q=look_for), subjects=subjects)
    if crisis.has_panel:
        # No guess at what somebody in danger may have meant.
        found = replace(found, did_you_mean=None)
    return CrisisResults(crisis, _put_young_first(found, marked) if marked else found, False)


def _find_marked(request: SearchRequest, crisis: CrisisMatch, search: Callable[..., Results]) -> Results:
    """The entries that are marked for this crisis. A person under 18 has those for a child in danger too,
    and none of the lines for adults."""
    bare = SearchRequest(place=request.place, practice=request.practice, age=request.age)
    if not crisis.is_under_18:
        return search(bare, marks=crisis.marks)
    found = search(bare, marks=(*crisis.marks, Crisis.CHILD.value), subjects=(UNDER_18,))
    fits = _list_fits(found.hits)
    hits = tuple(hit for hit in found.hits if fits.get(hit.entry_id) != _FOR_ADULTS)
    return replace(found, hits=hits, total=found.total - len(found.hits) + len(hits))


def _put_young_first(found: Results, marked: Results) -> Results:
    """The ordinary results, the lines for young people before them on the first page."""
    if found.page > 1:
        return found
    fits = _list_fits((*marked.hits, *found.hits))
    first = [hit for hit in marked.hits if fits.get(hit.entry_id) == _FOR_YOUNG]
    ids = {hit.entry_id for hit in first}
    others = [hit for hit in found.hits if hit.entry_id not in ids and fits.get(hit.entry_id) != _FOR_ADULTS]
    hits = (*first, *others)
    return replace(found, hits=hits, total=max(found.total - len(found.hits) + len(hits), len(hits)))


def _list_fits(hits: Collection[Hit]) -> dict[UUID, int]:
    rows = published.list_entries([hit.entry_id for hit in hits])
    return {row.id: _fit_young(_list_numbers(row)) for row in rows}


def put_open_first(answer: CrisisResults, rows: Mapping[UUID, Entry], now: datetime) -> Results:
    """What is known to be closed at this moment comes last. Before that, help near here comes before help for
    the whole country, the lines in the order of the panel, and help for this crisis before help for many. A
    person under 18 has the lines for young people first, and those for adults after all else."""
    crisis = answer.crisis
    named = crisis.list_numbers() if crisis else []
    is_under_18 = crisis is not None and crisis.is_under_18

    def order(hit: Hit) -> tuple[int, bool, bool, int, int]:
        entry = rows.get(hit.entry_id)
        if entry is None:
            return _FOR_ALL, True, True, len(named), hit.marks
        numbers = _list_numbers(entry)
        fits = _fit_young(numbers) if is_under_18 else _FOR_ALL
        place = next((place for place, number in enumerate(named) if number in numbers), len(named))
        return fits, is_closed_now(entry, now), _is_national(entry), place, hit.marks

    return replace(answer.found, hits=tuple(sorted(answer.found.hits, key=order)))


def _is_national(entry: Entry) -> bool:
    if isinstance(entry, Guidance):
        return True
    areas = [one.area for one in entry.service_areas if one.area is not None]
    return not entry.service_at_locations and all(area.kind == AreaKind.COUNTRY for area in areas)


def _list_numbers(entry: Entry) -> set[str]:
    phones = [] if isinstance(entry, Guidance) else entry.phones
    return {re.sub(r"\D", "", phone.number) for phone in phones}


def _fit_young(numbers: set[str]) -> int:
    if numbers & NUMBERS_BY_AGES["young"]:
        return _FOR_YOUNG
    return _FOR_ADULTS if numbers & NUMBERS_BY_AGES["adults"] else _FOR_ALL
