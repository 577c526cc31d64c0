"""Which commissioning bodies an account answers for: set by an administrator for an account, or by the
knowledge officer for a body. Flushes and never commits."""

import uuid
from collections.abc import Iterable, Sequence

from sqlalchemy import delete, select

from directory import audit
from directory.errors import InvalidData
from directory.extensions import db
from directory.models import BodyMember, CommissioningBody, User
from directory.models.codes import Role

_NOT_LISTED = "Choose bodies from the list."


def list_open_bodies() -> list[CommissioningBody]:
    query = select(CommissioningBody).where(CommissioningBody.is_open)
    return list(db.session.scalars(query.order_by(CommissioningBody.name)))


def list_bodies_of(account: User) -> list[CommissioningBody]:
    """The open bodies this person answers for, by name. None for who is no commissioner."""
    if Role.COMMISSIONER not in account.roles:
        return []
    query = select(CommissioningBody).join(BodyMember, BodyMember.body_id == CommissioningBody.id)
    mine = query.where(BodyMember.user_id == account.id, CommissioningBody.is_open)
    return list(db.session.scalars(mine.order_by(CommissioningBody.name)))


def list_commissioners() -> list[User]:
    users = db.session.scalars(select(User).where(User.is_enabled).order_by(User.name, User.email))
    return [user for user in users if Role.COMMISSIONER in user.roles]


def list_members(body: CommissioningBody) -> list[User]:
    """The commissioners who answer for it, by name."""
    query = select(BodyMember.user_id).where(BodyMember.body_id == body.id)
    members = set(db.session.scalars(query))
    return [user for user in list_commissioners() if user.id in members]


def list_all_members() -> dict[uuid.UUID, list[str]]:
    """Names of the commissioners who answer, by body."""
    names = {user.id: user.name for user in list_commissioners()}
    found: dict[uuid.UUID, list[str]] = {}
    for body_id, user_id in db.session.execute(select(BodyMember.body_id, BodyMember.user_id)):
        if user_id in names:
            found.setdefault(body_id, []).append(names[user_id])
    return {body_id: sorted(people) for body_id, people in found.items()}


def set_bodies(*, actor: User | None, account: User, slugs: Iterable[str]) -> None:
    """These and no others. Raises InvalidData where one is not there, or the account is no commissioner's."""
    wanted = set(slugs)
    found = [body for body in list_open_bodies() if body.slug in wanted]
    if len(found) != len(wanted):
        raise InvalidData(_NOT_LISTED, {"bodies": _NOT_LISTED})
    if wanted and Role.COMMISSIONER not in account.roles:
        message = "Only a commissioner answers for a body. Give them that role first."
        raise InvalidData(message, {"bodies": message})
    db.session.execute(delete(BodyMember).where(BodyMember.user_id == account.id))
    db.session.add_all(BodyMember(user_id=account.id, body_id=body.id) for body in found)
    db.session.flush()
    audit.record("account.set_bodies", actor, account, bodies=[body.slug for body in found])


def set_members(
    *,
    actor: User,
    body: CommissioningBody,
    account_ids: Sequence[uuid.UUID],
    seen_ids: Sequence[uuid.UUID] | None = None,
) -> None:
    """These and no others. `seen_ids`: who answered for it when the page was opened; whom somebody else added
    or took away since stays so. Raises InvalidData where one is no commissioner."""
    if seen_ids is not None:
        now_ids = {user.id for user in list_members(body)}
        taken_off, added = set(seen_ids) - set(account_ids), set(account_ids) - set(seen_ids)
        account_ids = list((now_ids - taken_off) | added)
    found = [user for user in list_commissioners() if user.id in account_ids]
    if len(found) != len(set(account_ids)):
        message = "Choose commissioners from the list."
        raise InvalidData(message, {"members": message})
    db.session.execute(delete(BodyMember).where(BodyMember.body_id == body.id))
    db.session.add_all(BodyMember(user_id=user.id, body_id=body.id) for user in found)
    db.session.flush()
    accounts = [str(user.id) for user in found]
    audit.record("commissioning_body.set_members", actor, body, name=body.name, accounts=accounts)
