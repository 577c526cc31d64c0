"""Finds the records that entry data names: terms, areas, organizations, locations. A long load keeps one
of these and asks the database once for each."""

import uuid
from typing import Any

from sqlalchemy import func, or_, select

from directory.errors import InvalidData
from directory.extensions import db
from directory.models import Area, Location, Organization, Service, Taxonomy, TaxonomyTerm
from directory.models.codes import Visibility
from directory.places.queries import locate_postcode


class KnownRecords:
    """Raises InvalidData with the path it was given when a named record does not exist."""

    def __init__(self) -> None:
        self._terms: dict[tuple[str, str], TaxonomyTerm | None] = {}
        self._areas: dict[str, Area | None] = {}
        self._organizations: dict[str, Organization] = {}

    def find_term(self, taxonomy: str, slug: str, path: str) -> TaxonomyTerm:
        key = (taxonomy, slug)
        if key not in self._terms:
            self._terms[key] = db.session.scalar(
                select(TaxonomyTerm)
                .join(Taxonomy)
                .where(Taxonomy.slug == taxonomy, TaxonomyTerm.slug == slug)
            )
        return _required(self._terms[key], path, f"There is no {taxonomy} term called “{slug}”.")

    def find_term_by_id(self, term_id: uuid.UUID, path: str) -> TaxonomyTerm:
        return _required(db.session.get(TaxonomyTerm, term_id), path, "There is no such term.")

    def find_area(self, slug_or_code: str, path: str) -> Area:
        if slug_or_code not in self._areas:
            named = or_(Area.slug == slug_or_code, Area.code == slug_or_code)
            self._areas[slug_or_code] = db.session.scalar(select(Area).where(named).limit(1))
        return _required(self._areas[slug_or_code], path, f"There is no area called “{slug_or_code}”.")

    def find_service(self, service_id: uuid.UUID, path: str) -> Service:
        return _required(db.session.get(Service, service_id), path, "There is no such entry.")

    def find_organization(self, organization_id: uuid.UUID, path: str) -> Organization:
        return _required(
            db.session.get(Organization, organization_id), path, "There is no such organization."
        )

    def match_organization(self, organization_id: uuid.UUID | None, name: str) -> Organization | None:
        """By id where one is given, else by name whatever the case of its letters."""
        if organization_id is not None:
            return db.session.get(Organization, organization_id)
        key = name.casefold()
        if key not in self._organizations:
            same_name = select(Organization).where(func.lower(Organization.name) == name.lower()).limit(1)
            found = db.session.scalar(same_name)
            if found is None:
                return None
            self._organizations[key] = found
        return self._organizations[key]

    def remember_organization(self, organization: Organization) -> None:
        self._organizations[organization.name.casefold()] = organization

    def find_location(self, location_id: uuid.UUID | None) -> Location | None:
        return db.session.get(Location, location_id) if location_id else None

    def place_location(self, location: Location) -> None:
        """Fills in coordinates and district from the postcode where the data gave none. Not for a
        confidential place: what it has is taken out before it is stored (withholding/rule.py)."""
        if location.visibility == Visibility.CONFIDENTIAL:
            return
        postcode = next((a.postal_code for a in location.addresses if a.postal_code), None)
        if postcode is None:
            return
        found = locate_postcode(postcode)
        if found is None:
            return
        if location.latitude is None or location.longitude is None:
            location.latitude, location.longitude = found.latitude, found.longitude
        location.district_id = found.district_id


def _required(record: Any, path: str, message: str) -> Any:
    if record is None:
        raise InvalidData(message, {path: message})
    return record
