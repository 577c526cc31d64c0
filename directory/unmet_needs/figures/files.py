"""Tables as CSV and as a workbook, safe to open: no cell is ever taken for a formula."""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from directory.small_numbers import ROUNDED_TO, Figure
from directory.unmet_needs.figures.tables import Table

Value = int | str
# What makes a spreadsheet program take a text for a formula; the first four in full width too.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", *"\uff1d\uff0b\uff0d\uff20")
# What is not seen before it.
_BLANKS = " \u00a0\u00ad\u200b\u200c\u200d\u2060\u3000\ufeff"
_LONGEST_SHEET_NAME = 31
_LONGEST_IN_A_LINE = 60


def list_lines(table: Table) -> list[list[Value]]:
    """The heading, the rows, and the totals where the table has some."""
    has_totals = any(row.total for row in table.rows)
    lines: list[list[Value]] = [[table.row_head, *table.columns, *(["All"] if has_totals else [])]]
    for row in table.rows:
        figures = [*row.figures, row.total] if row.total else row.figures
        lines.append([row.label, *(figure.cell for figure in figures)])
    totals = [*table.totals, table.total] if table.total else table.totals
    return [*lines, ["All", *(figure.cell for figure in totals)]] if totals else lines


def say_figure(figure: Figure) -> list[Value]:
    """The number, empty where there is none, and what it is."""
    if figure.value is None:
        return ["", str(figure)]
    return [
        figure.value,
        "added up from what is shown" if figure.is_added else f"rounded to the nearest {ROUNDED_TO}",
    ]


def write_csv(table: Table) -> bytes:
    return write_lines(_list_sheet(table))


def write_lines(lines: Iterable[Sequence[Value]]) -> bytes:
    """As CSV, with a byte order mark, so that spreadsheet programs read it as UTF-8."""
    text = StringIO()
    csv.writer(text).writerows([_disarm(value) for value in line] for line in lines)
    return text.getvalue().encode("utf-8-sig")


def write_workbook(
    tables: Iterable[Table], extra: Iterable[tuple[str, Sequence[Sequence[Value]]]] = ()
) -> bytes:
    """One sheet for each table; `extra` are further sheets as (name, lines)."""
    return _write_book([*((table.title, _list_sheet(table)) for table in tables), *extra])


def write_sheet(name: str, lines: Sequence[Sequence[Value]]) -> bytes:
    """A workbook of one sheet."""
    return _write_book([(name, lines)])


def _write_book(sheets: Iterable[tuple[str, Sequence[Sequence[Value]]]]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, lines in sheets:
        sheet = book.create_sheet(name[:_LONGEST_SHEET_NAME])
        for row, line in enumerate(lines, 1):
            for column, value in enumerate(line, 1):
                _fill(sheet.cell(row, column), value)
        sheet.cell(1, 1).font = Font(bold=True)
        sheet.column_dimensions["A"].width = 40
        _show_prose(sheet)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _show_prose(sheet: Worksheet) -> None:
    """Sentences are read in a wide column, each whole."""
    for cell in (cell for line in sheet.iter_rows(min_row=2) for cell in line):
        if isinstance(cell.value, str) and len(cell.value) > _LONGEST_IN_A_LINE:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            sheet.column_dimensions[get_column_letter(cell.column)].width = _LONGEST_IN_A_LINE


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
    return f"'{clean}" if clean.lstrip(_BLANKS).startswith(_FORMULA_STARTS) else clean
