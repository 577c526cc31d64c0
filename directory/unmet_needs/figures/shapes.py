"""The fixed tables: what stands in their rows and columns, the counts, and what of them everybody may see."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from directory.listings.needs import list_needs
from directory.models import Area, UnmetNeed
from directory.models.codes import AreaKind
from directory.network.queries import list_teams
from directory.places.containment import find_above_and_below
from directory.small_numbers import SMALLEST_SHOWN, Figure, protect, tell
from directory.unmet_needs import queries
from directory.unmet_needs.figures.counting import count_by
from directory.unmet_needs.figures.cutting import LEAST_BY_AREA, LEAST_BY_KIND, Cutter, list_counted
from directory.unmet_needs.figures.periods import (
    Period,
    list_months,
    list_quarters,
)
from directory.unmet_needs.wording import BARRIER_NAMES

ALL = "all"
Cell = tuple[Any, Any]
"""(key of a row, key of a column); ALL for a total."""
QUARTERS_BY_MONTH = 4
# In the address of a figure, where a name of a team or of people would stand, and that of an area.
UNSAID, ALL_DISTRICTS = "-", "all-districts"
NOBODY_NAMED, NO_TEAM_SAID = "Nobody named", "No team said"


@dataclass(frozen=True, slots=True)
class Head:
    """`filter` says in an address which part of the unmet needs it counts (figures/behind.py)."""

    key: Any
    label: str
    filter: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shape:
    """`counts` are true. `shown` are the figures of all cells for those who may not see these; a total that
    is not in there is added up from them."""

    row_head: str
    rows: Sequence[Head]
    columns: Sequence[Head]
    counts: Mapping[Cell, int]
    shown: Mapping[Cell, Figure]
    has_row_totals: bool = False
    has_column_totals: bool = False


def by_district(period: Period, on: date) -> Shape:
    areas = list_areas(AreaKind.DISTRICT, on)
    return _by_area(areas, period, on, has_totals=True)


def by_pcn(period: Period, on: date) -> Shape:
    return _by_area(list_areas(AreaKind.PCN, on), period, on, has_totals=False)


def by_place(period: Period, on: date) -> Shape:
    """Districts put together: a county has more in a cell than any of its districts."""
    cutter, within, rows = _cut_by_area(period, on), find_districts_of_places(on), list_tops()
    counts: dict[Cell, int] = {}
    shown: dict[Cell, Figure] = {}
    for row in rows:
        figures = cutter.cut_by_place(row.key, within)
        for (place, districts), figure in zip(within.items(), figures, strict=True):
            shown[(row.key, place.id)] = figure
            parts = (cutter.counts.get((row.key, one, period.key), 0) for one in districts)
            counts[(row.key, place.id)] = sum(parts)
    return Shape("Need", rows, _name_areas(within), counts, shown)


def by_barrier(period: Period, _on: date) -> Shape:
    heads = [Head(barrier, label, {"barrier": barrier}) for barrier, label in BARRIER_NAMES.items()]
    return _by_kind("Barrier", UnmetNeed.barrier, heads, period)


def by_population(period: Period, _on: date) -> Shape:
    heads = [Head(term.id, term.name, {"people": term.slug}) for term in queries.list_populations()]
    heads.append(Head(None, NOBODY_NAMED, {"people": UNSAID}))
    return _by_kind("For whom", UnmetNeed.population_id, heads, period)


def by_quarter(on: date, with_current: bool) -> Shape:
    """The wholes. The total of all needs is rounded by itself where none of them is small: then nothing can
    be given away."""
    quarters = list_quarters(on, with_current=with_current)[::-1]
    rows, counts = list_tops(), _count_needs(quarters)
    shown = {
        (row.key, one.key): protect(counts.get((row.key, one.key), 0)) for row in rows for one in quarters
    }
    for quarter in quarters:
        if all(shown[(row.key, quarter.key)].value is not None for row in rows):
            shown[(ALL, quarter.key)] = protect(sum(counts[(row.key, quarter.key)] for row in rows))
    return Shape("Need", rows, _name_periods(quarters), counts, shown, has_column_totals=True)


def by_month(on: date, place: Area | None) -> Shape:
    """Of the last four full quarters: in all areas, or in the districts of one place. The latter is for exact
    eyes alone, as is by_district_and_month(): areas are told by quarter or by year."""
    quarters, months = _list_months(on)
    counts = count_by(None if place is None else UnmetNeed.area_id, [*quarters, *months])
    if place is not None:
        wanted = set(find_districts_of_places(on).get(place, ()))
        counts = {key: count for key, count in counts.items() if key[1] in wanted}
    cells: dict[Cell, int] = {}
    for (need, _, key), count in counts.items():
        cells[(need, key)] = cells.get((need, key), 0) + count
    rows = list_tops()
    shown: dict[Cell, Figure] = {}
    for row in rows if place is None else ():
        for quarter in quarters:
            keys = [(row.key, month.key) for month in list_months(quarter)]
            shown |= zip(keys, tell([cells.get(key, 0) for key in keys]), strict=True)
    return Shape("Need", rows, _name_periods(months), cells, shown)


def by_district_and_month(on: date) -> Shape:
    _, months = _list_months(on)
    cells: dict[Cell, int] = {}
    for (_, area_id, key), count in count_by(UnmetNeed.area_id, months).items():
        cells[(area_id, key)] = cells.get((area_id, key), 0) + count
    rows = _name_areas(list_areas(AreaKind.DISTRICT, on))
    return Shape("District", rows, _name_periods(months), cells, {})


def by_team(on: date, with_current: bool) -> Shape:
    """Silent teams too: a silent team is not a team without needs. They and the needs are made of the same
    whole, so that what lies in small needs could be missing here as well."""
    quarters = list_quarters(on, with_current=with_current)[::-1]
    cells: dict[Cell, int] = {}
    for (_, team_id, key), count in count_by(UnmetNeed.team_id, quarters).items():
        cells[(team_id, key)] = cells.get((team_id, key), 0) + count
    rows = [Head(team.id, team.name, {"team": str(team.id)}) for team in list_teams(with_closed=True)]
    rows.append(Head(None, NO_TEAM_SAID, {"team": UNSAID}))
    needs = _count_needs(quarters)
    shown: dict[Cell, Figure] = {}
    for quarter in quarters:
        small = sum(
            count for (_, key), count in needs.items() if key == quarter.key and count < SMALLEST_SHOWN
        )
        keys = [(row.key, quarter.key) for row in rows]
        shown |= zip(keys, tell([cells.get(key, 0) for key in keys], below=small), strict=True)
    return Shape("Team", rows, _name_periods(quarters), cells, shown)


def list_tops() -> list[Head]:
    return [Head(need.id, need.name, {"need": need.slug}) for need in list_needs()]


def list_areas(kind: AreaKind, on: date) -> list[Area]:
    return [area for area in queries.list_areas(on) if area.kind == kind]


def list_all_areas(kind: AreaKind, on: date) -> list[Area]:
    """Places too."""
    return queries.list_places(on) if kind == AreaKind.PLACE else list_areas(kind, on)


def find_districts_of_places(on: date) -> dict[Area, list[Any]]:
    """Ids of the districts of each place that has any, by name."""
    districts = {area.id for area in list_areas(AreaKind.DISTRICT, on)}
    found = {place: find_above_and_below(place.id, on)[1] & districts for place in queries.list_places(on)}
    return {place: sorted(ids, key=str) for place, ids in found.items() if ids}


def _by_area(areas: Sequence[Area], period: Period, on: date, *, has_totals: bool) -> Shape:
    cutter, rows, columns = _cut_by_area(period, on), list_tops(), _name_areas(areas)
    counts = {
        (need, value): count for (need, value, key), count in cutter.counts.items() if key == period.key
    }
    shown = cutter.cut([row.key for row in rows])
    return Shape("Need", rows, columns, counts, shown, has_totals, has_totals)


def _cut_by_area(period: Period, on: date) -> Cutter:
    """Districts and networks are one line: what was asked for is counted in one of them."""
    areas = [area.id for area in queries.list_areas(on)]
    counts = count_by(UnmetNeed.area_id, list_counted(period))
    return Cutter(counts, period, areas, LEAST_BY_AREA)


def _by_kind(row_head: str, column: Any, rows: Sequence[Head], period: Period) -> Shape:
    """What was asked for cut up in another way than by area."""
    counts = count_by(column, list_counted(period))
    tops = list_tops()
    figures = Cutter(counts, period, [row.key for row in rows], LEAST_BY_KIND).cut([top.key for top in tops])
    cells = {(value, need): count for (need, value, key), count in counts.items() if key == period.key}
    shown = {(value, need): figure for (need, value), figure in figures.items()}
    return Shape(row_head, rows, tops, cells, shown, has_row_totals=True)


def _count_needs(quarters: Sequence[Period]) -> dict[Cell, int]:
    return {(need, key): count for (need, _, key), count in count_by(None, quarters).items()}


def _list_months(on: date) -> tuple[list[Period], list[Period]]:
    """Those of the last four full quarters, and these."""
    quarters = list_quarters(on, with_current=False)[:QUARTERS_BY_MONTH][::-1]
    return quarters, [month for quarter in quarters for month in list_months(quarter)]


def _name_areas(areas: Iterable[Area]) -> list[Head]:
    return [Head(area.id, area.name, {"area": area.slug}) for area in areas]


def _name_periods(periods: Sequence[Period]) -> list[Head]:
    return [Head(period.key, period.label, {"period": period.key}) for period in periods]
