"""One query over the generation and the delta."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce

import numpy as np
import numpy.typing as npt

from directory.search.arrays.bitmaps import unpack_row
from directory.search.arrays.segment import Segment
from directory.search.engine.facets import (
    FacetCounts,
    add_counts,
    count_facets,
    filter_bits,
    intersect,
    pack_docs,
)
from directory.search.engine.fitting import has_full_match
from directory.search.engine.focus import count_needs, weigh_focus
from directory.search.engine.guarding import find_left_out, weigh_guards
from directory.search.engine.phrases import nearness
from directory.search.engine.query import PAGE_SIZE, EngineQuery
from directory.search.engine.ranking import (
    NEARNESS_BONUS,
    pick_first,
    sort_values,
    weigh_best,
    weigh_days,
)
from directory.search.engine.reach import Reached, reach_entries
from directory.search.engine.scoring import score_words

Docs = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]
Keys = npt.NDArray[np.int32]

MOST_DAYS = 4
MOST_KEPT = 32
NO_WEIGHTS: Floats = np.zeros(0, np.float32)


@dataclass(frozen=True, slots=True)
class Part:
    """A segment and which of its entries have since been replaced or withdrawn."""

    segment: Segment
    dead: Mask | None = None
    _shown: dict[Hashable, Mask] = field(default_factory=dict, compare=False, repr=False)
    _worth: dict[date, Floats] = field(default_factory=dict, compare=False, repr=False)
    _needs: list[Floats] = field(default_factory=list, compare=False, repr=False)

    def find_shown(self, query: EngineQuery) -> Mask:
        """What the reader may see on a day, less what the words keep out. Kept: most searches ask alike."""
        guards = query.guards
        named = tuple(mark for mark in guards.named if mark in self.segment.marks)
        key = (query.today, query.staff, guards.never, guards.unasked, named)
        known = self._shown.get(key)
        if known is None:
            segment, day = self.segment, query.today.toordinal()
            known = (segment.shown_from <= day) & (segment.shown_until >= day)
            known &= True if self.dead is None else ~self.dead
            known &= True if query.staff else ~segment.staff_only
            known &= ~find_left_out(segment, guards.never, guards.unasked, named)
            if len(self._shown) > MOST_KEPT:
                self._shown.clear()
            self._shown[key] = known
        return known

    def find_worth(self, today: date) -> Floats:
        """What the day makes of each entry's weight. Kept as well."""
        known = self._worth.get(today)
        if known is None:
            known = weigh_days(self.segment, today)
            if len(self._worth) > MOST_DAYS:
                self._worth.clear()
            self._worth[today] = known
        return known

    def find_need_counts(self) -> Floats:
        """How many needs each entry carries. Kept, for it does not change."""
        if not self._needs:
            self._needs.append(count_needs(self.segment))
        return self._needs[0]


@dataclass(frozen=True, slots=True)
class Pick:
    """One entry of the page: its number in its segment, metres away (None: no place)."""

    segment: Segment
    doc: int
    distance: float | None
    covered: bool


@dataclass(frozen=True, slots=True)
class Found:
    """The page, the exact total and the counts. `is_weak`, where it was to be judged:
    of what was found, nothing fits all the words."""

    picks: tuple[Pick, ...]
    total: int
    page: int
    facets: FacetCounts
    is_weak: bool


@dataclass(frozen=True, slots=True)
class _Answer:
    """Hits of one segment, ascending; `text` and `reached` run beside `docs`."""

    part: Part
    docs: Docs
    text: Floats | None
    reached: Reached | None
    facets: FacetCounts


def search(parts: Sequence[Part], query: EngineQuery) -> Found:
    """Find, count, order and cut the page; a page beyond the last is the last."""
    answers = [_answer(part, query) for part in parts if part.segment.doc_count]
    total = sum(len(answer.docs) for answer in answers)
    page = min(query.page, max(-(-total // PAGE_SIZE), 1))
    facets: FacetCounts = reduce(add_counts, (answer.facets for answer in answers), {})
    picks = _pick_page(answers, query, page)
    return Found(picks, total, page, facets, total > 0 and _is_weak(answers, picks, query))


def _is_weak(answers: Sequence[_Answer], picks: Sequence[Pick], query: EngineQuery) -> bool:
    groups = query.words.groups
    if not query.judges or query.words.match_all or len(groups) < 2:
        return False
    for answer in answers:
        segment = answer.part.segment
        first = np.array([pick.doc for pick in picks if pick.segment is segment], np.int32)
        if len(answer.docs) and has_full_match(segment, groups, answer.docs, first):
            return False
    return True


def _answer(part: Part, query: EngineQuery) -> _Answer:
    segment = part.segment
    scored = score_words(segment, query.words)
    shown = part.find_shown(query)
    candidates = shown if scored is None else scored.matched & shown
    reached = None
    if query.where is not None:
        reached = reach_entries(segment, candidates, query.where, query.staff)
    docs = np.flatnonzero(candidates) if reached is None else reached.docs
    filters = filter_bits(segment, query)
    facets: FacetCounts = {}
    if filters or query.facets:
        base = pack_docs(docs, segment.doc_count)
        facets = count_facets(segment, base, filters, query.facets)
        if filters:
            passed = unpack_row(intersect(base, filters), segment.doc_count)
            chosen = np.flatnonzero(passed.take(docs))
            docs = docs.take(chosen)
            reached = None if reached is None else reached.take(chosen)
    text = None if scored is None else scored.scores.take(docs)
    return _Answer(part, docs, text, reached, facets)


def _pick_page(answers: Sequence[_Answer], query: EngineQuery, page: int) -> tuple[Pick, ...]:
    wanted = page * PAGE_SIZE
    runs = [_order(answer, query, wanted) for answer in answers if len(answer.docs)]
    if not runs:
        return ()
    values = np.concatenate([run[1] for run in runs])
    picks = [pick for run in runs for pick in run[0]]
    order: Sequence[int] = range(len(picks))
    if len(runs) > 1:
        names = np.array([bytes(pick.segment.sort_names[pick.doc]) for pick in picks])
        ids = np.array([pick.segment.ids[pick.doc].tobytes().hex() for pick in picks])
        order = np.lexsort((ids, names, values)).tolist()
    return tuple(picks[at] for at in order[wanted - PAGE_SIZE : wanted])


def _order(answer: _Answer, query: EngineQuery, wanted: int) -> tuple[list[Pick], Keys]:
    segment, docs, reached = answer.part.segment, answer.docs, answer.reached
    distances = reached.distances if reached else None
    covered = reached.covered if reached else None
    by_best = query.sort == "best" or (query.sort == "distance" and distances is None)
    weights = NO_WEIGHTS
    if by_best:
        worth = answer.part.find_worth(query.today).take(docs)
        worth = weigh_guards(segment, docs, worth, query.guards)
        if query.about:
            worth *= weigh_focus(segment, answer.part.find_need_counts(), docs, query.about)
        weights = weigh_best(worth, answer.text, distances, covered)
    values = sort_values(segment, docs, weights, distances, query.sort)
    first = pick_first(segment, docs, values, max(wanted, query.rerank if by_best else 0))
    values = values.take(first)
    if by_best and query.rerank:
        order, values = _rerank(segment, docs.take(first), weights.take(first), values, query)
        first = first.take(order)
    first = first[:wanted]
    picks = [
        Pick(segment, doc, _metres(distances, at), bool(covered[at]) if covered is not None else False)
        for at, doc in zip(first.tolist(), docs.take(first).tolist(), strict=True)
    ]
    return picks, values[:wanted]


def _rerank(
    segment: Segment, docs: Docs, weights: Floats, values: Keys, query: EngineQuery
) -> tuple[npt.NDArray[np.intp], Keys]:
    """Among the best, words that stand close together count for more. New order, and values in it."""
    terms = [group.alternatives[0].key for group in query.words.groups if group.alternatives]
    if len(terms) < 2:
        return np.arange(len(docs)), values
    ascending = np.argsort(docs[: query.rerank])
    bonus = 1 + np.float32(NEARNESS_BONUS) * nearness(segment, terms, docs.take(ascending))
    lifted = weights.take(ascending) * bonus
    values[ascending] = sort_values(segment, docs, lifted, None, "best")
    order = np.lexsort((segment.name_ranks.take(docs), values))
    return order, values.take(order)


def _metres(distances: Floats | None, at: int) -> float | None:
    if distances is None or not np.isfinite(distances[at]):
        return None
    return float(distances[at])
