"""Finds places and practices. Nothing here is kept between requests, so nothing can be out of date: a place
takes two or three small reads by key."""

import re
import uuid
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import CompoundSelect, Select, and_, bindparam, literal, or_, select, union_all
from sqlalchemy import String as Text

from directory.extensions import db
from directory.models import Area, AreaMembership, PlacePoint, Postcode
from directory.models.codes import AreaKind, PointKind
from directory.places.containment import (
    COUNTRIES,
    UNITED_KINGDOM,
    find_above_and_below,
    find_containing,
    find_containing_by_code,
    is_current,
    list_with_countries,
    today,
)
from directory.places.names import is_short_for, list_beginnings, normalize_name, strip_council
from directory.places.place import Place, Precision
from directory.places.postcodes import find_postcode_within, parse_postcode, widen_postcode

__all__ = [
    "Place",
    "find_place",
    "find_postcodes",
    "find_practice",
    "list_practice_areas",
    "list_practices",
    "locate_postcode",
    "parse_postcode",
    "suggest_places",
]

# Areas a person may name as the place where they are. A network of practices is none.
_NAMED_KINDS = (AreaKind.DISTRICT, AreaKind.PLACE, AreaKind.SYSTEM, AreaKind.NEIGHBOURHOOD, AreaKind.WARD)
_SHORTEST_BEGINNING = 4
_PRACTICES = (AreaKind.PRACTICE, AreaKind.BRANCH_SURGERY)


class PostcodePoint(NamedTuple):
    latitude: float
    longitude: float
    district_id: uuid.UUID | None


class _Found(NamedTuple):
    """A point of either table. `ward_code` only for a full postcode."""

    precision: Precision
    name: str
    latitude: float
    longitude: float
    district_code: str | None
    district_codes: str | None
    ward_code: str | None


def locate_postcode(text: str) -> PostcodePoint | None:
    """The point and district of a full postcode, or None where the table does not have it."""
    postcode = parse_postcode(text)
    if postcode is None:
        return None
    same_code = and_(Area.kind == AreaKind.DISTRICT, Area.code == Postcode.district_code)
    columns = select(Postcode.latitude, Postcode.longitude, Area.id).outerjoin(Area, same_code)
    row = db.session.execute(columns.where(Postcode.postcode == postcode.replace(" ", ""))).first()
    return PostcodePoint(*row) if row else None


def find_place(text: str, *, on: date | None = None) -> Place | None:
    """The place that these words mean: a postcode (else its sector, else its district), a town, village or
    suburb, or a district or other area by name. None where they name no place we know."""
    on = on or today()
    postcode = parse_postcode(text) or find_postcode_within(text)
    found = _find_postcode_points([postcode]).get(postcode) if postcode else None
    if found:
        return _place_at(found, on, postcode)
    return _find_named_place(text, on)


def find_postcodes(texts: Iterable[str], *, on: date) -> list[Place]:
    """The places of these postcodes, but for those that we do not know. Two queries, however many."""
    postcodes = [postcode for text in texts if (postcode := parse_postcode(text))]
    points = _find_postcode_points(postcodes)
    by_code = find_containing_by_code({code for found in points.values() for code in _list_codes(found)}, on)
    return [_make_place(found, by_code, postcode) for postcode, found in points.items()]


def suggest_places(prefix: str, limit: int = 8) -> list[str]:
    """Names of towns, then of districts and places, that begin with what was typed so far."""
    beginning = normalize_name(prefix)
    if not beginning:
        return []
    begins = PlacePoint.key.startswith(beginning, autoescape=True)
    towns = select(PlacePoint.name).where(PlacePoint.kind == PointKind.TOWN, begins)
    names = list(db.session.scalars(towns.order_by(PlacePoint.key).limit(limit)))
    areas = [
        area.name for area in _list_named_areas(today()) if normalize_name(area.name).startswith(beginning)
    ]
    return list(dict.fromkeys([*names, *areas]))[:limit]


def find_practice(code: str, *, on: date | None = None) -> Area | None:
    """The practice or branch surgery with this NHS code, unless it has closed."""
    given = code.strip().upper()
    if not re.fullmatch(r"[A-Z0-9-]{1,40}", given, re.ASCII):
        return None
    has_code = and_(Area.code == given, Area.kind.in_(_PRACTICES))
    return db.session.scalar(select(Area).where(has_code, is_current(Area, on or today())).limit(1))


def list_practices(*, on: date | None = None) -> list[Area]:
    """Every practice and branch surgery that is open, by name."""
    is_open = and_(Area.kind.in_(_PRACTICES), is_current(Area, on or today()))
    return list(db.session.scalars(select(Area).where(is_open).order_by(Area.name, Area.code)))


def list_practice_areas(practice: Area, *, on: date | None = None) -> list[Area]:
    """The areas whose people include this practice's: the practice itself, its present network and
    neighbourhood, and all that contain those. A branch surgery counts among its practice's people, has its
    own neighbourhood, and where it has no network of its own shares its practice's. Three queries."""
    on = on or today()
    main = practice.parent if practice.kind == AreaKind.BRANCH_SURGERY and practice.parent else practice
    columns = select(AreaMembership.member_id, Area.id, Area.kind).join(
        Area, AreaMembership.group_id == Area.id
    )
    of_either = AreaMembership.member_id.in_({practice.id, main.id})
    groups = db.session.execute(columns.where(of_either, is_current(AreaMembership, on))).all()
    own = [(area_id, kind) for member_id, area_id, kind in groups if member_id == practice.id]
    if not any(kind == AreaKind.PCN for _, kind in own):
        own += [(area_id, kind) for _, area_id, kind in groups if kind == AreaKind.PCN]
    starts = {practice.id, main.id, main.parent_id, *(area_id for area_id, _ in own)}
    found = find_containing((area_id for area_id in starts if area_id), on)
    areas = db.session.scalars(select(Area).where(Area.id.in_(found)))
    return sorted(areas, key=lambda area: (list(AreaKind).index(area.kind), area.name))


def _find_postcode_points(postcodes: Collection[str]) -> dict[str, _Found]:
    """By postcode, the most exact point we have for it, in one query."""
    names = {postcode: [postcode, *widen_postcode(postcode)] for postcode in postcodes}
    compact = {postcode.replace(" ", ""): postcode for postcode in postcodes}
    wanted = {"compact": list(compact), "names": [name for some in names.values() for name in some]}
    rows = db.session.execute(_postcode_points(), wanted) if names else ()
    # A postcode comes without the space it is written with.
    known = {compact[row.name] if row.precision == "postcode" else row.name: row for row in rows}
    best = {
        postcode: next((name for name in some if name in known), None) for postcode, some in names.items()
    }
    return {postcode: _Found(*known[name])._replace(name=name) for postcode, name in best.items() if name}


@cache
def _postcode_points() -> CompoundSelect[Any]:
    exact = select(
        literal("postcode", Text).label("precision"),
        Postcode.postcode.label("name"),
        Postcode.latitude,
        Postcode.longitude,
        Postcode.district_code,
        literal(None, Text).label("district_codes"),
        Postcode.ward_code,
    ).where(Postcode.postcode.in_(bindparam("compact", expanding=True)))
    kinds = PlacePoint.kind.in_((PointKind.SECTOR, PointKind.DISTRICT))
    return union_all(exact, _points().where(kinds, PlacePoint.key.in_(bindparam("names", expanding=True))))


def _points() -> Select[Any]:
    return select(
        PlacePoint.kind.cast(Text).label("precision"),
        PlacePoint.name,
        PlacePoint.latitude,
        PlacePoint.longitude,
        PlacePoint.district_code,
        PlacePoint.district_codes,
        literal(None, Text).label("ward_code"),
    )


def _place_at(found: _Found, on: date, postcode: str | None) -> Place:
    return _make_place(found, find_containing_by_code(_list_codes(found), on), postcode)


def _make_place(found: _Found, by_code: Mapping[str, frozenset[uuid.UUID]], postcode: str | None) -> Place:
    certain, possible = _list_areas_of(found, by_code)
    return Place(
        label=found.name,
        latitude=found.latitude,
        longitude=found.longitude,
        precision=found.precision,
        area_ids=certain,
        postcode=postcode,
        part_area_ids=possible,
    )


def _list_districts(found: _Found) -> list[str]:
    return (found.district_codes or found.district_code or "").split()


def _list_codes(found: _Found) -> list[str]:
    """Of all areas that may hold it."""
    districts = _list_districts(found)
    codes = list_with_countries([*districts, found.ward_code]) if districts else [*COUNTRIES.values()]
    return [*codes, UNITED_KINGDOM]


def _list_areas_of(
    found: _Found, by_code: Mapping[str, frozenset[uuid.UUID]]
) -> tuple[frozenset[uuid.UUID], frozenset[uuid.UUID]]:
    """The areas that hold all of this point's surroundings, and those that hold only some."""
    districts = _list_districts(found)

    def above(codes: Iterable[str]) -> frozenset[uuid.UUID]:
        return frozenset().union(*(by_code.get(code, frozenset()) for code in codes))

    everywhere = above(_list_codes(found))
    if not districts:
        certain = above([UNITED_KINGDOM])
    elif found.precision == "postcode":
        certain = everywhere
    elif found.precision == "town" or found.district_codes:
        certain = frozenset.intersection(*(above(list_with_countries([district])) for district in districts))
    else:
        # Only the main district is known, so the rest may lie in any other of the same country.
        certain = above(list_with_countries(districts)[len(districts) :])
    return certain, everywhere - certain


def _find_named_place(text: str, on: date) -> Place | None:
    name = normalize_name(text)
    if not name:
        return None
    beginnings = list_beginnings(name)
    towns = _find_towns([beginning for beginning, _ in beginnings], name)
    areas = _list_named_areas(on) if name not in towns else []
    known = [normalize_name(area.name) for area in areas]
    for beginning, rest in beginnings:
        if rest and not any(is_short_for(rest, other) for other in known):
            continue
        if beginning in towns:
            return _place_at(towns[beginning], on, None)
        if area := _match_area(areas, beginning):
            return _area_place(area, on)
    return _only_longer_town(towns, name, on)


def _find_towns(names: list[str], whole: str) -> dict[str, _Found]:
    """Towns of these names, and those whose name goes on after `whole`, by key."""
    rows = db.session.execute(_towns(), {"names": names, "longer": f"{whole} "})
    return {row.key: _Found(*row[:-1]) for row in rows}


@cache
def _towns() -> Select[Any]:
    longer = PlacePoint.key.startswith(bindparam("longer"))
    named = or_(PlacePoint.key.in_(bindparam("names", expanding=True)), longer)
    query = _points().add_columns(PlacePoint.key)
    return query.where(PlacePoint.kind == PointKind.TOWN, named).order_by(PlacePoint.key).limit(50)


def _only_longer_town(towns: dict[str, _Found], name: str, on: date) -> Place | None:
    """ "Ashby" is Ashby-de-la-Zouch where no other town begins so."""
    longer = [found for key, found in towns.items() if key.startswith(f"{name} ")]
    if len(longer) == 1 and len(name) >= _SHORTEST_BEGINNING:
        return _place_at(longer[0], on, None)
    return None


def _list_named_areas(on: date) -> list[Any]:
    columns = select(Area.id, Area.name, Area.slug, Area.kind, Area.latitude, Area.longitude)
    rows = db.session.execute(columns.where(Area.kind.in_(_NAMED_KINDS), is_current(Area, on)))
    return sorted(rows, key=lambda area: (_NAMED_KINDS.index(area.kind), area.name))


def _match_area(areas: list[Any], name: str) -> Any | None:
    short = strip_council(name)
    for area in areas:
        names = (normalize_name(area.name), normalize_name(area.slug))
        if area.latitude is not None and area.longitude is not None and (name in names or short in names):
            return area
    return None


def _area_place(area: Any, on: date) -> Place:
    above, below = find_above_and_below(area.id, on)
    return Place(area.name, area.latitude, area.longitude, "area", above, None, below)
