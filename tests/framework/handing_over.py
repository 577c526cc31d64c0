"""The people of a handover, and each step of it as a browser takes it."""

import uuid
from dataclasses import dataclass
from datetime import date

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from directory.extensions import db
from directory.models import RecordHandover, Team, TeamMember, User
from directory.models.codes import Role
from tests.accounts.signing_in import give_session
from tests.factories import make_team, make_user


@dataclass
class People:
    """`ids` holds the same by name, for after a rollback."""

    worker: User
    colleague: User
    stranger: User
    administrator: User
    second: User
    team: Team
    ids: dict[str, str]


def make_workers() -> People:
    """A worker and a colleague of one team, somebody of no team, and two administrators."""
    named = {
        "worker": make_user(name="Lee Worker"),
        "colleague": make_user(name="Kim Colleague"),
        "stranger": make_user(name="Joe Stranger"),
        "administrator": make_user(Role.ADMINISTRATOR, name="Ada Administrator"),
        "second": make_user(Role.ADMINISTRATOR, name="Bea Administrator"),
    }
    team = make_team(name="North", work_email="north.team@example.org")
    join(team, named["worker"], named["colleague"])
    ids = {name: str(one.id) for name, one in (named | {"team": team}).items()}
    return People(**named, team=team, ids=ids)


def join(team: Team, *people: User) -> None:
    db.session.add_all(TeamMember(team_id=team.id, user_id=one.id) for one in people)
    db.session.flush()


def ask(
    client: FlaskClient,
    people: People,
    *,
    by: str = "administrator",
    address: str = "",
    reason: str = "left",
    until: date | None = None,
) -> uuid.UUID:
    give_session(client, db.session.get_one(User, uuid.UUID(people.ids[by])))
    typed = {"team": people.ids["team"], "to": people.ids["colleague"], "reason": reason}
    typed["until"] = until.isoformat() if until else ""
    address = address or f"/admin/accounts/{people.ids['worker']}/support-records"
    answer = client.post(address, data=typed)
    assert answer.status_code == 302, answer.text
    newest = select(RecordHandover.id).order_by(RecordHandover.asked_at.desc()).limit(1)
    return db.session.scalars(newest).one()


def accept(client: FlaskClient, account_id: str, handover_id: uuid.UUID) -> TestResponse:
    return _press(client, account_id, handover_id, "accept")


def agree(client: FlaskClient, account_id: str, handover_id: uuid.UUID) -> TestResponse:
    return _press(client, account_id, handover_id, "agree")


def end(client: FlaskClient, account_id: str, handover_id: uuid.UUID) -> TestResponse:
    return _press(client, account_id, handover_id, "end")


def find_handover(handover_id: uuid.UUID) -> RecordHandover:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(RecordHandover, handover_id)


def _press(client: FlaskClient, account_id: str, handover_id: uuid.UUID, step: str) -> TestResponse:
    db.session.rollback()
    give_session(client, db.session.get_one(User, uuid.UUID(account_id)))
    return client.post(f"/support/handovers/{handover_id}/{step}")
