"""What one worker knows of the entries at one moment: a generation, and the changes since in memory."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from uuid import UUID

import numpy as np
import numpy.typing as npt
from sqlalchemy.orm import Session

from directory.errors import DirectoryError
from directory.search.arrays.assemble import build_segment
from directory.search.arrays.document import IndexDocument
from directory.search.arrays.segment import Segment, mark_entries
from directory.search.engine.search import Part
from directory.search.index.documents import list_entry_ids, list_neighbours, load_documents
from directory.search.index.generation import Generation
from directory.search.index.log import Position, list_changes
from directory.search.language.expansion import Phrases

MOST_CHANGES = 200
"""Changes taken in at one look, so that no search waits long for a large import."""

MOST_FRESH = 100
"""Changed entries that are put together again at every change; beyond, they settle."""

SMALL = 2_000
"""Entries up to which a worker without a generation reads them straight from the database."""

Changed = Mapping[UUID, tuple[int, IndexDocument | None]]
"""Entry to the number of its change and what it became; None where it is no longer to be found."""


class SearchNotReady(DirectoryError):
    """No index has been made of this database yet."""

    status = HTTPStatus.SERVICE_UNAVAILABLE


@dataclass(frozen=True)
class View:
    """Never changed, only replaced. `settled` holds the changes up to `settled_seq`."""

    database_id: str = ""
    seq: int = 0
    generation: Generation | None = None
    changed: Changed = field(default_factory=dict)
    settled: Segment | None = None
    settled_seq: int = 0
    parts: tuple[Part, ...] = ()
    phrases: Phrases = field(default_factory=dict)


def read_all(session: Session, position: Position) -> View:
    """A small directory without a generation, whole."""
    ids = list_entry_ids(session)
    if len(ids) > SMALL:
        raise SearchNotReady("The search is being prepared. Please try again in a minute.")
    changed = {one.entry_id: (position.seq, one) for one in load_documents(session, ids)}
    return _arrange(View(position.database_id, position.seq, None, changed))


def follow(session: Session, old: View, generation: Generation | None) -> View:
    """Drops what a newer generation holds and adds what has changed since."""
    start = generation.mark.seq if generation else 0
    log = list_changes(session, max(old.seq, start), MOST_CHANGES)
    if not log and old.parts and generation is old.generation:
        return old
    changed = {key: held for key, held in old.changed.items() if held[0] > start or generation is None}
    seq = max(log, default=max(old.seq, start))
    if log:
        ids = set(log.values()) | list_neighbours(session, log.values())
        changed |= {entry_id: (seq, None) for entry_id in ids}
        changed |= {one.entry_id: (seq, one) for one in load_documents(session, ids)}
    view = replace(old, seq=seq, generation=generation, changed=changed)
    return _arrange(view if generation is old.generation else replace(view, settled=None, settled_seq=0))


def _arrange(view: View) -> View:
    """The parts to search. Settled changes are not put together again for each new one."""
    base = view.generation.segment if view.generation else None
    fresh = [key for key, (seq, _) in view.changed.items() if seq > view.settled_seq]
    if len(fresh) > MOST_FRESH:
        settled = build_segment(_documents(view, view.changed), base)
        view, fresh = replace(view, settled=settled, settled_seq=view.seq), []
    parts = [
        Part(segment, _mark(segment, gone))
        for segment, gone in ((base, view.changed), (view.settled, fresh))
        if segment is not None
    ]
    parts.append(Part(build_segment(_documents(view, fresh), base)))
    return replace(view, parts=tuple(parts))


def _documents(view: View, keys: Collection[UUID]) -> list[IndexDocument]:
    held = (view.changed[key][1] for key in keys)
    return [document for document in held if document is not None]


def _mark(segment: Segment, gone: Collection[UUID]) -> npt.NDArray[np.bool_] | None:
    return mark_entries(segment, gone) if gone else None
