"""The report as files: one line for each thing it says, as CSV, and a sheet for each part, as a workbook."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from directory.models import UnmetNeedGroup
from directory.network.confirmation import day_of
from directory.small_numbers import Figure
from directory.unmet_needs.figures.files import Value, say_figure, write_lines, write_workbook
from directory.unmet_needs.figures.report import Report
from directory.unmet_needs.figures.tables import Row, Table
from directory.unmet_needs.wording import ANSWER_NAMES

COLUMNS = (
    "part",
    "period",
    "name",
    "need",
    "area",
    "answer",
    "day",
    "review_day",
    "words",
    "link",
    "row",
    "column",
    "times_asked",
    "note",
)
"""Kept as they are: docs/unmet_needs.md says what stands in them."""
Line = dict[str, Value]


def write_report_csv(report: Report, on: date) -> bytes:
    of_period: Line = {"period": report.period.key}
    lines = [of_period | line for line in list_lines(report, on)]
    return write_lines([COLUMNS, *([line.get(name, "") for name in COLUMNS] for line in lines)])


def write_report_workbook(report: Report) -> bytes:
    """The tables, then the words."""
    names = {"name": "What is missing", "need": "Need", "area": "Area"}
    given = names | {"answer": "Answer", "day": "Answered on", "review_day": "Until"}
    sheets: list[tuple[str, list[list[Value]]]] = [
        ("Answers", _lay_sheet(_list_answers(report), given | {"words": "Words", "link": "Link"})),
        ("New", _lay_sheet(_list_groups("new", report.new), names | {"day": "Sent on"})),
        ("Waits longest", _lay_sheet(_list_groups("waiting", report.waiting), names | {"day": "Sent on"})),
        ("Small but serious", _lay_sheet(_list_serious(report), names | {"words": "In words"})),
        ("Summary", [[f"Unmet needs, {report.period.label}"], [report.summary]]),
    ]
    return write_workbook(report.tables, sheets)


def list_lines(report: Report, on: date) -> Iterator[Line]:
    """In the order of the page."""
    begin: Line = {"part": "report", "name": f"Unmet needs, {report.period.label}", "day": on.isoformat()}
    yield begin | (_say(report.total) if report.total else {})
    if report.summary:
        yield {"part": "summary", "words": report.summary}
    yield from _list_serious(report)
    yield from _list_groups("new", report.new)
    yield from _list_groups("waiting", report.waiting)
    yield from _list_answers(report)
    for table in report.tables:
        yield from _list_figures(table)


def _list_serious(report: Report) -> Iterator[Line]:
    for group in report.serious:
        yield _name("small but serious", group, words=group.narrative or "")


def _list_groups(part: str, groups: Iterable[UnmetNeedGroup]) -> Iterator[Line]:
    for group in groups:
        answer = ANSWER_NAMES[group.answer.kind] if group.answer else ""
        yield _name(part, group, answer=answer, day=_say_day(group.sent_at))


def _list_answers(report: Report) -> Iterator[Line]:
    for group, one in report.answers:
        yield _name(
            "answer",
            group,
            answer=ANSWER_NAMES[one.kind],
            day=_say_day(one.answered_at),
            review_day=one.review_on.isoformat() if one.review_on else "",
            words=one.words or "",
            link=one.link or "",
        )


def _list_figures(table: Table) -> Iterator[Line]:
    for row in table.rows:
        yield from _list_row(table, row, row.figures, row.total)
    yield from _list_row(table, None, table.totals, table.total)


def _list_row(
    table: Table, row: Row | None, figures: Sequence[Figure], total: Figure | None
) -> Iterator[Line]:
    """None: the totals."""
    named: list[tuple[int | None, str, Figure]] = [
        (place, table.columns[place], figure) for place, figure in enumerate(figures)
    ]
    for place, column, figure in [*named, (None, "All", total)] if total else named:
        head: Line = {"part": "figure", "period": table.find_filter(row, place)["period"]}
        head |= {"name": table.title, "row": row.label if row else "All", "column": column}
        yield head | _say(figure)


def _say(figure: Figure) -> Line:
    return dict(zip(("times_asked", "note"), say_figure(figure), strict=True))


def _name(part: str, group: UnmetNeedGroup, **more: Value) -> Line:
    named: Line = {"part": part, "name": group.name, "need": group.need.name, "area": group.area.name}
    return named | more


def _say_day(at: datetime | None) -> str:
    return day_of(at).isoformat() if at else ""


def _lay_sheet(lines: Iterable[Line], heads: dict[str, str]) -> list[list[Value]]:
    return [list(heads.values()), *([line.get(name, "") for name in heads] for line in lines)]
