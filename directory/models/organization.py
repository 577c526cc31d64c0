"""Who runs things (HSDS 3 `organization`)."""

import uuid

from sqlalchemy import ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Base
from directory.models.contact import Contact, Phone
from directory.models.mixins import Identified, Imported, Versioned, part_of
from directory.models.taxonomy import Attribute


class Organization(Identified, Versioned, Imported, Base):
    __tablename__ = "organization"

    name: Mapped[str] = mapped_column(String(200), index=True)
    alternate_name: Mapped[str | None] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text, default="")
    email: Mapped[str | None] = mapped_column(String(254))
    website: Mapped[str | None] = mapped_column(String(500))
    year_incorporated: Mapped[int | None]
    legal_status: Mapped[str | None] = mapped_column(String(100))
    logo: Mapped[str | None] = mapped_column(String(500))
    uri: Mapped[str | None] = mapped_column(String(500))
    parent_organization_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organization.id"))

    organization_identifiers: Mapped[list["OrganizationIdentifier"]] = part_of(
        "OrganizationIdentifier.position"
    )
    phones: Mapped[list[Phone]] = part_of("Phone.position")
    contacts: Mapped[list[Contact]] = part_of("Contact.position")
    fundings: Mapped[list["Funding"]] = part_of("Funding.position")
    urls: Mapped[list["Url"]] = part_of("Url.position")
    attributes: Mapped[list[Attribute]] = part_of("Attribute.position")


class OrganizationIdentifier(Identified, Base):
    """A number somebody else knows it by: scheme GB-CHC (charity), GB-COH (company), ODS and so on."""

    __tablename__ = "organization_identifier"
    __table_args__ = (UniqueConstraint("organization_id", "identifier_type", "identifier"),)

    organization_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("organization.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(Integer, default=0)
    identifier_scheme: Mapped[str | None] = mapped_column(String(40))
    identifier_type: Mapped[str] = mapped_column(String(100))
    identifier: Mapped[str] = mapped_column(String(100), index=True)


class Funding(Identified, Base):
    __tablename__ = "funding"

    organization_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("organization.id", ondelete="CASCADE"), index=True
    )
    service_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("service.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(Integer, default=0)
    source: Mapped[str] = mapped_column(String(500))


class Url(Identified, Base):
    """A further web page of a service or organization."""

    __tablename__ = "url"

    organization_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("organization.id", ondelete="CASCADE"), index=True
    )
    service_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("service.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(Integer, default=0)
    label: Mapped[str | None] = mapped_column(String(200))
    url: Mapped[str] = mapped_column(String(500))
