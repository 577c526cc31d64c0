"""Every write to an account. Each is audited in the caller's transaction; it flushes and never commits."""

from collections.abc import Iterable
from datetime import datetime

from email_validator import EmailNotValidError, validate_email
from flask import current_app

from directory import audit
from directory.accounts import passwords, throttle
from directory.accounts.queries import find_account, is_demo_address, list_accounts
from directory.errors import InvalidData, NotAllowed
from directory.extensions import db
from directory.models import User
from directory.models.codes import Role
from directory.models.mixins import utc_now


class SignInLocked(NotAllowed):
    """Too many failures: `until` says when the next try is allowed."""

    def __init__(self, until: datetime) -> None:
        super().__init__("Too many tries to sign in.")
        self.until = until


def sign_in(*, email: str, password: str, address: str, now: datetime) -> User | None:
    """The account, or None: which of the two was wrong is not told. Raises SignInLocked. Commit after
    a failure too, or it is not counted."""
    account = _confirm(email, password, address, now)
    if account is not None:
        account.last_signed_in_at = now
        audit.record("account.sign_in", account, account)
    return account


def end_sessions(*, account: User) -> None:
    """On every device, at once: a copied cookie stops working too."""
    account.session_epoch += 1
    audit.record("account.sign_out", account, account)


def create_account(
    *, actor: User | None, email: str, name: str, roles: Iterable[str], password: str | None
) -> User:
    """Without a password nobody can sign in until its owner has chosen one. A password that another person
    gives opens no support record until a second administrator agrees. Raises InvalidData by field."""
    problems: dict[str, str] = {}
    name = " ".join(name.split())
    if not 0 < len(name) <= 200:
        problems["name"] = "Enter the person's name, in 200 characters or fewer."
    address = _read_email(email, problems)
    if address and find_account(address):
        problems["email"] = "There is an account with this e-mail address already."
    wanted = _read_roles(roles, problems)
    if problems:
        raise InvalidData("Some of this needs to be put right.", problems)
    account = User(email=address, name=name, roles=wanted)
    if password is not None:
        passwords.check_new_password(password, name, address)
        account.password_hash = passwords.hash_password(password)
        _note_giver(account, actor)
    db.session.add(account)
    db.session.flush()
    audit.record("account.create", actor, account, roles=[role.value for role in wanted])
    return account


def set_roles(*, actor: User | None, account: User, roles: Iterable[str]) -> None:
    problems: dict[str, str] = {}
    wanted = _read_roles(roles, problems)
    if problems:
        raise InvalidData("Some of this needs to be put right.", problems)
    if Role.ADMINISTRATOR not in wanted:
        _keep_an_administrator(account)
    before = [role.value for role in account.roles]
    account.roles = wanted
    account.session_epoch += 1
    after = [role.value for role in wanted]
    audit.record("account.set_roles", actor, account, before=before, after=after)


def set_password(*, actor: User | None, account: User, password: str, field: str = "password") -> None:
    """Ends every session the account has. One that an administrator gives opens no support record until a
    second administrator agrees; one that its owner chooses again does not change that."""
    passwords.check_new_password(password, account.name, account.email, field=field)
    account.password_hash = passwords.hash_password(password)
    if actor is None or actor.id != account.id:
        _note_giver(account, actor)
    account.session_epoch += 1
    throttle.forget_failures(account.email)
    audit.record("account.set_password", actor, account)


def choose_password(*, account: User, password: str) -> None:
    """By a link to the owner's own address, so that nobody else knows it. Raises InvalidData under
    "new_password"."""
    set_password(actor=account, account=account, password=password, field="new_password")
    _note_giver(account, None)


def change_own_password(*, account: User, current: str, new: str, address: str, now: datetime) -> bool:
    """False when `current` is wrong: that counts as a failed sign-in, so commit then too. Raises
    SignInLocked, InvalidData."""
    if _confirm(account.email, current, address, now) is None:
        return False
    set_password(actor=account, account=account, password=new, field="new_password")
    return True


def disable_account(*, actor: User | None, account: User) -> None:
    _keep_an_administrator(account)
    account.is_enabled = False
    account.session_epoch += 1
    audit.record("account.disable", actor, account)


def enable_account(*, actor: User | None, account: User) -> None:
    account.is_enabled = True
    audit.record("account.enable", actor, account)


def _note_giver(account: User, giver: User | None) -> None:
    """`giver` None: the owner, or whoever runs the machine."""
    account.password_given_by_id = giver.id if giver else None
    account.password_given_at = utc_now() if giver else None
    account.password_agreed_by_id = None


def _confirm(email: str, password: str, address: str, now: datetime) -> User | None:
    until = throttle.find_lock(email, address, now)
    if until is not None:
        raise SignInLocked(until)
    account = find_account(email)
    stored = account.password_hash if account and _may_sign_in(account) else None
    if not passwords.is_password(stored, password):
        throttle.count_failure(email, address, now)
        if account is not None:
            audit.record("account.sign_in_failed", None, account)
        return None
    if account and stored and passwords.is_outdated(stored):
        account.password_hash = passwords.hash_password(password)
    throttle.forget_failures(email)
    return account


def _may_sign_in(account: User) -> bool:
    """A demo account stays out where a database that was tried out is taken into production."""
    is_real_place = current_app.config["ENVIRONMENT"] == "production"
    return account.is_enabled and not (is_real_place and is_demo_address(account.email))


def _keep_an_administrator(account: User) -> None:
    others = (a for a in list_accounts() if a is not account and a.is_enabled)
    if Role.ADMINISTRATOR in account.roles and not any(Role.ADMINISTRATOR in a.roles for a in others):
        message = "This is the only administrator. Make somebody else an administrator first."
        raise InvalidData(message, {"roles": message})


def _read_email(text: str, problems: dict[str, str]) -> str:
    try:
        given = validate_email(text.strip(), check_deliverability=False, test_environment=True)
        return given.normalized.casefold()
    except EmailNotValidError:
        problems["email"] = "Enter an e-mail address, like name@example.org"
        return ""


def _read_roles(given: Iterable[str], problems: dict[str, str]) -> list[Role]:
    given = set(given)
    wanted = [role for role in Role if role.value in given]
    if not wanted or len(wanted) != len(given):
        problems["roles"] = "Choose at least one role from the list."
    return wanted
