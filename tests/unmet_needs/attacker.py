"""Somebody who keeps everything that was ever shown of unmet needs, and puts all of it together.

Every figure of every table, period and day is a fact about one unknown; the same sum is the same unknown
wherever it is shown. The unknowns are tied to each other: all needs are the needs, a year is its quarters, a
county its districts, what stands in the way adds up to what was asked for. Bounds are narrowed until nothing
moves.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from typing import Any

from directory.models.codes import AreaKind
from directory.small_numbers import NO_LIMIT, SMALLEST_SHOWN, Figure
from directory.unmet_needs.figures import shapes
from directory.unmet_needs.figures.periods import (
    Period,
    list_months,
    list_quarters,
    list_quarters_of,
    list_years,
)
from directory.unmet_needs.figures.tables import FOR_ALL, Table, make_table

ALL, DISTRICTS, NETWORKS = "All", "All districts", "All networks"
Key = tuple[str, str, str, str]
"""(need, area, label of the period, what else: a barrier, people, a team or nothing)"""


@dataclass
class Attacker:
    """`facts` are the bounds of what was shown; `ties` are (whole, parts)."""

    facts: dict[Key, tuple[int, int]] = field(default_factory=dict)
    ties: list[tuple[Key, tuple[Key, ...]]] = field(default_factory=list)
    small: set[Key] = field(default_factory=set)

    def learn(self, key: Key, figure: Figure) -> None:
        if figure.is_held or figure.is_added:
            return
        low, high = self.facts.get(key, (0, NO_LIMIT))
        self.facts[key] = (max(low, figure.bounds[0]), min(high, figure.bounds[1]))
        if figure.value is None:
            self.small.add(key)

    def work_out(self) -> dict[Key, list[int]]:
        """Bounds of every unknown, shown or not."""
        bounds: dict[Key, list[int]] = {}
        for whole, parts in self.ties:
            for key in (whole, *parts):
                bounds.setdefault(key, list(self.facts.get(key, (0, NO_LIMIT))))
        ties_of: dict[Key, list[int]] = {}
        for place, (whole, parts) in enumerate(self.ties):
            for key in (whole, *parts):
                ties_of.setdefault(key, []).append(place)
        waiting = dict.fromkeys(range(len(self.ties)))
        while waiting:
            place = next(iter(waiting))
            del waiting[place]
            for key in _narrow(bounds, *self.ties[place]):
                waiting.update(dict.fromkeys(ties_of[key]))
        return bounds

    def find_given_away(self) -> list[tuple[Key, tuple[int, int]]]:
        """What is said to be small and cannot be 0, and what is 1 to 4 and known exactly."""
        return [
            (key, (low, high))
            for key, (low, high) in self.work_out().items()
            if (key in self.small and low > 0) or 0 < low == high < SMALLEST_SHOWN
        ]


def _narrow(bounds: Mapping[Key, list[int]], whole: Key, parts: Sequence[Key]) -> Iterator[Key]:
    """Those whose bounds became narrower."""
    least, most = sum(bounds[one][0] for one in parts), sum(bounds[one][1] for one in parts)
    if _tighten(bounds[whole], least, most):
        yield whole
    low, high = bounds[whole]
    assert low <= high
    for part in parts:
        old_low, old_high = bounds[part]
        if _tighten(bounds[part], low - (most - old_high), high - (least - old_low)):
            least, most = least + bounds[part][0] - old_low, most + bounds[part][1] - old_high
            yield part


def _tighten(one: list[int], least: int, most: int) -> bool:
    if least <= one[0] and most >= one[1]:
        return False
    one[:] = max(one[0], least), min(one[1], most)
    return True


def read_everything(days: Iterable[date]) -> Attacker:
    """All tables of all periods on offer, on each of these days."""
    attacker = Attacker()
    days = list(days)
    for on in days:
        for period in [*list_quarters(on, with_current=False), *list_years(on, with_current=False)]:
            for slug in FOR_ALL:
                table = make_table(slug, period, on, is_exact=False)
                for key, figure in _read(table, period):
                    attacker.learn(key, figure)
    attacker.ties = list(_tie(days))
    return attacker


def _read(table: Table, period: Period) -> Iterator[tuple[Key, Figure]]:
    turn = {
        "need-district": lambda row, column: (row, DISTRICTS if column == ALL else column, period.label, ""),
        "need-pcn": lambda row, column: (row, column, period.label, ""),
        "need-place": lambda row, column: (row, column, period.label, ""),
        "barrier-need": lambda row, column: (column, ALL, period.label, f"barrier {row}"),
        "people-need": lambda row, column: (column, ALL, period.label, f"people {row}"),
        "need-quarter": lambda row, column: (row, ALL, column, ""),
        "need-month": lambda row, column: (row, ALL, column, ""),
        "team-quarter": lambda row, column: (ALL, ALL, column, f"team {row}"),
    }[table.slug]
    for (row, column), figure in _read_lines(table):
        yield turn(row, column), figure


def _read_lines(table: Table) -> Iterator[tuple[tuple[str, str], Figure]]:
    for row in table.rows:
        yield from (
            ((row.label, column), one) for column, one in zip(table.columns, row.figures, strict=True)
        )
        if row.total:
            yield (row.label, ALL), row.total
    yield from (((ALL, column), one) for column, one in zip(table.columns, table.totals, strict=False))
    if table.total:
        yield (ALL, ALL), table.total


def _tie(days: Sequence[date]) -> Iterator[tuple[Key, tuple[Key, ...]]]:
    on = days[-1]
    needs = [head.label for head in shapes.list_tops()]
    areas = _split_areas(on)
    times = _split_times(days)
    labels = list(dict.fromkeys(time for whole, parts in times for time in (whole, *parts)))
    places = list(dict.fromkeys(area for whole, parts in areas for area in (whole, *parts)))
    kinds = {kind: _list_kinds(kind, on) for kind in ("barrier", "people", "team")}
    others = ["", *(one for some in kinds.values() for one in some)]
    for area, time, other in product(places, labels, others):
        if area == ALL or not other:
            yield (ALL, area, time, other), tuple((need, area, time, other) for need in needs)
    for need, time, (whole, parts) in product([ALL, *needs], labels, areas):
        yield (need, whole, time, ""), tuple((need, part, time, "") for part in parts)
    for need, area, other, (whole, parts) in product([ALL, *needs], places, others, times):
        if area == ALL or not other:
            yield (need, area, whole, other), tuple((need, area, part, other) for part in parts)
    for need, time, some in product([ALL, *needs], labels, kinds.values()):
        yield (need, ALL, time, ""), tuple((need, ALL, time, one) for one in some)


def _split_areas(on: date) -> list[tuple[str, list[str]]]:
    names = {area.id: area.name for area in shapes.list_areas(AreaKind.DISTRICT, on)}
    within = {
        place.name: [names[one] for one in ids] for place, ids in shapes.find_districts_of_places(on).items()
    }
    placed = {name for some in within.values() for name in some}
    return [
        (ALL, [DISTRICTS, NETWORKS]),
        (DISTRICTS, list(names.values())),
        (NETWORKS, [area.name for area in shapes.list_areas(AreaKind.PCN, on)]),
        *within.items(),
        (DISTRICTS, [*within, *(name for name in names.values() if name not in placed)]),
    ]


def _split_times(days: Sequence[date]) -> list[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for on in days:
        for year in list_years(on, with_current=False):
            found[year.label] = [one.label for one in list_quarters_of(year)]
        for quarter in list_quarters(on, with_current=False):
            found[quarter.label] = [one.label for one in list_months(quarter)]
    return list(found.items())


def _list_kinds(kind: str, on: date) -> list[str]:
    period = list_quarters(on, with_current=False)[0]
    slug: Any = {"barrier": "barrier-need", "people": "people-need", "team": "team-quarter"}[kind]
    return [f"{kind} {row.label}" for row in make_table(slug, period, on, is_exact=False).rows]
