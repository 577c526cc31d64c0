"""Makes the next generation. One process per machine, in a folder nobody reads until it is named."""

import os
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import numpy as np
from sqlalchemy.orm import Session

from directory.search.arrays.document import IndexDocument, load_document
from directory.search.arrays.segment import Segment, mark_entries, write_segment
from directory.search.index.decode import decode_index
from directory.search.index.documents import list_entry_ids, list_neighbours, load_documents
from directory.search.index.generation import (
    ARRAYS,
    WHOOSH,
    Generation,
    Mark,
    elect_builder,
    folder_of,
    list_numbers,
    open_newest,
    remove_unused,
    write_mark,
)
from directory.search.index.log import find_waiting_since, list_changes, read_position
from directory.search.index.writing import change_index, create_index

BUILDING = "building-"
ENOUGH = 200
"""Changes that are folded at once; fewer wait for LONGEST_WAIT."""

LONGEST_WAIT = timedelta(minutes=10)
MANY = 0.5
"""Share of changed entries above which starting anew is quicker."""

Progress = Callable[[int, int], None]
"""Called with (done, of how many)."""


@dataclass(frozen=True)
class Built:
    """What a run did: nothing (`number` None), folded some changes, or all anew."""

    number: int | None
    entries: int = 0
    changed: int = 0
    is_rebuild: bool = False


def rebuild_index(session: Session, root: Path, progress: Progress | None = None) -> Built:
    """All again from the database. Nothing is done where another process is building."""
    with elect_builder(root) as elected:
        return _rebuild(session, root, progress) if elected else Built(None)


def fold_changes(session: Session, root: Path, now: datetime | None = None) -> Built:
    """The changes since the newest generation into the next; all anew where there is none to build on.

    With `now`, a few fresh changes are left to the workers' memory for a while.
    """
    with elect_builder(root) as elected:
        if not elected:
            return Built(None)
        remove_unused(root)
        position = read_position(session)
        live = open_newest(root, position.database_id)
        if live is None or live.number != list_numbers(root)[0] or live.mark.seq > position.seq:
            return _rebuild(session, root, None)
        changed = list_changes(session, live.mark.seq)
        if not changed or (now is not None and _may_wait(session, live.mark.seq, len(changed), now)):
            return Built(None)
        ids = set(changed.values()) | list_neighbours(session, changed.values())
        if len(ids) > MANY * live.mark.entries:
            return _rebuild(session, root, None)
        mark = Mark(position.database_id, max(changed), 0)
        return _make(root, mark, lambda folder: _fold(session, folder, live, ids), len(ids))


def _rebuild(session: Session, root: Path, progress: Progress | None) -> Built:
    position = read_position(session)
    ids = list_entry_ids(session)
    documents = _report(load_documents(session, ids), len(ids), progress)
    mark = Mark(position.database_id, position.seq, 0)
    built = _make(root, mark, lambda folder: create_index(folder, documents), len(ids))
    return Built(built.number, built.entries, len(ids), is_rebuild=True)


def _may_wait(session: Session, after: int, count: int, now: datetime) -> bool:
    since = find_waiting_since(session, after)
    return count < ENOUGH and since is not None and now - since < LONGEST_WAIT


def _fold(session: Session, folder: Path, live: Generation, ids: Collection[UUID]) -> None:
    """Hard links share what does not change; Whoosh never writes into a file it has finished."""
    folder.mkdir(parents=True)
    for file in (live.folder / WHOOSH).iterdir():
        if not file.name.endswith("LOCK"):
            os.link(file, folder / file.name)
    documents = list(load_documents(session, ids))
    change_index(folder, ids, documents, erase=_takes_back_places(live.segment, ids, documents))


def _takes_back_places(segment: Segment, ids: Collection[UUID], documents: Iterable[IndexDocument]) -> bool:
    """Whether a point of the live generation is no longer to be known: then no file may keep it."""
    told = {one.entry_id: {*one.points, *one.staff_points} for one in documents}
    for doc in np.flatnonzero(mark_entries(segment, ids)).tolist():
        old = load_document(segment.read_record(doc))
        if {*old.points, *old.staff_points} - told.get(old.entry_id, set()):
            return True
    return False


def _make(root: Path, mark: Mark, write: Callable[[Path], None], changed: int) -> Built:
    """Write, decode, name. A crash before the last line leaves the live generation as it was."""
    for left_over in root.glob(f"{BUILDING}*"):
        shutil.rmtree(left_over)
    number = next(iter(list_numbers(root)), 0) + 1
    folder = root / f"{BUILDING}{number:08d}"
    write(folder / WHOOSH)
    segment = decode_index(folder / WHOOSH)
    write_segment(segment, folder / ARRAYS)
    write_mark(folder, Mark(mark.database_id, mark.seq, segment.doc_count))
    folder.rename(folder_of(root, number))
    remove_unused(root)
    return Built(number, segment.doc_count, changed)


def _report(
    documents: Iterable[IndexDocument], total: int, progress: Progress | None
) -> Iterator[IndexDocument]:
    for done, document in enumerate(documents, start=1):
        yield document
        if progress is not None:
            progress(done, total)
