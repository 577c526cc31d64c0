"""Slows down guessing. Failed sign-ins are counted in the database, because the memory of a rate limiter is
one worker's own; under a keyed hash, because a list of addresses that were typed is nobody's business."""

import hashlib
import hmac
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from directory.extensions import db
from directory.models import SignInThrottle

_FORGET_AFTER = timedelta(hours=24)
_LONGEST_LOCK = timedelta(hours=1)
# Failures that are free, before each further one doubles a lock that starts at one minute. Many people
# may share one network address.
_FREE_FAILURES = {"email": 5, "address": 30}


def find_lock(email: str, address: str, now: datetime) -> datetime | None:
    """Until when neither this e-mail address nor this network address may try. Holds both counts until the
    transaction ends, so that guesses made side by side are counted one after the other."""
    rows = [_hold_count(key, now) for key in _keys(email, address).values()]
    locks = [row.locked_until for row in rows if row.locked_until and row.locked_until > now]
    return max(locks, default=None)


def count_failure(email: str, address: str, now: datetime) -> None:
    for kind, key in _keys(email, address).items():
        row = _hold_count(key, now)
        row.failures = row.failures + 1 if now - row.last_failure_at < _FORGET_AFTER else 1
        row.last_failure_at = now
        over = row.failures - _FREE_FAILURES[kind]
        if over >= 0:
            row.locked_until = now + min(timedelta(minutes=2 ** min(over, 10)), _LONGEST_LOCK)
    db.session.flush()


def forget_failures(email: str) -> None:
    """After a good sign-in. The network address keeps its count: somebody with an account of their own
    could otherwise clear it between guesses at others."""
    db.session.execute(delete(SignInThrottle).where(SignInThrottle.key == _keys(email, "")["email"]))


def drop_old_counts(now: datetime) -> int:
    """How many were dropped."""
    old = delete(SignInThrottle).where(SignInThrottle.last_failure_at < now - _FORGET_AFTER)
    return db.session.execute(old).rowcount  # type: ignore[attr-defined]


def _keys(email: str, address: str) -> dict[str, str]:
    secret = current_app.config["SECRET_KEY"].encode()
    named = {"email": email.strip().casefold(), "address": address}
    return {
        kind: hmac.new(secret, f"{kind}:{value}".encode(errors="replace"), hashlib.sha256).hexdigest()
        for kind, value in named.items()
    }


def _hold_count(key: str, now: datetime) -> SignInThrottle:
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
