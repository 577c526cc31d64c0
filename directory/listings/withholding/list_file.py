"""The list of what is withheld that is kept outside the database: a file to which a line is appended for each
mark that is made or lifted, so that a restored database can be told what its backup does not know.

A line holds the time, a keyed hash and the id of a row: no street, postcode or name can be read from it.
Withholding is written before its transaction is committed: a line too many hides something, one too few would
show it. Lifting is written after its transaction was committed, for the same reason.
"""

import fcntl
import json
import os
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from directory.models.mixins import utc_now
from directory.models.withholding.records import WithheldKind, WithheldReason

FORMAT = 1
_BATCH, _TAIL = "batch", 400
WITHHELD, LIFTED = "withheld", "lifted"

Record = Mapping[str, Any]
"""A mark as plain values: kind, key, key_name, subject_id, reason, since and lifted_at."""

Place = tuple[str, str, str]
"""What tells two marks apart: kind, key and subject."""


@dataclass(frozen=True)
class WithheldList:
    """`records` has the last state of each mark. `damaged` counts lines that cannot be read and pieces that
    are not whole. `since` is when the list was begun: of what was withheld before, it knows what the database
    knew then. `is_copy` is set for one that was written beside a backup: it knows nothing of what came
    later."""

    records: dict[Place, Record] = field(default_factory=dict)
    damaged: int = 0
    since: datetime | None = None
    is_copy: bool = False

    @property
    def last_change(self) -> datetime | None:
        return max((find_last_change(one)[0] for one in self.records.values()), default=self.since)


def identify(record: Record) -> Place:
    return str(WithheldKind(record["kind"])), record["key"], str(record["subject_id"])


def find_last_change(record: Record) -> tuple[datetime, bool]:
    """When a mark was made or lifted, and whether it counts. The later of two wins; of two of one time, the
    one that withholds."""
    since, lifted_at = record["since"], record["lifted_at"]
    return (since, True) if lifted_at is None else (max(since, lifted_at), False)


def merge_records(*sources: Iterable[Record]) -> dict[Place, Record]:
    """Returns the last state of each mark that any of the sources has."""
    merged: dict[Place, Record] = {}
    for record in (record for source in sources for record in source):
        place = identify(record)
        if place not in merged or find_last_change(record) > find_last_change(merged[place]):
            merged[place] = record
    return merged


def create_list(path: Path) -> None:
    """Does nothing if there is one: a list without a mark says that nothing was withheld, a missing one says
    nothing."""
    append_lines(path, ())


def append_records(path: Path, records: Iterable[Record]) -> None:
    append_lines(path, (_write_record(record) for record in records))


def append_lines(path: Path, lines: Iterable[str]) -> None:
    """Appends whole lines, on disk when this returns, whatever other processes append at the same time, and
    after them how many there are, so that an end that is lost is noticed. Lines that a crash cut off are
    ended first, so that only they are lost: what they were about was not committed. Raises OSError."""
    lines = list(lines)
    path.parent.mkdir(parents=True, exist_ok=True)
    is_new = not path.exists()
    with _lock(path) as descriptor:
        size = os.lseek(descriptor, 0, os.SEEK_END)
        first = [_make_header(utc_now())] if size == 0 else _end_cut_lines(descriptor, size) if lines else []
        last = [json.dumps({_BATCH: len(lines)})] if lines else []
        text = "".join(f"{line}\n" for line in (*first, *lines, *last))
        data = text.encode()
        while data:
            data = data[os.write(descriptor, data) :]
        os.fsync(descriptor)
    if is_new:
        _sync_folder(path.parent)


def _end_cut_lines(descriptor: int, size: int) -> list[str]:
    """What has to be written before anything else where the last piece of the list was cut off."""
    end = os.pread(descriptor, min(size, _TAIL), max(size - _TAIL, 0)).decode(errors="replace")
    *_, last, rest = ["", *end.split("\n")]
    is_whole = not rest and (f'"{_BATCH}"' in last or _is_header(last))
    return [] if is_whole else ["\n" * bool(rest) + json.dumps({_BATCH: None})]


def read_list(path: Path) -> WithheldList:
    """Raises OSError if there is none, ValueError if it is no list at all."""
    text = path.read_bytes().decode(errors="replace")
    header, *lines = text.split("\n")
    if not _is_header(header):
        raise ValueError(f"{path} is no list of what is withheld.")
    *whole, cut = lines or [""]
    pieces = _Pieces()
    for line in filter(None, whole):
        pieces.add(line)
    damaged = pieces.damaged + bool(cut or pieces.unfinished)
    is_copy = _is_copy(header)
    if is_copy:
        damaged = pieces.damaged + (pieces.promised != len(pieces.records))
    return WithheldList(merge_records(pieces.records), damaged, _read_since(header), is_copy)


@dataclass
class _Pieces:
    """The lines of a list as they are read: `unfinished` and `unreadable` since the last piece that says how
    many lines it has."""

    records: list[Record] = field(default_factory=list)
    damaged: int = 0
    promised: int | None = None
    unfinished: int = 0
    unreadable: int = 0

    def add(self, line: str) -> None:
        try:
            values = json.loads(line)
            if _BATCH in values:
                self._end(values[_BATCH])
            elif "records" in values:
                self.promised = values["records"]
            else:
                self.records.append(_read_record(values))
                self.unfinished += 1
        except (ValueError, KeyError, TypeError, AttributeError):
            self.damaged += 1
            self.unreadable += 1

    def _end(self, count: int | None) -> None:
        is_whole = count is None or self.unfinished <= count <= self.unfinished + self.unreadable
        self.damaged += not is_whole
        self.unfinished = self.unreadable = 0


def write_copy(path: Path, source: WithheldList) -> None:
    """Writes a list that nothing is appended to: its last line says how many marks there are, so that one
    that was cut off is noticed."""
    lines = [_write_record(record) for record in source.records.values()]
    part = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    try:
        text = "\n".join(
            [_make_header(source.since, is_copy=True), *lines, json.dumps({"records": len(lines)}), ""]
        )
        part.touch(mode=0o600)
        with part.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    _sync_folder(path.parent)


@contextmanager
def _lock(path: Path) -> Iterator[int]:
    """One process at a time, readable by its owner alone."""
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _make_header(since: datetime | None, *, is_copy: bool = False) -> str:
    """The time in whole seconds, as manifests of backups have theirs."""
    begun = since.isoformat(timespec="seconds") if since else None
    return json.dumps({"withheld_list": FORMAT, "since": begun} | ({"copy": True} if is_copy else {}))


def _read_since(header: str) -> datetime | None:
    try:
        since = datetime.fromisoformat(json.loads(header)["since"])
    except (ValueError, KeyError, TypeError):
        return None
    return since if since.tzinfo else None


def _is_header(line: str) -> bool:
    try:
        return bool(json.loads(line)["withheld_list"] == FORMAT)
    except (ValueError, KeyError, TypeError):
        return False


def _is_copy(header: str) -> bool:
    return bool(json.loads(header).get("copy"))


def _write_record(record: Record) -> str:
    at, is_withheld = find_last_change(record)
    values = {"at": at.isoformat(), "state": WITHHELD if is_withheld else LIFTED}
    values |= {name: str(record[name]) for name in ("kind", "key", "key_name", "subject_id", "reason")}
    return json.dumps(values)


def _read_record(values: Mapping[str, Any]) -> Record:
    at = datetime.fromisoformat(values["at"])
    if values["state"] not in (WITHHELD, LIFTED) or at.tzinfo is None or len(values["key"]) != 64:
        raise ValueError("unknown state, time or key")
    return {
        "kind": WithheldKind(values["kind"]),
        "key": values["key"],
        "key_name": values["key_name"],
        "subject_id": uuid.UUID(values["subject_id"]),
        "reason": WithheldReason(values["reason"]),
        "since": at,
        "lifted_at": at if values["state"] == LIFTED else None,
    }
