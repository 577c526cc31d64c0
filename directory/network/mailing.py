"""Asks each support role by e-mail, on a cycle, whether it is still true. The link works without an account:
it names one role, one round of asking, and expires."""

from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from flask import current_app, render_template
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import Select, or_, select

from directory.extensions import db
from directory.mail.actions import queue_mail
from directory.models import SupportRole, User
from directory.network.checking import read_id
from directory.network.confirmation import day_of

PATH = "/network/still-true"


def ask_roles(now: datetime) -> int:
    """Queues what is due: a first question ROLE_ASK_DAYS before the day, a reminder after it, each once a
    round. Who has said what changed is left in peace. How many roles it looked at."""
    on = day_of(now)
    query = _select_due(on).where(SupportRole.work_email.is_not(None))
    roles = list(db.session.scalars(query.order_by(SupportRole.id)).unique())
    for role in roles:
        _ask(role, on, now)
    return len(roles)


def list_to_confirm(holder: User, on: date) -> list[SupportRole]:
    """The roles of this person about which they are being asked, by name."""
    query = _select_due(on).where(SupportRole.work_email == holder.email)
    return list(db.session.scalars(query.order_by(SupportRole.name, SupportRole.id)).unique())


def _select_due(on: date) -> Select[tuple[SupportRole]]:
    soon = on + timedelta(days=current_app.config["ROLE_ASK_DAYS"])
    is_due = or_(SupportRole.confirm_by.is_(None), SupportRole.confirm_by <= soon)
    return select(SupportRole).where(SupportRole.is_open, SupportRole.holder_note.is_(None), is_due)


def make_link(role: SupportRole) -> str:
    key = _signer().dumps([role.id.hex, _round_of(role)])
    return f"{current_app.config['SITE_URL'].rstrip('/')}{PATH}?{urlencode({'key': key})}"


def find_role_of_key(key: str) -> SupportRole | None:
    """None where the key is forged, too old, of an earlier round, or of a role that has closed."""
    days = current_app.config["ROLE_ASK_DAYS"] + current_app.config["ROLE_HIDDEN_DAYS"]
    try:
        role_hex, asked_round = _signer().loads(key, max_age=days * 24 * 3600)
    except (BadSignature, ValueError, TypeError):
        return None
    role_id = read_id(role_hex)
    role = db.session.get(SupportRole, role_id) if role_id else None
    if role is None or not role.is_open or _round_of(role) != asked_round:
        return None
    return role


def _ask(role: SupportRole, on: date, now: datetime) -> None:
    is_reminder = role.confirm_by is not None and role.confirm_by < on
    kind = "remind" if is_reminder else "ask"
    subject = f"Is this still true? {role.name}"
    if is_reminder:
        subject = f"Reminder: {subject}"
    body = render_template(
        "network/mail/still_true.txt", role=role, link=make_link(role), is_reminder=is_reminder
    )
    key = f"role-{kind}/{role.id}/{_round_of(role)}"
    queue_mail(key=key, to_address=role.work_email or "", subject=subject, body=body, now=now)


def _round_of(role: SupportRole) -> str:
    return role.confirm_by.isoformat() if role.confirm_by else ""


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="support role still true")
