"""Writes areas, and the points of towns and postcode districts."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import func, select

from directory.errors import InvalidData
from directory.extensions import db
from directory.models import Area, AreaMembership, PlacePoint, Postcode
from directory.models.codes import AreaKind, PointKind
from directory.places.names import normalize_name

_PLAIN_FIELDS = ("code", "name", "postcode", "latitude", "longitude", "starts_on", "ends_on")


def load_areas(rows: Iterable[Mapping[str, Any]], *, source: str = "seed") -> dict[str, Area]:
    """Adds or puts right the areas of `rows`, in any order, and gives back all areas by slug. Each row has
    kind, slug and name, and may have code, parent (slug), postcode, latitude, longitude, starts_on, ends_on
    and memberships [{group: slug, starts_on, ends_on}], which are then all that it has. Loading twice
    changes nothing."""
    rows = list(rows)
    areas = {area.slug: area for area in db.session.scalars(select(Area))}
    for row in rows:
        area = areas.get(row["slug"])
        if area is None:
            area = areas[row["slug"]] = Area(id=_stable_id(row["slug"]), slug=row["slug"])
            db.session.add(area)
        area.kind, area.source = AreaKind(row["kind"]), source
        for field in _PLAIN_FIELDS:
            if field in row:
                setattr(area, field, row[field])
    db.session.flush()
    for row in rows:
        parent = row.get("parent")
        areas[row["slug"]].parent_id = _named(areas, parent, row["slug"]).id if parent else None
        if "memberships" in row:
            _replace_memberships(areas, areas[row["slug"]], row["memberships"])
    db.session.flush()
    return areas


def load_points(rows: Iterable[Mapping[str, Any]]) -> None:
    """Adds or puts right towns and postcode districts. Each row has kind ("town" or "district"), name (or
    code), latitude and longitude, and may have district: the local authority districts by slug or ONS code,
    the main one first, a space between: all of them for a postcode district. Postcode districts stay as the
    official file has given them, once there is one."""
    codes = _district_codes()
    has_postcodes = db.session.scalar(select(Postcode.postcode).limit(1)) is not None
    have = {(point.kind, point.key): point for point in db.session.scalars(select(PlacePoint))}
    given: set[tuple[PointKind, str]] = set()
    for row in rows:
        kind, name = PointKind(row.get("kind") or "town"), row.get("name") or row["code"]
        key = (kind, normalize_name(name) if kind == PointKind.TOWN else name)
        if key in given:
            raise InvalidData(f"Two points are called “{name}”. Give one of them a longer name.")
        given.add(key)
        point = have.get(key)
        if point is None:
            point = PlacePoint(kind=kind, key=key[1])
            db.session.add(point)
        elif kind == PointKind.DISTRICT and has_postcodes:
            continue
        point.name = name
        point.latitude, point.longitude = float(row["latitude"]), float(row["longitude"])
        named = [_district_code(codes, word, name) for word in (row.get("district") or "").split()]
        point.district_code = named[0] if named else None
        point.district_codes = " ".join(named) or None
    db.session.flush()
    fill_area_points()


def fill_area_points() -> None:
    """Gives each district without coordinates the middle of its towns, then each area above without them
    the middle of what lies directly within it, from the ground up."""
    middle = (func.avg(PlacePoint.latitude), func.avg(PlacePoint.longitude))
    towns = select(PlacePoint.district_code, *middle).where(PlacePoint.kind == PointKind.TOWN)
    middles = {code: (lat, lon) for code, lat, lon in db.session.execute(towns.group_by("district_code"))}
    areas = [area for area in db.session.scalars(select(Area)) if area.kind not in _PRACTICES]
    for area in areas:
        if area.kind == AreaKind.DISTRICT and area.latitude is None and area.code in middles:
            area.latitude, area.longitude = middles[area.code]
    for kind in (AreaKind.PLACE, AreaKind.SYSTEM):
        for area in areas:
            if area.kind == kind and area.latitude is None:
                _place_amid(area, [part for part in areas if part.parent_id == area.id])
    db.session.flush()


_PRACTICES = (AreaKind.PRACTICE, AreaKind.BRANCH_SURGERY)


def _place_amid(area: Area, parts: list[Area]) -> None:
    placed = [(part.latitude, part.longitude) for part in parts if part.latitude and part.longitude]
    if placed:
        area.latitude = sum(latitude for latitude, _ in placed) / len(placed)
        area.longitude = sum(longitude for _, longitude in placed) / len(placed)


def _replace_memberships(areas: Mapping[str, Area], member: Area, given: Iterable[Mapping[str, Any]]) -> None:
    mine = select(AreaMembership).where(AreaMembership.member_id == member.id)
    old = {(row.group_id, row.starts_on): row for row in db.session.scalars(mine)}
    for link in given:
        key = (_named(areas, link["group"], member.slug).id, link.get("starts_on"))
        row = old.pop(key, None)
        if row is None:
            row = AreaMembership(member_id=member.id, group_id=key[0], starts_on=key[1])
            db.session.add(row)
        row.ends_on = link.get("ends_on")
    for row in old.values():
        db.session.delete(row)


def _stable_id(slug: str) -> uuid.UUID:
    """The same in every database, so that links and exports agree between them."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"area/{slug}")


def _named(areas: Mapping[str, Area], slug: str, namer: str) -> Area:
    if slug not in areas:
        raise InvalidData(f"The area “{namer}” names “{slug}”, which is no area.")
    return areas[slug]


def _district_codes() -> dict[str, str]:
    rows = db.session.execute(select(Area.slug, Area.code).where(Area.kind == AreaKind.DISTRICT))
    return {slug: code for slug, code in rows if code}


def _district_code(codes: Mapping[str, str], word: str, namer: str) -> str:
    if word in codes:
        return codes[word]
    if len(word) == 9 and word[0] in "EWSN" and word[1:].isdecimal():
        return word
    raise InvalidData(
        f"The point “{namer}” names the district “{word}”, which is neither an area nor a code."
    )
