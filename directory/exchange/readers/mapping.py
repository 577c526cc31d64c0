"""The mapping language: a YAML file that says which columns of which CSV file fill which HSDS tables.
docs/import.md describes it. Everything wrong in a mapping is found before the first row is read."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from directory.exchange.opening_hours import WEEK
from directory.exchange.readers.files import read_text
from directory.exchange.readers.tables import TABLES
from directory.exchange.records import UnreadableFile

_TOP = {"source", "organization", "empty", "encoding", "files", "about"}
_FILE = {"id", "encoding", "empty", "skip", "tables"}
_SKIP = {"column", "is", "because"}
_STEPS = {"match", "split", "take", "join", "map", "default", "calm", "prefix", "suffix", "longest"}
_HOURS = {"hours", "clock", "also"}
_TAKES = {"first", "last", "rest", "all-but-last", "all"}


class Lined(dict[str, Any]):
    """A mapping of the YAML file that knows its line."""

    line: int = 0


@dataclass(frozen=True, slots=True)
class Value:
    """How to make one value out of a row: the columns to read, then steps in a fixed order."""

    columns: tuple[str, ...]
    steps: dict[str, Any]
    line: int


@dataclass(frozen=True, slots=True)
class Hours:
    """Columns of opening hours: one of free text (under ""), or one for each day."""

    columns: dict[str, str]
    clock: int | None
    also: dict[str, Any]
    line: int


@dataclass(frozen=True, slots=True)
class Skip:
    column: str
    wanted: str | frozenset[str]
    because: str


@dataclass(frozen=True, slots=True)
class FileMapping:
    name: str
    id: tuple[str, ...]
    encoding: str
    empty: frozenset[str]
    skips: tuple[Skip, ...]
    tables: dict[str, list[dict[str, Any] | Hours]]
    line: int


@dataclass(frozen=True, slots=True)
class Mapping:
    path: Path
    source: str
    organization: str | None
    files: list[FileMapping] = field(default_factory=list)


class _Loader(yaml.SafeLoader):
    """Refuses a key that is there twice, where YAML would let the last one win in silence."""


def _lined(loader: _Loader, node: yaml.MappingNode) -> Lined:
    made = Lined()
    made.line = node.start_mark.line + 1
    for key_node, value_node in node.value:
        key = str(loader.construct_object(key_node, deep=True))
        if key in made:
            raise yaml.constructor.ConstructorError(
                None, None, f"“{key}” is there twice", key_node.start_mark
            )
        made[key] = loader.construct_object(value_node, deep=True)
    return made


_Loader.add_constructor("tag:yaml.org,2002:map", _lined)


def read_mapping(path: Path) -> Mapping:
    """Raises UnreadableFile naming the file and the line of what is wrong."""
    return _MappingReader(path).read()


class _MappingReader:
    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> Mapping:
        top = self._load()
        self._check_keys(top, _TOP, "a mapping")
        if not isinstance(top.get("source"), str) or not isinstance(top.get("files"), Lined):
            raise self._fault(top, "A mapping needs source (a name) and files (file names and their tables)")
        files = [self._file(name, part, top) for name, part in top["files"].items()]
        return Mapping(self.path, top["source"], top.get("organization"), files)

    def _load(self) -> Lined:
        try:
            top = yaml.load(read_text(self.path), _Loader)  # noqa: S506 (a SafeLoader)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise UnreadableFile(f"{self.path.name}, line {line}: {error.problem}.") from error
        except (yaml.YAMLError, RecursionError) as error:
            raise UnreadableFile(f"{self.path.name} is not a YAML file.") from error
        if not isinstance(top, Lined):
            raise UnreadableFile(f"{self.path.name}, line 1: is not a mapping of names to values.")
        return top

    def _file(self, name: str, part: Any, top: Lined) -> FileMapping:
        if not isinstance(part, Lined) or not isinstance(part.get("tables"), Lined):
            raise self._fault(part if isinstance(part, Lined) else top, f"{name} needs tables")
        self._check_keys(part, _FILE, f"the file {name}")
        empty = part.get("empty", top.get("empty", []))
        return FileMapping(
            name=name,
            id=tuple(_texts(part.get("id"))),
            encoding=str(part.get("encoding", top.get("encoding", "utf-8"))),
            empty=frozenset(text.casefold() for text in _texts(empty)) | {""},
            skips=tuple(self._skip(item, part) for item in part.get("skip", [])),
            tables={table: self._table(table, value, part) for table, value in part["tables"].items()},
            line=part.line,
        )

    def _skip(self, item: Any, part: Lined) -> Skip:
        if not isinstance(item, Lined) or not {"column", "is"} <= set(item):
            raise self._fault(part, "skip is a list of column, is and because")
        self._check_keys(item, _SKIP, "skip")
        wanted = item["is"]
        if wanted not in ("filled", "empty"):
            wanted = frozenset(text.casefold() for text in _texts(wanted))
        return Skip(str(item["column"]), wanted, str(item.get("because", f"{item['column']} says so")))

    def _table(self, table: str, value: Any, part: Lined) -> list[dict[str, Any] | Hours]:
        if table not in TABLES:
            raise self._fault(part["tables"], f"“{table}” is no table. There are {', '.join(TABLES)}")
        rows = value if isinstance(value, list) else [value]
        made: list[dict[str, Any] | Hours] = []
        for row in rows:
            if not isinstance(row, Lined):
                raise self._fault(part["tables"], f"{table} needs fields")
            is_hours = table == "schedules" and "hours" in row
            made.append(self._hours(row) if is_hours else {k: self._value(v, row) for k, v in row.items()})
        return made

    def _hours(self, row: Lined) -> Hours:
        self._check_keys(row, _HOURS, "hours")
        columns = row["hours"]
        if isinstance(columns, str):
            columns = {"": columns}
        if not isinstance(columns, dict) or not set(columns) <= {"", *WEEK}:
            raise self._fault(row, f"hours is one column, or columns by day ({', '.join(WEEK)})")
        if row.get("clock") not in (None, 12, 24):
            raise self._fault(row, "clock is 12 or 24")
        also = {key: self._value(value, row) for key, value in row.get("also", {}).items()}
        return Hours({day: str(name) for day, name in columns.items()}, row.get("clock"), also, row.line)

    def _value(self, value: Any, row: Lined) -> Any:
        """A constant, or a Value."""
        if not isinstance(value, Lined):
            return value
        reads = value.get("column", value.get("columns"))
        if reads is None or ("column" in value and "columns" in value):
            raise self._fault(value, "Give a constant, or column (or columns) with steps")
        self._check_keys(value, _STEPS | {"column", "columns"}, "a value")
        steps = {key: step for key, step in value.items() if key in _STEPS}
        self._check_steps(steps, value)
        return Value(tuple(_texts(reads)), steps, value.line)

    def _check_steps(self, steps: dict[str, Any], value: Lined) -> None:
        if "take" in steps and steps["take"] not in _TAKES:
            raise self._fault(value, f"take is one of {', '.join(sorted(_TAKES))}")
        if "map" in steps:
            if not isinstance(steps["map"], dict):
                raise self._fault(value, "map is a list of old: new")
            steps["map"] = {str(key).casefold(): new for key, new in steps["map"].items()}
        if "match" in steps:
            try:
                steps["match"] = re.compile(str(steps["match"]), re.S)
            except re.error as error:
                raise self._fault(value, f"match is no regular expression: {error}") from error

    def _check_keys(self, part: Lined, known: set[str], what: str) -> None:
        for key in part:
            if key not in known:
                raise self._fault(
                    part, f"“{key}” is not known in {what}. There are {', '.join(sorted(known))}"
                )

    def _fault(self, part: Lined, message: str) -> UnreadableFile:
        return UnreadableFile(f"{self.path.name}, line {part.line}: {message}.")


def _texts(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]
