"""Writes an entry as its next version: the rows, the version, the audit line and last the change log."""

from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from directory import audit
from directory.errors import EditConflict, InvalidData
from directory.extensions import db
from directory.listings import change_log
from directory.listings.locations import hidden
from directory.listings.withholding import rule
from directory.models import Entry, EntryVersion, User


def refuse_stale(entry: Entry, expected_version: int) -> None:
    """Raises EditConflict when somebody saved since `expected_version`."""
    if entry.version != expected_version:
        raise EditConflict(entry.version)


def save_entry(entry: Entry, actor: User | None, action: str, now: datetime, **facts: Any) -> None:
    """Writes the entry, and every other entry that is shown differently because of it."""
    others = rule.hold_back(entry, actor, now)
    write_version(entry, actor, action, now, **facts)
    for other in others:
        write_version(other, actor, "edit place", now)


def write_version(entry: Entry, actor: User | None, action: str, now: datetime, **facts: Any) -> None:
    """Flushes and never commits. Raises EditConflict, InvalidData."""
    entry.last_modified = now
    try:
        db.session.flush()
    except StaleDataError as error:
        raise EditConflict(entry.version + 1) from error
    except IntegrityError as error:
        raise InvalidData("This clashes with a record that is already there.") from error
    db.session.add(
        EntryVersion(
            entry_type=entry.entry_type,
            entry_id=entry.id,
            version=entry.version,
            action=action,
            at=now,
            actor_id=actor.id if actor else None,
            snapshot=hidden.make_snapshot(entry),
        )
    )
    audit.record(f"entry.{action}", actor, entry, version=entry.version, **facts)
    change_log.append(entry)
