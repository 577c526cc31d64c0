"""Loads the support network as it is written in `seed/network.yaml`. What is there already stays."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from directory.extensions import db
from directory.models import SupportRole, SupportRoleType, Team
from directory.models.codes import DecidedBy
from directory.network import actions, confirmation, team_actions

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "network.seed.example.org")


def load_network(book: Mapping[str, Any], now: datetime) -> int:
    """How many support roles are new. Days count back from `now`, so that the example never looks stale."""
    _load_types(book["types"])
    teams = {team.slug: team for team in db.session.scalars(select(Team))}
    for item in book["teams"]:
        if item["slug"] not in teams:
            team = team_actions.create_team(actor=None, typed=_type_team(item))
            team.slug = item["slug"]
            teams[team.slug] = team
    have = set(db.session.scalars(select(SupportRole.id)))
    new = [item for item in book["roles"] if _role_id(item) not in have]
    for item in new:
        _create_role(item, teams, now)
    db.session.flush()
    return len(new)


def _load_types(items: list[dict[str, Any]]) -> None:
    have = set(db.session.scalars(select(SupportRoleType.slug)))
    for position, item in enumerate(items):
        if item["slug"] not in have:
            row = SupportRoleType(slug=item["slug"], name=item["name"], description=item["about"])
            row.decided_by, row.position = DecidedBy(item["decided_by"]), position
            db.session.add(row)
    db.session.flush()


def _type_team(item: dict[str, Any]) -> dict[str, Any]:
    areas = [{"area": area} if isinstance(area, str) else area for area in item["areas"]]
    return {
        "name": item["name"],
        "specialty": item["specialty"],
        "work_phone": item.get("phone"),
        "work_email": item.get("email"),
        "areas": [area["area"] for area in areas],
        "starts_on": [str(area.get("from", "")) for area in areas],
        "ends_on": [str(area.get("until", "")) for area in areas],
    }


def _create_role(item: dict[str, Any], teams: Mapping[str, Team], now: datetime) -> None:
    places, said_ago = item.get("places", [None, 0])
    typed = {
        "type": item["type"],
        "name": item["name"],
        "organization_name": item.get("org"),
        "team": str(teams[item["team"]].id) if "team" in item else "",
        "areas": item.get("areas"),
        "needs": item.get("needs"),
        "work_phone": item.get("phone"),
        "work_email": item.get("email"),
        "languages": ", ".join(item.get("languages", [])),
        "hours": item.get("hours"),
        "places_free": "" if places is None else str(places),
        "notes": item.get("notes"),
    }
    role = actions.create_role(actor=None, typed=typed, now=now, role_id=_role_id(item))
    if places is not None:
        role.places_said_on = confirmation.day_of(now) - timedelta(days=said_ago)
    if item["confirmed"] != "never":
        role.confirmed_at = now - timedelta(days=item["confirmed"])
        role.confirm_by = confirmation.next_confirm_by(confirmation.day_of(role.confirmed_at))


def _role_id(item: dict[str, Any]) -> uuid.UUID:
    return uuid.uuid5(_NAMESPACE, item["slug"])
