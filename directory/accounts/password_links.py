"""Links by e-mail with which the owner of an account chooses a password that nobody else knows."""

import uuid
from datetime import datetime
from hashlib import blake2s
from urllib.parse import urlencode

from flask import current_app, render_template
from itsdangerous import BadSignature, URLSafeTimedSerializer

from directory import audit
from directory.accounts import throttle
from directory.accounts.queries import find_account
from directory.extensions import db
from directory.mail.actions import queue_mail
from directory.models import User

PATH = "/choose-password"
LINK_HOURS = 24
"""A link works for so long, and once."""
MOST_REQUESTS = 5
"""Letters in a day for one address, where nobody is signed in."""


def is_mail_set_up() -> bool:
    return bool(current_app.config["SMTP_HOST"])


def send_password_link(*, actor: User, account: User, now: datetime, is_new: bool = False) -> None:
    """Queues the link to the account's own address, once in ten minutes. The password of today works until
    the link is used."""
    _queue(account, _write_letter(account, actor, is_new), actor, now)


def request_password_link(*, email: str, now: datetime) -> None:
    """Queues the link that somebody asked for on the sign-in page, a few times a day for one address. It does
    as much where there is no such account, so that the time of an answer does not show who has one."""
    is_allowed = throttle.count_request(email, now) <= MOST_REQUESTS
    account = find_account(email)
    is_known = account is not None and account.is_enabled
    addressee = account if account and is_known else User(id=uuid.uuid4(), name="Nobody", session_epoch=1)
    letter = _write_letter(addressee, None, is_new=False)
    if is_known and is_allowed:
        _queue(addressee, letter, None, now)


def _write_letter(account: User, actor: User | None, is_new: bool) -> str:
    return render_template(
        "accounts/mail/password_link.txt",
        account=account,
        actor=actor,
        link=make_link(account),
        hours=LINK_HOURS,
        is_new=is_new,
    )


def _queue(account: User, letter: str, actor: User | None, now: datetime) -> None:
    every_ten_minutes = int(now.timestamp()) // 600
    audit.record("account.send_password_link", actor, account)
    queue_mail(
        key=f"password-link:{account.id}:{_mark_of(account)}:{every_ten_minutes}",
        to_address=account.email,
        subject="Choose your password",
        body=letter,
        now=now,
    )


def make_link(account: User) -> str:
    key = _signer().dumps([account.id.hex, _mark_of(account)])
    return f"{current_app.config['SITE_URL'].rstrip('/')}{PATH}?{urlencode({'key': key})}"


def find_account_of_key(key: str) -> User | None:
    """Returns None where the key is forged, too old or used, or the account is closed."""
    try:
        account_hex, mark = _signer().loads(key, max_age=LINK_HOURS * 3600)
        account = db.session.get(User, uuid.UUID(account_hex))
    except (BadSignature, ValueError, TypeError, AttributeError):
        return None
    if account is None or not account.is_enabled or _mark_of(account) != mark:
        return None
    return account


def _mark_of(account: User) -> str:
    """Changes with the password, which is what makes a link work once, and when the account is closed."""
    known = f"{account.session_epoch}:{account.password_hash or ''}"
    return blake2s(known.encode(), digest_size=8).hexdigest()


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="password-link")
