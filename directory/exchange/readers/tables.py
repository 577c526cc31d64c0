"""The tables of HSDS, as CSV packages hold them: their names, how they join into nested services, and
how they are written."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from directory.exchange.records import FoundRecord, Reading

# Every table that is read, with the older and the singular names that files are found under.
TABLES: dict[str, tuple[str, ...]] = {
    "organizations": ("organization",),
    "organization_identifiers": ("organization_identifier",),
    "services": ("service",),
    "locations": ("location",),
    "service_at_locations": ("service_at_location", "services_at_location", "services_at_locations"),
    "addresses": ("address", "physical_addresses", "postal_addresses", "postal_address"),
    "phones": ("phone",),
    "contacts": ("contact",),
    "schedules": ("schedule", "regular_schedules", "regular_schedule"),
    "languages": ("language",),
    "accessibility": ("accessibilities", "accessibility_for_disabilities"),
    "cost_options": ("cost_option",),
    "service_areas": ("service_area",),
    "funding": ("fundings",),
    "urls": ("url",),
    "attributes": ("attribute",),
    "taxonomy_terms": ("taxonomy_term",),
    "taxonomies": ("taxonomy",),
    "eligibility": ("eligibilities",),
}
# Older names of fields: HSDS 1.1 and 2.
OLD_FIELDS = {
    "organizations": {"url": "website", "alternative_name": "alternate_name"},
    "services": {"fees": "fees_description"},
}
_OF_SERVICE = (
    "phones", "contacts", "schedules", "languages", "cost_options", "service_areas", "funding", "urls",
    "eligibility",
)  # fmt: skip
_OF_LOCATION = ("addresses", "phones", "accessibility", "languages")
_OF_ORGANIZATION = ("organization_identifiers", "phones", "contacts", "funding", "urls")


@dataclass(slots=True)
class Row:
    values: dict[str, Any]
    origin: str

    def text(self, name: str) -> str:
        return str(self.values.get(name) or "").strip()


@dataclass(slots=True)
class TableSet:
    tables: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))

    def add(self, table: str, values: dict[str, Any], origin: str) -> None:
        self.tables[table].append(Row(values, origin))


def table_of(file_stem: str) -> str | None:
    """The table that a file is for, by its name without the ending; None for other files."""
    stem = file_stem.lower()
    return next((table for table, others in TABLES.items() if stem == table or stem in others), None)


class _Joins:
    """Rows by the key that points at them or that they point with."""

    def __init__(self, tables: TableSet) -> None:
        self._tables = tables.tables
        self._by_key: dict[tuple[str, str], dict[str, list[Row]]] = {}

    def find(self, table: str, key: str, value: str) -> list[Row]:
        if (table, key) not in self._by_key:
            rows: dict[str, list[Row]] = defaultdict(list)
            for row in self._tables.get(table, []):
                if row.text(key):
                    rows[row.text(key)].append(row)
            self._by_key[table, key] = rows
        return self._by_key[table, key].get(value, []) if value else []

    def list_parts(self, table: str, key: str, value: str) -> list[dict[str, Any]]:
        return [_filled(row) for row in self.find(table, key, value)]


def join_services(tables: TableSet, reading: Reading, is_strict: bool) -> None:
    """Adds one nested service for each row of `services`, in order."""
    joins = _Joins(tables)
    linked = _sites_by_service(tables, joins)
    for row in tables.tables.get("services", []):
        service = _filled(row)
        service_id = row.text("id")
        for table in _OF_SERVICE:
            if parts := _service_parts(joins, table, service_id):
                service[table] = parts
        service["service_at_locations"] = linked.get(service_id, [])
        _put_phones(service.get("contacts", []), joins, "contact_id")
        if attributes := _attributes(joins, service_id):
            service["attributes"] = attributes
        if organization := _organization(joins, row.text("organization_id")):
            service["organization"] = organization
        found = FoundRecord(service_id, service, row.origin, is_strict=is_strict)
        reading.services.append(found)


def _service_parts(joins: _Joins, table: str, service_id: str) -> list[dict[str, Any]]:
    """A row that also names something narrower (a place, say) belongs there."""
    narrower = ("service_at_location_id", "location_id", "contact_id", "phone_id")
    rows = joins.find(table, "service_id", service_id)
    own = [row for row in rows if not any(row.text(key) for key in narrower)]
    return [_filled(row) for row in (own or rows)]


def _sites_by_service(tables: TableSet, joins: _Joins) -> dict[str, list[dict[str, Any]]]:
    sites: dict[str, list[dict[str, Any]]] = defaultdict(list)
    seen: set[tuple[str, str]] = set()
    for row in tables.tables.get("service_at_locations", []):
        pair = (row.text("service_id"), row.text("location_id"))
        if pair in seen:
            continue
        seen.add(pair)
        site = _filled(row)
        site["location"] = _location(joins, pair[1])
        site["schedules"] = joins.list_parts("schedules", "service_at_location_id", row.text("id"))
        if not site["schedules"]:
            site["schedules"] = joins.list_parts("schedules", "location_id", pair[1])
        sites[pair[0]].append(site)
    return sites


def _location(joins: _Joins, location_id: str) -> dict[str, Any]:
    rows = joins.find("locations", "id", location_id)
    location: dict[str, Any] = _filled(rows[0]) if rows else {"id": location_id}
    for table in _OF_LOCATION:
        if parts := joins.list_parts(table, "location_id", location_id):
            location[table] = parts
    location.setdefault("location_type", "physical")
    return location


def _organization(joins: _Joins, organization_id: str) -> dict[str, Any] | None:
    rows = joins.find("organizations", "id", organization_id)
    if not rows:
        return None
    organization = _filled(rows[0])
    for table in _OF_ORGANIZATION:
        rows = joins.find(table, "organization_id", organization_id)
        own = [r for r in rows if not r.text("service_id") and not r.text("location_id")]
        if own:
            organization[table] = [_filled(row) for row in own]
    _put_phones(organization.get("contacts", []), joins, "contact_id")
    return organization


def _put_phones(owners: Iterable[dict[str, Any]], joins: _Joins, key: str) -> None:
    for owner in owners:
        if phones := joins.list_parts("phones", key, str(owner.get("id") or "")):
            owner["phones"] = phones


def _attributes(joins: _Joins, service_id: str) -> list[dict[str, Any]]:
    found = []
    for row in joins.find("attributes", "link_id", service_id):
        attribute = _filled(row)
        terms = joins.list_parts("taxonomy_terms", "id", row.text("taxonomy_term_id"))
        if terms:
            attribute["taxonomy_term"] = terms[0]
        found.append(attribute)
    return found


def _filled(row: Row) -> dict[str, Any]:
    return {key: value for key, value in row.values.items() if value not in (None, "", [])}


def unused_warnings(tables: TableSet) -> Iterator[str]:
    """Organizations and places that no service of the same files names: an entry is always a service."""
    for table, link, links in (
        ("organizations", "organization_id", "services"),
        ("locations", "location_id", "service_at_locations"),
    ):
        named = {row.text(link) for row in tables.tables.get(links, [])}
        unused = sum(row.text("id") not in named for row in tables.tables.get(table, []))
        if unused:
            yield f"{unused:,} {table} that no service names are left aside."
