"""The numbered list of changes that search indexes follow."""

import uuid

from sqlalchemy import select, text

from directory.extensions import db
from directory.models import Change, Entry, Organization, Service

_LOCK = 0x6469725F636C6F67  # one number for this one purpose


def append(entry: Entry) -> None:
    """Last of all in a transaction."""
    _append_all(entry.entry_type, [entry.id])


def append_of_organization(organization: Organization) -> None:
    """Every entry it runs: each shows its organization."""
    run = select(Service.id).where(Service.organization_id == organization.id)
    _append_all("service", list(db.session.scalars(run)))


def _append_all(entry_type: str, ids: list[uuid.UUID]) -> None:
    """On PostgreSQL one lock makes the numbers follow the order of commits: without it a follower at number
    7 could miss a slower transaction's number 6."""
    if not ids:
        return
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    db.session.add_all(Change(entry_type=entry_type, entry_id=entry_id) for entry_id in ids)
    db.session.flush()
