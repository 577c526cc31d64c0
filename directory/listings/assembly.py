"""Puts checked entry data into the rows of an entry, and takes it out again."""

import uuid
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from sqlalchemy.orm import class_mapper

from directory.errors import InvalidData
from directory.extensions import db
from directory.listings.dumping import dump_entry as dump_entry
from directory.listings.dumping import is_need
from directory.listings.known import KnownRecords
from directory.models import (
    Accessibility,
    Address,
    Attribute,
    Check,
    Contact,
    CostOption,
    Eligibility,
    Entry,
    Funding,
    Guidance,
    GuidanceLink,
    Language,
    Location,
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
from directory.models.codes import Visibility

Row = TypeVar("Row")

# Parts that hold plain columns only: the key of the data is the name of the relationship.
_PLAIN_PARTS: dict[str, type] = {
    "organization_identifiers": OrganizationIdentifier,
    "schedules": Schedule,
    "languages": Language,
    "cost_options": CostOption,
    "fundings": Funding,
    "urls": Url,
    "checks": Check,
    "addresses": Address,
    "accessibility": Accessibility,
    "links": GuidanceLink,
}
_NESTED_PARTS: dict[str, type] = {"phones": Phone, "contacts": Contact}
_OWN_KEYS = {
    "needs",
    "attributes",
    "organization",
    "organization_id",
    "referred_through",
    "availability",
    "eligibility",
    "service_at_locations",
    "service_areas",
    "id",
    # An officer's own statement, never part of what is filled in.
    "crisis_marks",
}


def fill_guidance(guidance: Guidance, data: dict[str, Any], known: KnownRecords) -> None:
    _fill(guidance, data)
    _fill_terms(guidance, data, known)


def fill_service(service: Service, data: dict[str, Any], known: KnownRecords) -> None:
    """Keys that are absent keep what the service has. Raises InvalidData at the path of an unknown record."""
    _fill_organization(service, data, known)
    _fill(service, data)
    _fill_terms(service, data, known)
    if "availability" in data:
        _fill_availability(service, data["availability"])
    if "service_areas" in data:
        service.service_areas = _parts(service.service_areas, data["service_areas"], _area_filler(known))
    if "eligibility" in data:
        service.eligibility = _parts(service.eligibility, data["eligibility"], _eligibility_filler(known))
    if "service_at_locations" in data:
        service.service_at_locations = _parts(
            service.service_at_locations, data["service_at_locations"], _site_filler(known)
        )
    if "referred_through" in data:
        _fill_referrals(service, data["referred_through"], known)


def fill_organization(organization: Organization, data: dict[str, Any]) -> None:
    _fill(organization, data)


def _fill(record: Any, data: dict[str, Any]) -> None:
    for key, value in data.items():
        if key == "organization_identifiers":
            value = _with_known_ids(record.organization_identifiers, value)
        if key in _PLAIN_PARTS:
            setattr(record, key, _parts(getattr(record, key), value, _plain_filler(_PLAIN_PARTS[key])))
        elif key in _NESTED_PARTS:
            setattr(record, key, _parts(getattr(record, key), value, _plain_filler(_NESTED_PARTS[key])))
        elif key not in _OWN_KEYS:
            setattr(record, key, value)


def _with_known_ids(
    old: Iterable[OrganizationIdentifier], items: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """A source sends a registered number without our id: no number is kept twice, so it is that row."""
    ids = {(row.identifier_type, row.identifier): row.id for row in old}
    keys = ("identifier_type", "identifier")
    return [{"id": ids.get(tuple(item[key] for key in keys)), **item} for item in items]


def new_row(model: type[Row], row_id: uuid.UUID | None = None) -> Row:
    """A row with its lists known to be empty, so that none of them is looked up after it is saved."""
    lists = [name for name, link in class_mapper(model).relationships.items() if link.uselist]
    values: dict[str, Any] = {"id": row_id or uuid.uuid4()} | {name: [] for name in lists}
    row: Row = model(**values)
    return row


Filler = Callable[[Any, dict[str, Any]], Any]


def _plain_filler(model: type) -> Filler:
    def fill(row: Any, item: dict[str, Any]) -> Any:
        row = row or new_row(model)
        _fill(row, item)
        return row

    return fill


def _parts(old: Iterable[Any], items: list[dict[str, Any]], fill: Filler) -> list[Any]:
    """The rows for `items`, in their order: a row whose id is handed in is kept and changed."""
    by_id = {row.id: row for row in old}
    rows = []
    for position, item in enumerate(items):
        row = fill(by_id.pop(item.get("id"), None), item)
        row.position = position
        rows.append(row)
    return rows


def _fill_terms(entry: Entry, data: dict[str, Any], known: KnownRecords) -> None:
    """Needs come first, in the order given, then the terms of other taxonomies."""
    if "needs" not in data and "attributes" not in data:
        return
    needs = [a for a in entry.attributes if is_need(a)]
    others = [a for a in entry.attributes if not is_need(a)]
    if "needs" in data:
        have = {a.taxonomy_term.slug: a for a in needs}
        wanted = list(dict.fromkeys(data["needs"]))
        terms = [known.find_term("needs", slug, f"needs.{n}") for n, slug in enumerate(wanted)]
        needs = [have.get(t.slug) or Attribute(id=uuid.uuid4(), taxonomy_term=t) for t in terms]
    if "attributes" in data:
        others = _parts(others, data["attributes"], _attribute_filler(known))
    entry.attributes = [*needs, *others]
    for position, attribute in enumerate(entry.attributes):
        attribute.position = position


def _attribute_filler(known: KnownRecords) -> Filler:
    def fill(row: Attribute | None, item: dict[str, Any]) -> Attribute:
        row = row or new_row(Attribute)
        row.taxonomy_term = known.find_term_by_id(item["taxonomy_term_id"], "attributes")
        row.link_type, row.value = item.get("link_type"), item.get("value")
        return row

    return fill


def _fill_availability(service: Service, said: dict[str, Any]) -> None:
    service.availability = said["status"]
    service.availability_note = said.get("note")
    service.availability_said_on = said.get("said_on")
    service.paused_until = said.get("paused_until")


def _area_filler(known: KnownRecords) -> Filler:
    def fill(row: ServiceArea | None, item: dict[str, Any]) -> ServiceArea:
        row = row or new_row(ServiceArea)
        for key in ("name", "description", "extent", "extent_type", "uri"):
            if key in item:
                setattr(row, key, item[key])
        row.area = known.find_area(item["area"], "service_areas") if item.get("area") else None
        return row

    return fill


def _eligibility_filler(known: KnownRecords) -> Filler:
    def fill(row: Eligibility | None, item: dict[str, Any]) -> Eligibility:
        row = row or new_row(Eligibility)
        people = item.get("people")
        row.taxonomy_term = known.find_term("people", people, "eligibility") if people else None
        row.description = item.get("description")
        return row

    return fill


def _site_filler(known: KnownRecords) -> Filler:
    def fill(row: ServiceAtLocation | None, item: dict[str, Any]) -> ServiceAtLocation:
        row = row or new_row(ServiceAtLocation)
        _fill(row, {k: v for k, v in item.items() if k != "location"})
        row.location = _filled_location(row, item["location"], known)
        return row

    return fill


def _filled_location(site: ServiceAtLocation, item: dict[str, Any], known: KnownRecords) -> Location:
    location = known.find_location(item.get("id")) or new_row(Location, item.get("id"))
    before = _position_of(location)
    _fill(location, item)
    location.visibility = location.visibility or Visibility.PUBLIC
    now = _position_of(location)
    if now[0] != before[0] and now[1:] == before[1:]:
        # It moved, and nobody said where to: the new postcode says it.
        location.latitude = location.longitude = None
    known.place_location(location)
    return location


def _position_of(location: Location) -> tuple[str | None, float | None, float | None]:
    postcode = next((a.postal_code for a in location.addresses if a.postal_code), None)
    return postcode, location.latitude, location.longitude


def _fill_referrals(service: Service, through_ids: list[uuid.UUID], known: KnownRecords) -> None:
    have = {link.through_id: link for link in service.referred_through}
    links = []
    for position, through_id in enumerate(dict.fromkeys(through_ids)):
        link = have.get(through_id)
        if link is None:
            through = known.find_service(through_id, f"referred_through.{position}")
            link = ServiceReferral(through_id=through_id, through=through)
        link.position = position
        links.append(link)
    service.referred_through = links


def _fill_organization(service: Service, data: dict[str, Any], known: KnownRecords) -> None:
    if "organization_id" in data:
        service.organization = known.find_organization(data["organization_id"], "organization_id")
    elif "organization" in data:
        service.organization = _organization_of(data["organization"], known)
    elif service.organization is None and service.organization_id is None:
        raise InvalidData("Say who runs it.", {"organization": "Say who runs it."})


def _organization_of(item: dict[str, Any], known: KnownRecords) -> Organization:
    organization = known.match_organization(item.get("id"), item["name"])
    if organization is None:
        organization = new_row(Organization, item.get("id"))
        organization.name = item["name"]
        db.session.add(organization)
        known.remember_organization(organization)
    _fill(organization, item)
    return organization
