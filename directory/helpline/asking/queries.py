"""Finds what somebody asked. Nobody sees what others asked."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import selectinload

from directory.errors import NotFound
from directory.extensions import db
from directory.helpline.enquiries.queries import NOT_THERE, find_enquiry
from directory.models import Enquiry, UnmetNeed, UnmetNeedAnswer, User
from directory.models.codes import UnmetNeedSource
from directory.models.helpline.codes import EnquiryState
from directory.unmet_needs.askers import is_asked_by

_MOST_SHOWN = 100


def list_own(user: User) -> list[Enquiry]:
    """The newest first."""
    query = select(Enquiry).where(is_asked_by(user)).options(selectinload(Enquiry.needs))
    return list(db.session.scalars(query.order_by(Enquiry.asked_at.desc()).limit(_MOST_SHOWN)))


def count_answered(user: User, since: datetime) -> int:
    """Of this person's own questions."""
    is_answered = and_(Enquiry.state == EnquiryState.ANSWERED, Enquiry.answered_at >= since)
    return db.session.scalar(select(func.count(Enquiry.id)).where(is_asked_by(user), is_answered)) or 0


def list_unmet_answers(enquiries: Sequence[Enquiry]) -> dict[uuid.UUID, UnmetNeedAnswer]:
    """By enquiry, what was answered last to an unmet need of it."""
    query = select(UnmetNeed.source_id, UnmetNeedAnswer).join(
        UnmetNeedAnswer, UnmetNeedAnswer.group_id == UnmetNeed.group_id
    )
    query = query.where(
        UnmetNeed.source == UnmetNeedSource.ENQUIRY, UnmetNeed.source_id.in_([one.id for one in enquiries])
    )
    rows = db.session.execute(query.order_by(UnmetNeedAnswer.answered_at))
    return {enquiry_id: answer for enquiry_id, answer in rows if enquiry_id}


def find_own(user: User, enquiry_id: uuid.UUID) -> Enquiry:
    """Raises NotFound for somebody else's too."""
    own = select(Enquiry.id).where(Enquiry.id == enquiry_id, is_asked_by(user))
    if db.session.scalar(own) is None:
        raise NotFound(NOT_THERE)
    return find_enquiry(enquiry_id)
