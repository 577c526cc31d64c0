"""The number of an enquiry, said on the phone: 1, 2, 3 and so on, none twice."""

from sqlalchemy import func, select, text

from directory.extensions import db
from directory.models import Enquiry

_LOCK = 0x656E71756972  # one number for what the helpline makes once


def take_next_number() -> int:
    take_turn()
    return (db.session.scalar(select(func.max(Enquiry.number))) or 0) + 1


def take_turn() -> None:
    """On PostgreSQL a lock is held until the transaction ends, so that of two who ask at once the second
    waits and sees the first one's. On SQLite whoever writes is alone."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
