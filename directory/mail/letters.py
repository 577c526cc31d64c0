"""How far a letter has got, and those that did not arrive: sent again, or marked as told in another way."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from flask import current_app
from sqlalchemy import ColumnElement, and_, func, select, update

from directory import audit
from directory.extensions import db
from directory.models import OutgoingMail, User
from directory.models.codes import MailState

PAGE_SIZE = 25
MOST_KEYS = 500
_FAILED = "It could not be sent{}. Check the address, then send it again."


@dataclass(frozen=True, slots=True)
class LetterPage:
    letters: list[OutgoingMail]
    total: int
    number: int

    @property
    def pages(self) -> int:
        return max(1, ceil(self.total / PAGE_SIZE))


def describe_letter(mail: OutgoingMail) -> tuple[str, bool]:
    """How far it has got, in words, and whether it is stuck."""
    if mail.state == MailState.SENT:
        return f"E-mail sent, {_show_time(mail.sent_at or mail.queued_at)}.", False
    if mail.settled_at:
        return f"The e-mail did not arrive. Told in another way, {_show_time(mail.settled_at)}.", False
    if mail.state == MailState.FAILED:
        return _FAILED.format(f" ({mail.last_error})" if mail.last_error else ""), True
    if not current_app.config["SMTP_HOST"]:
        return "E-mail waits: no mail server is set up. Tell them in another way.", True
    times = "once" if mail.attempts == 1 else f"{mail.attempts} times"
    tried = f" It was tried {times}." if mail.attempts else ""
    return f"E-mail is on its way.{tried}", bool(mail.attempts)


def list_latest(key_start: str) -> list[OutgoingMail]:
    """The letters that were queued together last, of those whose key begins like this."""
    query = select(OutgoingMail).where(OutgoingMail.key.startswith(key_start, autoescape=True))
    last = select(func.max(OutgoingMail.queued_at)).where(
        OutgoingMail.key.startswith(key_start, autoescape=True)
    )
    query = query.where(OutgoingMail.queued_at == last.scalar_subquery())
    return list(db.session.scalars(query.order_by(OutgoingMail.key)))


def list_undelivered(number: int) -> LetterPage:
    """The newest first."""
    query = select(OutgoingMail).where(_is_undelivered())
    query = query.order_by(OutgoingMail.queued_at.desc(), OutgoingMail.id)
    rows = db.session.scalars(query.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE))
    return LetterPage(list(rows), count_undelivered(), number)


def count_undelivered(key_start: str = "") -> int:
    """Given up; and, where no mail server is set up, all that wait. All, or those whose key begins like
    this."""
    query = select(func.count(OutgoingMail.id)).where(_is_undelivered())
    if key_start:
        query = query.where(OutgoingMail.key.startswith(key_start, autoescape=True))
    return db.session.scalar(query) or 0


def list_undelivered_keys(key_start: str) -> list[str]:
    """The newest first, at most MOST_KEYS."""
    query = select(OutgoingMail.key).where(
        _is_undelivered(), OutgoingMail.key.startswith(key_start, autoescape=True)
    )
    return list(db.session.scalars(query.order_by(OutgoingMail.queued_at.desc()).limit(MOST_KEYS)))


def send_again(*, actor: User, ids: Sequence[uuid.UUID], now: datetime) -> int:
    """Puts them back in the queue. How many: one whose words are no longer kept cannot be sent."""
    letters = [mail for mail in _find(ids) if mail.body]
    for mail in letters:
        mail.state, mail.attempts, mail.next_attempt_at = MailState.WAITING, 0, now
        audit.record("mail.send_again", actor, mail)
    db.session.flush()
    return len(letters)


def settle(*, actor: User, ids: Sequence[uuid.UUID], now: datetime) -> int:
    """Whom they were for was told in another way. How many."""
    letters = _find(ids)
    for mail in letters:
        mail.state, mail.settled_at = MailState.FAILED, now
        audit.record("mail.settle", actor, mail)
    db.session.flush()
    return len(letters)


def settle_earlier(key_start: str, now: datetime) -> None:
    """Letters that did not arrive, and for which another one, or a word said, now stands."""
    is_meant = OutgoingMail.key.startswith(key_start, autoescape=True)
    settled = update(OutgoingMail).where(_is_undelivered(), is_meant)
    db.session.execute(settled.values(state=MailState.FAILED, settled_at=now))


def _find(ids: Sequence[uuid.UUID]) -> list[OutgoingMail]:
    """Those of them that did not arrive. What was sent meanwhile stays sent."""
    query = select(OutgoingMail).where(OutgoingMail.id.in_(ids), _is_undelivered())
    return list(db.session.scalars(query.with_for_update()))


def _is_undelivered() -> ColumnElement[bool]:
    states = [MailState.FAILED] if current_app.config["SMTP_HOST"] else [MailState.FAILED, MailState.WAITING]
    return and_(OutgoingMail.state.in_(states), OutgoingMail.settled_at.is_(None))


def _show_time(at: datetime) -> str:
    return str(current_app.jinja_env.filters["local_time"](at))
