"""Every write to an account. Each is audited in the caller's transaction; it flushes and never commits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from email_validator import EmailNotValidError, validate_email
from flask import current_app

from directory import audit
from directory.accounts import passwords, throttle
from directory.accounts.queries import find_account, is_demo_address, list_accounts
from directory.errors import InvalidData, NotAllowed
from directory.extensions import db, expect_writes
from directory.models import User
from directory.models.codes import Role
from directory.models.mixins import utc_now


class SignInLocked(NotAllowed):
    """Too many failures: `until` says when the next try is allowed."""

    def __init__(self, until: datetime) -> None:
        super().__init__("Too many tries to sign in.")
        self.until = until


@dataclass(frozen=True, slots=True)
class PasswordCheck:
    """`new_hash` takes the place of one that was made with older parameters."""

    is_right: bool
    new_hash: str | None = None


def begin_sign_in(*, email: str, address: str, now: datetime) -> None:
    """Counts the try. Commit before the password is looked at. Raises SignInLocked."""
    until = throttle.begin_try(email, address, now)
    if until is not None:
        raise SignInLocked(until)


def check_password(*, email: str, password: str) -> PasswordCheck:
    """Holds no lock while it hashes, which takes as long as a hundred small writes: what was not committed
    before is lost."""
    db.session.rollback()
    expect_writes(False)
    account = find_account(email)
    stored = account.password_hash if account and _may_sign_in(account) else None
    db.session.rollback()
    expect_writes()
    if not passwords.is_password(stored, password):
        return PasswordCheck(is_right=False)
    is_outdated = stored is not None and passwords.is_outdated(stored)
    return PasswordCheck(True, passwords.hash_password(password) if is_outdated else None)


def finish_sign_in(*, email: str, check: PasswordCheck, address: str, now: datetime) -> User | None:
    """The account, or None: which of e-mail address and password was wrong is not said."""
    account = _confirm(email, check, address)
    if account is not None:
        account.last_signed_in_at = now
        audit.record("account.sign_in", account, account)
    return account


def hash_new_password(password: str) -> str:
    """The hash for set_password() and create_account(), made while no lock is held: what was not committed
    before is lost."""
    db.session.rollback()
    return passwords.hash_password(password)


def end_sessions(*, account: User) -> None:
    """On every device, at once: a copied cookie stops working too."""
    account.session_epoch += 1
    audit.record("account.sign_out", account, account)


def create_account(
    *,
    actor: User | None,
    email: str,
    name: str,
    roles: Iterable[str],
    password: str | None,
    hashed: str | None = None,
) -> User:
    """`hashed` is the password as hash_new_password() made it, where that was done before. Without a password
    nobody can sign in until its owner has chosen one. A password that another person gives opens no support
    record until a second administrator agrees. Raises InvalidData by field."""
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
        account.password_hash = hashed or passwords.hash_password(password)
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


def set_password(
    *,
    actor: User | None,
    account: User,
    password: str,
    hashed: str | None = None,
    field: str = "password",
) -> None:
    """Ends every session the account has. One that an administrator gives opens no support record until a
    second administrator agrees; one that its owner chooses again does not change that."""
    passwords.check_new_password(password, account.name, account.email, field=field)
    account.password_hash = hashed or passwords.hash_password(password)
    if actor is None or actor.id != account.id:
        _note_giver(account, actor)
    account.session_epoch += 1
    throttle.forget_failures(account.email)
    audit.record("account.set_password", actor, account)


def choose_password(*, account: User, password: str, hashed: str | None = None) -> None:
    """By a link to the owner's own address, so that nobody else knows it. Raises InvalidData under
    "new_password"."""
    set_password(actor=account, account=account, password=password, hashed=hashed, field="new_password")
    _note_giver(account, None)


def change_own_password(*, account: User, check: PasswordCheck, new: str, hashed: str, address: str) -> bool:
    """False when the password of today is wrong: that counts as a failed sign-in. Raises InvalidData."""
    if _confirm(account.email, check, address) is None:
        return False
    set_password(actor=account, account=account, password=new, hashed=hashed, field="new_password")
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


def _confirm(email: str, check: PasswordCheck, address: str) -> User | None:
    """The account whose password was right a moment ago, if it may still sign in."""
    account = find_account(email)
    if account is None or not check.is_right or not _may_sign_in(account):
        if account is not None:
            audit.record("account.sign_in_failed", None, account)
        return None
    if check.new_hash:
        account.password_hash = check.new_hash
    throttle.forget_failures(email, address)
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
