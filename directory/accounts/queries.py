"""Finds accounts."""

import uuid

from sqlalchemy import select

from directory.extensions import db
from directory.models import User
from directory.models.codes import Role


def find_account(email: str) -> User | None:
    return db.session.scalar(select(User).where(User.email == email.strip().casefold()))


def find_demo_address(role: Role) -> str:
    return f"demo.{role.value.replace('_', '.')}@example.org"


def is_demo_address(email: str) -> bool:
    return email in map(find_demo_address, Role)


def find_account_by_id(account_id: uuid.UUID) -> User | None:
    return db.session.get(User, account_id)


def list_accounts() -> list[User]:
    return list(db.session.scalars(select(User).order_by(User.name, User.email)))


def list_officers() -> list[User]:
    """The knowledge officers who may sign in."""
    users = db.session.scalars(select(User).where(User.is_enabled).order_by(User.email))
    return [user for user in users if Role.KNOWLEDGE_OFFICER in user.roles]
