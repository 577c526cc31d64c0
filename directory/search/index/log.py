"""The change log as the index reads it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from directory.models import Change, DatabaseIdentity


@dataclass(frozen=True)
class Position:
    """Which database, and the number of its last change."""

    database_id: str
    seq: int


def read_position(session: Session) -> Position:
    """One round trip."""
    last = select(func.coalesce(func.max(Change.seq), 0)).scalar_subquery()
    row = session.execute(select(DatabaseIdentity.id, last)).one()
    return Position(str(row[0]), int(row[1]))


def find_waiting_since(session: Session, after: int) -> datetime | None:
    """When the first change after `after` was made."""
    return session.scalar(select(Change.at).where(Change.seq > after).order_by(Change.seq).limit(1))


def list_changes(session: Session, after: int, limit: int | None = None) -> dict[int, UUID]:
    """Entry ids by change number, ascending."""
    rows = session.execute(
        select(Change.seq, Change.entry_id).where(Change.seq > after).order_by(Change.seq).limit(limit)
    )
    return {seq: entry_id for seq, entry_id in rows}
