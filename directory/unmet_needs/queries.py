"""Finds unmet needs, their groups and who is asked."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import joinedload, selectinload

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
from directory.models.codes import AreaKind, GroupState, UnmetNeedSource
from directory.places.containment import find_above_and_below, is_current
from directory.unmet_needs.actions import AREA_KINDS

_MOST_OFFERED = 4
_MOST_LIKELY = 3


def find_group(group_id: uuid.UUID) -> UnmetNeedGroup:
    """Raises NotFound."""
    group = db.session.get(UnmetNeedGroup, group_id)
    if group is None:
        raise NotFound("There is no such group of unmet needs.")
    return group


def find_logged_by(user: User, unmet_id: uuid.UUID) -> UnmetNeed:
    """One that this person logged from a search or a support record: an enquiry takes its own back. Raises
    NotFound."""
    unmet = db.session.get(UnmetNeed, unmet_id)
    if unmet is None or unmet.logged_by_id != user.id or unmet.source == UnmetNeedSource.ENQUIRY:
        raise NotFound("You have logged no such unmet need. Somebody may have taken it back.")
    return unmet


def find_unmet_needs(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, UnmetNeed]:
    """By id, with their groups and what was answered to those."""
    if not ids:
        return {}
    group = joinedload(UnmetNeed.group).selectinload(UnmetNeedGroup.answers)
    query = select(UnmetNeed).where(UnmetNeed.id.in_(ids)).options(group)
    return {one.id: one for one in db.session.scalars(query).unique()}


def list_likely_groups(
    need_slugs: list[str], area_slug: str, on: date, needs: Iterable[Need] | None = None
) -> list[UnmetNeedGroup]:
    """Groups that the same need from the same area may be part of: a need above or below counts, and an area
    around or within. The same area first, then the highest rank."""
    area = db.session.scalar(select(Area).where(Area.slug == area_slug, Area.kind.in_(AREA_KINDS)))
    term_ids = list_near_terms(need_slugs, needs)
    if area is None or not term_ids:
        return []
    above, below = find_above_and_below(area.id, on)
    query = select(UnmetNeedGroup).where(
        UnmetNeedGroup.state != GroupState.MERGED,
        UnmetNeedGroup.need_id.in_(term_ids),
        UnmetNeedGroup.area_id.in_(above | below | {area.id}),
    )
    order = (UnmetNeedGroup.area_id != area.id, UnmetNeedGroup.position, UnmetNeedGroup.name)
    offered = query.options(selectinload(UnmetNeedGroup.answers)).order_by(*order).limit(_MOST_OFFERED)
    return list(db.session.scalars(offered).unique())


def find_likely_groups(unmets: Sequence[UnmetNeed]) -> dict[uuid.UUID, list[Row[Any]]]:
    """By unmet need, the groups (id, name) of its own area that it may be part of: those of its own needs
    first, then of one above or below, each with the highest rank first."""
    needs = list_needs()
    columns = (UnmetNeedGroup.id, UnmetNeedGroup.name, UnmetNeedGroup.need_id, UnmetNeedGroup.area_id)
    query = select(*columns).where(
        UnmetNeedGroup.state != GroupState.MERGED,
        UnmetNeedGroup.area_id.in_({one.area_id for one in unmets}),
    )
    groups = db.session.execute(query.order_by(UnmetNeedGroup.position, UnmetNeedGroup.name)).all()
    found = {}
    for one in unmets:
        near = list_near_terms([link.term.slug for link in one.needs], needs)
        likely = [group for group in groups if group.area_id == one.area_id and group.need_id in near]
        own = {link.taxonomy_term_id for link in one.needs}
        found[one.id] = sorted(likely, key=lambda group: group.need_id not in own)[:_MOST_LIKELY]
    return found


def list_near_terms(slugs: Iterable[str], needs: Iterable[Need] | None = None) -> set[uuid.UUID]:
    """These needs, the one above each, and all below. `needs` where they are read already."""
    found: set[uuid.UUID] = set()

    def walk(need: Need) -> None:
        if need.slug in slugs:
            found.update(need.list_term_ids())
            if need.parent:
                found.add(need.parent.id)
        for child in need.children:
            walk(child)

    for top in list_needs() if needs is None else needs:
        walk(top)
    return found


def list_areas(on: date) -> list[Area]:
    """Districts, then primary care networks, by name."""
    query = select(Area).where(Area.kind.in_(AREA_KINDS), is_current(Area, on))
    return sorted(db.session.scalars(query), key=lambda area: (AREA_KINDS.index(area.kind), area.name))


def find_area(slug: str, on: date) -> Area:
    """A district or network that is there on this day. Raises NotFound."""
    query = select(Area).where(Area.slug == slug, Area.kind.in_(AREA_KINDS), is_current(Area, on))
    area = db.session.scalar(query)
    if area is None:
        raise NotFound("There is no such district or network.")
    return area


def list_places(on: date) -> list[Area]:
    """Counties and cities, by name."""
    query = select(Area).where(Area.kind == AreaKind.PLACE, is_current(Area, on))
    return list(db.session.scalars(query.order_by(Area.name)))


def list_populations() -> list[TaxonomyTerm]:
    query = select(TaxonomyTerm).join(Taxonomy).where(Taxonomy.slug == "people")
    return list(db.session.scalars(query.order_by(TaxonomyTerm.position, TaxonomyTerm.name)))


def list_bodies(*, with_closed: bool = False) -> list[CommissioningBody]:
    """By name; closed ones last."""
    query = select(CommissioningBody).order_by(CommissioningBody.is_open.desc(), CommissioningBody.name)
    return list(db.session.scalars(query if with_closed else query.where(CommissioningBody.is_open)))


def list_rules() -> list[RoutingRule]:
    """By need, those for any need last; of one need the areas by name, any area last."""
    rules = db.session.scalars(select(RoutingRule)).unique()
    return sorted(
        rules,
        key=lambda rule: (
            *((rule.need is None), rule.need.name if rule.need else ""),
            *((rule.area is None), rule.area.name if rule.area else "", str(rule.id)),
        ),
    )


def find_body(body_id: uuid.UUID) -> CommissioningBody:
    """Raises NotFound."""
    body = db.session.get(CommissioningBody, body_id)
    if body is None:
        raise NotFound("There is no such commissioning body.")
    return body
