"""What a team's network has nobody for."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from directory.extensions import db
from directory.listings.needs import Need, list_needs
from directory.models import Area, SupportRole, SupportRoleArea, Team
from directory.models.codes import DecidedBy
from directory.network import confirmation
from directory.network.answering.reach import NOWHERE, AreaIds, find_areas_around, list_current_area_ids
from directory.network.who_can_help import walk_needs
from directory.places.containment import find_containing_each


@dataclass(frozen=True, slots=True)
class Gap:
    """`missing` are the areas of the team where no role lists this need; `is_everywhere`: in all of them."""

    need: Need
    missing: tuple[Area, ...]
    is_everywhere: bool


@dataclass(frozen=True, slots=True)
class GapGroup:
    """The gaps under one of the areas of need at the top of the tree."""

    need: Need
    gaps: tuple[Gap, ...]


def list_gaps(team: Team, on: date) -> list[GapGroup]:
    """A role that lists no needs helps with anything, and fills no gap: nobody can tell what it is good
    at. An entry for a need counts for all the needs below it."""
    areas = [link.area for link in team.areas if link.area_id in set(list_current_area_ids(team, on))]
    covering = _list_covering(team, areas, on)
    groups = []
    for top in list_needs():
        below = walk_needs(top.children) or [top]
        gaps = [gap for need in below if not need.children if (gap := _find_gap(need, areas, covering))]
        if gaps:
            groups.append(GapGroup(top, tuple(gaps)))
    return groups


def _find_gap(need: Need, areas: list[Area], covering: dict[uuid.UUID, set[uuid.UUID]]) -> Gap | None:
    ids = {need.id}
    above = need.parent
    while above is not None:
        ids.add(above.id)
        above = above.parent
    missing = tuple(area for area in areas if not ids & covering[area.id])
    return Gap(need, missing, len(missing) == len(areas)) if missing else None


def _list_covering(team: Team, areas: list[Area], on: date) -> dict[uuid.UUID, set[uuid.UUID]]:
    """For each area of the team, the ids of the needs that some role there lists."""
    around = find_areas_around([area.id for area in areas], on)
    registered = find_containing_each([area.id for area in areas], on)
    home = {area.id: registered[area.id] | around.get(area.id, NOWHERE) for area in areas}
    roles = _list_listing_roles(team, NOWHERE.union(*home.values()), on)
    return {
        area.id: {
            link.taxonomy_term_id
            for role in roles
            if _serves(role, team, registered[area.id], home[area.id])
            for link in role.needs
        }
        for area in areas
    }


def _serves(role: SupportRole, team: Team, registered: AreaIds, home: AreaIds) -> bool:
    if not role.areas:
        return role.team_id == team.id
    reach = registered if role.type.decided_by == DecidedBy.GP_REGISTRATION else home
    return any(link.area_id in reach for link in role.areas)


def _list_listing_roles(team: Team, areas: AreaIds, on: date) -> list[SupportRole]:
    """Roles found by search that list needs, of this team or of none, or serve all specialties."""
    of_team = or_(SupportRole.team_id.is_(None), SupportRole.team_id == team.id)
    near = or_(SupportRole.team_id == team.id, SupportRole.areas.any(SupportRoleArea.area_id.in_(areas)))
    query = select(SupportRole).where(confirmation.is_found(on), SupportRole.needs.any(), of_team, near)
    return list(
        db.session.scalars(
            query.options(selectinload(SupportRole.areas), selectinload(SupportRole.needs))
        ).unique()
    )
