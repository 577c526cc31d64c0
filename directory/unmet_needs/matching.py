"""Entries published since a group began that may be what was missing."""

from datetime import date

from sqlalchemy import or_, select

from directory.extensions import db
from directory.listings.needs import find_need
from directory.models import Attribute, Location, Service, ServiceArea, ServiceAtLocation, UnmetNeedGroup
from directory.models.codes import PUBLISHED
from directory.places.containment import find_above_and_below

_MOST = 10


def list_matching_entries(group: UnmetNeedGroup, on: date) -> list[Service]:
    """Published services with this need, or one below it, that are new since the group was made and are
    held in its area or said to serve it. The newest first."""
    need = find_need(group.need.slug)
    if need is None:
        return []
    above, below = find_above_and_below(group.area_id, on)
    serves = Service.service_areas.any(ServiceArea.area_id.in_(above | below | {group.area_id}))
    in_area = ServiceAtLocation.location.has(Location.district_id.in_(below | {group.area_id}))
    query = select(Service).where(
        Service.status.in_(PUBLISHED),
        Service.created_at > group.created_at,
        Service.attributes.any(Attribute.taxonomy_term_id.in_(need.list_term_ids())),
        or_(serves, Service.service_at_locations.any(in_area)),
    )
    return list(db.session.scalars(query.order_by(Service.created_at.desc()).limit(_MOST)))
