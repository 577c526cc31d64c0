"""Pages of advice that the directory itself publishes."""

import uuid

from sqlalchemy import ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Base
from directory.models.codes import Status, code
from directory.models.mixins import Identified, Imported, Reviewed, Versioned, part_of
from directory.models.taxonomy import Attribute, CrisisMark


class Guidance(Identified, Versioned, Imported, Reviewed, Base):
    """`body` is Markdown; it is sanitised where it is shown."""

    __tablename__ = "guidance"
    __table_args__ = (Index("ix_guidance_status_name", "status", "name"),)

    name: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(String(500), default="")
    body: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[Status] = mapped_column(
        code(Status, "guidance_status"), default=Status.DRAFT, active_history=True
    )
    internal_note: Mapped[str | None] = mapped_column(Text)

    links: Mapped[list["GuidanceLink"]] = part_of("GuidanceLink.position")
    attributes: Mapped[list[Attribute]] = part_of("Attribute.position")
    crisis_marks: Mapped[list[CrisisMark]] = part_of("CrisisMark.position")

    @property
    def entry_type(self) -> str:
        return "guidance"


class GuidanceLink(Identified, Base):
    __tablename__ = "guidance_link"

    guidance_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("guidance.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(Integer, default=0)
    label: Mapped[str] = mapped_column(String(200))
    url: Mapped[str] = mapped_column(String(500))
