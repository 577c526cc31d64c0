"""Which areas hold which: climbs from areas to all that contain them."""

import uuid
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Date,
    Select,
    String,
    Subquery,
    and_,
    bindparam,
    literal,
    or_,
    select,
    union_all,
)

from directory.extensions import db
from directory.models import Area, AreaMembership
from directory.models.codes import AreaKind

UNITED_KINGDOM = "K02000001"
# ONS codes begin with the letter of the country that the area lies in.
COUNTRIES = {"E": "E92000001", "W": "W92000004", "S": "S92000003", "N": "N92000002"}
# A practice's people live where they live: a practice says nothing about a point on the map.
ON_THE_MAP = tuple(set(AreaKind) - {AreaKind.PRACTICE, AreaKind.BRANCH_SURGERY})


def today() -> date:
    return datetime.now(UTC).astimezone(ZoneInfo("Europe/London")).date()


def is_current(record: Any, on: date | BindParameter[date]) -> ColumnElement[bool]:
    """A condition on Area or AreaMembership: begun, and not ended before `on`."""
    begun = or_(record.starts_on.is_(None), record.starts_on <= on)
    return and_(begun, or_(record.ends_on.is_(None), record.ends_on >= on))


def list_with_countries(codes: Iterable[str | None]) -> list[str]:
    """The ONS codes given, then those of the countries they lie in, known here as areas or not."""
    given = [code for code in codes if code]
    countries = [COUNTRIES[code[0]] for code in given if code[0] in COUNTRIES]
    return [*given, *dict.fromkeys(countries), UNITED_KINGDOM]


def find_containing_by_code(codes: Iterable[str], on: date) -> dict[str, frozenset[uuid.UUID]]:
    """For each code, the area that has it and every current area that contains that one. One query."""
    found: dict[str, set[uuid.UUID]] = {}
    for start, area_id in db.session.execute(_containing_by_code(), {"starts": list(codes), "on": on}):
        found.setdefault(start, set()).add(area_id)
    return {start: frozenset(ids) for start, ids in found.items()}


def find_containing(area_ids: Iterable[uuid.UUID], on: date) -> frozenset[uuid.UUID]:
    """These areas and every current area that contains one of them."""
    rows = db.session.execute(_above_and_below(), {"starts": list(area_ids), "on": on})
    return frozenset(area_id for side, area_id in rows if side == "above")


def find_containing_each(area_ids: Iterable[uuid.UUID], on: date) -> dict[uuid.UUID, frozenset[uuid.UUID]]:
    """For each of these areas, itself and every current area that contains it. One query."""
    found: dict[uuid.UUID, set[uuid.UUID]] = {area_id: set() for area_id in area_ids}
    for start, area_id in db.session.execute(_containing_each(), {"starts": list(found), "on": on}):
        found[start].add(area_id)
    return {start: frozenset(ids) for start, ids in found.items()}


def find_above_and_below(area_id: uuid.UUID, on: date) -> tuple[frozenset[uuid.UUID], frozenset[uuid.UUID]]:
    """What contains this area (itself included), and what lies within it. One query."""
    rows = db.session.execute(_above_and_below(), {"starts": [area_id], "on": on}).all()
    above = frozenset(found for side, found in rows if side == "above")
    return above, frozenset(found for side, found in rows if side == "below") - above


# Statements are made once: putting one of these together takes longer than the database takes to answer.


@cache
def _containing_by_code() -> Select[Any]:
    is_start = and_(Area.code.in_(bindparam("starts", expanding=True)), Area.kind.in_(ON_THE_MAP))
    return _climb(select(Area.code, Area.id).where(is_start))


@cache
def _containing_each() -> Select[Any]:
    is_start = Area.id.in_(bindparam("starts", expanding=True))
    return _climb(select(Area.id.label("start"), Area.id).where(is_start))


@cache
def _above_and_below() -> CompoundSelect[Any]:
    is_start = Area.id.in_(bindparam("starts", expanding=True))
    above = select(literal("above", String), Area.id).where(is_start)
    below = select(literal("below", String), Area.id).where(is_start)
    return union_all(_climb(above), _climb(below, down=True))


def _climb(starts: Select[Any], *, down: bool = False) -> Select[Any]:
    """Rows (start, area id). `starts` are such rows; the answer holds them and all above or below that are
    current on the day bound to "on"."""
    on = bindparam("on", type_=Date)
    links = _links(on)
    reached = starts.cte(recursive=True)
    start, area_id = list(reached.c)
    here, there = (links.c.group_id, links.c.member_id) if down else (links.c.member_id, links.c.group_id)
    reached = reached.union(select(start, there).select_from(reached).join(links, here == area_id))
    start, area_id = list(reached.c)
    return select(start, area_id).join(Area, Area.id == area_id).where(is_current(Area, on))


def _links(on: BindParameter[date]) -> Subquery:
    """Parents and current memberships alike, as (member_id, group_id), of areas that are on the map."""
    parents = select(Area.id.label("member_id"), Area.parent_id.label("group_id"))
    members = select(AreaMembership.member_id, AreaMembership.group_id).join(
        Area, Area.id == AreaMembership.member_id
    )
    on_the_map = Area.kind.in_(ON_THE_MAP)
    return union_all(
        parents.where(Area.parent_id.is_not(None), on_the_map),
        members.where(is_current(AreaMembership, on), on_the_map),
    ).subquery()
