"""The fixed tables: what stands in their rows and columns, and which other shown figures theirs add up to.

Every sum has one home. The home of "this need in all areas in a quarter" is the table by quarter; where other
tables cut the same number up, theirs are held back if need be, and not that one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from directory.listings.needs import list_needs
from directory.models import Area, UnmetNeed
from directory.models.codes import AreaKind
from directory.network.queries import list_teams
from directory.places.containment import find_above_and_below
from directory.unmet_needs import queries
from directory.unmet_needs.figures.counting import Counts, add_up, count_by
from directory.unmet_needs.figures.periods import (
    Period,
    list_months,
    list_quarters,
    list_quarters_of,
)
from directory.unmet_needs.wording import BARRIER_NAMES

ALL = "all"
Cell = tuple[Any, Any]
"""(key of a row, key of a column); ALL for a total."""
QUARTERS_BY_MONTH = 4


@dataclass(frozen=True, slots=True)
class Head:
    """`filter` is what narrows the list of groups down to what is behind it."""

    key: Any
    label: str
    filter: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tie:
    """`parts` add up to `whole`. A number is a count that is shown elsewhere."""

    whole: Cell | int
    parts: Sequence[Cell | int]


@dataclass(frozen=True, slots=True)
class Shape:
    row_head: str
    rows: Sequence[Head]
    columns: Sequence[Head]
    counts: Mapping[Cell, int]
    ties: Sequence[Tie] = ()
    has_row_totals: bool = False
    has_column_totals: bool = False


def by_district(period: Period, on: date) -> Shape:
    """The home of a district's total, and of a need's total in all districts."""
    areas, quarters = list_areas(AreaKind.DISTRICT, on), list_quarters_of(period)
    counts = count_by(UnmetNeed.area_id, [period, *quarters])
    rows, columns = list_tops(), _name_areas(areas)
    ties = _tie_years(counts, rows, columns, quarters)
    return Shape("Need", rows, columns, _pick(counts, period), ties, True, True)


def by_pcn(period: Period, on: date) -> Shape:
    areas, quarters = list_areas(AreaKind.PCN, on), list_quarters_of(period)
    counts = count_by(UnmetNeed.area_id, [period, *quarters])
    rows, columns = list_tops(), _name_areas(areas)
    ties = _tie_years(counts, rows, columns, quarters)
    if not quarters:
        # All areas less all districts is what the networks have together.
        districts = {area.id for area in list_areas(AreaKind.DISTRICT, on)}
        for row in rows:
            found = {value: count for (need, value, _), count in counts.items() if need == row.key}
            in_districts = sum(count for value, count in found.items() if value in districts)
            cells = [(row.key, column.key) for column in columns]
            ties.append(Tie(sum(found.values()), [in_districts, *cells]))
    return Shape("Need", rows, columns, _pick(counts, period), ties)


def by_place(period: Period, on: date) -> Shape:
    """Districts put together: a county has more in a cell than any of its districts."""
    within, quarters = find_districts_of_places(on), list_quarters_of(period)
    counts = count_by(UnmetNeed.area_id, [period, *quarters])
    rows = list_tops()
    columns = [Head(place.id, place.name) for place in within]
    cells: dict[Cell, int] = {}
    ties = []
    for row in rows:
        for place, districts in within.items():
            parts = [counts.get((row.key, one, period.key), 0) for one in districts]
            cells[(row.key, place.id)] = sum(parts)
            ties.append(Tie((row.key, place.id), parts))
        own = [(row.key, place.id) for place in within]
        ties.append(Tie(sum(cells[cell] for cell in own), own))
    return Shape("Need", rows, columns, cells, ties)


def by_barrier(period: Period, _on: date) -> Shape:
    heads = [Head(barrier, label) for barrier, label in BARRIER_NAMES.items()]
    return _by_kind("Barrier", UnmetNeed.barrier, heads, period)


def by_population(period: Period, _on: date) -> Shape:
    heads = [Head(term.id, term.name) for term in queries.list_populations()]
    return _by_kind("For whom", UnmetNeed.population_id, [*heads, Head(None, "Nobody named")], period)


def by_quarter(on: date, with_current: bool) -> Shape:
    """The home of a need's total in all areas, and of the total of all needs."""
    quarters = list_quarters(on, with_current=with_current)[::-1]
    counts = count_by(None, quarters)
    cells = {(need, key): count for (need, _, key), count in counts.items()}
    return Shape("Need", list_tops(), _name_periods(quarters), cells, has_column_totals=True)


def by_month(on: date, place: Area | None) -> Shape:
    """Of the last four full quarters: in all areas, or in the districts of one place."""
    quarters = list_quarters(on, with_current=False)[:QUARTERS_BY_MONTH][::-1]
    months = [month for quarter in quarters for month in list_months(quarter)]
    counts = count_by(None if place is None else UnmetNeed.area_id, [*quarters, *months])
    if place is not None:
        wanted = set(find_districts_of_places(on).get(place, ()))
        counts = {key: count for key, count in counts.items() if key[1] in wanted}
    cells: dict[Cell, int] = {}
    for (need, _, key), count in counts.items():
        cells[(need, key)] = cells.get((need, key), 0) + count
    rows = list_tops()
    return Shape("Need", rows, _name_periods(months), cells, _tie_months(cells, rows, quarters))


def by_district_and_month(on: date) -> Shape:
    quarters = list_quarters(on, with_current=False)[:QUARTERS_BY_MONTH][::-1]
    months = [month for quarter in quarters for month in list_months(quarter)]
    counts = count_by(UnmetNeed.area_id, [*quarters, *months])
    cells: dict[Cell, int] = {}
    for (_, area_id, key), count in counts.items():
        cells[(area_id, key)] = cells.get((area_id, key), 0) + count
    rows = _name_areas(list_areas(AreaKind.DISTRICT, on))
    return Shape("District", rows, _name_periods(months), cells, _tie_months(cells, rows, quarters))


def by_team(on: date, with_current: bool) -> Shape:
    """Silent teams too: a silent team is not a team without needs."""
    quarters = list_quarters(on, with_current=with_current)[::-1]
    counts = count_by(UnmetNeed.team_id, quarters)
    cells: dict[Cell, int] = {}
    for (_, team_id, key), count in counts.items():
        cells[(team_id, key)] = cells.get((team_id, key), 0) + count
    rows = [*(Head(team.id, team.name) for team in list_teams(with_closed=True)), Head(None, "No team said")]
    ties = [
        Tie(add_up(counts, period=quarter.key), [(row.key, quarter.key) for row in rows])
        for quarter in quarters
    ]
    return Shape("Team", rows, _name_periods(quarters), cells, ties)


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


def _by_kind(row_head: str, column: Any, rows: Sequence[Head], period: Period) -> Shape:
    """What was asked for cut up in another way than by area. Their sums by need are at home elsewhere."""
    quarters = list_quarters_of(period)
    counts = count_by(column, [period, *quarters])
    tops = list_tops()
    cells = {(value, need): count for (need, value, key), count in counts.items() if key == period.key}
    turned: Counts = {(value, need, key): count for (need, value, key), count in counts.items()}
    ties = _tie_years(turned, rows, tops, quarters)
    if not quarters:
        for top in tops:
            needs = add_up(counts, need=top.key, period=period.key)
            ties.append(Tie(needs, [(row.key, top.key) for row in rows]))
        ties.append(Tie(add_up(counts, period=period.key), [(row.key, ALL) for row in rows]))
    return Shape(row_head, rows, tops, cells, ties, has_row_totals=True)


def _pick(counts: Counts, period: Period) -> dict[Cell, int]:
    return {(need, value): count for (need, value, key), count in counts.items() if key == period.key}


def _tie_years(
    counts: Counts, rows: Sequence[Head], columns: Sequence[Head], quarters: Sequence[Period]
) -> list[Tie]:
    """A year is its four quarters, each of which was shown."""
    if not quarters:
        return []
    return [
        Tie(
            (row.key, column.key),
            [counts.get((row.key, column.key, quarter.key), 0) for quarter in quarters],
        )
        for row in rows
        for column in columns
    ]


def _tie_months(cells: Mapping[Cell, int], rows: Sequence[Head], quarters: Sequence[Period]) -> list[Tie]:
    return [
        Tie(
            cells.get((row.key, quarter.key), 0),
            [(row.key, month.key) for month in list_months(quarter)],
        )
        for row in rows
        for quarter in quarters
    ]


def _name_areas(areas: Sequence[Area]) -> list[Head]:
    return [Head(area.id, area.name, {"area": area.slug}) for area in areas]


def _name_periods(periods: Sequence[Period]) -> list[Head]:
    return [Head(period.key, period.label) for period in periods]
