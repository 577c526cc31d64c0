"""Does the newest generation, with the changes since, hold what the database holds?"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from directory.search.index.documents import list_entry_ids
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

    @property
    def is_sound(self) -> bool:
        """Changes still to be folded are no fault: workers hold them in memory."""
        return self.generation is not None and not self.missing and not self.surplus


def check_index(session: Session, generation: Generation | None) -> Findings:
    """Compare ids; entries changed since the generation are left to the follower."""
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
    )
