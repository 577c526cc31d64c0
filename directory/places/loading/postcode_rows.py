"""Turns the rows of a postcode file into rows of the table `postcode`."""

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

import pyproj

from directory.places.loading.batches import in_batches
from directory.places.loading.files import Advance, LoadRefused, Table
from directory.places.loading.layouts import Content

_CHUNK = 5_000
_COMPACT = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]?[0-9][A-Z]{2}")
# Code-Point Open marks with 90 a postcode that has no coordinates.
_NO_COORDINATES = "90"
# The British Isles in degrees. The ONS directory gives 99.999999 where it knows no place.
_SOUTH, _NORTH, _WEST, _EAST = 49.0, 61.5, -9.0, 2.5
_MOST_UNREADABLE = 0.01
_NUMBER = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]*)?")
_AXES = {Content.GRID_POSTCODES: ("easting", "northing"), Content.POSTCODES: ("latitude", "longitude")}


# In the order of the table's columns: postcode, latitude, longitude, district code, ward code.
PostcodeRow = tuple[str, float, float, str | None, str | None]


@dataclass
class Counts:
    kept: int = 0
    ended: int = 0
    without_place: int = 0
    unreadable: int = 0
    examples: list[str] = field(default_factory=list)

    def note_unreadable(self, rows: Sequence[Sequence[str]]) -> None:
        self.unreadable += len(rows)
        for row in rows[: 3 - len(self.examples)]:
            self.examples.append(",".join(row)[:80])


def read_postcodes(table: Table, counts: Counts, advance: Advance) -> Iterator[list[PostcodeRow]]:
    """Chunks of rows with a place, in WGS 84. Raises LoadRefused at the end of a table of which more than
    one row in a hundred could not be read: it is damaged, or not what it seemed."""
    before = (counts.kept, counts.unreadable)
    for chunk in in_batches(table.read(advance), _CHUNK):
        yield _convert(table, chunk, counts)
    kept, unreadable = counts.kept - before[0], counts.unreadable - before[1]
    if unreadable > _MOST_UNREADABLE * (kept + unreadable):
        raise LoadRefused(
            f"{unreadable:,} rows of {table.name} cannot be read, such as “{counts.examples[-1]}”."
        )


def _convert(table: Table, chunk: list[list[str]], counts: Counts) -> list[PostcodeRow]:
    rows = _keep_readable(table, chunk, counts)
    columns = table.layout.columns
    if table.layout.content == Content.GRID_POSTCODES:
        eastings, northings = _numbers(rows, columns["easting"]), _numbers(rows, columns["northing"])
        longitude, latitude = _from_grid().transform(eastings, northings)
    else:
        latitude, longitude = _numbers(rows, columns["latitude"]), _numbers(rows, columns["longitude"])
    at, district, ward = columns["postcode"], columns.get("district"), columns.get("ward")
    made = [
        (row[at], round(north, 6), round(east, 6), _code(row, district), _code(row, ward))
        for row, north, east in zip(rows, latitude, longitude, strict=True)
        if _SOUTH < north < _NORTH and _WEST < east < _EAST
    ]
    counts.kept += len(made)
    counts.without_place += len(rows) - len(made)
    return made


def _keep_readable(table: Table, chunk: list[list[str]], counts: Counts) -> list[list[str]]:
    """Rows with a postcode, now without spaces, and two numbers. Those that ended or have no place are
    counted and left out."""
    columns = table.layout.columns
    width = max(columns.values()) + 1
    at, quality, ended = columns["postcode"], columns.get("quality"), columns.get("ended")
    x, y = (columns[name] for name in _AXES[table.layout.content])
    kept: list[list[str]] = []
    unreadable: list[list[str]] = []
    for row in chunk:
        if len(row) < width:
            unreadable.append(row)
            continue
        postcode = row[at].replace(" ", "").upper()
        if not _COMPACT.fullmatch(postcode):
            unreadable.append(row)
        elif ended is not None and row[ended].strip():
            counts.ended += 1
        elif (quality is not None and row[quality] == _NO_COORDINATES) or not (row[x] and row[y]):
            counts.without_place += 1
        elif _NUMBER.fullmatch(row[x]) and _NUMBER.fullmatch(row[y]):
            row[at] = postcode
            kept.append(row)
        else:
            unreadable.append(row)
    counts.note_unreadable(unreadable)
    return kept


def _numbers(rows: Sequence[Sequence[str]], at: int) -> "array[float]":
    """As the grid transformation reads them without a copy."""
    return array("d", [float(row[at]) for row in rows])


def _code(row: Sequence[str], at: int | None) -> str | None:
    return None if at is None else _read_code(row[at])


@cache
def _read_code(text: str) -> str | None:
    """An ONS code; the directory writes E99999999 for "none". Kept: there are some thousands, each in
    hundreds of rows."""
    code = text.strip()[:9]
    return code if code and not code.endswith("99999999") else None


@cache
def _from_grid() -> pyproj.Transformer:
    """National grid to WGS 84. Without the survey's correction grid, which is not downloaded, a point may
    be some metres off."""
    pyproj.network.set_network_enabled(False)
    return pyproj.Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True)
