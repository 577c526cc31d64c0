"""What a year stands on, and how its rows come into the tables."""

import random
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from directory.extensions import db
from directory.models import (
    Area,
    CommissioningBody,
    HelplineDestination,
    Service,
    SupportRole,
    Taxonomy,
    TaxonomyTerm,
    Team,
    TeamMember,
    User,
)
from directory.models.codes import PUBLISHED, AreaKind, Role

WORKERS = 200
"""So many people share the work of a year; each is in one team."""

LEVELS = ("advice-and-information", "needing-help", "needing-more-help")
_AT_ONCE = 5_000
_WORDS: tuple[str, ...] = ("walk", "sing", "garden", "cook", "friends", "letters", "bills", "rent", "shop")
_WORDS += ("sleep", "worry", "morning", "evening", "weekly", "quiet", "busy", "help", "together", "first")

Row = dict[str, Any]


@dataclass
class Ground:
    """Ids of what the example directory holds, and of who works with it: (person, team)."""

    teams: list[uuid.UUID]
    areas: list[uuid.UUID]
    terms: list[uuid.UUID]
    people: list[uuid.UUID]
    bodies: list[uuid.UUID]
    roles: list[uuid.UUID]
    destinations: list[uuid.UUID]
    entries: list[tuple[uuid.UUID, str]]
    workers: list[tuple[uuid.UUID, uuid.UUID]] = field(default_factory=list)


class Year:
    """Draws from one stream, and lays rows into the tables thousands at a time."""

    def __init__(self, now: datetime, seed: int = 20261122) -> None:
        self.ground, self.now = read_ground(), now
        self.draw = random.Random(seed)
        self.count = 0
        self._waiting: dict[Any, list[Row]] = {}

    def lay_workers(self, many: int = WORKERS) -> None:
        for number in range(many):
            person, team = self.make_id(), self.ground.teams[number % len(self.ground.teams)]
            email = f"worker{number}@example.org"
            self.add(User, id=person, email=email, name=f"Worker {number}", roles=[Role.STAFF])
            self.add(TeamMember, team_id=team, user_id=person)
            self.ground.workers.append((person, team))
        self.flush()

    def add(self, model: Any, **values: Any) -> None:
        """Rows of one table all name the same columns."""
        self._waiting.setdefault(model, []).append(values)

    def flush(self) -> None:
        """What others point to goes first: tables are filled in the order in which they came up."""
        for model, rows in self._waiting.items():
            for start in range(0, len(rows), _AT_ONCE):
                db.session.execute(model.__table__.insert(), rows[start : start + _AT_ONCE])
            self.count += len(rows)
            rows.clear()
        db.session.commit()

    def flush_when_many(self) -> None:
        if sum(len(rows) for rows in self._waiting.values()) > 20 * _AT_ONCE:
            self.flush()

    def make_id(self) -> uuid.UUID:
        return uuid.UUID(int=self.draw.getrandbits(128), version=4)

    def find_moment(self) -> datetime:
        return self.now - timedelta(minutes=self.draw.randint(60, 365 * 24 * 60))

    def write_words(self, many: int = 14) -> str:
        return f"{' '.join(self.draw.choices(_WORDS, k=many)).capitalize()}."


def read_ground() -> Ground:
    def list_ids(query: Any) -> list[uuid.UUID]:
        return list(db.session.scalars(query))

    def list_terms(slug: str) -> list[uuid.UUID]:
        query = select(TaxonomyTerm.id).join(Taxonomy).where(Taxonomy.slug == slug)
        return list_ids(query.order_by(TaxonomyTerm.slug))

    areas = select(Area.id).where(Area.kind.in_((AreaKind.DISTRICT, AreaKind.PCN))).order_by(Area.slug)
    entries = select(Service.id, Service.name).where(Service.status.in_(PUBLISHED)).order_by(Service.name)
    return Ground(
        teams=list_ids(select(Team.id).order_by(Team.slug)),
        areas=list_ids(areas),
        terms=list_terms("needs"),
        people=list_terms("people"),
        bodies=list_ids(select(CommissioningBody.id).order_by(CommissioningBody.slug)),
        roles=list_ids(select(SupportRole.id).order_by(SupportRole.name)),
        destinations=list_ids(select(HelplineDestination.id).order_by(HelplineDestination.slug)),
        entries=[(row.id, row.name) for row in db.session.execute(entries)],
    )
