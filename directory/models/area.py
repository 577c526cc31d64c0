"""The geography as data: who contains whom, and who belonged to what, when."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.extensions import Base
from directory.models.codes import AreaKind, PointKind, code
from directory.models.mixins import Identified


class Area(Identified, Base):
    """A node. `parent` is what never changes (ward in district in place in system in country, branch
    surgery of practice); what changes with time is an AreaMembership. `code` is the ONS or ODS code."""

    __tablename__ = "area"
    __table_args__ = (
        UniqueConstraint("kind", "code"),
        UniqueConstraint("slug"),
        CheckConstraint("starts_on <= ends_on", name="open_range"),
    )

    kind: Mapped[AreaKind] = mapped_column(code(AreaKind, "area_kind"), index=True)
    code: Mapped[str | None] = mapped_column(String(40), index=True)
    slug: Mapped[str] = mapped_column(String(120))
    name: Mapped[str] = mapped_column(String(200))
    parent_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("area.id"), index=True)
    postcode: Mapped[str | None] = mapped_column(String(10))
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    extent: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    source: Mapped[str | None] = mapped_column(String(200))

    parent: Mapped["Area | None"] = relationship(remote_side="Area.id")


class AreaMembership(Identified, Base):
    """`member` belonged to `group` from `starts_on` until `ends_on` (None: still)."""

    __tablename__ = "area_membership"
    __table_args__ = (
        UniqueConstraint("member_id", "group_id", "starts_on"),
        CheckConstraint("starts_on <= ends_on", name="dates"),
    )

    member_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("area.id", ondelete="CASCADE"))
    group_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("area.id", ondelete="CASCADE"), index=True)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]

    member: Mapped[Area] = relationship(foreign_keys=[member_id])
    group: Mapped[Area] = relationship(foreign_keys=[group_id])


class Postcode(Base):
    """A unit postcode without its space ("LE11AA"). Degrees WGS 84; codes are ONS codes as published."""

    __tablename__ = "postcode"
    __table_args__ = {"sqlite_with_rowid": False}

    postcode: Mapped[str] = mapped_column(String(7), primary_key=True)
    latitude: Mapped[float]
    longitude: Mapped[float]
    district_code: Mapped[str | None] = mapped_column(String(9))
    ward_code: Mapped[str | None] = mapped_column(String(9))


class PlacePoint(Base):
    """The middle of a postcode sector ("LE1 1"), a postcode district ("LE1"), or a town or village (`key` is
    its name as normalize_name() writes it). `district_code` is the local authority district that holds
    most of it; `district_codes` all that hold some of it, with a space between, or None: not known."""

    __tablename__ = "place_point"

    kind: Mapped[PointKind] = mapped_column(code(PointKind, "point_kind"), primary_key=True)
    key: Mapped[str] = mapped_column(String(100), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    latitude: Mapped[float]
    longitude: Mapped[float]
    district_code: Mapped[str | None] = mapped_column(String(9))
    district_codes: Mapped[str | None] = mapped_column(String(400))
