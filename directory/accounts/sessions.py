"""A signed-in session: how it starts, how long it lasts, how it ends.

The session is a signed cookie. It names the account and the account's session epoch, so counting the epoch
up ends every session the account has, on every device."""

from datetime import datetime, timedelta

from flask import current_app, session
from flask_login import login_user, logout_user

from directory.models import User

_STARTED, _SEEN = "signed_in_at", "seen_at"
# The time last seen is written at most this often, so that not every answer carries a cookie.
_SEEN_STEP = 60


def start_session(user: User, now: datetime) -> None:
    """Nothing of the session before sign-in is carried over, its form token neither."""
    session.clear()
    login_user(user)
    session[_STARTED] = session[_SEEN] = int(now.timestamp())


def end_session() -> None:
    logout_user()
    session.clear()


def is_session_over(now: datetime) -> bool:
    """Whether too long has passed since sign-in, or since the person last did something."""
    started, seen = session.get(_STARTED), session.get(_SEEN)
    if not isinstance(started, int) or not isinstance(seen, int):
        return True
    config = current_app.config
    longest = timedelta(hours=config["SESSION_HOURS"]).total_seconds()
    longest_idle = timedelta(minutes=config["SESSION_IDLE_MINUTES"]).total_seconds()
    return now.timestamp() - started > longest or now.timestamp() - seen > longest_idle


def note_seen(now: datetime) -> None:
    if now.timestamp() - session[_SEEN] >= _SEEN_STEP:
        session[_SEEN] = int(now.timestamp())
