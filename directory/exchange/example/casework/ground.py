"""What the casework stands on: who works, where, and what the example directory holds."""

import random
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, cast

from flask import current_app
from sqlalchemy import Table, bindparam, select, update

from directory.accounts.actions import create_account
from directory.accounts.demo import make_demo_accounts
from directory.accounts.queries import find_account
from directory.exchange.example import files
from directory.exchange.example.authoring import SOURCE
from directory.exchange.example.casework.calendar import Calendar
from directory.extensions import db
from directory.models import (
    Area,
    AuditEvent,
    EntryVersion,
    Guidance,
    Service,
    SupportRole,
    Team,
    TeamMember,
    User,
)
from directory.models.codes import PUBLISHED, EntryType, Role

FOLDER = files.SEED / "casework"
LEVELS = ("advice-and-information", "needing-help", "needing-more-help")


class Known(NamedTuple):
    """A published entry."""

    id: uuid.UUID
    kind: EntryType
    name: str


@dataclass
class Ground:
    """`entries` are the published ones by slug; `workers` by the slug of their team. `groups` and
    their `members` (unmet needs) fill up as they are laid, by slug."""

    now: datetime
    calendar: Calendar
    people: Mapping[str, Any]
    areas: Mapping[str, Area]
    teams: Mapping[str, Team]
    roles: Mapping[str, uuid.UUID]
    entries: Mapping[str, Known]
    workers: Mapping[str, User]
    staff: User
    helpline: User
    officer: User
    commissioner: User
    groups: dict[str, uuid.UUID] = field(default_factory=dict)
    members: dict[str, list[uuid.UUID]] = field(default_factory=dict)
    _noted: dict[str, datetime] = field(default_factory=dict)

    def read(self, name: str) -> Any:
        return files.read_yaml(FOLDER / f"{name}.yaml")

    def say(self, text: str, area: str) -> str:
        return text.replace("{place}", self.people["areas"][area]["say"])

    def list_teams_of(self, area: str) -> list[str]:
        teams: list[str] = self.people["areas"][area]["teams"]
        return teams

    def choose_area(self, draw: random.Random, among: list[str] | None = None) -> str:
        slugs = among or list(self.people["areas"])
        weights = [self.people["areas"][slug]["weight"] for slug in slugs]
        return draw.choices(slugs, weights)[0]

    def list_entries(self, slugs: list[str]) -> list[Known]:
        """An officer may have withdrawn some since."""
        return [self.entries[slug] for slug in slugs if slug in self.entries]

    def date_back(self, subject: Any, moment: datetime) -> None:
        """It, and what the audit trail says of it, is as old as the moment."""
        subject.created_at = moment
        self._noted[str(subject.id)] = moment

    def date_audit_back(self) -> None:
        table = cast(Table, AuditEvent.__table__)
        dated = update(table).where(table.c.subject_id == bindparam("subject"))
        dated = dated.values(at=bindparam("moment", type_=table.c.at.type))
        rows = [{"subject": subject, "moment": moment} for subject, moment in self._noted.items()]
        db.session.flush()
        db.session.connection().execute(dated, rows)


def prepare_ground(now: datetime) -> Ground:
    """Makes the demo accounts and a worker for each team where they are missing."""
    people = files.read_yaml(FOLDER / "people.yaml")
    make_demo_accounts(current_app.config)
    teams = {team.slug: team for team in db.session.scalars(select(Team))}
    names = {item["slug"]: item["name"] for item in files.read_yaml(files.SEED / "network.yaml")["roles"]}
    roles = {name: role_id for name, role_id in db.session.execute(select(SupportRole.name, SupportRole.id))}
    return Ground(
        now=now,
        calendar=Calendar(now),
        people=people,
        areas=_find_areas(people),
        teams=teams,
        roles={slug: roles[name] for slug, name in names.items() if name in roles},
        entries=_find_entries(),
        workers={item["team"]: _find_worker(item, teams) for item in people["workers"]},
        staff=_find_demo(Role.STAFF),
        helpline=_find_demo(Role.HELPLINE),
        officer=_find_demo(Role.KNOWLEDGE_OFFICER),
        commissioner=_find_demo(Role.COMMISSIONER),
    )


def date_entries_back(moment: datetime) -> None:
    """The example entries were there before anybody asked: otherwise each would look like the answer, just
    published, to what was missing."""
    for model in (Service, Guidance):
        own = select(model.id).where(model.source == SOURCE)
        made = EntryVersion.entry_id.in_(own) & (EntryVersion.action == "create") & (EntryVersion.at > moment)
        db.session.execute(update(EntryVersion).where(made).values(at=moment))


def _find_areas(people: Mapping[str, Any]) -> dict[str, Area]:
    found = db.session.scalars(select(Area).where(Area.slug.in_(people["areas"])))
    return {area.slug: area for area in found}


def _find_entries() -> dict[str, Known]:
    found: dict[str, Known] = {}
    for model, kind in ((Service, EntryType.SERVICE), (Guidance, EntryType.GUIDANCE)):
        query = select(model.source_id, model.id, model.name)
        rows = db.session.execute(query.where(model.source == SOURCE, model.status.in_(PUBLISHED)))
        found |= {slug: Known(entry_id, kind, name) for slug, entry_id, name in rows if slug}
    return found


def _find_worker(item: Mapping[str, str], teams: Mapping[str, Team]) -> User:
    """Without a password nobody can sign in as one of them."""
    account = find_account(item["email"])
    if account is None:
        account = create_account(
            actor=None, email=item["email"], name=item["name"], roles=[Role.STAFF], password=None
        )
        db.session.add(TeamMember(team_id=teams[item["team"]].id, user_id=account.id))
        db.session.flush()
    return account


def _find_demo(role: Role) -> User:
    account = find_account(f"demo.{role.value.replace('_', '.')}@example.org")
    if account is None:
        raise LookupError(f"There is no demo account for {role.value}.")
    return account
