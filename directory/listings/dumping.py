"""Takes the rows of an entry out as entry data."""

import uuid
from functools import cache
from typing import Any

from marshmallow import Schema

from directory.listings.checking import check_data
from directory.listings.part_schemas import LocationSchema
from directory.listings.schemas import GuidanceSchema, OrganizationSchema, ServiceSchema
from directory.models import Attribute, Entry, Organization, Service
from directory.models.codes import Crisis

_SERVICE_SCHEMA, _GUIDANCE_SCHEMA = ServiceSchema(), GuidanceSchema()
_ORGANIZATION_SCHEMA = OrganizationSchema()
# An import writes the parts of a place anew, with other ids, where nothing has changed.
_PLACE_SCHEMA = LocationSchema(
    exclude=("addresses.id", "accessibility.id", "languages.id", "phones.id", "phones.languages.id")
)


def dump_organization(organization: Organization) -> dict[str, Any]:
    """As JSON-safe data: what stands under `organization` in the data of its entries."""
    return dict(_ORGANIZATION_SCHEMA.dump(organization))


def dump_entry(entry: Entry) -> dict[str, Any]:
    """The entry as JSON-safe entry data: loading it again makes the same entry."""
    schema = _SERVICE_SCHEMA if isinstance(entry, Service) else _GUIDANCE_SCHEMA
    return dict(schema.dump(_Readable(entry)))


def dump_places(service: Service) -> dict[uuid.UUID, dict[str, Any]]:
    """What is said of each place it is at, by the id of the place."""
    return {
        site.location.id: dict(_PLACE_SCHEMA.dump(site.location)) for site in service.service_at_locations
    }


def dump_keys(entry: Entry, keys: tuple[str, ...]) -> dict[str, Any]:
    """Only these top-level keys of the entry data: what belongs to others is not even looked up."""
    return dict(_make_schema(type(entry), keys).dump(_Readable(entry)))


@cache
def _make_schema(model: type[Entry], keys: tuple[str, ...]) -> Schema:
    return ServiceSchema(only=keys) if model is Service else GuidanceSchema(only=keys)


class _Readable:
    """An entry seen with the names of entry data, where these differ from the columns. What only a service
    has is asked for by its schema only."""

    def __init__(self, entry: Any) -> None:
        self._entry = entry

    def __getattr__(self, name: str) -> Any:
        return getattr(self._entry, name)

    @property
    def needs(self) -> list[str]:
        return [a.taxonomy_term.slug for a in self._entry.attributes if is_need(a)]

    @property
    def attributes(self) -> list[Attribute]:
        return [a for a in self._entry.attributes if not is_need(a)]

    @property
    def crisis_marks(self) -> list[Crisis]:
        return [mark.crisis for mark in self._entry.crisis_marks]

    @property
    def availability(self) -> dict[str, Any]:
        return {
            "status": self._entry.availability,
            "note": self._entry.availability_note,
            "said_on": self._entry.availability_said_on,
            "paused_until": self._entry.paused_until,
        }

    @property
    def referred_through(self) -> list[uuid.UUID]:
        return [link.through_id or link.through.id for link in self._entry.referred_through]

    @property
    def eligibility(self) -> list[dict[str, Any]]:
        return [
            {"id": e.id, "people": e.taxonomy_term and e.taxonomy_term.slug, "description": e.description}
            for e in self._entry.eligibility
        ]

    @property
    def service_areas(self) -> list[dict[str, Any]]:
        plain = ("id", "name", "description", "extent", "extent_type", "uri")
        return [
            {name: getattr(a, name) for name in plain} | {"area": a.area and a.area.slug}
            for a in self._entry.service_areas
        ]


def is_need(attribute: Attribute) -> bool:
    return attribute.taxonomy_term.taxonomy.slug == "needs"


def dump_loaded(entry: Entry, data: dict[str, Any]) -> dict[str, Any]:
    """`data` for an edit of `entry`, as it would stand there: checked, tidied and JSON-safe. Raises
    InvalidData."""
    schema = (
        ServiceSchema(partial=("name",)) if isinstance(entry, Service) else GuidanceSchema(partial=("name",))
    )
    return dict(schema.dump(check_data(schema, data)))
