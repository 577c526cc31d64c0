"""What was: versions, the audit trail and the change log. All written in the transaction of the change."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, String, UniqueConstraint, event, insert
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Base
from directory.models.codes import EntryType, code
from directory.models.mixins import Identified, utc_now


class EntryVersion(Identified, Base):
    """The whole entry as JSON, as it was after save number `version`."""

    __tablename__ = "entry_version"
    __table_args__ = (UniqueConstraint("entry_id", "version"),)

    entry_type: Mapped[EntryType] = mapped_column(code(EntryType, "version_entry_type"))
    entry_id: Mapped[uuid.UUID]
    version: Mapped[int]
    action: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(default=utc_now)
    actor_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))
    snapshot: Mapped[dict[str, Any]] = mapped_column(JSON)


class AuditEvent(Identified, Base):
    __tablename__ = "audit_event"

    at: Mapped[datetime] = mapped_column(default=utc_now, index=True)
    event: Mapped[str] = mapped_column(String(80), index=True)
    actor_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(80), index=True)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class Change(Base):
    """One line per change that a search index must see, numbered in commit order."""

    __tablename__ = "change"
    # Without AUTOINCREMENT, SQLite gives the number of a deleted last row out again.
    __table_args__ = {"sqlite_autoincrement": True}

    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    entry_type: Mapped[str] = mapped_column(String(20))
    entry_id: Mapped[uuid.UUID]
    at: Mapped[datetime] = mapped_column(default=utc_now)


class DatabaseIdentity(Base):
    """One row. A restored database gets a new `id`, so that an index made from another one is noticed. Its
    `directory_id` stays where a backup of a directory replaces the database of the same one: what is known
    outside the database (the list of what is withheld) belongs to one directory."""

    __tablename__ = "database_identity"

    one: Mapped[int] = mapped_column(primary_key=True, default=1)
    id: Mapped[uuid.UUID] = mapped_column(default=uuid.uuid4)
    made_at: Mapped[datetime] = mapped_column(default=utc_now)
    directory_id: Mapped[uuid.UUID] = mapped_column(default=uuid.uuid4)


@event.listens_for(DatabaseIdentity.__table__, "after_create")
def _give_identity(_table: Any, connection: Connection, **_: Any) -> None:
    connection.execute(insert(DatabaseIdentity).values(one=1))


class SourceRecord(Identified, Base):
    """What an import made of one record of a source, so that the next run knows it again."""

    __tablename__ = "source_record"
    __table_args__ = (UniqueConstraint("source", "entity", "external_id"),)

    source: Mapped[str] = mapped_column(String(200))
    entity: Mapped[str] = mapped_column(String(40))
    external_id: Mapped[str] = mapped_column(String(200))
    entry_id: Mapped[uuid.UUID] = mapped_column(index=True)
    checksum: Mapped[str] = mapped_column(String(64))
    imported_at: Mapped[datetime] = mapped_column(default=utc_now)
