"""Other rows of the same place, and other entries that are the same."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from directory.extensions import db
from directory.listings.withholding import row_labels
from directory.listings.withholding.keys import VAGUE, Label
from directory.listings.withholding.reading.addresses import name_key
from directory.models import Location, Organization, Service, ServiceAtLocation
from directory.models.codes import PUBLISHED, Visibility


def list_same_places(place: Location) -> list[Location]:
    """The other rows, not hidden yet, that are this place."""
    noted = row_labels.list_noted(place)
    query = select(Location).options(selectinload(Location.addresses))
    query = query.where(Location.id != place.id, Location.visibility != Visibility.CONFIDENTIAL)
    return [
        other for other in db.session.scalars(query) if not noted.isdisjoint(row_labels.list_asked(other))
    ]


def list_own_twins(place: Location, organization: Organization) -> list[Location]:
    """The other rows of this place at which the same organization has entries."""
    asked, ids = _list_clear(row_labels.list_noted(place)), _list_place_ids(organization) - {place.id}
    shown = select(Location).where(Location.visibility != Visibility.CONFIDENTIAL, Location.id.in_(ids))
    return [one for one in db.session.scalars(shown) if not asked.isdisjoint(row_labels.list_asked(one))]


def has_hidden_twin(place: Location, organization: Organization) -> bool:
    """Whether a place of the same organization, at the same address, is confidential."""
    asked = _list_clear(row_labels.list_asked(place))
    hidden = select(Location).where(Location.visibility == Visibility.CONFIDENTIAL, Location.id != place.id)
    hidden = hidden.where(Location.id.in_(_list_place_ids(organization)))
    return any(not asked.isdisjoint(row_labels.list_noted(one)) for one in db.session.scalars(hidden))


def _list_clear(labels: set[Label]) -> set[Label]:
    return {label for label in labels if label[0] not in VAGUE}


def _list_place_ids(organization: Organization) -> set[uuid.UUID]:
    query = select(ServiceAtLocation.location_id).join(Service)
    return set(db.session.scalars(query.where(Service.organization_id == organization.id)))


def list_services_at(places: Sequence[Location]) -> list[Service]:
    there = select(ServiceAtLocation.service_id)
    there = there.where(ServiceAtLocation.location_id.in_([place.id for place in places]))
    return list(db.session.scalars(select(Service).where(Service.id.in_(there)).order_by(Service.id)))


def list_same_entries(entry: Service) -> list[Service]:
    """Published entries of the same name at the same postcode, or of the same name and organization where
    one of the two has no place: an organization may run many groups of one name, each somewhere else."""
    mine, names = row_labels.list_name_labels(entry), name_key(entry.name)
    mine = {label for label in mine if label[0] in ("name", "name-postcode")}
    query = select(Service.id, Service.name).where(Service.id != entry.id, Service.status.in_(PUBLISHED))
    alike = [one for one, name in db.session.execute(query) if not set(names).isdisjoint(name_key(name))]
    found = db.session.scalars(select(Service).where(Service.id.in_(alike)).order_by(Service.id))
    return [other for other in found if _is_same(entry, other, mine & row_labels.list_name_labels(other))]


def _is_same(entry: Service, other: Service, shared: set[Label]) -> bool:
    at_one_postcode = any(label[0] == "name-postcode" for label in shared)
    has_no_place = not (entry.service_at_locations and other.service_at_locations)
    return at_one_postcode or (has_no_place and bool(shared))
