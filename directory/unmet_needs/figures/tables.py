"""The fixed list of tables, with every count as its reader may see it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from directory.listings.needs import list_needs
from directory.models.codes import AreaKind
from directory.network.queries import list_teams
from directory.small_numbers import Figure, protect
from directory.unmet_needs import queries
from directory.unmet_needs.figures import counting
from directory.unmet_needs.figures.counting import Counts
from directory.unmet_needs.figures.periods import Period, list_quarters
from directory.unmet_needs.wording import BARRIER_NAMES

Heads = Sequence[tuple[Any, str]]


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    figures: tuple[Figure, ...]
    total: Figure


@dataclass(frozen=True, slots=True)
class Table:
    """Rows and totals are rounded each on its own, so they need not add up."""

    slug: str
    title: str
    row_head: str
    period_label: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    totals: tuple[Figure, ...]
    total: Figure

    @property
    def says_nothing(self) -> bool:
        """Whether every count in it is too small to be shown."""
        return all(figure.value is None for row in self.rows for figure in row.figures)

    @property
    def longest_bar(self) -> int:
        return max((row.total.bar for row in self.rows), default=1) or 1


TITLES = {
    "need-district": "Needs by district",
    "need-pcn": "Needs by primary care network",
    "barrier-need": "What stands in the way, by need",
    "need-quarter": "Needs in all areas, by quarter",
    "team-quarter": "Teams, by quarter",
}
BY_QUARTER = ("need-quarter", "team-quarter")


def make_table(slug: str, period: Period, on: date, *, is_exact: bool) -> Table:
    """KeyError for a slug that is not in TITLES. Tables by quarter show the last eight and take no heed of
    `period`."""
    make: dict[str, Callable[[], tuple[str, Heads, Heads, Counts]]] = {
        "need-district": lambda: _need_by_area(AreaKind.DISTRICT, period, on),
        "need-pcn": lambda: _need_by_area(AreaKind.PCN, period, on),
        "barrier-need": lambda: _barrier_by_need(period),
        "need-quarter": lambda: _need_by_quarter(on, is_exact),
        "team-quarter": lambda: _team_by_quarter(on, is_exact),
    }
    head, rows, columns, counts = make[slug]()
    label = "The last eight quarters" if slug in BY_QUARTER else period.label
    return _lay_out(slug, head, label, rows, columns, counts, is_exact)


def _lay_out(
    slug: str, head: str, label: str, rows: Heads, columns: Heads, counts: Counts, is_exact: bool
) -> Table:
    def show(keys: Sequence[tuple[Any, Any]]) -> Figure:
        return protect(sum(counts.get(key, 0) for key in keys), exact=is_exact)

    row_keys, column_keys = [key for key, _ in rows], [key for key, _ in columns]
    return Table(
        slug=slug,
        title=TITLES[slug],
        row_head=head,
        period_label=label,
        columns=tuple(name for _, name in columns),
        rows=tuple(
            Row(
                name,
                tuple(show([(row, column)]) for column in column_keys),
                show([(row, column) for column in column_keys]),
            )
            for row, name in rows
        ),
        totals=tuple(show([(row, column) for row in row_keys]) for column in column_keys),
        total=show([(row, column) for row in row_keys for column in column_keys]),
    )


def _need_by_area(kind: AreaKind, period: Period, on: date) -> tuple[str, Heads, Heads, Counts]:
    areas = [(area.id, area.name) for area in queries.list_areas(on) if area.kind == kind]
    return "Need", _list_tops(), areas, counting.count_by_need_and_area(period)


def _barrier_by_need(period: Period) -> tuple[str, Heads, Heads, Counts]:
    barriers = list(BARRIER_NAMES.items())
    return "Barrier", barriers, _list_tops(), counting.count_by_barrier_and_need(period)


def _need_by_quarter(on: date, with_current: bool) -> tuple[str, Heads, Heads, Counts]:
    quarters = list_quarters(on, with_current=with_current)[::-1]
    return "Need", _list_tops(), _name(quarters), counting.count_by_need_and_period(quarters)


def _team_by_quarter(on: date, with_current: bool) -> tuple[str, Heads, Heads, Counts]:
    """Silent teams too: a silent team is not a team without needs."""
    quarters = list_quarters(on, with_current=with_current)[::-1]
    teams = [*((team.id, team.name) for team in list_teams()), (None, "No team said")]
    return "Team", teams, _name(quarters), counting.count_by_team_and_period(quarters)


def _list_tops() -> Heads:
    return [(need.id, need.name) for need in list_needs()]


def _name(periods: Sequence[Period]) -> Heads:
    return [(period.key, period.label) for period in periods]
