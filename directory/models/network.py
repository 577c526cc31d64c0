"""The support network: the people, by role, who help others to find and use support. Staff only."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.extensions import Base
from directory.models.area import Area
from directory.models.codes import DecidedBy, Specialty, code
from directory.models.mixins import Identified, Versioned, part_of
from directory.models.taxonomy import TaxonomyTerm


class Team(Identified, Versioned, Base):
    """A team of the trust: one specialty, three or more PCNs."""

    __tablename__ = "team"

    slug: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    specialty: Mapped[Specialty] = mapped_column(code(Specialty, "team_specialty"), index=True)
    work_phone: Mapped[str | None] = mapped_column(String(60))
    work_email: Mapped[str | None] = mapped_column(String(254))
    is_open: Mapped[bool] = mapped_column(default=True)

    areas: Mapped[list["TeamArea"]] = part_of("TeamArea.position")


class TeamArea(Identified, Base):
    """`team` covered `area` (a PCN, or a patch of its own) from `starts_on` until `ends_on` (None: still).
    `open_specialty` is the specialty of an open team that covers it without end, else None: of these the
    database keeps one for each area."""

    __tablename__ = "team_area"
    __table_args__ = (
        UniqueConstraint("team_id", "area_id", "starts_on"),
        UniqueConstraint("area_id", "open_specialty"),
        CheckConstraint("starts_on <= ends_on", name="dates"),
    )

    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"))
    area_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("area.id"), index=True)
    position: Mapped[int] = mapped_column(Integer, default=0)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    open_specialty: Mapped[str | None] = mapped_column(String(40))

    area: Mapped[Area] = relationship(lazy="joined", innerjoin=True)


class SupportRoleType(Identified, Base):
    """Local area coordinator, social prescribing link worker, and so on: the list is data."""

    __tablename__ = "support_role_type"

    slug: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text, default="")
    decided_by: Mapped[DecidedBy] = mapped_column(code(DecidedBy, "decided_by"))
    position: Mapped[int] = mapped_column(Integer, default=0)
    is_open: Mapped[bool] = mapped_column(default=True)


class SupportRole(Identified, Versioned, Base):
    """A named role and the person or post that holds it. `places_free` is as it was on `places_said_on`.
    `confirmed_at` is when the holder last said that all this is true; `holder_note` is what they said has
    changed, until an officer has put it right. Without areas it serves those of its team; without needs it
    helps with whatever is needed."""

    __tablename__ = "support_role"
    __table_args__ = (CheckConstraint("places_free >= 0", name="places_free"),)

    type_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("support_role_type.id"), index=True)
    team_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("team.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    organization_name: Mapped[str | None] = mapped_column(String(200))
    work_phone: Mapped[str | None] = mapped_column(String(60))
    work_email: Mapped[str | None] = mapped_column(String(254))
    languages: Mapped[list[Any]] = mapped_column(JSON, default=list)
    hours: Mapped[str | None] = mapped_column(String(300))
    places_free: Mapped[int | None]
    places_said_on: Mapped[date | None]
    notes: Mapped[str | None] = mapped_column(Text)
    confirmed_at: Mapped[datetime | None]
    confirm_by: Mapped[date | None] = mapped_column(index=True)
    holder_note: Mapped[str | None] = mapped_column(Text)
    holder_noted_at: Mapped[datetime | None]
    is_open: Mapped[bool] = mapped_column(default=True)

    type: Mapped[SupportRoleType] = relationship(lazy="joined", innerjoin=True)
    team: Mapped[Team | None] = relationship(lazy="joined")
    areas: Mapped[list["SupportRoleArea"]] = part_of("SupportRoleArea.position")
    needs: Mapped[list["SupportRoleNeed"]] = part_of("SupportRoleNeed.position")


class SupportRoleArea(Base):
    __tablename__ = "support_role_area"

    role_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("support_role.id", ondelete="CASCADE"), primary_key=True
    )
    area_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("area.id"), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(Integer, default=0)

    area: Mapped[Area] = relationship(lazy="joined", innerjoin=True)


class SupportRoleNeed(Base):
    __tablename__ = "support_role_need"

    role_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("support_role.id", ondelete="CASCADE"), primary_key=True
    )
    taxonomy_term_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("taxonomy_term.id"), primary_key=True, index=True
    )
    position: Mapped[int] = mapped_column(Integer, default=0)

    term: Mapped[TaxonomyTerm] = relationship(lazy="joined", innerjoin=True)


class TeamMember(Base):
    """Which teams a signed-in person works in: what their due lists and figures are about."""

    __tablename__ = "team_member"

    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True, index=True
    )

    team: Mapped[Team] = relationship(lazy="joined", innerjoin=True)
