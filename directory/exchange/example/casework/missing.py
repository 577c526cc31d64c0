"""Logs what could not be found, in the order in which it was missed."""

import random
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select

from directory.exchange.example.casework.ground import LEVELS, Ground
from directory.extensions import db
from directory.models import UnmetNeed
from directory.models.codes import UnmetNeedSource
from directory.unmet_needs.actions import log_unmet_need

_OWN_WEIGHT = 10
_SOURCES = (UnmetNeedSource.SEARCH, UnmetNeedSource.SEARCH, UnmetNeedSource.SUPPORT_RECORD)


class _Log(NamedTuple):
    """One thing to be logged: `typed` as in log_unmet_need()."""

    at: datetime
    group: str
    area: str
    is_by_staff: bool
    typed: dict[str, Any]


def lay_unmet_needs(ground: Ground) -> None:
    book, draw = ground.read("unmet_needs"), random.Random("unmet needs")
    logs = [log for item in book["groups"] for log in _plan_group(ground, item, draw, book["by_staff"])]
    logs += [_plan_alone(ground, item) for item in book["alone"]]
    for log in sorted(logs, key=lambda one: (one.at, one.group, one.typed["missing"])):
        _lay(ground, log, draw)


def list_logged(ground: Ground, slug: str) -> list[UnmetNeed]:
    """Those of a group that are to be put together, the earliest first."""
    query = select(UnmetNeed).where(UnmetNeed.id.in_(ground.members.get(slug, [])))
    return list(db.session.scalars(query.order_by(UnmetNeed.logged_at, UnmetNeed.id)))


def _plan_group(
    ground: Ground, item: Mapping[str, Any], draw: random.Random, by_staff: list[str]
) -> list[_Log]:
    # Once there is an answer, it is no longer logged as missing.
    until = item.get("answer", {}).get("days", 0)
    moments = ground.calendar.draw(draw, item["shape"], item["count"], item["since"], until)
    areas = [item["area"], *item.get("also", {})]
    weights = [_OWN_WEIGHT, *item.get("also", {}).values()]
    logs = []
    for number, at in enumerate(moments):
        # A group has the area of the first that is put into it.
        area = draw.choices(areas, weights)[0] if number else item["area"]
        missing = ground.say(item["missing"][number % len(item["missing"])], area)
        typed = _type(ground, item, area, draw) | {"missing": missing}
        is_last = number == len(moments) - 1
        logs.append(_Log(at, item["slug"], area, is_last and item["slug"] in by_staff, typed))
    return logs


def _type(ground: Ground, item: Mapping[str, Any], area: str, draw: random.Random) -> dict[str, Any]:
    barriers, most = item["barrier"], item["times"]
    usual = [3, *[1] * (len(barriers) - 1)]
    return {
        "needs": [item["need"]],
        "tried": ground.say(item["tried"], area),
        "area": area,
        "barrier": draw.choices(barriers, usual)[0],
        "times_asked": str(1 if draw.random() < 0.4 else draw.randint(1, most)),
        "population": item.get("people", "") if draw.random() < 0.8 else "",
        "level": draw.choice(LEVELS),
        "urgency": draw.choice(("routine", "routine", "routine", "soon")),
    }


def _plan_alone(ground: Ground, item: Mapping[str, Any]) -> _Log:
    typed = {
        "needs": [item["need"]],
        "missing": item["missing"],
        "area": item["area"],
        "barrier": item["barrier"],
        "times_asked": str(item.get("times", 1)),
        "population": item.get("people", ""),
        "urgency": item.get("urgency", "routine"),
    }
    at = ground.calendar.days_ago(item["days"])
    return _Log(at, "", item["area"], item.get("by") == "staff", typed)


def _lay(ground: Ground, log: _Log, draw: random.Random) -> None:
    team = "example-city-adults" if log.is_by_staff else _choose_team(ground, log, draw)
    actor = ground.staff if log.is_by_staff else ground.workers[team or "example-city-adults"]
    said = (
        {"team": str(ground.teams[team].id), "specialty": ground.teams[team].specialty.value} if team else {}
    )
    source = draw.choice(_SOURCES)
    unmet = log_unmet_need(actor=actor, typed=log.typed | said, source=source, now=log.at)
    ground.date_back(unmet, log.at)
    if log.group:
        ground.members.setdefault(log.group, []).append(unmet.id)


def _choose_team(ground: Ground, log: _Log, draw: random.Random) -> str:
    """Of those that were not silent then; "": no team said."""
    ago = (ground.now - log.at).days
    silent: Mapping[str, int] = ground.people["silent"]
    teams = [team for team in ground.list_teams_of(log.area) if ago >= silent.get(team, 0)]
    return draw.choice(teams) if teams else ""
