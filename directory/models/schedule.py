"""When things happen (HSDS 3 `schedule`): the parts of an RFC 5545 recurrence rule."""

import uuid
from datetime import date, time

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Base
from directory.models.codes import AttendingType, Frequency, code
from directory.models.mixins import Identified


class Schedule(Identified, Base):
    """`byday` is RFC 5545 text ("MO,WE", "1TU"). Times are local to Europe/London, without a zone."""

    __tablename__ = "schedule"
    __table_args__ = (
        CheckConstraint("interval >= 1", name="interval"),
        CheckConstraint("valid_from <= valid_to", name="valid_range"),
    )

    service_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("service.id", ondelete="CASCADE"), index=True
    )
    service_at_location_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("service_at_location.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(Integer, default=0)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    dtstart: Mapped[date | None]
    freq: Mapped[Frequency | None] = mapped_column(code(Frequency, "freq"))
    interval: Mapped[int | None]
    byday: Mapped[str | None] = mapped_column(String(100))
    bymonthday: Mapped[str | None] = mapped_column(String(100))
    opens_at: Mapped[time | None]
    closes_at: Mapped[time | None]
    description: Mapped[str | None] = mapped_column(Text)
    attending_type: Mapped[AttendingType | None] = mapped_column(code(AttendingType, "attending_type"))
    schedule_link: Mapped[str | None] = mapped_column(String(500))
    notes: Mapped[str | None] = mapped_column(Text)
