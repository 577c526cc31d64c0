"""Every write to a team. Each is audited in the caller's transaction; it flushes and never commits."""

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from directory import audit
from directory.errors import InvalidData
from directory.extensions import db
from directory.models import Area, Team, TeamArea, TeamMember, User
from directory.models.codes import Specialty
from directory.models.mixins import utc_now
from directory.network.actions import flush_version, refuse_stale
from directory.network.checking import Checker, Typed, clean_line, find_areas
from directory.network.wording import SPECIALTY_NAMES


@dataclass(frozen=True, slots=True)
class _Stretch:
    """One area from one day to another (None: without end); `row` is its row in the form."""

    row: int
    area: Area
    starts_on: date | None
    ends_on: date | None

    def overlaps(self, starts_on: date | None, ends_on: date | None) -> bool:
        begins_in_time = self.starts_on is None or ends_on is None or self.starts_on <= ends_on
        return begins_in_time and (self.ends_on is None or starts_on is None or starts_on <= self.ends_on)


def create_team(*, actor: User | None, typed: Typed) -> Team:
    """`typed` as a form gives it; `areas`, `starts_on` and `ends_on` are lists, one value for each row.
    Raises InvalidData by field: "areas-2" is the second row."""
    values, stretches = _check_team(typed, None)
    team = Team(slug=_find_free_slug(values["name"]), is_open=True)
    db.session.add(team)
    with db.session.no_autoflush:
        _fill(team, values, stretches)
    _flush_areas(team)
    audit.record("team.create", actor, team)
    return team


def edit_team(*, actor: User, team: Team, typed: Typed, expected_version: int) -> Team:
    """Raises EditConflict, InvalidData."""
    refuse_stale(team, expected_version)
    values, stretches = _check_team(typed, team)
    _let_go_of_areas(team)
    with db.session.no_autoflush:
        _fill(team, values, stretches)
    _flush_areas(team)
    audit.record("team.edit", actor, team)
    return team


def close_team(*, actor: User, team: Team, expected_version: int) -> None:
    """It no longer covers anything; its rows stay for what was written in its name."""
    _set_open(actor, team, False, expected_version)


def reopen_team(*, actor: User, team: Team, expected_version: int) -> None:
    """Raises InvalidData where another team covers one of its areas by now."""
    stretches = [_Stretch(n, link.area, link.starts_on, link.ends_on) for n, link in enumerate(team.areas, 1)]
    problems = _find_rivals(stretches, team.specialty, team)
    if problems:
        raise InvalidData(next(iter(problems.values())), problems)
    _set_open(actor, team, True, expected_version)


def add_member(*, actor: User, team: Team, email: str) -> None:
    """Raises InvalidData."""
    address = clean_line(email).strip().casefold()
    account = db.session.scalar(select(User).where(User.email == address, User.is_enabled))
    if account is None:
        message = "There is no open account with this e-mail address."
        raise InvalidData(message, {"email": message})
    if db.session.get(TeamMember, (team.id, account.id)) is None:
        db.session.add(TeamMember(team_id=team.id, user_id=account.id))
        db.session.flush()
        audit.record("team.add_member", actor, team, account=str(account.id))


def remove_member(*, actor: User, team: Team, user_id: uuid.UUID) -> None:
    """Nothing where they are no member."""
    member = db.session.get(TeamMember, (team.id, user_id))
    if member is not None:
        db.session.delete(member)
        db.session.flush()
        audit.record("team.remove_member", actor, team, account=str(user_id))


def _set_open(actor: User, team: Team, is_open: bool, expected_version: int) -> None:
    refuse_stale(team, expected_version)
    team.is_open, team.last_modified = is_open, utc_now()
    _hold_areas(team)
    _flush_areas(team)
    audit.record("team.reopen" if is_open else "team.close", actor, team)


def _check_team(typed: Typed, team: Team | None) -> tuple[dict[str, Any], list[_Stretch]]:
    checker = Checker(typed)
    values: dict[str, Any] = {
        "name": checker.required_line("name", "Enter the name of the team."),
        "work_phone": checker.phone("work_phone"),
        "work_email": checker.email("work_email"),
        "specialty": None,
    }
    if typed.get("specialty") in tuple(Specialty):
        values["specialty"] = Specialty(typed["specialty"])
    else:
        checker.problems["specialty"] = "Choose whom the team is for."
    stretches = _check_stretches(checker)
    if values["specialty"]:
        for field, message in _find_rivals(stretches, values["specialty"], team).items():
            checker.problems.setdefault(field, message)
    checker.refuse_problems()
    return values, stretches


def _check_stretches(checker: Checker) -> list[_Stretch]:
    typed = checker.typed
    slugs = [clean_line(slug) for slug in typed.get("areas") or []]
    areas = find_areas(slug for slug in slugs if slug)
    stretches: list[_Stretch] = []
    for row, slug in enumerate(slugs, 1):
        if not slug:
            continue
        starts_on = checker.day(f"starts_on-{row}", _at(typed.get("starts_on"), row))
        ends_on = checker.day(f"ends_on-{row}", _at(typed.get("ends_on"), row))
        if slug not in areas:
            checker.problems[f"areas-{row}"] = "Choose an area from the list."
            continue
        if starts_on and ends_on and ends_on < starts_on:
            checker.problems[f"ends_on-{row}"] = "The last day is before the first."
        new = _Stretch(row, areas[slug], starts_on, ends_on)
        if any(old.area is new.area and old.overlaps(starts_on, ends_on) for old in stretches):
            checker.problems[f"areas-{row}"] = f"{new.area.name} is here twice for the same time."
        stretches.append(new)
    if not stretches and "areas-1" not in checker.problems:
        checker.problems["areas-1"] = "Choose the first area the team covers."
    return stretches


def _at(values: Any, row: int) -> str:
    listed = values or []
    return listed[row - 1] if row <= len(listed) else ""


def _find_rivals(stretches: Iterable[_Stretch], specialty: Specialty, team: Team | None) -> dict[str, str]:
    """One team for each specialty: no other open one may cover the same area at the same time."""
    stretches = list(stretches)
    query = (
        select(TeamArea, Team.name)
        .join(Team, TeamArea.team_id == Team.id)
        .where(Team.is_open, Team.specialty == specialty)
        .where(TeamArea.area_id.in_([stretch.area.id for stretch in stretches]))
    )
    if team is not None:
        query = query.where(Team.id != team.id)
    rivals = db.session.execute(query).unique().all()
    return {
        f"areas-{stretch.row}": (
            f"{name} covers {stretch.area.name} for {SPECIALTY_NAMES[specialty].lower()} at that time."
        )
        for stretch in stretches
        for link, name in rivals
        if link.area_id == stretch.area.id and stretch.overlaps(link.starts_on, link.ends_on)
    }


def _fill(team: Team, values: dict[str, Any], stretches: list[_Stretch]) -> None:
    for name, value in values.items():
        setattr(team, name, value)
    kept = {(link.area_id, link.starts_on): link for link in team.areas}
    links = []
    for position, stretch in enumerate(stretches):
        link = kept.get((stretch.area.id, stretch.starts_on)) or TeamArea(area=stretch.area)
        link.starts_on, link.ends_on, link.position = stretch.starts_on, stretch.ends_on, position
        links.append(link)
    team.areas = links
    _hold_areas(team)
    # A change of areas alone must count as a save of the team too.
    team.last_modified = utc_now()


def _let_go_of_areas(team: Team) -> None:
    """New rows are written before old ones are changed or go, and would clash with them."""
    for link in team.areas:
        link.open_specialty = None
    db.session.flush()


def _hold_areas(team: Team) -> None:
    for link in team.areas:
        is_held = team.is_open and link.ends_on is None
        link.open_specialty = team.specialty.value if is_held else None


def _flush_areas(team: Team) -> None:
    """Raises InvalidData where somebody gave one of the areas to another team in this very moment, besides
    EditConflict."""
    try:
        flush_version(team)
    except IntegrityError as error:
        message = (
            "Another team was just given one of these areas for the same people. Look at the teams again."
        )
        raise InvalidData(message, {"areas-1": message}) from error


def _find_free_slug(name: str) -> str:
    base = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:100] or "team"
    taken = set(db.session.scalars(select(Team.slug).where(Team.slug.startswith(base, autoescape=True))))
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(slug for slug in numbered if slug not in taken)
