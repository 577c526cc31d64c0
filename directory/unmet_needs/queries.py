"""Finds unmet needs, their groups and who is asked."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from directory.errors import NotFound
from directory.extensions import db
from directory.listings.needs import Need, list_needs
from directory.models import (
    Area,
    CommissioningBody,
    RoutingRule,
    Taxonomy,
    TaxonomyTerm,
    UnmetNeed,
    UnmetNeedGroup,
    User,
)
from directory.models.codes import GroupState
from directory.places.containment import find_above_and_below, is_current
from directory.unmet_needs.actions import AREA_KINDS

_MOST_OFFERED = 4
_MOST_SHOWN = 200


def find_group(group_id: uuid.UUID) -> UnmetNeedGroup:
    """Raises NotFound."""
    group = db.session.get(UnmetNeedGroup, group_id)
    if group is None:
        raise NotFound("There is no such group of unmet needs.")
    return group


def list_likely_groups(need_slugs: list[str], area_slug: str, on: date) -> list[UnmetNeedGroup]:
    """Groups that the same need from the same area may be part of: a need above or below counts, and an area
    around or within. The same area first, then the highest rank."""
    area = db.session.scalar(select(Area).where(Area.slug == area_slug, Area.kind.in_(AREA_KINDS)))
    term_ids = _list_near_terms(need_slugs)
    if area is None or not term_ids:
        return []
    above, below = find_above_and_below(area.id, on)
    query = select(UnmetNeedGroup).where(
        UnmetNeedGroup.state != GroupState.MERGED,
        UnmetNeedGroup.need_id.in_(term_ids),
        UnmetNeedGroup.area_id.in_(above | below | {area.id}),
    )
    groups = db.session.scalars(query).unique()
    return sorted(groups, key=lambda one: (one.area_id != area.id, one.position, one.name))[:_MOST_OFFERED]


def _list_near_terms(slugs: list[str]) -> set[uuid.UUID]:
    found: set[uuid.UUID] = set()

    def walk(need: Need) -> None:
        if need.slug in slugs:
            found.update(need.list_term_ids())
            if need.parent:
                found.add(need.parent.id)
        for child in need.children:
            walk(child)

    for top in list_needs():
        walk(top)
    return found


def list_of(user: User) -> list[UnmetNeed]:
    """What this person logged, the newest first."""
    query = select(UnmetNeed).where(UnmetNeed.logged_by_id == user.id).options(*_parts())
    return list(db.session.scalars(query.order_by(UnmetNeed.logged_at.desc()).limit(_MOST_SHOWN)).unique())


def list_ungrouped() -> list[UnmetNeed]:
    """The longest waiting first."""
    query = select(UnmetNeed).where(UnmetNeed.group_id.is_(None)).options(*_parts())
    return list(db.session.scalars(query.order_by(UnmetNeed.logged_at).limit(_MOST_SHOWN)).unique())


@dataclass(frozen=True, slots=True)
class CountedGroup:
    """`count` is how often it was asked for."""

    group: UnmetNeedGroup
    count: int
    is_overdue: bool


def list_groups(on: date, *states: GroupState) -> list[CountedGroup]:
    """Overdue answers first, then by rank. Two queries."""
    query = select(UnmetNeedGroup).where(UnmetNeedGroup.state.in_(states))
    groups = db.session.scalars(query.options(selectinload(UnmetNeedGroup.answers)).limit(500)).unique().all()
    counts = _count_by_group([group.id for group in groups])
    found = [CountedGroup(group, counts.get(group.id, 0), is_overdue(group, on)) for group in groups]
    return sorted(found, key=lambda one: (not one.is_overdue, one.group.position, one.group.name))


def count_times_asked(group: UnmetNeedGroup) -> int:
    return _count_by_group([group.id]).get(group.id, 0)


def list_group_members(group: UnmetNeedGroup) -> list[UnmetNeed]:
    query = select(UnmetNeed).where(UnmetNeed.group_id == group.id).options(*_parts())
    return list(db.session.scalars(query.order_by(UnmetNeed.logged_at)).unique())


def is_overdue(group: UnmetNeedGroup, on: date) -> bool:
    return group.state == GroupState.SENT and group.due_on is not None and group.due_on < on


def list_areas(on: date) -> list[Area]:
    """Districts, then primary care networks, by name."""
    query = select(Area).where(Area.kind.in_(AREA_KINDS), is_current(Area, on))
    return sorted(db.session.scalars(query), key=lambda area: (AREA_KINDS.index(area.kind), area.name))


def list_populations() -> list[TaxonomyTerm]:
    query = select(TaxonomyTerm).join(Taxonomy).where(Taxonomy.slug == "people")
    return list(db.session.scalars(query.order_by(TaxonomyTerm.position, TaxonomyTerm.name)))


def list_bodies() -> list[CommissioningBody]:
    query = select(CommissioningBody).where(CommissioningBody.is_open)
    return list(db.session.scalars(query.order_by(CommissioningBody.name)))


def list_rules() -> list[RoutingRule]:
    query = select(RoutingRule).outerjoin(TaxonomyTerm, RoutingRule.need_id == TaxonomyTerm.id)
    return list(db.session.scalars(query.order_by(TaxonomyTerm.name, RoutingRule.id)).unique())


def find_body(body_id: uuid.UUID) -> CommissioningBody:
    """Raises NotFound."""
    body = db.session.get(CommissioningBody, body_id)
    if body is None:
        raise NotFound("There is no such commissioning body.")
    return body


def _count_by_group(group_ids: list[uuid.UUID]) -> dict[uuid.UUID | None, int]:
    query = select(UnmetNeed.group_id, func.sum(UnmetNeed.times_asked)).where(
        UnmetNeed.group_id.in_(group_ids)
    )
    return {
        group_id: int(count) for group_id, count in db.session.execute(query.group_by(UnmetNeed.group_id))
    }


def _parts() -> tuple[selectinload, ...]:  # type: ignore[valid-type]
    return (
        selectinload(UnmetNeed.needs),
        selectinload(UnmetNeed.group).selectinload(UnmetNeedGroup.answers),
        selectinload(UnmetNeed.team),
        selectinload(UnmetNeed.population),
    )
