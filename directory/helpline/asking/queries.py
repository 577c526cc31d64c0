"""Finds what somebody asked: online, or on the phone once it was answered to the address they sign in with
(until then the address may be half typed). Nobody sees what others asked."""

import uuid

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import selectinload

from directory.errors import NotFound
from directory.extensions import db
from directory.helpline.enquiries.queries import NOT_THERE, find_enquiry
from directory.models import Enquiry, User
from directory.models.helpline.codes import EnquiryState, ReplyWay

_MOST_SHOWN = 100
_TELLS_HERE = (ReplyWay.EMAIL, ReplyWay.ON_PAGE)


def list_own(user: User) -> list[Enquiry]:
    """The newest first."""
    is_on_phone = and_(
        Enquiry.asker_id.is_(None),
        Enquiry.reply_email == user.email.casefold(),
        Enquiry.reply_way.in_(_TELLS_HERE),
        Enquiry.state == EnquiryState.ANSWERED,
    )
    is_own = or_(Enquiry.asker_id == user.id, is_on_phone)
    query = select(Enquiry).where(is_own).options(selectinload(Enquiry.needs))
    return list(db.session.scalars(query.order_by(Enquiry.asked_at.desc()).limit(_MOST_SHOWN)))


def find_own(user: User, enquiry_id: uuid.UUID) -> Enquiry:
    """Raises NotFound for somebody else's too."""
    enquiry = find_enquiry(enquiry_id)
    if enquiry.asker_id != user.id and not _was_told(user, enquiry):
        raise NotFound(NOT_THERE)
    return enquiry


def _was_told(user: User, enquiry: Enquiry) -> bool:
    is_told = enquiry.reply_way in _TELLS_HERE and enquiry.state == EnquiryState.ANSWERED
    return is_told and enquiry.asker_id is None and enquiry.reply_email == user.email.casefold()
