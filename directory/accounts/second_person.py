"""Where one administrator is not enough: who may agree to what another one did, and whose account is too new
or too lately changed by the same hand to stand for a second person."""

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import func, select

from directory import audit
from directory.accounts.queries import list_accounts
from directory.errors import NotAllowed
from directory.extensions import db
from directory.models import AuditEvent, User
from directory.models.codes import Role
from directory.models.mixins import utc_now

CHANGED_WITHIN = timedelta(days=30)

_ADDED_TO_TEAM = "team.add_member"
_AGREED = "account.agree"
# What an administrator does to an account. A link to the owner's own address gives nothing away.
_CHANGES = (
    "account.create",
    "account.set_roles",
    "account.set_password",
    "account.set_bodies",
    "account.disable",
    "account.enable",
)


def was_changed(account: User, now: datetime, *, by: User | None = None) -> bool:
    """Whether another person made or changed the account, or anybody put it in a team, in the last 30 days,
    and no second administrator has agreed since. `by` names that person, whoever agreed. What whoever runs
    the machine does, does not count."""
    if by is not None:
        return by.id in _list_changers(account, now - CHANGED_WITHIN)
    return bool(list_changers(account, now))


def list_changers(account: User, now: datetime) -> set[uuid.UUID]:
    """Ids of those who made or changed the account lately, since a second administrator last agreed."""
    agreed = select(func.max(AuditEvent.at)).where(
        AuditEvent.subject_id == str(account.id), AuditEvent.event == _AGREED
    )
    since, agreed_at = now - CHANGED_WITHIN, db.session.scalar(agreed)
    return _list_changers(account, max(since, agreed_at) if agreed_at else since)


def _list_changers(account: User, since: datetime) -> set[uuid.UUID]:
    known = str(account.id)
    changed = select(AuditEvent.actor_id).where(
        AuditEvent.subject_id == known,
        AuditEvent.event.in_(_CHANGES),
        AuditEvent.at > since,
        AuditEvent.actor_id != account.id,
    )
    joined = select(AuditEvent.actor_id, AuditEvent.facts).where(
        AuditEvent.event == _ADDED_TO_TEAM, AuditEvent.at > since, AuditEvent.actor_id.is_not(None)
    )
    added = {actor for actor, facts in db.session.execute(joined) if facts.get("account") == known}
    return {*db.session.scalars(changed), *added}


def may_be_second(person: User, involved: Collection[User], now: datetime) -> bool:
    """Whether `person` may agree to what concerns the `involved`, who did it among them: another
    administrator, whose account nobody has changed lately and who has changed none of theirs."""
    return (
        Role.ADMINISTRATOR in person.roles
        and person.is_enabled
        and person.may_open_support_records
        and person.id not in {one.id for one in involved}
        and not was_changed(person, now)
        and not any(was_changed(one, now, by=person) for one in involved)
    )


def is_unconfirmed(account: User, now: datetime) -> bool:
    """Whether the account waits for a second administrator: one knows its password, or it was made or changed
    lately."""
    return not account.may_open_support_records or was_changed(account, now)


def may_agree_to_account(person: User, account: User, now: datetime) -> bool:
    if not is_unconfirmed(account, now):
        return False
    ids = list_changers(account, now) | {account.password_given_by_id} - {None}
    involved = [account, *db.session.scalars(select(User).where(User.id.in_(ids)))]
    return may_be_second(person, involved, now)


def agree_to_account(*, actor: User | None, account: User, now: datetime | None = None) -> None:
    """A second administrator made sure that the account is right, and that a password which another one made
    has reached its owner. `actor` None is whoever runs the machine. Raises NotAllowed."""
    now = now or utc_now()
    if actor is not None and not may_agree_to_account(actor, account, now):
        raise NotAllowed("Another administrator has to agree to this.")
    if not account.may_open_support_records:
        account.password_agreed_by_id = actor.id if actor else None
        account.password_given_by_id = account.password_given_by_id if actor else None
    audit.record(_AGREED, actor, account)
    db.session.flush()


def find_password_giver(account: User) -> User | None:
    """The administrator who may know the password, while nobody has agreed to it."""
    if account.may_open_support_records or account.password_given_by_id is None:
        return None
    return db.session.get(User, account.password_given_by_id)


def list_passwords_to_agree(person: User, now: datetime) -> list[User]:
    """The accounts whose password waits for this administrator to agree."""
    waiting = [one for one in list_accounts() if not one.may_open_support_records and one.is_enabled]
    return [one for one in waiting if may_agree_to_account(person, one, now)]
