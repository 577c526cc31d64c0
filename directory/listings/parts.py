"""Brings the parts of services in one statement a kind of part, whoever owns them: the phones of a service,
of who runs it, of its places and of the people to ask for all lie in one table."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import inspect, or_, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from directory.extensions import db
from directory.models import (
    Accessibility,
    Address,
    Attribute,
    Check,
    Contact,
    CostOption,
    CrisisMark,
    Eligibility,
    Funding,
    Language,
    Organization,
    OrganizationIdentifier,
    Phone,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceReferral,
    Url,
)

# By the column that points at an owner: the name of the owner's list, and the owners.
Owners = dict[str, tuple[str, Iterable[Any]]]


def load_public_parts(services: Sequence[Service]) -> None:
    """What an entry's own page shows."""
    organizations = _list_organizations(services)
    _load_common(services, organizations)
    _load(Contact, {"service_id": ("contacts", services)})
    _load(Language, {"service_id": ("languages", services)})
    _load_phones(services, organizations, [])


def load_all_parts(services: Sequence[Service]) -> None:
    """All that entry data holds."""
    organizations = _list_organizations(services)
    _load_common(services, organizations)
    _load(CrisisMark, {"service_id": ("crisis_marks", services)})
    _load(Funding, {"service_id": ("fundings", services), "organization_id": ("fundings", organizations)})
    _load(Contact, {"service_id": ("contacts", services), "organization_id": ("contacts", organizations)})
    phones = _load_phones(services, organizations, organizations)
    places = [site.location for service in services for site in service.service_at_locations]
    _load(
        Language,
        {
            "service_id": ("languages", services),
            "location_id": ("languages", places),
            "phone_id": ("languages", phones),
        },
    )


def _load_common(services: Sequence[Service], organizations: list[Organization]) -> None:
    _load(ServiceAtLocation, {"service_id": ("service_at_locations", services)})
    sites = [site for service in services for site in service.service_at_locations]
    places = [site.location for site in sites]
    for model, name in ((CostOption, "cost_options"), (Attribute, "attributes"), (Check, "checks")):
        _load(model, {"service_id": (name, services)})
    _load(ServiceReferral, {"service_id": ("referred_through", services)})
    _load(ServiceArea, {"service_id": ("service_areas", services)}, joinedload(ServiceArea.area))
    _load(Eligibility, {"service_id": ("eligibility", services)}, joinedload(Eligibility.taxonomy_term))
    _load(
        Schedule,
        {"service_id": ("schedules", services), "service_at_location_id": ("schedules", sites)},
    )
    _load(Url, {"service_id": ("urls", services), "organization_id": ("urls", organizations)})
    _load(OrganizationIdentifier, {"organization_id": ("organization_identifiers", organizations)})
    _load(Address, {"location_id": ("addresses", places)})
    _load(Accessibility, {"location_id": ("accessibility", places)})


def _load_phones(
    services: Sequence[Service], organizations: Sequence[Organization], with_contacts: Sequence[Organization]
) -> list[Phone]:
    """`with_contacts`: of these the people to ask for are loaded too."""
    contacts = [contact for service in services for contact in service.contacts]
    contacts += [contact for organization in with_contacts for contact in organization.contacts]
    places = [site.location for service in services for site in service.service_at_locations]
    return _load(
        Phone,
        {
            "service_id": ("phones", services),
            "organization_id": ("phones", organizations),
            "contact_id": ("phones", contacts),
            "location_id": ("phones", places),
        },
    )


def _list_organizations(services: Iterable[Service]) -> list[Organization]:
    return list({service.organization_id: service.organization for service in services}.values())


def _load(model: Any, owners: Owners, *options: Any) -> list[Any]:
    """A list that is loaded already stays as it is: it may have been changed since."""
    waiting = {
        column: (name, {one.id: one for one in found if name in inspect(one).unloaded})
        for column, (name, found) in owners.items()
    }
    pointing = [getattr(model, column).in_(found) for column, (_, found) in waiting.items() if found]
    if not pointing:
        return []
    query = select(model).where(or_(*pointing)).order_by(model.position).options(*options)
    rows = list(db.session.scalars(query))
    for column, (name, found) in waiting.items():
        lists: dict[uuid.UUID, list[Any]] = defaultdict(list)
        for row in rows:
            lists[getattr(row, column)].append(row)
        for owner_id, owner in found.items():
            set_committed_value(owner, name, lists[owner_id])
    return rows
