"""Where one administrator is not enough: who may agree to what another one did, and whose account is too new
or too lately changed by the same hand to stand for a second person."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import and_, not_, or_, select

from directory import audit
from directory.accounts.queries import list_accounts
from directory.errors import NotAllowed
from directory.extensions import db
from directory.models import AuditEvent, User
from directory.models.codes import Role
from directory.models.mixins import utc_now

CHANGED_WITHIN = timedelta(days=30)

_ADDED_TO_TEAM = "team.add_member"
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
    """Whether another person made or changed the account, or anybody put it in a team, in the last 30 days.
    `by` names that person; None is any. What whoever runs the machine does, does not count."""
    known, is_theirs = str(account.id), AuditEvent.actor_id == account.id
    query = select(AuditEvent.event, AuditEvent.facts).where(
        AuditEvent.actor_id == by.id if by else AuditEvent.actor_id.is_not(None),
        AuditEvent.at > now - CHANGED_WITHIN,
        or_(
            AuditEvent.event == _ADDED_TO_TEAM,
            and_(AuditEvent.event.in_(_CHANGES), AuditEvent.subject_id == known, not_(is_theirs)),
        ),
    )
    found = db.session.execute(query)
    return any(event != _ADDED_TO_TEAM or facts.get("account") == known for event, facts in found)


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


def may_agree_to_password(person: User, account: User, now: datetime) -> bool:
    giver = find_password_giver(account)
    return giver is not None and may_be_second(person, [giver, account], now)


def agree_to_password(*, actor: User | None, account: User, now: datetime | None = None) -> None:
    """A second administrator made sure that the password reached its owner. `actor` None is whoever runs the
    machine. Raises NotAllowed."""
    if actor is not None and not may_agree_to_password(actor, account, now or utc_now()):
        raise NotAllowed("Another administrator has to agree to this.")
    if account.may_open_support_records:
        return
    if actor is None:
        account.password_given_by_id = account.password_given_at = None
    else:
        account.password_agreed_by_id = actor.id
    audit.record("account.agree_password", actor, account)


def find_password_giver(account: User) -> User | None:
    """The administrator who may know the password, while nobody has agreed to it."""
    if account.may_open_support_records or account.password_given_by_id is None:
        return None
    return db.session.get(User, account.password_given_by_id)


def list_passwords_to_agree(person: User, now: datetime) -> list[User]:
    """The accounts whose password waits for this administrator to agree."""
    waiting = [one for one in list_accounts() if not one.may_open_support_records and one.is_enabled]
    return [one for one in waiting if may_agree_to_password(person, one, now)]
