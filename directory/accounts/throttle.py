"""Slows down guessing. Tries to sign in are counted in the database, because the memory of a rate limiter is
one worker's own; under a keyed hash, because a list of addresses that were typed is nobody's business.

A lock is an account's own. A network address only shows whether many accounts are being tried from it; then
a try from there has fewer free failures. So nobody's right password is refused because of what a colleague
behind the same address typed for their own account."""

import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from directory import audit
from directory.extensions import db
from directory.models import SignInThrottle, User

_FORGET_AFTER = timedelta(hours=24)
_FREE_WHEN_MANY = 1
"""Free failures of an account where many accounts are tried from the same address."""


def begin_try(email: str, address: str, now: datetime) -> datetime | None:
    """Counts the try as a failure before the password is looked at, so that guesses made side by side are
    counted one after the other; forget_failures() takes it back. Returns until when this account is locked,
    None where the try may go on. Commit before the password is looked at."""
    account = _hold_count(_key("email", email), now)
    if account.locked_until and account.locked_until > now:
        return account.locked_until
    if _count(_hold_count(_pair_key(email, address), now), now) == 1:
        _count(_hold_count(_key("address", address), now), now)
    _count(account, now)
    many = _shows_many_accounts(address, now)
    _lock(account, _FREE_WHEN_MANY if many else current_app.config["SIGN_IN_FREE_FAILURES"], now)
    db.session.flush()
    return None


def forget_failures(email: str, address: str | None = None) -> None:
    """After a good sign-in, by which the network address has tried one account fewer; and, without an
    address, when the account is unlocked."""
    row = SignInThrottle
    db.session.execute(delete(row).where(row.key == _key("email", email)))
    if address is None:
        return
    tried: Any = db.session.execute(delete(row).where(row.key == _pair_key(email, address)))
    if tried.rowcount:
        is_counted = (row.key == _key("address", address), row.failures > 0)
        db.session.execute(update(row).where(*is_counted).values(failures=row.failures - 1))


def count_request(email: str, now: datetime) -> int:
    """Counts that somebody asked for a new password for this address, and returns how often within a day."""
    return _count(_hold_count(_key("link", email), now), now)


def list_locked(accounts: Sequence[User], now: datetime) -> list[tuple[User, datetime]]:
    """Those of the accounts that are locked, and until when."""
    keys = {_key("email", one.email): one for one in accounts}
    query = select(SignInThrottle.key, SignInThrottle.locked_until).where(SignInThrottle.locked_until > now)
    return [(keys[key], until) for key, until in db.session.execute(query) if key in keys and until]


def unlock_account(*, actor: User | None, account: User) -> None:
    forget_failures(account.email)
    audit.record("account.unlock", actor, account)


def drop_old_counts(now: datetime) -> int:
    """How many were dropped."""
    old = delete(SignInThrottle).where(SignInThrottle.last_failure_at < now - _FORGET_AFTER)
    return db.session.execute(old).rowcount  # type: ignore[attr-defined]


def _count(row: SignInThrottle, now: datetime) -> int:
    row.failures = row.failures + 1 if now - row.last_failure_at < _FORGET_AFTER else 1
    row.last_failure_at = now
    return row.failures


def _lock(row: SignInThrottle, free: int, now: datetime) -> None:
    """From the last free failure on: a minute, then twice as long each time."""
    over = row.failures - free
    if over >= 0:
        longest = timedelta(minutes=current_app.config["SIGN_IN_LOCK_MINUTES"])
        row.locked_until = now + min(timedelta(minutes=2 ** min(over, 12)), longest)


def _shows_many_accounts(address: str, now: datetime) -> bool:
    row = db.session.get(SignInThrottle, _key("address", address))
    many = current_app.config["SIGN_IN_MANY_ACCOUNTS"]
    return row is not None and row.failures >= many and now - row.last_failure_at < _FORGET_AFTER


def _pair_key(email: str, address: str) -> str:
    return _key("pair", f"{email.strip().casefold()}\n{address}")


def _key(kind: str, value: str) -> str:
    secret = current_app.config["SECRET_KEY"].encode()
    label = f"{kind}:{value.strip().casefold()}".encode(errors="replace")
    return hmac.new(secret, label, hashlib.sha256).hexdigest()


def _hold_count(key: str, now: datetime) -> SignInThrottle:
    """Held until the transaction ends."""
    held = select(SignInThrottle).where(SignInThrottle.key == key).with_for_update()
    row = db.session.scalar(held)
    if row is None:
        try:
            with db.session.begin_nested():
                db.session.add(SignInThrottle(key=key, failures=0, last_failure_at=now))
        except IntegrityError:
            pass  # another worker counted first
        row = db.session.scalars(held).one()
    return row
