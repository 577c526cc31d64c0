"""What a worker holds, team by team, and who of the team could take it over."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select

from directory.accounts.permissions import STAFF
from directory.extensions import db
from directory.models import SupportRecord, Team, User
from directory.network.queries import list_members
from directory.small_numbers import Figure, protect


@dataclass(frozen=True, slots=True)
class Held:
    """`unrecorded` are closed, and not yet confirmed to be in the care plan."""

    team: Team
    open: Figure
    unrecorded: Figure
    colleagues: list[User]


def list_held(worker: User, asker: User) -> list[Held]:
    """Whoever asks is not among the colleagues, so that nobody hands records to themselves."""
    counted = (
        select(SupportRecord.team_id, func.count(SupportRecord.closed_at), func.count())
        .where(is_held_by(worker))
        .group_by(SupportRecord.team_id)
    )
    counts = {
        team_id: (protect(total - closed), protect(closed))
        for team_id, closed, total in db.session.execute(counted)
    }
    teams = db.session.scalars(select(Team).where(Team.id.in_(counts)).order_by(Team.name))
    return [Held(team, *counts[team.id], list_colleagues(team, worker, asker)) for team in teams]


def is_held_by(worker: User) -> ColumnElement[bool]:
    """Open records of the worker, and closed ones not yet confirmed to be in the care plan."""
    is_unfinished = or_(SupportRecord.closed_at.is_(None), SupportRecord.care_plan_recorded_at.is_(None))
    return (SupportRecord.worker_id == worker.id) & is_unfinished


def list_colleagues(team: Team, worker: User, asker: User) -> list[User]:
    return [
        one
        for one in list_members(team)
        if one.id not in (worker.id, asker.id) and one.is_enabled and not set(STAFF).isdisjoint(one.roles)
    ]
