"""The fixed list of tables, with every figure as its reader may see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from directory.helpline.figures.counting import ALL_OF_THEM, Answers, count_answers, count_outcomes
from directory.helpline.figures.showing import find_percent, say_cell, say_percent, say_within
from directory.helpline.wording import OUTCOME_NAMES
from directory.models.codes import AreaKind
from directory.network.queries import list_teams
from directory.network.wording import SPECIALTY_NAMES
from directory.small_numbers import Figure, protect, tell
from directory.unmet_needs.figures.counting import Counts
from directory.unmet_needs.figures.cutting import LEAST_BY_KIND, Cutter
from directory.unmet_needs.figures.periods import (
    Period,
    list_months,
    list_quarters,
    list_quarters_of,
    list_quarters_until,
)
from directory.unmet_needs.figures.shapes import Head, list_areas, list_tops

TITLES = {
    "answers-quarter": "How it goes, by quarter",
    "answers-month": "How it goes, by month",
    "answers-need": "How it goes, by need",
    "answers-team": "How it goes, by team",
    "answers-specialty": "How it goes, by kind of team",
    "answers-district": "How it goes, by district",
    "answers-pcn": "How it goes, by primary care network",
    "outcomes-quarter": "How they ended, by quarter",
    "outcomes-need": "How they ended, by need",
    "outcomes-team": "How they ended, by team",
    "outcomes-specialty": "How they ended, by kind of team",
    "outcomes-district": "How they ended, by district",
    "outcomes-pcn": "How they ended, by primary care network",
}
BY_TIME = ("answers-quarter", "answers-month", "outcomes-quarter")
ANSWER_COLUMNS = (
    "Asked",
    "Answered",
    "Answered at once",
    "Half answered within",
    "Nine in ten answered within",
    "On the system already",
    "Share on the system",
)
_COUNTED = ("asked", "answered", "at_once", "on_system")
_QUARTERS_BY_MONTH = 4


@dataclass(frozen=True, slots=True)
class Row:
    """`at_once` and `on_system` are percent of those answered, for the picture."""

    label: str
    cells: tuple[Figure | str, ...]
    at_once: int | None = None
    on_system: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    slug: str
    title: str
    row_head: str
    period_label: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def places(self) -> list[int]:
        """The places of the columns in the order of a page: of times the newest first."""
        places = list(range(len(self.columns)))
        return places[::-1] if self.slug == "outcomes-quarter" else places

    @property
    def rows_on_page(self) -> tuple[Row, ...]:
        """The same of rows. Files and the chart go from the oldest to the newest."""
        is_by_time = self.slug in BY_TIME and self.slug != "outcomes-quarter"
        return self.rows[::-1] if is_by_time else self.rows

    @property
    def holds_back(self) -> bool:
        return any(isinstance(cell, Figure) and cell.is_held for row in self.rows for cell in row.cells)

    def list_lines(self) -> list[list[int | str]]:
        """For a spreadsheet: title, heading, rows."""
        lines: list[list[int | str]] = [
            [f"{self.title}: {self.period_label}"],
            [self.row_head, *self.columns],
        ]
        return [*lines, *([row.label, *map(say_cell, row.cells)] for row in self.rows)]


def make_table(slug: str, period: Period, on: date, *, is_exact: bool) -> Table:
    """KeyError for a slug that is not in TITLES. Tables by time take no heed of `period`."""
    title = TITLES[slug]
    what, _, by = slug.partition("-")
    if by in ("quarter", "month"):
        quarters = list_quarters(on, with_current=is_exact)[::-1]
        label = "The last eight quarters" if by == "quarter" else "The last four quarters"
        make = _answers_by_month if by == "month" else _answers_by_quarter
        rows = make(quarters, is_exact) if what == "answers" else _outcomes_by_quarter(quarters, is_exact)
        head = "Month" if by == "month" else "Quarter" if what == "answers" else "How it ended"
    else:
        head, rows_of = _list_rows(by, on)
        label, key = period.label, "area" if by in ("district", "pcn") else by
        make_rows = _answers_by if what == "answers" else _outcomes_by
        rows = make_rows(key, rows_of, period, is_exact, covers_all=key != "area")
    columns = ANSWER_COLUMNS if what == "answers" else tuple(OUTCOME_NAMES.values())
    if slug == "outcomes-quarter":
        columns = tuple(quarter.label for quarter in quarters)
    return Table(slug, title, head, label, columns, tuple(rows))


def say_whether_it_falls(table: Table) -> str:
    """Of the table by quarter: how often it was on the system already, now and a year before. Empty where one
    of the two cannot be said."""
    year = 4
    if len(table.rows) <= year:
        return ""
    now, before = table.rows[-1], table.rows[-1 - year]
    if now.on_system is None or before.on_system is None:
        return ""
    change = "as often as" if now.on_system == before.on_system else ""
    change = change or ("less often than" if now.on_system < before.on_system else "more often than")
    return (
        f"In {now.label} the answer was on the system already in {now.on_system}% of the enquiries answered. "
        f"That is {change} a year before ({before.on_system}%)."
    )


def _answers_by_quarter(quarters: Sequence[Period], is_exact: bool) -> list[Row]:
    """The wholes."""
    counted = count_answers(ALL_OF_THEM, quarters, is_settled=not is_exact)
    rows = []
    for quarter in quarters:
        one = counted.get((ALL_OF_THEM, quarter.key)) or Answers()
        figures = [protect(getattr(one, name), exact=is_exact) for name in _COUNTED]
        rows.append(_lay_row(quarter.label, one, figures))
    return rows


def _answers_by_month(quarters: Sequence[Period], is_exact: bool) -> list[Row]:
    rows = []
    for quarter in quarters[-_QUARTERS_BY_MONTH:]:
        months = list_months(quarter)
        counted = count_answers(ALL_OF_THEM, months, is_settled=not is_exact)
        answers = [counted.get((ALL_OF_THEM, month.key)) or Answers() for month in months]
        lines = [_tell_months([getattr(one, name) for one in answers], is_exact) for name in _COUNTED]
        for month, one, *figures in zip(months, answers, *lines, strict=True):
            rows.append(_lay_row(month.label, one, figures))
    return rows


def _tell_months(counts: Sequence[int], is_exact: bool) -> list[Figure]:
    return [protect(count, exact=True) for count in counts] if is_exact else tell(counts)


def _answers_by(
    by: str, heads: Sequence[Head], period: Period, is_exact: bool, *, covers_all: bool
) -> list[Row]:
    found = count_answers(by, _list_counted(period, is_exact), is_settled=not is_exact)
    counts = {
        (name, key, quarter): getattr(one, name) for (key, quarter), one in found.items() for name in _COUNTED
    }
    figures = _find_figures(counts, _COUNTED, heads, period, is_exact, covers_all)
    within = [period] if is_exact else list_quarters_of(period) or [period]
    answers = {
        head.key: _put_together([found[key] for one in within if (key := (head.key, one.key)) in found])
        for head in heads
    }
    return [
        _lay_row(head.label, answers[head.key], [figures[(name, head.key)] for name in _COUNTED])
        for head in heads
    ]


def _list_counted(period: Period, is_exact: bool) -> list[Period]:
    """For those who see no true counts a year is its quarters."""
    return [period] if is_exact else list_quarters_until(period)


def _find_figures(
    counts: Counts,
    names: Sequence[Any],
    heads: Sequence[Head],
    period: Period,
    is_exact: bool,
    covers_all: bool,
) -> Mapping[tuple[Any, Any], Figure]:
    """By (one of `names`, key of a head)."""
    keys = [head.key for head in heads]
    if is_exact:
        cells = [(name, key) for name in names for key in keys]
        return {cell: protect(counts.get((*cell, period.key), 0), exact=True) for cell in cells}
    sums: Counts = {}
    for (name, key, _), count in counts.items() if list_quarters_of(period) else ():
        sums[(name, key, period.key)] = sums.get((name, key, period.key), 0) + count
    return Cutter(counts | sums, period, keys, LEAST_BY_KIND, is_open=not covers_all).cut(names)


def _put_together(parts: Sequence[Answers]) -> Answers:
    total = Answers()
    for one in parts:
        for name in _COUNTED:
            setattr(total, name, getattr(total, name) + getattr(one, name))
        total.minutes += one.minutes
    return total


def _lay_row(label: str, one: Answers, figures: Sequence[Figure]) -> Row:
    """Shares and whether times are told come from what is shown."""
    asked, answered, at_once, on_system = figures
    shares = [find_percent(part, answered) for part in (at_once, on_system)]
    cells = (
        asked,
        answered,
        say_percent(shares[0], answered),
        say_within(one.minutes, 0.5, answered),
        say_within(one.minutes, 0.9, answered),
        on_system,
        say_percent(shares[1], answered),
    )
    return Row(label, cells, *shares)


def _outcomes_by_quarter(quarters: Sequence[Period], is_exact: bool) -> list[Row]:
    """The wholes."""
    found = count_outcomes(ALL_OF_THEM, quarters, is_settled=not is_exact)
    counts = {(kind, quarter): count for (_, quarter, kind), count in found.items()}
    return [
        Row(name, tuple(protect(counts.get((kind, one.key), 0), exact=is_exact) for one in quarters))
        for kind, name in OUTCOME_NAMES.items()
    ]


def _outcomes_by(
    by: str, heads: Sequence[Head], period: Period, is_exact: bool, *, covers_all: bool
) -> list[Row]:
    found = count_outcomes(by, _list_counted(period, is_exact), is_settled=not is_exact)
    counts = {(kind, key, quarter): count for (key, quarter, kind), count in found.items()}
    kinds = list(OUTCOME_NAMES)
    figures = _find_figures(counts, kinds, heads, period, is_exact, covers_all)
    return [Row(head.label, tuple(figures[(kind, head.key)] for kind in kinds)) for head in heads]


def _list_rows(by: str, on: date) -> tuple[str, list[Head]]:
    """The head of the first column, and a row for each; what was not said has a row of its own."""
    if by == "need":
        return "Need", [*list_tops(), Head(None, "No need said")]
    if by == "team":
        return "Team", [*(Head(team.id, team.name) for team in list_teams()), Head(None, "No team said")]
    if by == "specialty":
        names = [Head(one, name) for one, name in SPECIALTY_NAMES.items()]
        return "Kind of team", [*names, Head(None, "Not said")]
    kind = AreaKind.DISTRICT if by == "district" else AreaKind.PCN
    return ("District" if by == "district" else "Network"), [
        Head(area.id, area.name) for area in list_areas(kind, on)
    ]
