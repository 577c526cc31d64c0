"""Makes packs, and takes away those that have ended."""

import secrets
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import delete, select

from directory import audit
from directory.errors import InvalidData
from directory.extensions import db
from directory.framework.records.reference import ALPHABET
from directory.listings import published
from directory.models import Guidance, Pack, PackEntry, User
from directory.models.codes import EntryType

MOST_ENTRIES = 20
# 29 to the power of 14 is about 68 bits: short enough to type, too many to try.
_TOKEN_LENGTH = 14


def make_pack(*, actor: User, entry_ids: Sequence[uuid.UUID], now: datetime) -> Pack:
    """Raises InvalidData where nothing, or too much, was chosen. Kept is what was chosen, never by whom."""
    entries = published.list_entries(entry_ids)
    if not entries:
        raise InvalidData("Choose at least one entry.", {"entry": "Choose at least one entry."})
    if len(entries) > MOST_ENTRIES:
        message = f"Choose at most {MOST_ENTRIES} entries."
        raise InvalidData(message, {"entry": message})
    token = "".join(secrets.choice(ALPHABET) for _ in range(_TOKEN_LENGTH)).lower()
    pack = Pack(token=token, expires_at=now + timedelta(days=current_app.config["PACK_DAYS"]))
    pack.entries = [
        PackEntry(
            position=position,
            entry_id=entry.id,
            entry_type=EntryType.GUIDANCE if isinstance(entry, Guidance) else EntryType.SERVICE,
        )
        for position, entry in enumerate(entries)
    ]
    db.session.add(pack)
    audit.record("pack.made", actor, "pack", entries=len(entries))
    db.session.flush()
    return pack


def delete_ended_packs(now: datetime) -> int:
    """A job: packs whose link has ended."""
    ended = select(Pack.id).where(Pack.expires_at < now)
    db.session.execute(delete(PackEntry).where(PackEntry.pack_id.in_(ended)))
    done = int(db.session.execute(delete(Pack).where(Pack.expires_at < now)).rowcount)  # type: ignore[attr-defined]
    db.session.commit()
    return done
