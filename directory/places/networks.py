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
from directory.places.queries import find_postcodes


def find_network_place(network: Area, on: date) -> Place | None:
    """The middle of its practices' postcodes, or its own point where it has one. The network and what holds
    it are sure; the areas around each practice are possible. None where no practice can be placed. Four
    queries, however many practices there are."""
    is_of_it = AreaMembership.group_id == network.id
    query = select(Area.postcode).join(AreaMembership, AreaMembership.member_id == Area.id)
    query = query.where(is_of_it, is_current(AreaMembership, on), is_current(Area, on))
    places = find_postcodes([postcode for postcode in db.session.scalars(query) if postcode], on=on)
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
    if network.latitude is None or network.longitude is None:
        return middle
    return replace(middle, latitude=network.latitude, longitude=network.longitude)
