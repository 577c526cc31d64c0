"""Makes the next generation. One process per machine, in a folder nobody reads until it is named."""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from directory.search.arrays.document import IndexDocument
from directory.search.arrays.segment import write_segment
from directory.search.index.decode import decode_index
from directory.search.index.documents import list_entry_ids, list_neighbours, load_documents
from directory.search.index.generation import (
    ARRAYS,
    WHOOSH,
    Mark,
    elect_builder,
    folder_of,
    list_numbers,
    read_mark,
    remove_unused,
    write_mark,
)
from directory.search.index.log import list_changes, read_position
from directory.search.index.writing import change_index, create_index

BUILDING = "building-"
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


def fold_changes(session: Session, root: Path) -> Built:
    """The changes since the newest generation into the next; all anew where there is none to build on."""
    with elect_builder(root) as elected:
        if not elected:
            return Built(None)
        remove_unused(root)
        position = read_position(session)
        number = next(iter(list_numbers(root)), 0)
        mark = read_mark(folder_of(root, number)) if number else None
        if mark is None or mark.database_id != position.database_id or mark.seq > position.seq:
            return _rebuild(session, root, None)
        changed = list_changes(session, mark.seq)
        if not changed:
            return Built(None)
        ids = set(changed.values()) | list_neighbours(session, changed.values())
        if len(ids) > MANY * mark.entries:
            return _rebuild(session, root, None)
        new_mark = Mark(position.database_id, max(changed), 0)
        return _make(root, new_mark, lambda folder: _fold(session, folder, number, ids), len(ids))


def _rebuild(session: Session, root: Path, progress: Progress | None) -> Built:
    position = read_position(session)
    ids = list_entry_ids(session)
    documents = _report(load_documents(session, ids), len(ids), progress)
    mark = Mark(position.database_id, position.seq, 0)
    built = _make(root, mark, lambda folder: create_index(folder, documents), len(ids))
    return Built(built.number, built.entries, len(ids), is_rebuild=True)


def _fold(session: Session, folder: Path, number: int, ids: Iterable[UUID]) -> None:
    """Hard links share what does not change; Whoosh never writes into a file it has finished."""
    wanted = list(ids)
    folder.mkdir(parents=True)
    for file in (folder_of(folder.parent.parent, number) / WHOOSH).iterdir():
        if not file.name.endswith("LOCK"):
            os.link(file, folder / file.name)
    change_index(folder, wanted, load_documents(session, wanted))


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
