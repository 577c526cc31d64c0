"""Any CSV files, by a mapping."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from directory.exchange.opening_hours import read_day_columns, read_hours
from directory.exchange.readers.files import read_headings, read_rows
from directory.exchange.readers.mapping import FileMapping, Hours, Mapping, Skip, Value
from directory.exchange.readers.tables import TableSet, join_services, unused_warnings
from directory.exchange.records import Reading, UnreadableFile

# The table whose row of the same line a part belongs to, unless the mapping names another owner.
_OWNERS = {
    "addresses": ("location_id", "locations"),
    "accessibility": ("location_id", "locations"),
    "organization_identifiers": ("organization_id", "organizations"),
    "phones": ("service_id", "services"),
    "contacts": ("service_id", "services"),
    "schedules": ("service_id", "services"),
    "languages": ("service_id", "services"),
    "cost_options": ("service_id", "services"),
    "service_areas": ("service_id", "services"),
    "funding": ("service_id", "services"),
    "urls": ("service_id", "services"),
    "attributes": ("link_id", "services"),
    "eligibility": ("service_id", "services"),
}
_LONGEST_ID = 120
_SMALL_WORDS = "and|at|by|for|from|in|of|on|or|the|to|with"
_NAME_WORD = re.compile(rf"(?<![\w'’])(?!(?<=\s)(?:{_SMALL_WORDS})\b)[^\W\d_][\w'’]*")
_SENTENCE_START = re.compile(r"(^|[.!?]\s+)([a-z])")


def read_mapped_csv(path: Path, mapping: Mapping) -> Reading:
    """`path` is the folder that holds the files of the mapping, or its one file. Raises UnreadableFile."""
    reading = Reading(source=mapping.source, organization=mapping.organization)
    tables = read_mapped_tables(path, mapping, reading)
    join_services(tables, reading, is_strict=False)
    reading.warnings += unused_warnings(tables)
    return reading


def read_mapped_tables(path: Path, mapping: Mapping, reading: Reading) -> TableSet:
    tables = TableSet()
    for part in mapping.files:
        file = _file_of(path, part, mapping)
        _check_columns(file, part, mapping)
        for line, cells in read_rows(file, part.encoding):
            origin = f"{file.name}, line {line}"
            row = _RowReader(part, cells)
            reason = next((skip.because for skip in part.skips if row.is_skipped(skip)), None)
            if reason:
                reading.left_out.append((origin, reason))
            else:
                row.fill(tables, origin)
    return tables


def _file_of(path: Path, part: FileMapping, mapping: Mapping) -> Path:
    if path.is_file() and len(mapping.files) == 1:
        return path
    file = path / part.name
    if not file.is_file():
        raise UnreadableFile(
            f"{mapping.path.name}, line {part.line}: there is no {part.name} in {path.name or path}."
        )
    return file


def _check_columns(file: Path, part: FileMapping, mapping: Mapping) -> None:
    headings = read_headings(file, part.encoding)
    for column, line in _columns_read(part):
        if column not in headings:
            raise UnreadableFile(
                f"{mapping.path.name}, line {line}: {file.name} has no column “{column}”. "
                f"It has {', '.join(headings[:40])}."
            )


def _columns_read(part: FileMapping) -> Iterator[tuple[str, int]]:
    yield from ((column, part.line) for column in part.id)
    yield from ((skip.column, part.line) for skip in part.skips)
    for rows in part.tables.values():
        for row in rows:
            if isinstance(row, Hours):
                yield from ((column, row.line) for column in row.columns.values())
            for value in (row.also if isinstance(row, Hours) else row).values():
                if isinstance(value, Value):
                    yield from ((column, value.line) for column in value.columns)


class _RowReader:
    """One row of a file, read by its mapping."""

    def __init__(self, part: FileMapping, cells: dict[str, str]) -> None:
        self.part = part
        self.cells = cells

    def is_skipped(self, skip: Skip) -> bool:
        text = self._cell(skip.column)
        if skip.wanted in ("filled", "empty"):
            return bool(text) == (skip.wanted == "filled")
        return text.casefold() in skip.wanted

    def fill(self, tables: TableSet, origin: str) -> None:
        made: dict[str, str] = {}
        own_id = make_id([self._cell(column) for column in self.part.id])
        for table, patterns in self.part.tables.items():
            for pattern in patterns:
                for values in self._rows(pattern):
                    self._link(table, values, own_id, made)
                    tables.add(table, values, origin)
        self._link_site(tables, made, origin)

    def _rows(self, pattern: dict[str, Any] | Hours) -> Iterator[dict[str, Any]]:
        if isinstance(pattern, Hours):
            also = {key: self._value(value) for key, value in pattern.also.items()}
            yield from (schedule | also for schedule in self._schedules(pattern))
            return
        values = {key: self._value(value) for key, value in pattern.items()}
        read = [values[key] for key, value in pattern.items() if isinstance(value, Value)]
        if not read or any(value not in ("", []) for value in read):
            yield values

    def _link(self, table: str, values: dict[str, Any], own_id: str, made: dict[str, str]) -> None:
        """Ids of what is made here, and the owner of parts that name none."""
        if table in ("organizations", "services", "locations"):
            values.setdefault("id", own_id)
            made.setdefault(table, str(values["id"]))
        if table == "services" and "organizations" in made:
            values.setdefault("organization_id", made["organizations"])
        owner = _OWNERS.get(table)
        if owner and not any(key.endswith("_id") and key != "taxonomy_term_id" for key in values):
            values[owner[0]] = made.get(owner[1], own_id)

    def _link_site(self, tables: TableSet, made: dict[str, str], origin: str) -> None:
        """A service and a place of the same row belong together, unless the mapping says how they do."""
        if {"services", "locations"} <= set(made) and "service_at_locations" not in self.part.tables:
            link = {"service_id": made["services"], "location_id": made["locations"]}
            tables.add("service_at_locations", link, origin)

    def _schedules(self, hours: Hours) -> list[dict[str, Any]]:
        if "" in hours.columns:
            return read_hours(self._cell(hours.columns[""]), hours.clock or 12)
        texts = {day: self._cell(column) for day, column in hours.columns.items()}
        return read_day_columns(texts, hours.clock or 24)

    def _cell(self, column: str) -> str:
        text = self.cells.get(column, "").replace("\xa0", " ").strip()
        return "" if text.casefold() in self.part.empty else text

    def _value(self, value: Any) -> Any:
        if not isinstance(value, Value):
            return value
        texts = [text for text in (self._cell(column) for column in value.columns) if text]
        return apply_steps(texts, value.steps)


def make_id(texts: list[str]) -> str:
    """One name for a row; the end of a long one is told by its checksum."""
    joined = " | ".join(text for text in texts if text)
    if len(joined) <= _LONGEST_ID:
        return joined
    return f"{joined[:_LONGEST_ID]} #{hashlib.sha256(joined.encode()).hexdigest()[:12]}"


def apply_steps(texts: list[str], steps: dict[str, Any]) -> Any:
    """Match, split, take, map, calm, join, then prefix and suffix; `default` where nothing is left."""
    if "match" in steps:
        texts = [found[found.re.groups and 1] for text in texts if (found := steps["match"].search(text))]
    if "split" in steps:
        texts = [part.strip() for text in texts for part in text.split(steps["split"]) if part.strip()]
    texts = _taken(texts, steps.get("take", "all"))
    if "map" in steps:
        return _mapped(texts, steps)
    if steps.get("calm"):
        texts = [calm_text(text, as_name=steps["calm"] == "name") for text in texts]
    text = str(steps.get("join", ", ")).join(texts)
    if not text:
        return steps.get("default", "")
    text = f"{steps.get('prefix', '')}{text}{steps.get('suffix', '')}"
    return shorten(text, int(steps["longest"])) if "longest" in steps else text


def calm_text(text: str, as_name: bool = False) -> str:
    """Text in capitals as sentences, or with capitals as names have them; text that already has small
    letters is left as it is."""
    letters = [letter for letter in text if letter.isalpha()]
    if len(letters) < 4 or sum(letter.isupper() for letter in letters) < 0.8 * len(letters):
        return text
    if as_name:
        return _NAME_WORD.sub(lambda found: found[0].capitalize(), text.lower())
    return _SENTENCE_START.sub(lambda found: found[1] + found[2].upper(), text.lower())


def shorten(text: str, longest: int) -> str:
    """At most `longest` characters, cut at a word."""
    text = " ".join(text.split())
    if len(text) <= longest:
        return text
    return text[: longest - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def _taken(texts: list[str], which: str) -> list[str]:
    parts = {"first": texts[:1], "last": texts[-1:], "rest": texts[1:], "all-but-last": texts[:-1]}
    return parts.get(which, texts)


def _mapped(texts: list[str], steps: dict[str, Any]) -> Any:
    """What the map has for each text. Lists are joined into one; other values: the first."""
    found = [steps["map"][text.casefold()] for text in texts if text.casefold() in steps["map"]]
    if not found:
        return steps.get("default", "")
    if all(isinstance(value, list) for value in found):
        return list(dict.fromkeys(item for value in found for item in value))
    return found[0]
