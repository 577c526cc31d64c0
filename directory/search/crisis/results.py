"""What may be shown under a panel of urgent help."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from directory.listings.presenters.opening import is_closed_now
from directory.models import Entry
from directory.places.place import Place
from directory.search.crisis.matching import CrisisKind, CrisisMatch, match_crisis, take_despair_out
from directory.search.find import Viewer, find
from directory.search.request import ORDINARY, SearchRequest
from directory.search.results import Hit, Results

AGE_UNDER_18 = 15


class CrisisResults(NamedTuple):
    """`is_marked_only`: the ordinary results are hidden, and these bear a mark for this crisis."""

    crisis: CrisisMatch | None
    found: Results
    is_marked_only: bool


def find_for_crisis(
    request: SearchRequest, *, viewer: Viewer, now: datetime, place: Place | None = None, words: str = ""
) -> CrisisResults:
    """Returns the results for a request whose words may be words of crisis. `words`: all that was said, where
    the request holds only a part. A correction of the spelling is read too, and can only add a panel."""
    said = words or request.q
    crisis = match_crisis(said)
    answer = _find(request, crisis, viewer, now, place)
    meant = answer.found.did_you_mean
    if meant and not (crisis and crisis.has_panel):
        corrected = match_crisis(said, meant)
        if corrected and corrected.has_panel:
            answer = _find(request, corrected, viewer, now, place)
    return answer


def _find(
    request: SearchRequest,
    crisis: CrisisMatch | None,
    viewer: Viewer,
    now: datetime,
    place: Place | None,
) -> CrisisResults:
    if crisis is None:
        return CrisisResults(None, find(request, viewer=viewer, now=now, place=place), False)
    if crisis.is_under_18 and request.age is None:
        request = replace(request, age=AGE_UNDER_18)
    if crisis.is_danger and request.show != ORDINARY:
        bare = SearchRequest(place=request.place, practice=request.practice, age=request.age)
        found = find(bare, viewer=viewer, now=now, place=place, marks=crisis.marks)
        return CrisisResults(crisis, found, True)
    if crisis.kind == CrisisKind.DESPAIR:
        request = replace(request, q=take_despair_out(request.q))
    found = find(request, viewer=viewer, now=now, place=place)
    if crisis.has_panel:
        # No guess at what somebody in danger may have meant.
        found = replace(found, did_you_mean=None)
    return CrisisResults(crisis, found, False)


def put_open_first(found: Results, rows: Mapping[UUID, Entry], now: datetime) -> Results:
    """What is known to be closed at this moment comes after all else. No opening times: not known."""

    def is_closed(hit: Hit) -> bool:
        entry = rows.get(hit.entry_id)
        return entry is not None and is_closed_now(entry, now)

    return replace(found, hits=tuple(sorted(found.hits, key=is_closed)))
