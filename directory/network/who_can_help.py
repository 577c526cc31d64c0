"""Who can help here? One team for each specialty, the support roles with them, and the housing teams."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from directory.extensions import db
from directory.listings.needs import Need, find_needs
from directory.models import Area, Team, TeamArea
from directory.models.codes import DecidedBy, Specialty
from directory.network.answering.housing import HousingStage, list_housing_stages
from directory.network.answering.notices import list_notices
from directory.network.answering.reach import Asked, Reach, Registration, find_home, find_registration
from directory.network.answering.roles import RoleMatch, list_role_matches
from directory.network.wording import NARROWEST_FIRST
from directory.places.containment import is_current

__all__ = ["Answer", "Asked", "SpecialtyAnswer", "find_who_can_help"]


@dataclass(frozen=True, slots=True)
class SpecialtyAnswer:
    """`team` None: nobody covers this place for the specialty, unless `other_teams` do for people who are
    registered with other practices nearby."""

    specialty: Specialty
    team: Team | None
    is_sure: bool
    other_teams: tuple[Team, ...]
    roles: tuple[RoleMatch, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """`specialties` always holds all four. The other roles belong to no team."""

    asked: Asked
    registration: Registration
    specialties: tuple[SpecialtyAnswer, ...]
    registration_roles: tuple[RoleMatch, ...]
    address_roles: tuple[RoleMatch, ...]
    housing: tuple[HousingStage, ...]
    notices: tuple[str, ...]

    def list_roles(self) -> list[RoleMatch]:
        """Every role of the answer, the best matches first."""
        of_teams = [match for one in self.specialties for match in one.roles]
        return sorted({*of_teams, *self.registration_roles, *self.address_roles}, key=RoleMatch.rank)


@dataclass(frozen=True, slots=True)
class _Cover:
    team: Team
    width: int
    is_sure: bool
    is_near: bool


def find_who_can_help(asked: Asked, *, on: date) -> Answer:
    """For an `asked` that says nothing of a place or a registration, the teams and roles are empty."""
    registration = find_registration(asked, on)
    home = find_home(asked, registration, on)
    covers = _list_covers(registration, asked.team, on)
    # A role of a team that has no areas of its own serves those of the team.
    team_reach = Reach(
        frozenset(cover.team.id for cover in covers if cover.is_sure),
        frozenset(cover.team.id for cover in covers if not cover.is_sure and not cover.is_near),
    )
    matches = list_role_matches(registration.reach, home, team_reach, find_needs(asked.needs), on)
    free = [match for match in matches if match.role.team is None]
    return Answer(
        asked=asked,
        registration=registration,
        specialties=tuple(_answer_specialty(one, covers, matches, asked.team) for one in Specialty),
        registration_roles=_decided_by(free, DecidedBy.GP_REGISTRATION),
        address_roles=_decided_by(free, DecidedBy.HOME_ADDRESS),
        housing=list_housing_stages(asked, home),
        notices=tuple(list_notices(asked, registration)),
    )


def walk_needs(needs: Iterable[Need]) -> list[Need]:
    """Every need of the tree, each before what lies below it."""
    return [found for need in needs for found in (need, *walk_needs(need.children))]


def _answer_specialty(
    specialty: Specialty, covers: list[_Cover], matches: list[RoleMatch], asked_team: Team | None
) -> SpecialtyAnswer:
    """The narrowest area wins. A team asked for is its own answer, and beside its several areas there may
    be several teams of another specialty: then none of them is the one."""
    here = [cover for cover in covers if cover.team.specialty == specialty]
    mine = [cover for cover in here if not cover.is_near]
    team, is_sure = (mine[0].team, mine[0].is_sure) if mine else (None, False)
    if asked_team and asked_team.specialty == specialty:
        team, is_sure = asked_team, True
    elif asked_team and len({cover.team.id for cover in mine}) > 1:
        team, is_sure = None, False
    others = {cover.team.id: cover.team for cover in here if team is None or cover.team.id != team.id}
    if (asked_team and asked_team.specialty == specialty) or (is_sure and not asked_team):
        others = {}
    roles = tuple(match for match in matches if match.role.team and match.role.team.specialty == specialty)
    return SpecialtyAnswer(specialty, team, is_sure, tuple(others.values()), roles)


def _list_covers(registration: Registration, asked_team: Team | None, on: date) -> list[_Cover]:
    """Open teams that now cover some of these areas: the surest first, then the narrowest."""
    wanted = registration.reach.all | registration.near
    if not wanted:
        return []
    query = (
        select(Team, Area.id, Area.kind)
        .join(TeamArea, TeamArea.team_id == Team.id)
        .join(Area, TeamArea.area_id == Area.id)
        .where(Team.is_open, TeamArea.area_id.in_(wanted), is_current(TeamArea, on))
        .order_by(Team.name)
    )
    covers = [
        _Cover(
            team,
            NARROWEST_FIRST.index(kind),
            area_id in registration.reach.sure,
            area_id not in registration.reach.all,
        )
        for team, area_id, kind in db.session.execute(query)
    ]
    covers.sort(key=lambda cover: (cover.is_near, not cover.is_sure, cover.width))
    return covers


def _decided_by(matches: list[RoleMatch], decided_by: DecidedBy) -> tuple[RoleMatch, ...]:
    return tuple(match for match in matches if match.role.type.decided_by == decided_by)
