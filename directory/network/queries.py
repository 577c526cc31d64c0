"""Finds teams, support roles and what they can be chosen by."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import selectinload

from directory.extensions import db
from directory.models import (
    Area,
    AreaMembership,
    SupportRole,
    SupportRoleType,
    Team,
    TeamMember,
    User,
)
from directory.models.codes import AreaKind
from directory.network import confirmation
from directory.network.answering.reach import is_current_link
from directory.network.wording import AREA_KIND_NAMES, SPECIALTY_NAMES
from directory.places.containment import is_current

ROLE_STATES = {
    "found": "Found by staff",
    "overdue": "Overdue, still found",
    "hidden": "Long overdue, hidden",
    "changed": "The holder says something changed",
    "closed": "Closed",
}


def find_team(team_id: uuid.UUID) -> Team | None:
    return db.session.get(Team, team_id)


def list_teams(*, with_closed: bool = False) -> list[Team]:
    """By specialty, then name, with their areas. Two queries."""
    query = select(Team).options(selectinload(Team.areas))
    if not with_closed:
        query = query.where(Team.is_open)
    specialties = list(SPECIALTY_NAMES)
    return sorted(db.session.scalars(query), key=lambda t: (specialties.index(t.specialty), t.name))


def list_teams_of(user: User) -> list[Team]:
    """The open teams this person works in, by name."""
    query = select(Team).join(TeamMember, TeamMember.team_id == Team.id)
    return list(
        db.session.scalars(query.where(TeamMember.user_id == user.id, Team.is_open).order_by(Team.name))
    )


def list_members(team: Team) -> list[User]:
    query = select(User).join(TeamMember, TeamMember.user_id == User.id).where(TeamMember.team_id == team.id)
    return list(db.session.scalars(query.order_by(User.name, User.email)))


FEWEST_PCNS = 3
"""A team covers so many primary care networks or more."""


def count_pcns(teams: Sequence[Team], on: date) -> dict[uuid.UUID, int]:
    """For each team, how many networks it covers on that day, by themselves or within a patch of its own.
    One query."""
    covered = {team.id: {link.area_id for link in team.areas if is_current_link(link, on)} for team in teams}
    areas = {link.area for team in teams for link in team.areas}
    patches = {area.id for area in areas if area.kind != AreaKind.PCN}
    query = (
        select(AreaMembership.group_id, AreaMembership.member_id)
        .join(Area, AreaMembership.member_id == Area.id)
        .where(AreaMembership.group_id.in_(patches), Area.kind == AreaKind.PCN)
        .where(is_current(AreaMembership, on))
    )
    pcns = {area.id: {area.id} for area in areas if area.kind == AreaKind.PCN}
    for patch, pcn in db.session.execute(query):
        pcns.setdefault(patch, set()).add(pcn)
    return {
        team_id: len(set().union(*(pcns.get(area_id, set()) for area_id in area_ids)))
        for team_id, area_ids in covered.items()
    }


def find_role(role_id: uuid.UUID) -> SupportRole | None:
    return db.session.get(SupportRole, role_id)


def list_role_types() -> list[SupportRoleType]:
    query = select(SupportRoleType).where(SupportRoleType.is_open)
    return list(db.session.scalars(query.order_by(SupportRoleType.position, SupportRoleType.name)))


@dataclass(frozen=True, slots=True)
class RoleFilter:
    """Empty text means any. `state` is a key of ROLE_STATES."""

    text: str = ""
    state: str = ""
    type: str = ""
    team: uuid.UUID | None = None


def list_roles(wanted: RoleFilter, on: date) -> list[SupportRole]:
    """The officer's list: every role, the one that has waited longest first. At most 500."""
    query = select(SupportRole).join(SupportRoleType, SupportRole.type_id == SupportRoleType.id)
    if wanted.type:
        query = query.where(SupportRoleType.slug == wanted.type)
    if wanted.team:
        query = query.where(SupportRole.team_id == wanted.team)
    for word in wanted.text.split()[:8]:
        columns = (SupportRole.name, SupportRole.organization_name, SupportRoleType.name)
        query = query.where(or_(*(column.icontains(word, autoescape=True) for column in columns)))
    if wanted.state:
        query = query.where(_in_state(wanted.state, on))
    order = (SupportRole.is_open.desc(), SupportRole.confirm_by.nulls_first(), SupportRole.name)
    return list(db.session.scalars(query.order_by(*order).limit(500)).unique())


def count_roles_by_state(on: date) -> dict[str, int]:
    """One query. A role may be in more than one state."""
    sums = [func.count().filter(_in_state(state, on)) for state in ROLE_STATES]
    row = db.session.execute(select(*sums).select_from(SupportRole)).one()
    return dict(zip(ROLE_STATES, row, strict=True))


def list_areas_to_cover(on: date) -> dict[AreaKind, list[Area]]:
    """What a team or role may cover, by kind and name. Wards and practices are too many to choose from."""
    query = select(Area).where(Area.kind.in_(AREA_KIND_NAMES), is_current(Area, on)).order_by(Area.name)
    found: dict[AreaKind, list[Area]] = {kind: [] for kind in AREA_KIND_NAMES}
    for area in db.session.scalars(query):
        found[area.kind].append(area)
    return {kind: areas for kind, areas in found.items() if areas}


def list_pcns(on: date) -> list[Area]:
    query = select(Area).where(Area.kind == AreaKind.PCN, is_current(Area, on))
    return list(db.session.scalars(query.order_by(Area.name)))


def _in_state(state: str, on: date) -> ColumnElement[bool]:
    is_overdue = or_(SupportRole.confirm_by.is_(None), SupportRole.confirm_by < on)
    conditions = {
        "found": confirmation.is_found(on),
        "overdue": confirmation.is_found(on) & is_overdue,
        "hidden": SupportRole.is_open & ~confirmation.is_found(on),
        "changed": SupportRole.is_open & SupportRole.holder_note.is_not(None),
        "closed": ~SupportRole.is_open,
    }
    return conditions[state]
