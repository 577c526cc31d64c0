"""The framework for supporting other needs as data: levels, expected actions, prompts, questions. And packs,
which hold entries and nothing about anybody."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Base
from directory.models.codes import EntryType, code
from directory.models.mixins import Identified, Versioned, part_of, utc_now


class FrameworkPart(Identified, Versioned, Base):
    """One list the knowledge officer edits as a whole; its shape is checked by framework/levels/parts.py."""

    __tablename__ = "framework_part"

    slug: Mapped[str] = mapped_column(String(40), unique=True)
    content: Mapped[list[Any]] = mapped_column(JSON)

    versions: Mapped[list["FrameworkPartVersion"]] = part_of("FrameworkPartVersion.version")


class FrameworkPartVersion(Identified, Base):
    """The whole list as it was after save number `version`."""

    __tablename__ = "framework_part_version"
    __table_args__ = (UniqueConstraint("part_id", "version"),)

    part_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("framework_part.id", ondelete="CASCADE"))
    version: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=utc_now)
    actor_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))
    content: Mapped[list[Any]] = mapped_column(JSON)


class Pack(Identified, Base):
    """Entries for somebody to take along. It says neither who made it nor for whom nor why. `token` is the
    end of its address."""

    __tablename__ = "pack"

    token: Mapped[str] = mapped_column(String(40), unique=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)

    entries: Mapped[list["PackEntry"]] = part_of("PackEntry.position")


class PackEntry(Base):
    __tablename__ = "pack_entry"

    pack_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("pack.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    entry_type: Mapped[EntryType] = mapped_column(code(EntryType, "pack_entry_type"))
    entry_id: Mapped[uuid.UUID]
