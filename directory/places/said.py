"""The place that somebody names in the middle of a sentence: "a gas bill in Loughborough", "food LE3"."""

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import and_, func, or_, select

from directory.extensions import db
from directory.models import Area, PlacePoint
from directory.models.codes import AreaKind, PointKind
from directory.places.containment import is_current
from directory.places.names import normalize_name
from directory.places.postcodes import list_postcodes_said

_SAYS_WHERE = re.compile(r"\b(?:in|near|around|outside)\s+", re.IGNORECASE)
_WORD = re.compile(r"\S+")
_LONGEST_NAME = 5


class PlaceSaid(NamedTuple):
    """`start` and `end`: where it stands in the words, with the "in" before it."""

    name: str
    start: int
    end: int


class _Beginning(NamedTuple):
    key: str
    end: int


def find_place_said(words: str, on: date) -> PlaceSaid | None:
    """The last town or district that the words say it is in or near, where that surely is in one district.
    One query, and none where they say nothing of the kind."""
    said = [(one.start(), _list_beginnings(words, one.end())) for one in _SAYS_WHERE.finditer(words)]
    names = _find_names({one.key for _, beginnings in said for one in beginnings}, on)
    for start, beginnings in reversed(said):
        for one in beginnings:
            if one.key in names:
                return PlaceSaid(names[one.key], start, one.end)
    return None


def find_postcode_said(words: str, on: date) -> PlaceSaid | None:
    """The last postcode in the words, whole or its first half, that lies in a district we know: vitamin B12
    is no place near here. One query, and none where they hold nothing of the kind."""
    said = list_postcodes_said(words)
    known = _find_known({postcode.partition(" ")[0] for postcode, _, _ in said}, on)
    for postcode, start, end in reversed(said):
        if postcode.partition(" ")[0] in known:
            return PlaceSaid(postcode, start, end)
    return None


def _find_known(first_halves: Iterable[str], on: date) -> set[str]:
    keys = list(first_halves)
    is_district = and_(Area.kind == AreaKind.DISTRICT, is_current(Area, on))
    query = (
        select(PlacePoint.key)
        .join(Area, and_(is_district, Area.code == PlacePoint.district_code))
        .where(PlacePoint.kind == PointKind.DISTRICT, PlacePoint.key.in_(keys))
    )
    return set(db.session.scalars(query)) if keys else set()


def _list_beginnings(words: str, start: int) -> list[_Beginning]:
    """Of what follows, as normalize_name() writes it, the longest first."""
    ends = [word.end() for word, _ in zip(_WORD.finditer(words, start), range(_LONGEST_NAME), strict=False)]
    return [_Beginning(key, end) for end in reversed(ends) if (key := normalize_name(words[start:end]))]


def _find_names(keys: Iterable[str], on: date) -> dict[str, str]:
    """By key: of districts, and of towns that surely lie in one of them."""
    keys = list(keys)
    if not keys:
        return {}
    is_district = and_(Area.kind == AreaKind.DISTRICT, is_current(Area, on))
    is_in_one = or_(
        PlacePoint.district_codes.is_(None), PlacePoint.district_codes == PlacePoint.district_code
    )
    towns = (
        select(PlacePoint.key, PlacePoint.name)
        .join(Area, and_(is_district, Area.code == PlacePoint.district_code))
        .where(PlacePoint.kind == PointKind.TOWN, PlacePoint.key.in_(keys), is_in_one)
    )
    name = func.lower(Area.name)
    districts = select(name, Area.name).where(is_district, name.in_(keys), Area.latitude.is_not(None))
    return {key: found for key, found in db.session.execute(districts.union(towns))}
