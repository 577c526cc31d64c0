"""What handlers answer from, all of it data: where a question can be passed to, who takes a safeguarding
concern, and when the helpline is open."""

import uuid
from datetime import date, time

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.extensions import Base
from directory.models.area import Area
from directory.models.codes import code
from directory.models.helpline.codes import SafeguardingAge
from directory.models.mixins import Identified, Versioned


class HelplineDestination(Identified, Versioned, Base):
    """Where a question can be passed to that is not ours to answer. `what_to_say` is read to the asker."""

    __tablename__ = "helpline_destination"

    slug: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    what_to_say: Mapped[str] = mapped_column(Text, default="")
    phone: Mapped[str | None] = mapped_column(String(60))
    url: Mapped[str | None] = mapped_column(String(500))
    is_emergency: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(Integer, default=0)
    is_open: Mapped[bool] = mapped_column(default=True)


class SafeguardingContact(Identified, Versioned, Base):
    """Who takes a concern about an adult or a child in `area` (a place: an upper-tier authority)."""

    __tablename__ = "safeguarding_contact"
    __table_args__ = (UniqueConstraint("area_id", "age"),)

    area_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("area.id"))
    age: Mapped[SafeguardingAge] = mapped_column(code(SafeguardingAge, "safeguarding_age"))
    name: Mapped[str] = mapped_column(String(200))
    phone: Mapped[str | None] = mapped_column(String(60))
    out_of_hours_phone: Mapped[str | None] = mapped_column(String(60))
    email: Mapped[str | None] = mapped_column(String(254))
    url: Mapped[str | None] = mapped_column(String(500))

    area: Mapped[Area] = relationship(lazy="joined", innerjoin=True)


class HelplineHours(Identified, Base):
    """Open on `weekday` (0: Monday) from `opens_at` to `closes_at` in Europe/London. A day may have two."""

    __tablename__ = "helpline_hours"
    __table_args__ = (
        CheckConstraint("weekday >= 0 AND weekday <= 6", name="weekday"),
        CheckConstraint("opens_at < closes_at", name="times"),
    )

    weekday: Mapped[int]
    opens_at: Mapped[time]
    closes_at: Mapped[time]


class HelplineClosure(Identified, Base):
    """A day on which the helpline is closed, a bank holiday say."""

    __tablename__ = "helpline_closure"

    closed_on: Mapped[date] = mapped_column(unique=True)
    reason: Mapped[str] = mapped_column(String(200), default="")
