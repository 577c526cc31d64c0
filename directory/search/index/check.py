"""Does the newest generation, with the changes since, hold what the database holds?"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from directory.search.arrays.document import dump_document
from directory.search.arrays.segment import Segment
from directory.search.index.documents import list_entry_ids, load_documents
from directory.search.index.generation import Generation
from directory.search.index.log import list_changes, read_position


@dataclass(frozen=True)
class Findings:
    """What is wrong; nothing is wrong where `is_sound`."""

    generation: int | None
    entries: int
    behind: int
    missing: tuple[UUID, ...]
    surplus: tuple[UUID, ...]
    stale: tuple[UUID, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Changes still to be folded are no fault: workers hold them in memory."""
        return self.generation is not None and not (self.missing or self.surplus or self.stale)


def check_index(session: Session, generation: Generation | None) -> Findings:
    """Compare ids, then what is known of each; entries changed since are left to the follower."""
    published = set(list_entry_ids(session))
    if generation is None:
        return Findings(None, 0, read_position(session).seq, tuple(published), ())
    held = {UUID(bytes=row.tobytes()) for row in generation.segment.ids}
    since = list_changes(session, generation.mark.seq)
    changed = set(since.values())
    return Findings(
        generation.number,
        len(held),
        len(since),
        tuple(sorted(published - held - changed)),
        tuple(sorted(held - published - changed)),
        _find_stale(session, generation.segment, (held & published) - changed),
    )


def _find_stale(session: Session, segment: Segment, entry_ids: set[UUID]) -> tuple[UUID, ...]:
    """Entries whose row says something else than the index, though the change log does not know of it."""
    numbers = {row.tobytes(): doc for doc, row in enumerate(segment.ids)}
    return tuple(
        document.entry_id
        for document in load_documents(session, sorted(entry_ids))
        if dump_document(document) != segment.read_record(numbers[document.entry_id.bytes])
    )
