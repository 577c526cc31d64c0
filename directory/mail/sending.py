"""The job that sends queued e-mail over SMTP. No transaction is held while a mail server thinks."""

import smtplib
import ssl
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from flask import current_app
from sqlalchemy import select, update

from directory.extensions import db, expect_writes
from directory.models import OutgoingMail
from directory.models.codes import MailState

_AT_ONCE = 50
_MOST_ATTEMPTS = 8
_TIMEOUT_SECONDS = 20


def send_due_mail(now: datetime) -> int:
    """How many were sent. Each result is committed by itself; a crash repeats at most the one under way."""
    if not current_app.config["SMTP_HOST"]:
        return 0
    due = select(OutgoingMail).where(
        OutgoingMail.state == MailState.WAITING, OutgoingMail.next_attempt_at <= now
    )
    waiting = list(db.session.scalars(due.order_by(OutgoingMail.next_attempt_at).limit(_AT_ONCE)))
    messages, faults = _make_messages(waiting)
    db.session.rollback()
    for mail_id, fault in faults:
        _note_failure(mail_id, fault, now)
    if not messages:
        return 0
    try:
        with _open_server() as server:
            return sum(_send(server, mail_id, message, now) for mail_id, message in messages)
    except (OSError, smtplib.SMTPException) as error:
        for mail_id, _ in messages:
            _note_failure(mail_id, error, now)
        return 0


def _make_messages(
    waiting: Sequence[OutgoingMail],
) -> tuple[list[tuple[uuid.UUID, EmailMessage]], list[tuple[uuid.UUID, Exception]]]:
    """(id, message) of each, and (id, error) of those that cannot be written as e-mail: they stop no others.
    For odd addresses the library raises errors of many kinds."""
    messages: list[tuple[uuid.UUID, EmailMessage]] = []
    faults: list[tuple[uuid.UUID, Exception]] = []
    for mail in waiting:
        try:
            messages.append((mail.id, _message(mail)))
        except Exception as error:
            faults.append((mail.id, error))
    return messages, faults


def _open_server() -> smtplib.SMTP:
    config = current_app.config
    place = (config["SMTP_HOST"], config["SMTP_PORT"])
    if config["SMTP_SECURITY"] == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            *place, timeout=_TIMEOUT_SECONDS, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(*place, timeout=_TIMEOUT_SECONDS)
    if config["SMTP_SECURITY"] == "starttls":
        server.starttls(context=ssl.create_default_context())
    if config["SMTP_USER"]:
        server.login(config["SMTP_USER"], config["SMTP_PASSWORD"])
    return server


def _send(server: smtplib.SMTP, mail_id: object, message: EmailMessage, now: datetime) -> int:
    """Not what was taken back, or told in another way, while those before it were sent."""
    if not _still_waits(mail_id):
        return 0
    try:
        server.send_message(message)
    except smtplib.SMTPServerDisconnected:
        raise
    except (smtplib.SMTPException, ValueError, UnicodeError) as error:
        _note_failure(mail_id, error, now)
        return 0
    _write(mail_id, state=MailState.SENT, sent_at=now, last_error=None)
    return 1


def _note_failure(mail_id: object, error: Exception, now: datetime) -> None:
    """Tried again after 1, 2, 4 ... minutes, and given up after the eighth time. What was sent stays sent."""
    expect_writes()
    mail = db.session.get(OutgoingMail, mail_id)
    if mail is not None and mail.state == MailState.WAITING:
        mail.attempts += 1
        mail.last_error = type(error).__name__
        mail.next_attempt_at = now + timedelta(minutes=2 ** (mail.attempts - 1))
        if mail.attempts >= _MOST_ATTEMPTS:
            mail.state = MailState.FAILED
    db.session.commit()


def _still_waits(mail_id: object) -> bool:
    expect_writes(False)
    state = db.session.scalar(select(OutgoingMail.state).where(OutgoingMail.id == mail_id))
    db.session.rollback()
    return state == MailState.WAITING


def _write(mail_id: object, **values: object) -> None:
    """Nothing, where it was taken back in the moment in which it was sent."""
    expect_writes()
    db.session.execute(update(OutgoingMail).where(OutgoingMail.id == mail_id).values(**values))
    db.session.commit()


def _message(mail: OutgoingMail) -> EmailMessage:
    message = EmailMessage()
    message["From"] = current_app.config["MAIL_FROM"]
    message["To"] = mail.to_address
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.queued_at)
    message["Message-ID"] = f"<{mail.id}@{current_app.config['MAIL_FROM'].rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body)
    return message
