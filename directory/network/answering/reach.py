"""From where a person is registered and where they live to the areas that decide who helps them."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from directory.extensions import db
from directory.models import Area, AreaMembership, PlacePoint, Postcode, Team, TeamArea
from directory.models.codes import AreaKind, PointKind
from directory.places.containment import (
    find_containing,
    find_containing_by_code,
    is_current,
    list_with_countries,
)
from directory.places.distance import measure_distance, to_metres
from directory.places.place import Place
from directory.places.queries import list_practice_areas

AreaIds = frozenset[uuid.UUID]
NOWHERE: AreaIds = frozenset()

# Beyond this a practice says nothing about where somebody is likely to be registered.
_NEARBY_METRES = to_metres(6)
# A degree of latitude is 69 miles; one of longitude in Great Britain is never under 34.
_BOX_DEGREES = (6 / 69, 6 / 34)


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom help is for. `place` is home or, with no fixed address, where the person is staying. `needs`
    are slugs. Where several say the registration, the practice wins, then the network, then the team."""

    place: Place | None = None
    practice: Area | None = None
    pcn: Area | None = None
    team: Team | None = None
    needs: tuple[str, ...] = ()
    has_no_fixed_address: bool = False

    @property
    def says_where(self) -> bool:
        return any((self.place, self.practice, self.pcn, self.team))


@dataclass(frozen=True, slots=True)
class Reach:
    """`sure` areas surely hold the person, `possible` ones perhaps."""

    sure: AreaIds = NOWHERE
    possible: AreaIds = NOWHERE

    @property
    def all(self) -> AreaIds:
        return self.sure | self.possible


@dataclass(frozen=True, slots=True)
class Registration:
    """`near` are the areas of other practices nearby; `assumed` is the practice taken for want of one."""

    reach: Reach = Reach()
    near: AreaIds = NOWHERE
    assumed: Area | None = None
    has_pcn: bool = True


def find_registration(asked: Asked, on: date) -> Registration:
    if asked.practice:
        areas = list_practice_areas(asked.practice, on=on)
        has_pcn = any(area.kind == AreaKind.PCN for area in areas)
        return Registration(Reach(frozenset(area.id for area in areas)), has_pcn=has_pcn)
    if asked.pcn:
        return Registration(Reach(find_containing([asked.pcn.id], on)))
    if asked.team:
        return Registration(Reach(find_containing(list_current_area_ids(asked.team, on), on)))
    return _guess_registration(asked.place, on) if asked.place else Registration()


def find_home(asked: Asked, registration: Registration, on: date) -> Reach:
    """Without a place, the widest areas of the registration are all that can be said of a home."""
    if asked.place:
        return Reach(asked.place.area_ids, asked.place.part_area_ids)
    around = registration.reach.all
    if not around:
        return Reach()
    if asked.practice:
        around |= _areas_of_points([asked.practice], on).get(asked.practice.id, NOWHERE)
        return Reach(possible=around)
    pcn_ids = [asked.pcn.id] if asked.pcn else list_current_area_ids(asked.team, on) if asked.team else []
    for areas in find_areas_around(pcn_ids, on).values():
        around |= areas
    return Reach(possible=around)


def list_current_area_ids(team: Team, on: date) -> list[uuid.UUID]:
    return [link.area_id for link in team.areas if is_current_link(link, on)]


def is_current_link(link: TeamArea, on: date) -> bool:
    return (link.starts_on is None or link.starts_on <= on) and (link.ends_on is None or on <= link.ends_on)


def find_areas_around(group_ids: Iterable[uuid.UUID], on: date) -> dict[uuid.UUID, AreaIds]:
    """For each network or patch, the areas on the map in which its practices stand."""
    query = (
        select(AreaMembership.group_id, Area)
        .join(Area, AreaMembership.member_id == Area.id)
        .where(AreaMembership.group_id.in_(list(group_ids)), Area.kind == AreaKind.PRACTICE)
        .where(is_current(AreaMembership, on), is_current(Area, on))
    )
    rows = [(group_id, practice) for group_id, practice in db.session.execute(query)]
    by_practice = _areas_of_points([practice for _, practice in rows], on)
    found: dict[uuid.UUID, AreaIds] = {}
    for group_id, practice in rows:
        found[group_id] = found.get(group_id, NOWHERE) | by_practice.get(practice.id, NOWHERE)
    return found


def _areas_of_points(practices: Iterable[Area], on: date) -> dict[uuid.UUID, AreaIds]:
    """The areas on the map that hold each practice's postcode, or the main ones of its postcode district."""
    postcodes = {practice.id: practice.postcode for practice in practices if practice.postcode}
    exact = [postcode.replace(" ", "") for postcode in postcodes.values()]
    rough = [postcode.partition(" ")[0] for postcode in postcodes.values()]
    rows = db.session.execute(
        select(Postcode.postcode, Postcode.district_code, Postcode.ward_code).where(
            Postcode.postcode.in_(exact)
        )
    )
    codes = {key: [district, ward] for key, district, ward in rows}
    is_rough = (PlacePoint.kind == PointKind.DISTRICT) & PlacePoint.key.in_(rough)
    points = db.session.execute(select(PlacePoint.key, PlacePoint.district_code).where(is_rough))
    codes |= {key: [district] for key, district in points}
    by_code = find_containing_by_code({c for found in codes.values() for c in list_with_countries(found)}, on)
    return {
        practice_id: _join(codes, by_code, postcode.replace(" ", ""), postcode.partition(" ")[0])
        for practice_id, postcode in postcodes.items()
    }


def _join(codes: dict[str, list[str | None]], by_code: dict[str, AreaIds], exact: str, rough: str) -> AreaIds:
    found = codes.get(exact) or codes.get(rough)
    if not found:
        return NOWHERE
    return NOWHERE.union(*(by_code.get(code, NOWHERE) for code in list_with_countries(found)))


def _guess_registration(place: Place, on: date) -> Registration:
    """Most people register near home: the nearest practice is taken, and said to be."""
    practices = _list_practices_near(place, on)
    if not practices:
        return Registration(Reach(possible=place.area_ids))
    areas = list_practice_areas(practices[0], on=on)
    possible = frozenset(area.id for area in areas) | place.area_ids
    near = _find_networks_of(practices[1:], on) - possible
    has_pcn = any(area.kind == AreaKind.PCN for area in areas)
    return Registration(Reach(possible=possible), near, practices[0], has_pcn)


def _list_practices_near(place: Place, on: date) -> list[Area]:
    """Main practices within six miles, the nearest first."""
    north, east = _BOX_DEGREES
    query = select(Area).where(
        Area.kind == AreaKind.PRACTICE,
        Area.latitude.between(place.latitude - north, place.latitude + north),
        Area.longitude.between(place.longitude - east, place.longitude + east),
        is_current(Area, on),
    )
    here = (place.latitude, place.longitude)
    measured = [
        (measure_distance(here, (area.latitude, area.longitude)), area.name, area)
        for area in db.session.scalars(query)
        if area.latitude is not None and area.longitude is not None
    ]
    return [area for metres, _, area in sorted(measured, key=lambda row: row[:2]) if metres <= _NEARBY_METRES]


def _find_networks_of(practices: list[Area], on: date) -> AreaIds:
    query = (
        select(AreaMembership.group_id)
        .join(Area, AreaMembership.group_id == Area.id)
        .where(AreaMembership.member_id.in_([practice.id for practice in practices]))
        .where(Area.kind == AreaKind.PCN, is_current(AreaMembership, on))
    )
    return find_containing(set(db.session.scalars(query)), on)
