"""Finds packs."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from directory.errors import NotFound
from directory.extensions import db
from directory.framework.entry_facts import EntryFacts, list_entry_facts
from directory.models import Pack


class PackGone(NotFound):
    """The link has ended, or never was one: nobody is told which."""

    def __init__(self) -> None:
        super().__init__("This list has ended.")


def find_pack(token: str, now: datetime) -> Pack:
    """Raises PackGone."""
    query = select(Pack).where(Pack.token == token.strip().lower()[:40], Pack.expires_at >= now)
    pack = db.session.scalar(query.options(selectinload(Pack.entries)))
    if pack is None:
        raise PackGone
    return pack


def list_pack_facts(pack: Pack, now: datetime) -> list[EntryFacts]:
    """What is still published of it."""
    return list_entry_facts([link.entry_id for link in pack.entries], now)
