"""What the form to log an unmet need begins with, and what can be chosen in it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from directory.accounts.permissions import may_curate
from directory.extensions import db
from directory.listings.needs import list_needs
from directory.listings.proposals.deciding import decline_proposal
from directory.listings.proposals.queries import find_open_search
from directory.models import Area, Proposal, User
from directory.models.codes import AreaKind, UnmetNeedSource
from directory.network.checking import clean_line, read_id
from directory.network.choices import choose_need, choose_team
from directory.network.confirmation import day_of
from directory.network.queries import list_teams, list_teams_of
from directory.places.queries import find_place
from directory.search.request import SearchRequest
from directory.unmet_needs import choices, queries, wording
from directory.unmet_needs.actions import AREA_KINDS, list_level_names
from directory.unmet_needs.tried import describe_looked_at, describe_search

_LONGEST_NUMBER = 6
_LONGEST_TRIED = 2000
_NONE = "There is none. It is logged as an unmet need."


def propose(asked: SearchRequest, args: Mapping[str, str], actor: User, now: datetime) -> dict[str, Any]:
    """The form filled in from a search. `args` may say more: found (how many entries it found), area (slug of
    a district or network), level, record (the id of the support record it is asked for), proposal
    (the id of one to look for something)."""
    sought = find_sought(args.get("proposal", ""))
    area = sought.area if sought else _find_said_area(args.get("area", "")) or find_area(asked, day_of(now))
    found = args.get("found", "")
    total = int(found) if found.isascii() and found.isdecimal() and len(found) <= _LONGEST_NUMBER else None
    # A page that says no count, such as that of a record, tells of no search.
    is_search = asked != SearchRequest() and total is not None
    searched = describe_search(asked, total, area.name if area else "") if is_search else ""
    looked_at = describe_looked_at(read_id(args.get("record", "")), actor, now)
    teams = list_teams_of(actor)
    return {
        "needs": [sought.need.slug] if sought and sought.need else list(asked.need),
        "missing": (sought.text or "") if sought else "",
        "area": area.slug if area else "",
        "times_asked": "1",
        "population": "",
        "specialty": teams[0].specialty.value if len(teams) == 1 else "",
        "barrier": "",
        "tried": "\n".join(text for text in (searched, looked_at) if text)[:_LONGEST_TRIED],
        "level": args.get("level", ""),
        "urgency": "routine",
        "evidence": "",
        "team": str(teams[0].id) if len(teams) == 1 else "",
        "group": "",
        "record": args.get("record", ""),
        "proposal": str(sought.id) if sought else "",
    }


def find_sought(text: str) -> Proposal | None:
    """The proposal with the id in `text`, to look for what may be missing; only for those who decide."""
    return find_open_search(text) if may_curate() else None


def settle_sought(*, actor: User, text: str, now: datetime) -> None:
    """What was looked for and is logged as missing is not looked for any more."""
    if sought := find_sought(text):
        decline_proposal(actor=actor, proposal=sought, reason=_NONE, now=now)


def find_source(typed: Mapping[str, Any]) -> UnmetNeedSource:
    """It keeps that it came from a record, and not from which."""
    return UnmetNeedSource.SUPPORT_RECORD if read_id(typed["record"]) else UnmetNeedSource.SEARCH


def _find_said_area(slug: str) -> Area | None:
    query = select(Area).where(Area.slug == clean_line(slug), Area.kind.in_(AREA_KINDS))
    return db.session.scalar(query) if slug else None


def find_area(asked: SearchRequest, on: date) -> Area | None:
    """The district filtered by, else the one that holds the place."""
    is_district = Area.kind == AreaKind.DISTRICT
    for slug in asked.district:
        area = db.session.scalar(select(Area).where(is_district, Area.slug == slug))
        if area:
            return area
    place = find_place(asked.place, on=on) if asked.place else None
    if place is None:
        return None
    return db.session.scalar(select(Area).where(is_district, Area.id.in_(place.area_ids)).limit(1))


def list_choices(on: date) -> dict[str, Any]:
    return {
        "needs": choose_need(list_needs(), "Choose"),
        "areas": choices.choose_area(queries.list_areas(on)),
        "populations": choices.choose_term(queries.list_populations(), "Anybody"),
        "specialties": choices.choose_code(wording.SPECIALTY_NAMES, "Not said"),
        "barriers": choices.choose_code(wording.BARRIER_NAMES, "Choose"),
        "levels": choices.choose_level(list_level_names()),
        "urgencies": choices.choose_code(wording.URGENCY_NAMES, "Choose"),
        "teams": choose_team(list_teams(), "Not said"),
    }
