"""Support records of a worker who is ill or leaves go to somebody else of the same team. An administrator
does it, and sees roughly how many there are, never a reference."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select

from directory import audit
from directory.accounts.permissions import STAFF
from directory.errors import InvalidData
from directory.extensions import db
from directory.framework.records.typed import read_id
from directory.models import SupportRecord, Team, User
from directory.network.queries import list_members
from directory.small_numbers import Figure, protect


@dataclass(frozen=True, slots=True)
class Held:
    """What a worker holds of one team, and who of that team may take it. `unrecorded` are closed, and not yet
    said to be in the care plan."""

    team: Team
    open: Figure
    unrecorded: Figure
    colleagues: list[User]


def list_held(worker: User) -> list[Held]:
    counted = (
        select(SupportRecord.team_id, func.count(SupportRecord.closed_at), func.count())
        .where(_is_held(worker))
        .group_by(SupportRecord.team_id)
    )
    counts = {
        team_id: (protect(total - closed), protect(closed))
        for team_id, closed, total in db.session.execute(counted)
    }
    teams = db.session.scalars(select(Team).where(Team.id.in_(counts)).order_by(Team.name))
    return [Held(team, *counts[team.id], _list_colleagues(team, worker)) for team in teams]


def hand_over_records(*, actor: User, worker: User, typed: Mapping[str, str]) -> None:
    """Keys of `typed`: team, to (ids). They are asked about from the start again. Raises InvalidData."""
    held = next((one for one in list_held(worker) if str(one.team.id) == typed.get("team")), None)
    to_id = read_id(typed.get("to", ""))
    to = next((one for one in held.colleagues if one.id == to_id), None) if held else None
    if held is None or to is None:
        raise InvalidData("", {f"to-{typed.get('team', '')[:40]}": "Choose who takes these records over."})
    of_team = select(SupportRecord).where(_is_held(worker), SupportRecord.team_id == held.team.id)
    records = db.session.scalars(of_team).unique().all()
    for record in records:
        _hand_over(actor, record, to.id)
    db.session.flush()


def _hand_over(actor: User, record: SupportRecord, to_id: uuid.UUID) -> None:
    record.worker_id = to_id
    record.team_asked_at = record.still_open_asked_at = None
    audit.record("support_record.handed_over", actor, record)


def _is_held(worker: User) -> ColumnElement[bool]:
    is_unfinished = or_(SupportRecord.closed_at.is_(None), SupportRecord.care_plan_recorded_at.is_(None))
    return (SupportRecord.worker_id == worker.id) & is_unfinished


def _list_colleagues(team: Team, worker: User) -> list[User]:
    return [
        one
        for one in list_members(team)
        if one.id != worker.id and one.is_enabled and not set(STAFF).isdisjoint(one.roles)
    ]
