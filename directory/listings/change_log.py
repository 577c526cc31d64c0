"""The numbered list of changes that search indexes follow."""

from sqlalchemy import text

from directory.extensions import db
from directory.models import Change, Entry

_LOCK = 0x6469725F636C6F67  # one number for this one purpose


def append(entry: Entry) -> None:
    """Last of all in a transaction. On PostgreSQL one lock makes the numbers follow the order of commits:
    without it a follower at number 7 could miss a slower transaction's number 6."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    db.session.add(Change(entry_type=entry.entry_type, entry_id=entry.id))
    db.session.flush()
