"""Links by e-mail with which the owner of an account chooses a password that nobody else knows."""

import uuid
from datetime import datetime
from hashlib import blake2s
from urllib.parse import urlencode

from flask import current_app, render_template
from itsdangerous import BadSignature, URLSafeTimedSerializer

from directory import audit
from directory.extensions import db
from directory.mail.actions import queue_mail
from directory.models import User

PATH = "/choose-password"
LINK_HOURS = 24
"""A link works for so long, and once."""


def is_mail_set_up() -> bool:
    return bool(current_app.config["SMTP_HOST"])


def send_password_link(*, actor: User | None, account: User, now: datetime, is_new: bool = False) -> None:
    """Queues the link to the account's own address, once in ten minutes. The password of today works until
    the link is used. `actor` is None when somebody asked for it on the sign-in page."""
    audit.record("account.send_password_link", actor, account)
    body = render_template(
        "accounts/mail/password_link.txt",
        account=account,
        actor=actor,
        link=make_link(account),
        hours=LINK_HOURS,
        is_new=is_new,
    )
    every_ten_minutes = int(now.timestamp()) // 600
    queue_mail(
        key=f"password-link:{account.id}:{_mark_of(account)}:{every_ten_minutes}",
        to_address=account.email,
        subject="Choose your password",
        body=body,
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
    """Changes with the password, which is what makes a link work once."""
    return blake2s((account.password_hash or "").encode(), digest_size=8).hexdigest()


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="password-link")
