"""Keeps one worker's view of the entries current by following the change log.

Looked at on each search, at most every REFRESH_SECONDS: no thread to start, to lose in a fork or to
stop. Whoever searches while another thread looks uses the view as it was.
"""

import threading
import time
from collections.abc import Callable
from contextvars import copy_context
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from directory.extensions import expect_writes
from directory.search.index.generation import Generation, list_numbers, open_newest
from directory.search.index.log import Position, read_position
from directory.search.language.expansion import load_phrases
from directory.search.view import SearchNotReady, View, follow, read_all

REFRESH_SECONDS = 0.25
PHRASES_SECONDS = 2 * REFRESH_SECONDS
"""Everyday words of needs are read again less often, since nobody numbers their changes; at the worst a look
falls just short of this, so that a word accepted now is at work within three looks."""

Answer = TypeVar("Answer")


class Follower:
    """One per application and process."""

    def __init__(self, root: Path, engine: Callable[[], Engine], wait: float = REFRESH_SECONDS) -> None:
        self.root = root
        self._engine = engine
        self._wait = wait
        self._lock = threading.Lock()
        self._looked = float("-inf")
        self._read_phrases = float("-inf")
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

    def last_view(self) -> View:
        """As at the last look, for what follows a search in the same request."""
        return self._view or self.current()

    def lag(self) -> int:
        """Changes committed that this worker does not show yet."""
        return max(self.read(read_position).seq - self.current().seq, 0)

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
            view = read_all(session, position)
        else:
            view = follow(session, old, generation)
        return self._with_phrases(session, view)

    def _find_generation(self, old: View, position: Position) -> Generation | None:
        newest = next(iter(list_numbers(self.root)), 0)
        if old.generation is not None and old.generation.number >= newest:
            return old.generation
        found = open_newest(self.root, position.database_id) if newest else None
        if found is None or found.mark.seq > position.seq:
            return old.generation
        return found

    def _with_phrases(self, session: Session, view: View) -> View:
        now = time.monotonic()
        if view.phrases and self._wait and now - self._read_phrases < PHRASES_SECONDS:
            return view
        self._read_phrases = now
        return replace(view, phrases=load_phrases(session))
