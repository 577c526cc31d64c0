"""The list of what is withheld that is kept outside the database: a file to which a line is appended for each
mark that is made or lifted, so that a restored database can be told what its backup does not know.

A line holds the time, a keyed hash and the id of a row: no street, postcode or name can be read from it.
Withholding is written before its transaction is committed: a line too many hides something, one too few would
show it. Lifting is written after its transaction was committed, for the same reason.
"""

import errno
import fcntl
import os
import stat
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from directory.listings.withholding.list_lines import (
    HEAD_BYTES,
    HEAD_MAC,
    UNREADABLE,
    Head,
    Owner,
    Record,
    find_last_change,
    is_signed,
    read_head,
    read_id,
    read_line,
    split_lines,
    write_head,
    write_lines,
)
from directory.listings.withholding.list_reader import (
    Place,
    WithheldList,
    identify,
    merge_records,
    parse_list,
)
from directory.models.mixins import utc_now

__all__ = [
    "OtherList",
    "Owner",
    "Place",
    "Record",
    "WithheldList",
    "append_records",
    "confirm_list",
    "find_last_change",
    "identify",
    "merge_records",
    "read_list",
    "renew_list",
    "write_copy",
]


class OtherList(ValueError):
    """The file is no list of this directory in today's format: nothing may be appended to it."""


def append_records(path: Path, records: Iterable[Record], owner: Owner) -> None:
    """Appends whole lines, on disk when this returns, whatever other processes append at the same time.
    Begins a list where there is none: one without a mark says that nothing was withheld, a missing one says
    nothing. What a crash cut off is taken out first. Raises OSError, and OtherList."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with _lock(path) as descriptor:
        size = os.fstat(descriptor).st_size
        if size == 0:
            _write_at(descriptor, 0, write_head(_begin(owner), owner.secrets[0]))
            _sync_folder(path.parent)
        head = _read_own_head(descriptor, owner)
        if size > head.size:
            head = _take_out_what_was_cut(descriptor, head)
        data, after = write_lines(head, list(records), owner.secrets[0])
        if data:
            _write_at(descriptor, _end_line(descriptor), data)
            os.fsync(descriptor)
            after = replace(after, size=os.fstat(descriptor).st_size)
            _write_at(descriptor, 0, write_head(after, owner.secrets[0]))
            os.fsync(descriptor)


def confirm_list(path: Path, now: datetime, owner: Owner) -> None:
    """Notes that the list has all that the database had at `now`."""
    with _lock(path) as descriptor:
        head = replace(_read_own_head(descriptor, owner), confirmed=_write_time(now))
        _write_at(descriptor, 0, write_head(head, owner.secrets[0]))
        os.fsync(descriptor)


def renew_list(path: Path, owner: Owner) -> Path | None:
    """Makes what is there a list of this directory, in today's format and by today's secret. Returns where a
    file is now that was none or was damaged: what can be read of a damaged one is taken over, and the list
    counts as begun now, because it may lack something."""
    with _lock(path) as descriptor:
        if not os.fstat(descriptor).st_size:
            return None
        try:
            found = parse_list(path, _read_all(descriptor), owner.secrets)
        except ValueError:
            return _put_aside(path)
        if found.directory not in (None, owner.directory):
            return _put_aside(path)
        if not found.damaged and not found.unverified:
            if not found.is_current or found.directory != owner.directory:
                write_copy(path, found, owner)
            return None
        aside = _put_aside(path)
        write_copy(path, replace(found, since=utc_now(), confirmed=None), owner)
        return aside


def read_list(path: Path, secrets: Sequence[bytes]) -> WithheldList:
    """Raises OSError if there is none, ValueError if it is no list at all."""
    return parse_list(path, _read_file(path), secrets)


def write_copy(path: Path, source: WithheldList, owner: Owner) -> None:
    """Writes a list in one step in place of what is there."""
    begun = replace(_begin(owner), since=_write_time(source.since), confirmed=_write_time(source.confirmed))
    lines, head = write_lines(begun, list(source.records.values()), owner.secrets[0])
    part = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    try:
        part.touch(mode=0o600)
        with part.open("wb") as file:
            file.write(write_head(head, owner.secrets[0]) + lines)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    _sync_folder(path.parent)


@contextmanager
def _lock(path: Path) -> Iterator[int]:
    """One process at a time, readable by its owner alone. Another process may have put another file in its
    place while this one waited."""
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            if _is_in_place(path, descriptor):
                yield descriptor
                return
        finally:
            os.close(descriptor)


def _is_in_place(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _read_file(path: Path) -> bytes:
    with path.open("rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "not a file", str(path))
        fcntl.flock(file, fcntl.LOCK_SH)
        return file.read()


def _read_all(descriptor: int) -> bytes:
    return os.pread(descriptor, os.fstat(descriptor).st_size, 0)


def _read_own_head(descriptor: int, owner: Owner) -> Head:
    try:
        head, values = read_head(os.pread(descriptor, HEAD_BYTES, 0))
    except ValueError as error:
        raise OtherList(str(error)) from error
    is_own = read_id(head.directory) == owner.directory
    if not is_own or not is_signed(values, HEAD_MAC, "", owner.secrets):
        raise OtherList("It is the list of another directory.")
    return head


def _begin(owner: Owner) -> Head:
    """The time in whole seconds, as manifests of backups have theirs."""
    return Head(str(owner.directory) if owner.directory else None, _write_time(utc_now()))


def _write_time(time: datetime | None) -> str | None:
    return time.isoformat(timespec="seconds") if time else None


def _take_out_what_was_cut(descriptor: int, head: Head) -> Head:
    """A crash may have left lines that the first line does not count yet, and half a line."""
    data = _read_all(descriptor)
    whole = data[: data.rfind(b"\n") + 1]
    os.ftruncate(descriptor, len(whole))
    for text in split_lines(whole[head.size :]):
        with suppress(*UNREADABLE):
            line = read_line(text)
            head = replace(head, lines=line.number, chain=line.chain)
    return replace(head, size=len(whole))


def _end_line(descriptor: int) -> int:
    """Where the next line begins. A line that somebody cut off is ended first: only itself is lost."""
    size = os.fstat(descriptor).st_size
    if os.pread(descriptor, 1, size - 1) != b"\n":
        size += _write_at(descriptor, size, b"\n")
    return size


def _write_at(descriptor: int, start: int, data: bytes) -> int:
    done = 0
    while done < len(data):
        done += os.pwrite(descriptor, data[done:], start + done)
    return done


def _put_aside(path: Path) -> Path:
    return path.rename(path.with_suffix(f".aside-{uuid.uuid4().hex[:8]}"))


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
