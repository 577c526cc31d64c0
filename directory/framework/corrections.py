"""What staff found wrong with an entry while following up, for the knowledge officer."""

import uuid
from datetime import datetime

from sqlalchemy import func, select

from directory import audit
from directory.errors import NotFound
from directory.extensions import db
from directory.models import Correction, SupportRecordEntry, User
from directory.models.codes import EntryFault


def raise_correction(*, actor: User, link: SupportRecordEntry, fault: EntryFault, now: datetime) -> None:
    """Saying the same again while it waits adds nothing."""
    waits = select(Correction.id).where(
        Correction.entry_id == link.entry_id, Correction.fault == fault, Correction.done_at.is_(None)
    )
    if db.session.scalar(waits):
        return
    correction = Correction(
        entry_type=link.entry_type,
        entry_id=link.entry_id,
        name=link.name,
        fault=fault,
        raised_at=now,
        raised_by_id=actor.id,
    )
    db.session.add(correction)
    db.session.flush()


def finish_correction(*, actor: User, correction_id: uuid.UUID, now: datetime) -> None:
    """The officer has put the entry right, or found it right."""
    correction = db.session.get(Correction, correction_id)
    if correction is None:
        raise NotFound("There is no such correction.")
    if correction.done_at is None:
        correction.done_at = now
        audit.record("correction.done", actor, correction, fault=correction.fault)
    db.session.flush()


def list_open_corrections() -> list[Correction]:
    """The oldest first."""
    query = select(Correction).where(Correction.done_at.is_(None)).order_by(Correction.raised_at)
    return list(db.session.scalars(query.limit(200)))


def count_open_corrections() -> int:
    waiting = select(func.count()).select_from(Correction).where(Correction.done_at.is_(None))
    return db.session.scalar(waiting) or 0
