"""Queues e-mail, and forgets what was sent."""

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import select, update

from directory.extensions import db
from directory.models import OutgoingMail
from directory.models.codes import MailState
from directory.models.mixins import utc_now


def queue_mail(*, key: str, to_address: str, subject: str, body: str, now: datetime | None = None) -> None:
    """Plain text to one work address, sent soon after the caller's transaction is committed. Queueing the
    same `key` again does nothing."""
    if db.session.scalar(select(OutgoingMail.id).where(OutgoingMail.key == key)):
        return
    now = now or utc_now()
    row = OutgoingMail(key=key, to_address=to_address, subject=" ".join(subject.split())[:200], body=body)
    row.queued_at = row.next_attempt_at = now
    db.session.add(row)
    db.session.flush()


def empty_old_mail(now: datetime) -> int:
    """Takes address and words out of what was sent, or given up, MAIL_KEPT_DAYS ago."""
    old = now - timedelta(days=current_app.config["MAIL_KEPT_DAYS"])
    cleared = {"to_address": "", "subject": "", "body": ""}
    done = (OutgoingMail.state != MailState.WAITING, OutgoingMail.queued_at < old, OutgoingMail.body != "")
    return int(db.session.execute(update(OutgoingMail).where(*done).values(**cleared)).rowcount)  # type: ignore[attr-defined]
