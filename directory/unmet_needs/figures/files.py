"""Tables as CSV and as a workbook, safe to open: no cell is ever taken for a formula."""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from directory.unmet_needs.figures.tables import Table

Value = int | str
# What makes a spreadsheet program take a text for a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
_LONGEST_SHEET_NAME = 31


def list_lines(table: Table) -> list[list[Value]]:
    """The heading, the rows, and the totals."""
    lines: list[list[Value]] = [[table.row_head, *table.columns, "All"]]
    lines += [[row.label, *(figure.cell for figure in row.figures), row.total.cell] for row in table.rows]
    return [*lines, ["All", *(figure.cell for figure in table.totals), table.total.cell]]


def write_csv(table: Table) -> bytes:
    """With a byte order mark, so that spreadsheet programs read it as UTF-8."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([_disarm(f"{table.title}: {table.period_label}")])
    writer.writerows([_disarm(value) for value in line] for line in list_lines(table))
    return text.getvalue().encode("utf-8-sig")


def write_workbook(
    tables: Iterable[Table], extra: Iterable[tuple[str, Sequence[Sequence[Value]]]] = ()
) -> bytes:
    """One sheet for each table; `extra` are further sheets as (name, lines)."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheets: list[tuple[str, Sequence[Sequence[Value]]]] = [
        (table.title, _list_sheet(table)) for table in tables
    ]
    for name, lines in [*sheets, *extra]:
        sheet = book.create_sheet(name[:_LONGEST_SHEET_NAME])
        for row, line in enumerate(lines, 1):
            for column, value in enumerate(line, 1):
                _fill(sheet.cell(row, column), value)
        sheet.cell(1, 1).font = Font(bold=True)
        sheet.column_dimensions["A"].width = 40
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _list_sheet(table: Table) -> list[list[Value]]:
    return [[f"{table.title}: {table.period_label}"], *list_lines(table)]


def _fill(cell: Cell | MergedCell, value: Value) -> None:
    if isinstance(value, int):
        cell.value = value
    else:
        cell.value = _disarm(value)
        # openpyxl would write what begins with "=" as a formula.
        cell.data_type = "s"


def _disarm(value: Value) -> Value:
    if isinstance(value, int):
        return value
    clean = ILLEGAL_CHARACTERS_RE.sub(" ", value)
    return f"'{clean}" if clean.lstrip(" ").startswith(_FORMULA_STARTS) else clean
