"""Which support roles match a person's areas and needs, and how well."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import selectinload

from directory.extensions import db
from directory.listings.needs import Need
from directory.models import SupportRole, SupportRoleArea, SupportRoleNeed, SupportRoleType
from directory.models.codes import DecidedBy
from directory.network import confirmation
from directory.network.answering.reach import Reach
from directory.network.wording import NARROWEST_FIRST


@dataclass(frozen=True, slots=True)
class RoleMatch:
    """`places_free` None: not known. `is_sure` False: its registration or address rule may yet say no.
    `names_need`: one of the needs asked for is among those it lists."""

    role: SupportRole
    places_free: int | None
    is_overdue: bool
    is_sure: bool
    names_need: bool
    width: int

    def __hash__(self) -> int:
        return hash(self.role.id)

    def rank(self) -> tuple[Any, ...]:
        """Smaller is better: what it helps with, places, certainty, and only then how near it is."""
        places = {None: 1, 0: 2}.get(self.places_free, 0)
        return (not self.names_need, places, not self.is_sure, self.is_overdue, self.width, self.role.name)


def list_role_matches(
    registration: Reach, home: Reach, teams: Reach, needs: Iterable[Need], on: date
) -> list[RoleMatch]:
    """Open roles that are still found, best first. `teams` are the ids of the teams that cover the person.
    A role that lists no needs helps with any; one that lists a need helps with all below it. Three
    queries."""
    related = find_related_ids(needs)
    query = (
        select(SupportRole)
        .join(SupportRoleType, SupportRole.type_id == SupportRoleType.id)
        .where(confirmation.is_found(on), _covers(registration.all, home.all, teams.all))
        .options(selectinload(SupportRole.areas), selectinload(SupportRole.needs))
    )
    if related:
        query = query.where(or_(~_has_need(), _has_need(SupportRoleNeed.taxonomy_term_id.in_(related))))
    roles = db.session.scalars(query).unique()
    return sorted(
        (_match(role, registration, home, teams, related, on) for role in roles), key=RoleMatch.rank
    )


def find_related_ids(needs: Iterable[Need]) -> frozenset[uuid.UUID]:
    """These needs, what lies above them and what lies below."""
    found: set[uuid.UUID] = set()
    for need in needs:
        found.update(need.list_term_ids())
        above = need.parent
        while above is not None:
            found.add(above.id)
            above = above.parent
    return frozenset(found)


def _covers(
    registered: frozenset[uuid.UUID], home: frozenset[uuid.UUID], teams: frozenset[uuid.UUID]
) -> ColumnElement[bool]:
    by_registration = SupportRoleType.decided_by == DecidedBy.GP_REGISTRATION
    return or_(
        and_(by_registration, _has_area(SupportRoleArea.area_id.in_(registered))),
        and_(~by_registration, _has_area(SupportRoleArea.area_id.in_(home))),
        and_(~_has_area(), SupportRole.team_id.in_(teams)),
    )


def _has_area(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(SupportRoleArea.role_id == SupportRole.id, *conditions)


def _has_need(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(SupportRoleNeed.role_id == SupportRole.id, *conditions)


def _match(
    role: SupportRole,
    registration: Reach,
    home: Reach,
    teams: Reach,
    related: frozenset[uuid.UUID],
    on: date,
) -> RoleMatch:
    reach = registration if role.type.decided_by == DecidedBy.GP_REGISTRATION else home
    covered = [link.area for link in role.areas if link.area_id in reach.all]
    by_team = not role.areas and role.team_id in teams.sure
    widths = [NARROWEST_FIRST.index(area.kind) for area in covered]
    return RoleMatch(
        role=role,
        places_free=confirmation.find_places_free(role, on),
        is_overdue=confirmation.is_overdue(role, on),
        is_sure=by_team or any(area.id in reach.sure for area in covered),
        names_need=any(link.taxonomy_term_id in related for link in role.needs),
        width=min(widths, default=len(NARROWEST_FIRST)),
    )
