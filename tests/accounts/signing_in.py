"""Signs a test client in without the cost of a password."""

from datetime import UTC, datetime

from flask.testing import FlaskClient

from directory.extensions import db
from directory.models import User
from directory.models.codes import Role
from tests.factories import make_user


def sign_in_as(client: FlaskClient, *roles: Role) -> User:
    """Makes an account with these roles and gives the client its session."""
    account = make_user(*roles)
    db.session.commit()
    give_session(client, account)
    return account


def give_session(client: FlaskClient, account: User) -> None:
    now = int(datetime.now(UTC).timestamp())
    with client.session_transaction() as session:
        session.update(_user_id=account.get_id(), signed_in_at=now, seen_at=now)
