"""Where a primary care network is, for a search near it. Nobody says of a network that they are there."""

import uuid
from dataclasses import replace
from datetime import date
from statistics import fmean

from sqlalchemy import select

from directory.extensions import db
from directory.models import Area, AreaMembership
from directory.places.containment import find_containing, is_current
from directory.places.place import Place
from directory.places.queries import find_place


def find_network_place(network: Area, on: date) -> Place | None:
    """The middle of its practices, or its own point where it has one. The network and what holds it are sure;
    the areas around each practice are possible. None where no practice can be placed."""
    is_of_it = AreaMembership.group_id == network.id
    query = select(Area).join(AreaMembership, AreaMembership.member_id == Area.id)
    query = query.where(is_of_it, is_current(AreaMembership, on), is_current(Area, on))
    practices = [(one, find_place(one.postcode, on=on)) for one in db.session.scalars(query) if one.postcode]
    places = [_move_to(one, place) for one, place in practices if place]
    if not places:
        return None
    certain = find_containing([network.id], on)
    around = frozenset[uuid.UUID]().union(*(one.area_ids | one.part_area_ids for one in places))
    middle = Place(
        label=network.name,
        latitude=fmean(one.latitude for one in places),
        longitude=fmean(one.longitude for one in places),
        precision="area",
        area_ids=certain,
        part_area_ids=around - certain,
    )
    return _move_to(network, middle)


def _move_to(area: Area, place: Place) -> Place:
    """To the area's own point, where it has one."""
    if area.latitude is None or area.longitude is None:
        return place
    return replace(place, latitude=area.latitude, longitude=area.longitude)
