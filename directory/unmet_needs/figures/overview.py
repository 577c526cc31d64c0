"""What a commissioner reads first: one quarter, what changed since the one before, and what waits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from directory.models import UnmetNeedAnswer, UnmetNeedGroup
from directory.models.codes import AreaKind
from directory.small_numbers import LEAST_SCALE, Figure
from directory.unmet_needs.figures import report
from directory.unmet_needs.figures.periods import Period, list_quarters, list_years
from directory.unmet_needs.figures.picture import Spot, draw_spots
from directory.unmet_needs.figures.shapes import list_areas
from directory.unmet_needs.figures.tables import Row, Table, make_table


@dataclass(frozen=True, slots=True)
class Change:
    """A need in this quarter and in the one before, as both are shown. `words` go by what is shown."""

    label: str
    now: Figure
    before: Figure | None
    slug: str

    @property
    def words(self) -> str:
        if self.before is None or self.now.is_held or self.before.is_held:
            return "cannot be said"
        step = _size(self.now) - _size(self.before)
        return "more" if step > 0 else "fewer" if step < 0 else "about the same"


@dataclass(frozen=True, slots=True)
class Overview:
    """`spots` are districts for the map and its picture. They and `table` are of `areas_period`: the last
    full year where no number of the quarter is shown by district. `silent` teams have fewer than 5, or
    none; where there are neither, it would give a small count away to name them."""

    period: Period
    areas_period: Period
    total: Figure
    total_before: Figure | None
    needs: tuple[Change, ...]
    table: Table
    spots: tuple[Spot, ...]
    new: tuple[UnmetNeedGroup, ...]
    waiting: tuple[UnmetNeedGroup, ...]
    answers: tuple[tuple[UnmetNeedGroup, UnmetNeedAnswer], ...]
    reporting: tuple[Row, ...]
    silent: tuple[Row, ...]

    @property
    def longest_bar(self) -> int:
        return max([LEAST_SCALE, *(one.now.bar for one in self.needs)])


def make_overview(period: Period, on: date, *, is_exact: bool) -> Overview:
    """`period` is a quarter."""
    by_quarter = make_table("need-quarter", period, on, is_exact=is_exact)
    # The newest is last in a table by quarter.
    quarters = list_quarters(on, with_current=is_exact)[::-1]
    place = next(number for number, one in enumerate(quarters) if one.key == period.key)
    areas_period, table = _tell_districts(period, on, is_exact)
    teams = make_table("team-quarter", period, on, is_exact=is_exact)
    reporting, silent = _split_teams(teams.rows, place)
    return Overview(
        period=period,
        areas_period=areas_period,
        total=by_quarter.totals[place],
        total_before=by_quarter.totals[place - 1] if place else None,
        needs=tuple(_list_changes(by_quarter.rows, place)),
        table=table,
        spots=tuple(draw_spots(list_areas(AreaKind.DISTRICT, on), table.totals)),
        new=tuple(report.list_new(period)),
        waiting=tuple(report.list_waiting()),
        answers=tuple(report.list_answers(period)),
        reporting=tuple(reporting),
        silent=tuple(silent),
    )


def _tell_districts(period: Period, on: date, is_exact: bool) -> tuple[Period, Table]:
    table = make_table("need-district", period, on, is_exact=is_exact)
    if is_exact or not table.says_nothing:
        return period, table
    year = list_years(on, with_current=False)[0]
    return year, make_table("need-district", year, on, is_exact=False)


def _list_changes(rows: Sequence[Row], place: int) -> list[Change]:
    return order_changes(
        Change(row.label, row.figures[place], row.figures[place - 1] if place else None, row.filter["need"])
        for row in rows
    )


def order_changes(changes: Iterable[Change]) -> list[Change]:
    """The most asked for first."""
    return sorted(changes, key=lambda one: (-_size(one.now), one.label))


def _split_teams(rows: Sequence[Row], place: int) -> tuple[list[Row], list[Row]]:
    """Whose figure is shown, and whose is small. Who may see true counts is told who is silent altogether."""
    # The last row is what was logged without a team.
    told = [row for row in rows[:-1] if not row.figures[place].is_held]
    return [row for row in told if row.figures[place].value], [
        row for row in told if not row.figures[place].value
    ]


def _size(figure: Figure) -> int:
    return figure.value or 0
