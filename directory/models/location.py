"""Where things happen (HSDS 3 `location`), and who may know it."""

import uuid

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.extensions import Base
from directory.models.area import Area
from directory.models.codes import LocationType, Visibility, code
from directory.models.contact import Language, Phone
from directory.models.mixins import Identified, Imported, part_of
from directory.models.schedule import Schedule


class Location(Identified, Imported, Base):
    """Latitude and longitude are degrees, WGS 84."""

    __tablename__ = "location"
    __table_args__ = (
        CheckConstraint("latitude >= -90 AND latitude <= 90", name="latitude"),
        CheckConstraint("longitude >= -180 AND longitude <= 180", name="longitude"),
    )

    location_type: Mapped[LocationType] = mapped_column(
        code(LocationType, "location_type"), default=LocationType.PHYSICAL
    )
    # What is withheld goes by what these were before a change: it is loaded before they are set.
    visibility: Mapped[Visibility] = mapped_column(
        code(Visibility, "visibility"), default=Visibility.PUBLIC, active_history=True
    )
    name: Mapped[str | None] = mapped_column(String(300))
    alternate_name: Mapped[str | None] = mapped_column(String(300))
    description: Mapped[str | None] = mapped_column(Text)
    transportation: Mapped[str | None] = mapped_column(Text)
    latitude: Mapped[float | None] = mapped_column(active_history=True)
    longitude: Mapped[float | None] = mapped_column(active_history=True)
    url: Mapped[str | None] = mapped_column(String(500))
    district_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("area.id"), index=True)

    addresses: Mapped[list["Address"]] = part_of("Address.position")
    accessibility: Mapped[list["Accessibility"]] = part_of("Accessibility.position")
    phones: Mapped[list[Phone]] = part_of("Phone.position")
    languages: Mapped[list[Language]] = part_of("Language.position")
    district: Mapped[Area | None] = relationship()


class Address(Identified, Base):
    __tablename__ = "address"

    location_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("location.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(Integer, default=0)
    attention: Mapped[str | None] = mapped_column(String(200))
    address_1: Mapped[str] = mapped_column(String(300))
    address_2: Mapped[str | None] = mapped_column(String(300))
    city: Mapped[str] = mapped_column(String(100), default="")
    region: Mapped[str | None] = mapped_column(String(100))
    state_province: Mapped[str] = mapped_column(String(100), default="")
    postal_code: Mapped[str] = mapped_column(String(20), default="", index=True)
    country: Mapped[str] = mapped_column(String(2), default="GB")
    address_type: Mapped[LocationType] = mapped_column(
        code(LocationType, "address_type"), default=LocationType.PHYSICAL
    )


class Accessibility(Identified, Base):
    __tablename__ = "accessibility"

    location_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("location.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(Integer, default=0)
    description: Mapped[str | None] = mapped_column(String(500))
    details: Mapped[str | None] = mapped_column(Text)
    url: Mapped[str | None] = mapped_column(String(500))


class ServiceAtLocation(Identified, Base):
    __tablename__ = "service_at_location"

    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)
    location_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("location.id"), index=True)
    position: Mapped[int] = mapped_column(Integer, default=0)
    description: Mapped[str | None] = mapped_column(Text)

    location: Mapped[Location] = relationship(lazy="joined", innerjoin=True)
    schedules: Mapped[list[Schedule]] = part_of("Schedule.position")
