"""Keeps one worker's view of the index current by following the change log.

Looked at on each search, at most every REFRESH_SECONDS: no thread to start, to lose in a fork or to
stop. Whoever searches while another thread refreshes uses the view as it was.
"""

import threading
import time
from collections.abc import Callable, Mapping
from contextvars import copy_context
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from directory.errors import DirectoryError
from directory.extensions import expect_writes
from directory.search.arrays.assemble import build_segment
from directory.search.arrays.document import IndexDocument
from directory.search.arrays.segment import mark_entries
from directory.search.engine.search import Part
from directory.search.expansion import Phrases, load_phrases
from directory.search.index.documents import list_entry_ids, list_neighbours, load_documents
from directory.search.index.generation import Generation, list_numbers, open_newest
from directory.search.index.log import Position, list_changes, read_position

REFRESH_SECONDS = 0.25
MOST_CHANGES = 300
"""Changes taken in at one look, so that no search waits long for a large import."""

SMALL = 2_000
"""Entries up to which a worker without a generation reads them straight from the database."""

Answer = TypeVar("Answer")


class SearchNotReady(DirectoryError):
    """No index has been made of this database yet."""

    status = HTTPStatus.SERVICE_UNAVAILABLE


@dataclass(frozen=True)
class View:
    """What a search reads: never changed, only replaced."""

    database_id: str = ""
    seq: int = 0
    generation: Generation | None = None
    changed: Mapping[UUID, tuple[int, IndexDocument | None]] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    phrases: Phrases = field(default_factory=dict)


class Follower:
    """One per application and process."""

    def __init__(self, root: Path, engine: Callable[[], Engine], wait: float = REFRESH_SECONDS) -> None:
        self.root = root
        self._engine = engine
        self._wait = wait
        self._lock = threading.Lock()
        self._looked = float("-inf")
        self._view: View | None = None

    def current(self) -> View:
        """The view, no older than the last look."""
        if self._view is not None and time.monotonic() - self._looked < self._wait:
            return self._view
        if self._lock.acquire(blocking=self._view is None):
            try:
                self._view = self.read(self._look)
                self._looked = time.monotonic()
            finally:
                self._lock.release()
        if self._view is None:
            raise SearchNotReady("The search is being prepared. Please try again in a minute.")
        return self._view

    def lag(self) -> int:
        """Changes committed that this worker does not show yet."""
        return self.read(read_position).seq - self.current().seq

    def read(self, work: Callable[[Session], Answer]) -> Answer:
        """Reads in a session of its own, which never takes SQLite's write lock."""

        def run() -> Answer:
            expect_writes(False)
            with Session(self._engine()) as session:
                return work(session)

        return copy_context().run(run)

    def _look(self, session: Session) -> View:
        old = self._view or View()
        position = read_position(session)
        if old.database_id != position.database_id or position.seq < old.seq:
            old = View(position.database_id)
        generation = self._find_generation(old, position)
        if generation is None and not old.parts:
            return _read_all(session, position)
        return _follow(session, old, generation)

    def _find_generation(self, old: View, position: Position) -> Generation | None:
        newest = next(iter(list_numbers(self.root)), 0)
        if old.generation is not None and old.generation.number >= newest:
            return old.generation
        found = open_newest(self.root, position.database_id) if newest else None
        if found is None or found.mark.seq > position.seq:
            return old.generation
        return found


def _read_all(session: Session, position: Position) -> View:
    ids = list_entry_ids(session)
    if len(ids) > SMALL:
        raise SearchNotReady("The search is being prepared. Please try again in a minute.")
    changed = {one.entry_id: (position.seq, one) for one in load_documents(session, ids)}
    view = View(position.database_id, position.seq, None, changed)
    return _with_parts(session, view)


def _follow(session: Session, old: View, generation: Generation | None) -> View:
    """Drops what a newer generation holds and adds what has changed since."""
    start = generation.mark.seq if generation else 0
    changed = {key: held for key, held in old.changed.items() if held[0] > start or generation is None}
    log = list_changes(session, max(old.seq, start), MOST_CHANGES)
    seq = max(log, default=max(old.seq, start))
    if log:
        ids = set(log.values()) | list_neighbours(session, log.values())
        changed |= {entry_id: (seq, None) for entry_id in ids}
        changed |= {one.entry_id: (seq, one) for one in load_documents(session, ids)}
    elif generation is old.generation and old.parts:
        return _replace_phrases(session, old)
    return _with_parts(session, View(old.database_id, seq, generation, changed))


def _with_parts(session: Session, view: View) -> View:
    base = view.generation.segment if view.generation else None
    documents = [document for _, document in view.changed.values() if document is not None]
    parts: list[Part] = []
    if base is not None:
        parts.append(Part(base, mark_entries(base, view.changed) if view.changed else None))
    parts.append(Part(build_segment(documents, base)))
    filled = View(view.database_id, view.seq, view.generation, view.changed, tuple(parts))
    return _replace_phrases(session, filled)


def _replace_phrases(session: Session, view: View) -> View:
    phrases = load_phrases(session)
    if phrases == view.phrases:
        return view
    return View(view.database_id, view.seq, view.generation, view.changed, view.parts, phrases)
