"""Generations on disk: immutable folders, numbered upwards, each private to one machine.

A reader holds a shared lock on the generation it has open; only one that nobody holds is removed.
"""

import fcntl
import json
import os
import shutil
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from directory.search.arrays.segment import Segment, open_segment
from directory.search.index.schema import FORMAT
from directory.search.safety.rules import load_rules

PREFIX = "generation-"
WHOOSH, ARRAYS, MARK, LEASE = "whoosh", "arrays", "generation.json", "lease"


@dataclass(frozen=True)
class Mark:
    """What a generation was made from: a database, and its changes up to `seq`."""

    database_id: str
    seq: int
    entries: int
    format: int = FORMAT
    rules: str = field(default_factory=lambda: load_rules().digest)
    """Entries are marked by the rules of safety when they are indexed: other rules, other marks."""


@dataclass(frozen=True, eq=False)
class Generation:
    """An open generation. It stays on disk for as long as this object lives."""

    number: int
    folder: Path
    mark: Mark
    segment: Segment


def list_numbers(root: Path) -> list[int]:
    """Complete generations, newest first."""
    if not root.is_dir():
        return []
    names = (entry.name for entry in os.scandir(root) if entry.name.startswith(PREFIX))
    return sorted((int(name.removeprefix(PREFIX)) for name in names), reverse=True)


def folder_of(root: Path, number: int) -> Path:
    """Where a generation lives."""
    return root / f"{PREFIX}{number:08d}"


def read_mark(folder: Path) -> Mark | None:
    """None where the generation is incomplete, damaged or of another format or marked by other rules."""
    try:
        mark = Mark(**json.loads((folder / MARK).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return mark if (mark.format, mark.rules) == (FORMAT, load_rules().digest) else None


def write_mark(folder: Path, mark: Mark) -> None:
    """Last of all, before the folder gets its name."""
    (folder / LEASE).touch()
    (folder / MARK).write_text(json.dumps(asdict(mark)), encoding="utf-8")


def open_newest(root: Path, database_id: str) -> Generation | None:
    """The newest generation made from this database that can be read."""
    for number in list_numbers(root):
        folder = folder_of(root, number)
        mark = read_mark(folder)
        if mark is None or mark.database_id != database_id:
            continue
        opened = _open(number, folder, mark)
        if opened is not None:
            return opened
    return None


def _open(number: int, folder: Path, mark: Mark) -> Generation | None:
    try:
        lease = os.open(folder / LEASE, os.O_RDONLY)
    except OSError:
        return None
    try:
        fcntl.flock(lease, fcntl.LOCK_SH | fcntl.LOCK_NB)
        generation = Generation(number, folder, mark, open_segment(folder / ARRAYS))
    except (OSError, ValueError, TypeError):
        os.close(lease)
        return None
    weakref.finalize(generation, os.close, lease)
    return generation


def remove_unused(root: Path) -> None:
    """Generations behind the newest one that no process holds open."""
    for number in list_numbers(root)[1:]:
        folder = folder_of(root, number)
        lease = os.open(folder / LEASE, os.O_RDONLY | os.O_CREAT)
        try:
            fcntl.flock(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder)
        except BlockingIOError:
            continue
        finally:
            os.close(lease)


@contextmanager
def elect_builder(root: Path) -> Iterator[bool]:
    """True for the one process of this machine that may build now; the lock ends with the process."""
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = os.open(root / "builder.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
    else:
        yield True
    finally:
        os.close(lock)
