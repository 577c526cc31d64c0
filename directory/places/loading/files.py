"""Opens what the publishers hand out (a CSV file, a workbook, a zip or a folder of them) as tables of text
rows. Nothing is unpacked to disk and no file is held in memory, a workbook excepted."""

import csv
import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePath
from typing import IO, Any

from directory.errors import DirectoryError
from directory.places.loading.layouts import ACCEPTED, Layout, recognize

Advance = Callable[[int], None]
_CSV, _WORKBOOK = (".csv", ".txt"), (".xlsx",)
_WORKBOOK_SIGN = "[Content_Types].xml"
_LARGEST_WORKBOOK = 50_000_000
# Unpacked, and in cells: a few kilobytes of zip can hold more than any memory.
_LARGEST_UNPACKED, _MOST_CELLS = 300_000_000, 5_000_000
# Broken off, damaged, with a password, or packed in a way that Python does not know.
_DAMAGED = (csv.Error, zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, ValueError)
_UNREADABLE = (*_DAMAGED, OSError, RuntimeError)
# The ONS directory holds its rows a second time, cut up by postcode area.
_REPEATED = "multi_csv"


class LoadRefused(DirectoryError):
    """The files cannot be loaded: the message says why, and nothing was changed."""


@dataclass(frozen=True)
class Table:
    """`read` gives the rows below the headings; it reports the bytes it has read as it goes."""

    name: str
    layout: Layout
    size: int
    read: Callable[[Advance], Iterator[list[str]]]


@dataclass(frozen=True)
class _Member:
    """One file, alone or within a zip. `name` is how the person knows it."""

    name: str
    path: PurePath
    size: int
    is_workbook: bool
    open: Callable[[], AbstractContextManager[IO[bytes]]]


def open_tables(path: Path) -> list[Table]:
    """The tables at `path` that can be loaded. Raises LoadRefused, naming what was seen, if there is none;
    beside one that can be, other files (licences, lists of columns) are passed over."""
    members = [member for member in _list_members(path) if _REPEATED not in member.path.parts]
    tables = [table for member in members for table in _list_tables(member)]
    if tables:
        return tables
    seen = "; ".join(_describe(member) for member in members[:3]) or "no CSV file and no workbook"
    raise LoadRefused(f"{path.name} cannot be loaded. It holds {seen}. What can be loaded: {ACCEPTED}.")


def _list_members(path: Path) -> list[_Member]:
    if not path.exists():
        raise LoadRefused(f"There is no file or folder {path}.")
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.is_file() and _is_table(file))
        return [_on_disk(file) for file in files]
    if zipfile.is_zipfile(path):
        inside = _list_zip(path)
        # A workbook is a zip too.
        if not any(info.filename == _WORKBOOK_SIGN for info in inside):
            return [_in_zip(path, info) for info in inside if _is_table(PurePath(info.filename))]
    return [_on_disk(path)]


def _list_zip(path: Path) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.infolist()
    except _UNREADABLE as error:
        raise LoadRefused(f"{path.name} is no zip that can be read: {error}.") from error


def _is_table(path: PurePath) -> bool:
    return path.suffix.lower() in (*_CSV, *_WORKBOOK)


def _on_disk(path: Path) -> _Member:
    return _Member(path.name, path, path.stat().st_size, zipfile.is_zipfile(path), lambda: path.open("rb"))


def _in_zip(path: Path, info: zipfile.ZipInfo) -> _Member:
    name = f"{path.name}/{info.filename}"
    inner = PurePath(info.filename)
    is_workbook = inner.suffix.lower() in _WORKBOOK
    return _Member(name, inner, info.file_size, is_workbook, lambda: _open_in_zip(path, info))


@contextmanager
def _open_in_zip(path: Path, info: zipfile.ZipInfo) -> Iterator[IO[bytes]]:
    with zipfile.ZipFile(path) as archive, archive.open(info) as file:
        yield file


class _Counted(io.RawIOBase):
    """Tells how many bytes have been read through it."""

    def __init__(self, raw: IO[bytes], advance: Advance) -> None:
        self._raw, self._advance = raw, advance

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        chunk = self._raw.read(len(buffer))
        buffer[: len(chunk)] = chunk
        self._advance(len(chunk))
        return len(chunk)


def _list_tables(member: _Member) -> list[Table]:
    if member.is_workbook:
        return _list_sheets(member)
    layout = recognize(next(_read_csv(member, lambda _: None), []))
    if layout is None:
        return []

    def read(advance: Advance) -> Iterator[list[str]]:
        rows = _read_csv(member, advance)
        if layout.has_headings:
            next(rows, None)
        yield from rows

    return [Table(member.name, layout, member.size, read)]


def _read_csv(member: _Member, advance: Advance) -> Iterator[list[str]]:
    """Rows that are not empty. Raises LoadRefused where the file breaks off or is no text."""
    try:
        with member.open() as raw:
            buffered = io.BufferedReader(_Counted(raw, advance), 1 << 18)
            with io.TextIOWrapper(buffered, encoding="utf-8-sig", errors="replace", newline="") as text:
                yield from filter(None, csv.reader(text))
    except _UNREADABLE as error:
        raise LoadRefused(f"{member.name} cannot be read: {error}.") from error


def _list_sheets(member: _Member) -> list[Table]:
    sheets = {title: rows for title, rows in _read_workbook(member).items() if rows}
    tables = []
    for title, rows in sheets.items():
        layout = recognize(rows[0])
        if layout:
            body = rows[1:] if layout.has_headings else rows
            tables.append(Table(f"{member.name} ({title})", layout, len(body), _read_kept(body)))
    return tables


def _read_kept(rows: list[list[str]]) -> Callable[[Advance], Iterator[list[str]]]:
    def read(advance: Advance) -> Iterator[list[str]]:
        for row in rows:
            advance(1)
            yield row

    return read


def _read_workbook(member: _Member) -> dict[str, list[list[str]]]:
    # Here, because it is large and most files are none.
    from openpyxl import load_workbook

    try:
        with member.open() as raw:
            packed = io.BytesIO(raw.read(_LARGEST_WORKBOOK + 1))
        _refuse_large(packed, member.name)
        with closing(load_workbook(packed, read_only=True, data_only=True)) as book:
            return {sheet.title: list(_read_sheet(sheet, member.name)) for sheet in book.worksheets}
    except LoadRefused:
        raise
    except Exception as error:
        # A damaged workbook fails in openpyxl in more ways than can be listed.
        raise LoadRefused(f"{member.name} is no workbook that can be read.") from error


def _refuse_large(packed: io.BytesIO, name: str) -> None:
    """What a zip says of its sizes binds: more than that is not read out of it."""
    with zipfile.ZipFile(packed) as archive:
        unpacked = sum(info.file_size for info in archive.infolist())
    if packed.getbuffer().nbytes > _LARGEST_WORKBOOK or unpacked > _LARGEST_UNPACKED:
        raise LoadRefused(f"{name} is larger than any workbook that is published.")


def _read_sheet(sheet: Any, name: str) -> Iterator[list[str]]:
    # What the sheet says of its size would be filled up with empty cells.
    sheet.reset_dimensions()
    cells = width = 0
    for row in sheet.iter_rows(values_only=True):
        cells, width = cells + 1 + len(row), max(width, len(row))
        if cells > _MOST_CELLS:
            raise LoadRefused(f"{name} has more cells than any workbook that is published.")
        yield [_as_text(cell) for cell in row] + [""] * (width - len(row))


def _as_text(cell: Any) -> str:
    """A date as the NHS writes it in its text files (20191001)."""
    if isinstance(cell, date):
        return cell.strftime("%Y%m%d")
    return "" if cell is None else str(cell)


def _describe(member: _Member) -> str:
    if member.is_workbook:
        return f"{member.name}, a workbook with other sheets"
    first = ",".join(next(_read_csv(member, lambda _: None), []))
    return f"{member.name}, which begins “{first[:80]}”" if first else f"{member.name}, which is empty"
