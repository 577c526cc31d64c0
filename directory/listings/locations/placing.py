"""Places that came before their postcodes did (an import into a new database, say) get their coordinates when
the postcodes come."""

import uuid
from collections.abc import Iterator, Sequence

from sqlalchemy import and_, func, or_, select

from directory.extensions import db
from directory.listings import actions
from directory.listings.known import KnownRecords
from directory.listings.parts import load_all_parts
from directory.models import Address, Area, Location, Postcode, Service, ServiceAtLocation
from directory.models.codes import AreaKind, Visibility

BATCH = 50


def place_unplaced() -> Iterator[int]:
    """The number of places that were given coordinates or their district, batch by batch: the caller commits
    each. Every entry at such a place has a new version, and the search follows."""
    ids = _list_unplaced()
    for start in range(0, len(ids), BATCH):
        yield _place(ids[start : start + BATCH])
        db.session.expunge_all()


def _list_unplaced() -> Sequence[uuid.UUID]:
    """Places whose postcode is known now, without the point or the district that it has."""
    compact = func.replace(func.upper(Address.postal_code), " ", "")
    district = and_(Area.kind == AreaKind.DISTRICT, Area.code == Postcode.district_code)
    lacks = or_(
        Location.latitude.is_(None),
        Location.longitude.is_(None),
        and_(Location.district_id.is_(None), Area.id.is_not(None)),
    )
    query = (
        select(Location.id)
        .join(Address, Address.location_id == Location.id)
        .join(Postcode, Postcode.postcode == compact)
        .outerjoin(Area, district)
        .where(lacks, Location.visibility != Visibility.CONFIDENTIAL)
        .distinct()
        .order_by(Location.id)
    )
    return db.session.scalars(query).all()


def _place(ids: Sequence[uuid.UUID]) -> int:
    known = KnownRecords()
    placed = []
    for location in db.session.scalars(select(Location).where(Location.id.in_(ids))):
        before = (location.latitude, location.longitude, location.district_id)
        known.place_location(location)
        if before != (location.latitude, location.longitude, location.district_id):
            placed.append(location.id)
    there = select(ServiceAtLocation.service_id).where(ServiceAtLocation.location_id.in_(placed))
    services = db.session.scalars(select(Service).where(Service.id.in_(there)).order_by(Service.id)).all()
    load_all_parts(services)
    actions.note_places(actor=None, services=services)
    return len(placed)
