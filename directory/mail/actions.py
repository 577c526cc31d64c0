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
    """Takes address and words out of what was queued MAIL_KEPT_DAYS ago. What still waits by then, as all
    does where no mail server is set, is given up."""
    before = now - timedelta(days=current_app.config["MAIL_KEPT_DAYS"])
    is_old = (OutgoingMail.queued_at < before, OutgoingMail.body != "")
    waits = update(OutgoingMail).where(*is_old, OutgoingMail.state == MailState.WAITING)
    db.session.execute(waits.values(state=MailState.FAILED, last_error="TooOld"))
    old = update(OutgoingMail).where(*is_old).values(to_address="", subject="", body="")
    return int(db.session.execute(old).rowcount)  # type: ignore[attr-defined]
