"""The unmet needs that a figure adds up. For exact eyes alone: it lists them one by one."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, select

from directory.errors import NotFound
from directory.extensions import db
from directory.listings.needs import list_needs
from directory.models import Area, Team, UnmetNeed, UnmetNeedGroup, UnmetNeedTerm
from directory.models.codes import AreaKind
from directory.network.checking import read_id
from directory.unmet_needs import queries
from directory.unmet_needs.figures import shapes
from directory.unmet_needs.figures.periods import Period, list_months, list_quarters, list_years
from directory.unmet_needs.figures.shapes import ALL_DISTRICTS, UNSAID
from directory.unmet_needs.lists import PAGE_SIZE, Page
from directory.unmet_needs.wording import BARRIER_NAMES

Part = tuple[str, ColumnElement[bool]]
"""What a figure is narrowed down to, in words and in a query."""


@dataclass(frozen=True, slots=True)
class Behind:
    """`label` says which figure it is and `times` how much; `filter` is its address. `page` holds what was
    logged, the newest first."""

    label: str
    times: int
    page: Page[Row[Any]]
    filter: Mapping[str, str]


def look_behind(given: Mapping[str, str], number: int, on: date) -> Behind:
    """`given` as Table.find_filter() makes it; without a period of the newest full quarter. Raises NotFound
    where there is no such figure."""
    asked = {name: given[name] for name in (*_READERS, "period") if given.get(name)}
    period = _find_period(asked.get("period"), on)
    parts = [read(asked[name], on) for name, read in _READERS.items() if name in asked]
    label = ", ".join([*([words for words, _ in parts] or ["All needs"]), period.label])
    query = _select_logged(period).where(*(condition for _, condition in parts))
    counted = query.with_only_columns(
        func.count(), func.coalesce(func.sum(UnmetNeed.times_asked), 0), maintain_column_froms=True
    )
    total, times = db.session.execute(counted).one()
    ordered = query.order_by(UnmetNeed.logged_at.desc(), UnmetNeed.id)
    rows = db.session.execute(ordered.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)).all()
    return Behind(label, int(times), Page(list(rows), total, number), asked)


def find_groups_filter(asked: Mapping[str, str], on: date) -> dict[str, str]:
    """What of a figure's address the list of groups knows as well."""
    slugs = {area.slug for area in queries.list_areas(on)}
    return {
        name: value for name, value in asked.items() if name == "need" or (name == "area" and value in slugs)
    }


def _select_logged(period: Period) -> Select[Any]:
    is_first = and_(UnmetNeed.id == UnmetNeedTerm.unmet_need_id, UnmetNeedTerm.position == 0)
    return (
        select(
            UnmetNeed.missing,
            UnmetNeed.barrier,
            UnmetNeed.times_asked,
            UnmetNeed.logged_at,
            UnmetNeed.group_id,
            UnmetNeedGroup.name.label("group_name"),
            Area.name.label("area_name"),
        )
        .join(UnmetNeedTerm, is_first)
        .join(Area, Area.id == UnmetNeed.area_id)
        .outerjoin(UnmetNeedGroup, UnmetNeedGroup.id == UnmetNeed.group_id)
        .where(UnmetNeed.logged_at >= period.starts_at, UnmetNeed.logged_at < period.ends_at)
    )


def _find_period(key: str | None, on: date) -> Period:
    quarters = list_quarters(on, with_current=True)
    if key is None:
        return quarters[1]
    months = [month for quarter in quarters for month in list_months(quarter)]
    return _find(key, {one.key: one for one in (*quarters, *list_years(on, with_current=True), *months)})


def _read_barrier(value: str, _on: date) -> Part:
    barrier = _find(value, {one.value: one for one in BARRIER_NAMES})
    return BARRIER_NAMES[barrier], UnmetNeed.barrier == barrier


def _read_people(value: str, _on: date) -> Part:
    if value == UNSAID:
        return shapes.NOBODY_NAMED, UnmetNeed.population_id.is_(None)
    term = _find(value, {one.slug: one for one in queries.list_populations()})
    return term.name, UnmetNeed.population_id == term.id


def _read_team(value: str, _on: date) -> Part:
    if value == UNSAID:
        return shapes.NO_TEAM_SAID, UnmetNeed.team_id.is_(None)
    team = db.session.get(Team, read_id(value) or uuid.UUID(int=0))
    if team is None:
        raise NotFound(_NO_FIGURE)
    return team.name, UnmetNeed.team_id == team.id


def _read_need(value: str, _on: date) -> Part:
    top = _find(value, {one.slug: one for one in list_needs()})
    return top.name, UnmetNeedTerm.taxonomy_term_id.in_(top.list_term_ids())


def _read_area(value: str, on: date) -> Part:
    """A council area is its districts, as it is counted."""
    if value == ALL_DISTRICTS:
        districts = [area.id for area in shapes.list_areas(AreaKind.DISTRICT, on)]
        return "All districts", UnmetNeed.area_id.in_(districts)
    area = _find(value, {one.slug: one for one in (*queries.list_areas(on), *queries.list_places(on))})
    if area.kind == AreaKind.PLACE:
        return area.name, UnmetNeed.area_id.in_(shapes.find_districts_of_places(on).get(area, ()))
    return area.name, UnmetNeed.area_id == area.id


_READERS: dict[str, Callable[[str, date], Part]] = {
    "barrier": _read_barrier,
    "people": _read_people,
    "team": _read_team,
    "need": _read_need,
    "area": _read_area,
}
_NO_FIGURE = "There is no such figure."


def _find(key: str, named: Mapping[str, Any]) -> Any:
    if key not in named:
        raise NotFound(_NO_FIGURE)
    return named[key]
