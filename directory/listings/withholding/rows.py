"""Takes a withheld street or postcode out of the rows of entries, organizations, versions and proposals."""

import math
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Enum, String, cast, inspect, or_, select
from sqlalchemy.orm import Mapper

from directory.extensions import db
from directory.listings.withholding import marks, row_labels, text
from directory.listings.withholding.keys import Label, list_text_labels
from directory.listings.withholding.reading.plain_text import join_letters
from directory.listings.withholding.text import OwnPlaces
from directory.models import (
    Accessibility,
    Attribute,
    AuditEvent,
    Check,
    Contact,
    CostOption,
    Eligibility,
    EntryVersion,
    Funding,
    Guidance,
    GuidanceLink,
    Language,
    Location,
    Organization,
    OrganizationIdentifier,
    Phone,
    Proposal,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    TaxonomyTerm,
    Url,
)
from directory.models.codes import Visibility

# Whatever of an entry or its organization may hold words. An address is a place, and goes by its visibility.
CLEANED: tuple[type, ...] = (
    Service, ServiceAtLocation, Schedule, Location, Accessibility, Phone, Contact, Language, CostOption,
    Eligibility, ServiceArea, Funding, Url, Check, Attribute, Organization,
    OrganizationIdentifier, Guidance, GuidanceLink, Proposal, TaxonomyTerm,
)  # fmt: skip
_PIECE = 500
_NOT_WORDS = {"source", "source_id", "extension", "currency", "byday", "bymonthday"}


@dataclass
class Cleaned:
    """The entries and organizations in whose words something was taken out, with the names of the fields."""

    services: dict[uuid.UUID, set[str]] = field(default_factory=dict)
    guidance: dict[uuid.UUID, set[str]] = field(default_factory=dict)
    organizations: dict[uuid.UUID, set[str]] = field(default_factory=dict)


def list_word_columns(model: type) -> list[str]:
    mapper: Mapper[Any] = inspect(model)
    columns = [column for column in mapper.columns if isinstance(column.type, String)]
    return [c.key for c in columns if not isinstance(c.type, Enum) and c.key not in _NOT_WORDS]


def clean_rows(rows: Iterable[Any], own: OwnPlaces) -> dict[Any, set[str]]:
    """The rows in which something was taken out, and the names of their columns. A confidential place keeps
    its own words: nobody is shown them."""
    found = [(row, name, value) for row in rows for name, value in _list_words(row)]
    traces = text.find_traces({value for _, _, value in found}, own)
    cleaned: dict[Any, set[str]] = {}
    for row, name, value in found if traces else ():
        if value in traces:
            column = inspect(type(row)).columns[name]
            longest = getattr(column.type, "length", None)
            is_whole = text.is_web_address(value)
            tidy = "" if is_whole else text.take_out(value, traces[value], longest)
            setattr(row, name, tidy or (None if column.nullable else ""))
            cleaned.setdefault(row, set()).add(name)
    return cleaned


def _list_words(row: Any) -> Iterator[tuple[str, str]]:
    if isinstance(row, Location) and row.visibility == Visibility.CONFIDENTIAL:
        return
    for name in list_word_columns(type(row)):
        value = getattr(row, name)
        if value:
            yield name, value


def list_unsaved_rows() -> list[Any]:
    """The rows of entries and organizations that are about to be written."""
    return [row for row in (*db.session.new, *db.session.dirty) if isinstance(row, CLEANED)]


def clean_everywhere(place: Location, point: tuple[float, float] | None) -> Cleaned:
    """Takes the street, postcode and point of this place, which is withheld, out of everything that is
    stored."""
    words = [*_list_search_words(place), *_list_digits(point)]
    cleaned = Cleaned()
    if not words:
        return cleaned
    near = _list_near(place)
    _clean_snapshots(words, near)
    for model in CLEANED:
        for row in _list_speaking(model, words):
            owners = _list_owners(row)
            own = OwnPlaces(_list_allowed(owners), is_near=not near.isdisjoint(owners))
            for changed, names in clean_rows([row], own).items():
                _note_owner(cleaned, changed, names)
    return cleaned


def _list_speaking(model: type, words: list[str]) -> Sequence[Any]:
    """The rows that have one of the words, however it is broken up: the database finds plain letters only."""
    names = list_word_columns(model)
    if not names:
        return []
    wanted = [join_letters(word) for word in words]
    identity: Any = inspect(model).primary_key[0]
    ids = []
    for row_id, *values in db.session.execute(select(identity, *(getattr(model, name) for name in names))):
        letters = join_letters(" ".join(filter(None, values)))
        if any(word in letters for word in wanted):
            ids.append(row_id)
    found: list[Any] = []
    for start in range(0, len(ids), _PIECE):
        query: Any = select(model).where(identity.in_(ids[start : start + _PIECE]))
        found += db.session.scalars(query).unique()
    return found


def find_own_places(service: Service) -> OwnPlaces:
    """What this entry may say of where it is."""
    places = [site.location for site in service.service_at_locations]
    labels = {label for place in places if is_shown(place) for label in _list_labels(place)}
    return _describe_own(labels, [one for one in places if not is_shown(one)], service.organization)


def find_organization_places(organization: Organization) -> OwnPlaces:
    """What an organization may say of where it is."""
    return _describe_own(set(), [], organization)


def _describe_own(allowed: set[Label], own: list[Location], organization: Organization) -> OwnPlaces:
    hidden = {one.id: one for one in (*own, *list_hidden_places(organization))}
    labels = {label for place in hidden.values() for label in _list_labels(place)}
    return OwnPlaces(frozenset(allowed), bool(hidden), frozenset(labels - allowed))


def list_hidden_places(organization: Organization) -> list[Location]:
    """The confidential places at which this organization has entries."""
    hidden = select(Location).join(ServiceAtLocation).join(Service)
    hidden = hidden.where(Location.visibility == Visibility.CONFIDENTIAL)
    return list(db.session.scalars(hidden.where(Service.organization_id == organization.id)).unique())


def is_shown(place: Location) -> bool:
    return place.visibility != Visibility.CONFIDENTIAL


def _list_labels(place: Location) -> set[Label]:
    return {label for address in row_labels.read_addresses(place) for label in list_text_labels(address)}


def _list_allowed(owners: Iterable[uuid.UUID]) -> frozenset[Label]:
    """By what the rows say now: a place that has just been hidden may not be flushed yet."""
    places = select(Location).join(ServiceAtLocation).where(ServiceAtLocation.service_id.in_(list(owners)))
    shown = filter(is_shown, db.session.scalars(places).unique())
    return frozenset(label for place in shown for label in _list_labels(place))


def _clean_snapshots(words: Iterable[str], near: set[uuid.UUID]) -> None:
    """Earlier versions of entries, and what audit kept of organizations."""
    kinds: tuple[tuple[Any, str], ...] = ((EntryVersion, "snapshot"), (AuditEvent, "facts"))
    for model, name in kinds:
        column = getattr(model, name)
        holds = or_(*(cast(column, String).icontains(word, autoescape=True) for word in words))
        for row in db.session.scalars(select(model).where(holds)):
            value = getattr(row, name)
            owner = value.get("organization") or {}
            is_near = (
                str(owner.get("id")) in {str(one) for one in near} or getattr(row, "entry_id", None) in near
            )
            tidy = text.clean_value(_hide_places(value), OwnPlaces(is_near=is_near))
            if tidy != value:
                setattr(row, name, tidy)


def _hide_places(data: dict[str, Any]) -> dict[str, Any]:
    """Entry data in which each withheld place, known by its address, has lost all but its id."""
    sites = data.get("service_at_locations")
    if not isinstance(sites, list):
        return data
    return data | {"service_at_locations": [_hide_place(site) for site in sites]}


def _hide_place(site: dict[str, Any]) -> dict[str, Any]:
    place = site.get("location") or {}
    if not place.get("addresses") or not marks.is_address_withheld(place):
        return site
    kept = {key: place[key] for key in ("id", "location_type") if key in place}
    return site | {"location": kept | {"visibility": Visibility.CONFIDENTIAL.value}}


def _list_search_words(place: Location) -> list[str]:
    """What the database can look for without knowing how a street is written: the longest word of each
    street, and the postcode with and without its space."""
    words = set()
    for address in row_labels.read_addresses(place):
        for name in {house.partition(" ")[2] for house in address.houses} | set(address.streets):
            words.add(max(name.split()[:-1] or [name], key=len))
        if address.is_british:
            words |= {
                form for code in address.postcodes for form in (code, f"{code[:-3]} {code[-3:]}", code[-3:])
            }
    return sorted(word for word in words if len(word) >= 3)


def _list_digits(point: tuple[float, float] | None) -> set[str]:
    """How the latitudes of its cell and the cells around begin, in text."""
    steps = (-0.001, 0, 0.001)
    return {f"{math.floor(abs(point[0] + step) * 100) / 100:.2f}" for step in steps} if point else set()


def _list_near(place: Location) -> set[uuid.UUID]:
    """The entries at the place and the organizations that run them."""
    there = select(ServiceAtLocation.service_id).where(ServiceAtLocation.location_id == place.id)
    rows = db.session.execute(select(Service.id, Service.organization_id).where(Service.id.in_(there)))
    return {one for row in rows for one in row}


def _list_owners(row: Any) -> set[uuid.UUID]:
    names = ("id", "service_id", "organization_id", "entry_id")
    owners = {getattr(row, name, None) for name in names}
    if site_id := getattr(row, "service_at_location_id", None):
        site = db.session.get(ServiceAtLocation, site_id)
        owners.add(site.service_id if site else None)
    return {one for one in owners if one}


def _note_owner(cleaned: Cleaned, row: Any, names: set[str]) -> None:
    owners = _list_owners(row) if not isinstance(row, Proposal) else set()
    if guidance_id := getattr(row, "guidance_id", None):
        owners.add(guidance_id)
    location_id = row.id if isinstance(row, Location) else getattr(row, "location_id", None)
    if location_id:
        there = select(ServiceAtLocation.service_id).where(ServiceAtLocation.location_id == location_id)
        owners.update(db.session.scalars(there))
    kinds = ((Service, cleaned.services), (Guidance, cleaned.guidance), (Organization, cleaned.organizations))
    for owner_id in owners:
        for model, found in kinds:
            if db.session.get(model, owner_id):
                found.setdefault(owner_id, set()).update(names)
