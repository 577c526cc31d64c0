"""Lays down the areas, and the towns and postcode districts that make a place findable before any
official file is loaded."""

import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import select

from directory.exchange.example.authoring import SOURCE, make_id
from directory.extensions import db
from directory.models import Area, AreaMembership, PlacePoint
from directory.models.codes import AreaKind, PointKind

_Link = tuple[str, str, date | None, date | None]


def lay_areas(items: list[dict[str, Any]]) -> None:
    """Adds what is missing and puts right what differs, memberships too."""
    known = {area.slug: area for area in db.session.scalars(select(Area))}
    for item in items:
        area = known.get(item["slug"])
        if area is None:
            area = known[item["slug"]] = Area(id=uuid.UUID(make_id("area", item["slug"])), slug=item["slug"])
            db.session.add(area)
        area.kind, area.code, area.name = AreaKind(item["kind"]), item["code"], item["name"]
        area.latitude, area.longitude = item.get("latitude"), item.get("longitude")
        area.postcode, area.source = item.get("postcode"), SOURCE
        area.parent_id = known[item["parent"]].id if "parent" in item else None
    db.session.flush()
    _lay_memberships(known, items)


def lay_points(kind: PointKind, rows: list[dict[str, str]]) -> None:
    """Only what is missing: points from the official files are better and stay."""
    found = db.session.execute(select(Area.slug, Area.code).where(Area.kind == AreaKind.DISTRICT))
    codes: dict[str, str | None] = {slug: code for slug, code in found}
    have = set(db.session.scalars(select(PlacePoint.key).where(PlacePoint.kind == kind)))
    for row in rows:
        name = row.get("name") or row["code"]
        key = name.lower() if kind == PointKind.TOWN else name
        if key not in have:
            point = PlacePoint(kind=kind, key=key, name=name, district_code=codes[row["district"]])
            point.latitude, point.longitude = float(row["latitude"]), float(row["longitude"])
            db.session.add(point)
    db.session.flush()


def _lay_memberships(known: dict[str, Area], items: list[dict[str, Any]]) -> None:
    have = {(m.member_id, m.group_id, m.starts_on): m for m in db.session.scalars(select(AreaMembership))}
    for member, group, starts_on, ends_on in _list_links(items):
        key = (known[member].id, known[group].id, starts_on)
        row = have.get(key)
        if row is None:
            row = AreaMembership(member_id=key[0], group_id=key[1], starts_on=starts_on)
            db.session.add(row)
        row.ends_on = ends_on
    db.session.flush()


def _list_links(items: list[dict[str, Any]]) -> Iterator[_Link]:
    """Member, group, first and last day."""
    for item in items:
        for other in item.get("in", []):
            named = other if isinstance(other, dict) else {"area": other}
            yield item["slug"], named["area"], named.get("from"), named.get("to")
        for other in item.get("holds", []):
            named = other if isinstance(other, dict) else {"area": other}
            yield named["area"], item["slug"], named.get("from"), named.get("to")
