"""E-mail about a handover: to the worker, to the team and to the colleague. It says how records move and who
did it, never which records."""

from datetime import datetime

from flask import current_app, render_template

from directory.accounts.queries import list_accounts
from directory.framework.handovers.rules import may_agree
from directory.framework.wording import say_date
from directory.mail.actions import queue_mail
from directory.models import RecordHandover, User
from directory.network.queries import list_members


def notify_asked(handover: RecordHandover, now: datetime) -> None:
    seconds = [one for one in list_accounts() if may_agree(one, handover, now)]
    people = [handover.worker, handover.colleague, *seconds]
    _send(handover, "asked", f"Support records of {handover.worker.name}: a colleague is asked", people, now)


def notify_accepted(handover: RecordHandover, now: datetime) -> None:
    subject = f"{handover.colleague.name} has taken over support records of {handover.worker.name}"
    _send(handover, "accepted", subject, [handover.worker, *list_members(handover.team)], now)


def notify_ended(handover: RecordHandover, actor: User, now: datetime) -> None:
    subject = f"Support records of {handover.worker.name}: the handover has ended"
    people = [handover.worker, handover.colleague]
    if handover.accepted_at is not None:
        people += list_members(handover.team)
    _send(handover, "ended", subject, people, now, actor)


def _send(
    handover: RecordHandover,
    step: str,
    subject: str,
    people: list[User],
    now: datetime,
    actor: User | None = None,
) -> None:
    """To each work address once. The team's own mailbox hears of every step."""
    addresses = [one.email for one in people if one.is_enabled]
    if handover.team.work_email:
        addresses.append(handover.team.work_email)
    body = render_template(
        "framework/mail/handover.txt",
        handover=handover,
        step=step,
        actor=actor,
        until=say_date(handover.until) if handover.until else "",
        address=f"{current_app.config['SITE_URL'].rstrip('/')}/support",
    )
    for address in dict.fromkeys(one.casefold() for one in addresses):
        key = f"record-handover:{handover.id}:{step}:{address}"[:200]
        queue_mail(key=key, to_address=address, subject=subject, body=body, now=now)
