"""Enquiries that nobody closes and nobody works on: whoever has them is told, because their words go in time.
Flushes and never commits."""

from datetime import datetime, timedelta

from flask import current_app, render_template
from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import joinedload

from directory.accounts.queries import list_officers
from directory.extensions import db
from directory.helpline.enquiries.queue import WAITING, find_left_before
from directory.mail.actions import queue_mail
from directory.models import Enquiry, User
from directory.web import link_from_outside


def is_left(now: datetime) -> ColumnElement[bool]:
    """Open, with no change for ENQUIRY_LEFT_DAYS."""
    return and_(Enquiry.state.in_(WAITING), Enquiry.last_modified < find_left_before(now))


def find_end(enquiry: Enquiry) -> datetime:
    """When its words go, if nobody touches it."""
    return enquiry.last_modified + timedelta(days=current_app.config["ENQUIRY_OPEN_DAYS"])


def tell_of_left(now: datetime) -> int:
    """Once, and again each time as many days have gone by: the handler, and the knowledge officers where
    nobody has it or it is not the first time. How many enquiries are left."""
    query = select(Enquiry).where(is_left(now)).options(joinedload(Enquiry.handler))
    enquiries = list(db.session.scalars(query.order_by(Enquiry.number)))
    officers = list_officers() if enquiries else []
    for enquiry in enquiries:
        times = (now - enquiry.last_modified).days // current_app.config["ENQUIRY_LEFT_DAYS"]
        handler = enquiry.handler if enquiry.handler and enquiry.handler.is_enabled else None
        told = {handler} if handler else set()
        for user in told.union(officers if times > 1 or not handler else ()):
            _tell(enquiry, user, f"{enquiry.last_modified:%Y%m%d%H%M}/{times}", now)
    return len(enquiries)


def _tell(enquiry: Enquiry, user: User, round_: str, now: datetime) -> None:
    """What was asked is not repeated: it may be about a person."""
    body = render_template(
        "helpline/mail/left.txt",
        enquiry=enquiry,
        ends_at=find_end(enquiry),
        link=link_from_outside("helpline.call", enquiry_id=enquiry.id),
    )
    key, subject = f"enquiry-left/{enquiry.id}/{round_}/{user.id}", f"Enquiry {enquiry.number} is left"
    queue_mail(key=key, to_address=user.email, subject=subject, body=body, now=now)
