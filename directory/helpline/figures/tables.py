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
from directory.small_numbers import Figure
from directory.unmet_needs.figures.periods import Period, list_months, list_quarters
from directory.unmet_needs.figures.shapes import Head, Shape, Tie, list_areas, list_tops
from directory.unmet_needs.figures.tables import find_figures

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
_COUNTED = ("asked", "answered", "on_system")
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
    counted = count_answers(ALL_OF_THEM, quarters)
    heads = [Head(quarter.key, quarter.label) for quarter in quarters]
    return _lay_answers(heads, {head.key: counted.get((ALL_OF_THEM, head.key)) for head in heads}, is_exact)


def _answers_by_month(quarters: Sequence[Period], is_exact: bool) -> list[Row]:
    """What months add up to is shown by quarter."""
    shown = quarters[-_QUARTERS_BY_MONTH:]
    months = {quarter.key: list_months(quarter) for quarter in shown}
    counted = count_answers(ALL_OF_THEM, [month for some in months.values() for month in some])
    heads = [Head(month.key, month.label) for some in months.values() for month in some]
    found = {head.key: counted.get((ALL_OF_THEM, head.key)) for head in heads}
    sums = [[month.key for month in some] for some in months.values()]
    return _lay_answers(heads, found, is_exact, sums)


def _answers_by(
    by: str, heads: Sequence[Head], period: Period, is_exact: bool, *, covers_all: bool
) -> list[Row]:
    counted = count_answers(by, [period])
    found = {head.key: counted.get((head.key, period.key)) for head in heads}
    return _lay_answers(heads, found, is_exact, [[head.key for head in heads]] if covers_all else [])


def _lay_answers(
    heads: Sequence[Head],
    found: Mapping[Any, Answers | None],
    is_exact: bool,
    sums: Sequence[Sequence[Any]] = (),
) -> list[Row]:
    """`sums` are rows that add up to what another table shows."""
    answers = {key: one or Answers() for key, one in found.items()}
    counts = {(key, name): getattr(one, name) for key, one in answers.items() for name in _COUNTED}
    columns = [Head(name, name) for name in _COUNTED]
    ties = [
        Tie(sum(counts[(key, name)] for key in keys), [(key, name) for key in keys])
        for keys in sums
        for name in _COUNTED
    ]
    figures = find_figures(Shape("", heads, columns, counts, ties), is_exact=is_exact)
    return [
        _lay_row(head.label, answers[head.key], [figures[(head.key, n)] for n in _COUNTED], is_exact)
        for head in heads
    ]


def _lay_row(label: str, one: Answers, figures: Sequence[Figure], is_exact: bool) -> Row:
    """A count that is held back takes the share and the times made from it along."""
    asked, answered, on_system = figures
    if answered.is_held:
        one = Answers()
    at_once = find_percent(one.at_once, one.answered, is_exact=is_exact)
    share = None if on_system.is_held else find_percent(one.on_system, one.answered, is_exact=is_exact)
    cells = (
        asked,
        answered,
        say_percent(at_once, one.answered, is_exact=is_exact),
        say_within(one.minutes, 0.5, is_exact=is_exact),
        say_within(one.minutes, 0.9, is_exact=is_exact),
        on_system,
        say_percent(share, one.answered, is_exact=is_exact),
    )
    return Row(label, cells, at_once, share)


def _outcomes_by_quarter(quarters: Sequence[Period], is_exact: bool) -> list[Row]:
    found = count_outcomes(ALL_OF_THEM, quarters)
    counts = {(kind, quarter): count for (_, quarter, kind), count in found.items()}
    rows = [Head(kind, name) for kind, name in OUTCOME_NAMES.items()]
    columns = [Head(quarter.key, quarter.label) for quarter in quarters]
    return _lay_counts(Shape("", rows, columns, counts), is_exact)


def _outcomes_by(
    by: str, heads: Sequence[Head], period: Period, is_exact: bool, *, covers_all: bool
) -> list[Row]:
    found = count_outcomes(by, [period])
    counts = {(key, kind): count for (key, _, kind), count in found.items()}
    columns = [Head(kind, name) for kind, name in OUTCOME_NAMES.items()]
    ties = [
        Tie(sum(counts.get((head.key, kind), 0) for head in heads), [(head.key, kind) for head in heads])
        for kind in OUTCOME_NAMES
        if covers_all
    ]
    return _lay_counts(Shape("", heads, columns, counts, ties), is_exact)


def _lay_counts(shape: Shape, is_exact: bool) -> list[Row]:
    figures = find_figures(shape, is_exact=is_exact)
    return [
        Row(row.label, tuple(figures[(row.key, column.key)] for column in shape.columns))
        for row in shape.rows
    ]


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
