"""How to reach a service or an organization."""

from dataclasses import dataclass, field

from directory.listings.presenters.markdown import render_markdown
from directory.listings.presenters.phones import PhoneLine, present_phones
from directory.models import Organization, Service


@dataclass(frozen=True)
class Person:
    name: str
    role: str
    email: str
    phones: list[PhoneLine]


@dataclass(frozen=True)
class Reach:
    name: str
    about: str = ""
    phones: list[PhoneLine] = field(default_factory=list)
    email: str = ""
    website: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)

    @property
    def is_known(self) -> bool:
        return bool(self.phones or self.email or self.website or self.links or self.people)


def present_reach(service: Service) -> Reach:
    """Its own ways in; those of its organization where it has none."""
    own = Reach(
        name=service.name,
        phones=present_phones(service.phones),
        email=service.email or "",
        website=service.url or "",
        links=[(link.label or link.url, link.url) for link in service.urls],
        people=[
            Person(c.name or "", c.title or "", c.email or "", present_phones(c.phones))
            for c in service.contacts
        ],
    )
    return own if own.is_known else present_organization(service.organization)


def present_organization(organization: Organization) -> Reach:
    identifiers = organization.organization_identifiers
    return Reach(
        name=organization.name,
        about=render_markdown(organization.description) if organization.description else "",
        phones=present_phones(organization.phones),
        email=organization.email or "",
        website=organization.website or "",
        links=[(link.label or link.url, link.url) for link in organization.urls],
        numbers=[f"{i.identifier_type}: {i.identifier}" for i in identifiers],
    )
