"""A service, group or activity, and the parts that belong to it alone (HSDS 3 `service`)."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.extensions import Base
from directory.models.area import Area
from directory.models.codes import (
    AttendingType,
    AvailabilityStatus,
    CheckKind,
    Codes,
    ReferralRoute,
    ServiceKind,
    Status,
    code,
)
from directory.models.contact import Contact, Language, Phone
from directory.models.location import ServiceAtLocation
from directory.models.mixins import Identified, Imported, Reviewed, Versioned, part_of
from directory.models.organization import Funding, Organization, Url
from directory.models.schedule import Schedule
from directory.models.taxonomy import Attribute, CrisisMark, TaxonomyTerm


class Service(Identified, Versioned, Imported, Reviewed, Base):
    __tablename__ = "service"
    __table_args__ = (
        CheckConstraint("minimum_age >= 0 AND minimum_age <= 130", name="minimum_age"),
        CheckConstraint("maximum_age >= 0 AND maximum_age <= 130", name="maximum_age"),
        CheckConstraint("minimum_age <= maximum_age", name="age_range"),
        Index("ix_service_status_name", "status", "name"),
    )

    organization_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organization.id"), index=True)
    kind: Mapped[ServiceKind] = mapped_column(code(ServiceKind, "service_kind"), default=ServiceKind.SERVICE)
    name: Mapped[str] = mapped_column(String(200))
    alternate_name: Mapped[str | None] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(String(500), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    url: Mapped[str | None] = mapped_column(String(500))
    email: Mapped[str | None] = mapped_column(String(254))
    status: Mapped[Status] = mapped_column(
        code(Status, "service_status"), default=Status.DRAFT, active_history=True
    )
    interpretation_services: Mapped[str | None] = mapped_column(Text)
    application_process: Mapped[str | None] = mapped_column(Text)
    fees_description: Mapped[str | None] = mapped_column(Text)
    accreditations: Mapped[str | None] = mapped_column(Text)
    licenses: Mapped[str | None] = mapped_column(Text)
    eligibility_description: Mapped[str | None] = mapped_column(Text)
    minimum_age: Mapped[int | None]
    maximum_age: Mapped[int | None]
    alert: Mapped[str | None] = mapped_column(Text)
    attending_types: Mapped[list[AttendingType]] = mapped_column(Codes(AttendingType), default=list)
    referral_routes: Mapped[list[ReferralRoute]] = mapped_column(Codes(ReferralRoute), default=list)
    availability: Mapped[AvailabilityStatus] = mapped_column(
        code(AvailabilityStatus, "availability_status"), default=AvailabilityStatus.NOT_KNOWN
    )
    availability_note: Mapped[str | None] = mapped_column(String(300))
    availability_said_on: Mapped[date | None]
    paused_until: Mapped[date | None]
    ends_on: Mapped[date | None]
    internal_note: Mapped[str | None] = mapped_column(Text)

    organization: Mapped[Organization] = relationship(lazy="joined", innerjoin=True)
    service_at_locations: Mapped[list[ServiceAtLocation]] = part_of("ServiceAtLocation.position")
    schedules: Mapped[list[Schedule]] = part_of("Schedule.position")
    phones: Mapped[list[Phone]] = part_of("Phone.position")
    contacts: Mapped[list[Contact]] = part_of("Contact.position")
    languages: Mapped[list[Language]] = part_of("Language.position")
    cost_options: Mapped[list["CostOption"]] = part_of("CostOption.position")
    service_areas: Mapped[list["ServiceArea"]] = part_of("ServiceArea.position")
    eligibility: Mapped[list["Eligibility"]] = part_of("Eligibility.position")
    attributes: Mapped[list[Attribute]] = part_of("Attribute.position")
    crisis_marks: Mapped[list[CrisisMark]] = part_of("CrisisMark.position")
    fundings: Mapped[list[Funding]] = part_of("Funding.position")
    urls: Mapped[list[Url]] = part_of("Url.position")
    checks: Mapped[list["Check"]] = part_of("Check.position")
    referred_through: Mapped[list["ServiceReferral"]] = part_of(
        "ServiceReferral.position", foreign_keys="ServiceReferral.service_id"
    )

    @property
    def entry_type(self) -> str:
        return "service"


class CostOption(Identified, Base):
    __tablename__ = "cost_option"
    __table_args__ = (CheckConstraint("amount_pence >= 0", name="amount"),)

    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(Integer, default=0)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    option: Mapped[str | None] = mapped_column(String(200))
    currency: Mapped[str] = mapped_column(String(3), default="GBP")
    amount_pence: Mapped[int | None]
    amount_description: Mapped[str | None] = mapped_column(String(500))


class ServiceArea(Identified, Base):
    """Where the people it serves live or are registered: a named area, or a GeoJSON extent, or only words."""

    __tablename__ = "service_area"

    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(Integer, default=0)
    name: Mapped[str | None] = mapped_column(String(300))
    description: Mapped[str | None] = mapped_column(Text)
    area_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("area.id"), index=True)
    extent: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    extent_type: Mapped[str | None] = mapped_column(String(30))
    uri: Mapped[str | None] = mapped_column(String(500))

    area: Mapped[Area | None] = relationship(lazy="selectin")


class Eligibility(Identified, Base):
    """Who it is for: a term of the "people" taxonomy, words, or both."""

    __tablename__ = "eligibility"

    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(Integer, default=0)
    taxonomy_term_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("taxonomy_term.id"), index=True)
    description: Mapped[str | None] = mapped_column(String(500))

    taxonomy_term: Mapped[TaxonomyTerm | None] = relationship(lazy="selectin")


class Check(Identified, Base):
    """Something seen on a date: a safeguarding policy, insurance, DBS practice or a regulator's register."""

    __tablename__ = "service_check"

    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(Integer, default=0)
    kind: Mapped[CheckKind] = mapped_column(code(CheckKind, "check_kind"))
    checked_on: Mapped[date]
    expires_on: Mapped[date | None]
    note: Mapped[str | None] = mapped_column(String(500))


class ServiceReferral(Base):
    """`service` is reached by way of `through` (a hub, say)."""

    __tablename__ = "service_referral"

    service_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("service.id", ondelete="CASCADE"), primary_key=True
    )
    through_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("service.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    position: Mapped[int] = mapped_column(Integer, default=0)

    through: Mapped[Service] = relationship(foreign_keys=[through_id], lazy="joined")
