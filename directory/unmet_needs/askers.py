"""Who asked for what is missing, and where they are told the answer. What came from an enquiry is told to
whoever asked it, as the enquiry stands by then; who gave no way to reply is told by the handler. Flushes and
never commits."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from flask import render_template
from sqlalchemy import ColumnElement, Row, and_, func, or_, select, update
from sqlalchemy.orm import aliased

from directory.accounts.queries import list_officers
from directory.extensions import db
from directory.mail.actions import queue_mail
from directory.models import Enquiry, UnmetNeed, UnmetNeedAnswer, UnmetNeedGroup, User
from directory.models.codes import UnmetNeedSource
from directory.models.helpline.codes import EnquiryState, ReplyWay
from directory.unmet_needs.wording import ANSWER_NAMES
from directory.web import link_from_outside

_TELLS_HERE = (ReplyWay.EMAIL, ReplyWay.ON_PAGE)
_CAME_FROM = and_(UnmetNeed.source == UnmetNeedSource.ENQUIRY, UnmetNeed.source_id == Enquiry.id)


@dataclass(frozen=True, slots=True)
class Letter:
    """To one address. `to_ring`: the enquiry whose asker can be told only by word of mouth, (id, number, and
    whether they left a telephone number); None where the letter goes to who asked, or logged it
    themselves."""

    address: str
    is_to_asker: bool
    to_ring: tuple[uuid.UUID, int, bool] | None = None


def is_asked_by(user: User) -> ColumnElement[bool]:
    """Enquiries of this person: asked online, or on the phone once it was answered to the address they sign
    in with (until then the address may be half typed)."""
    is_on_phone = and_(
        Enquiry.asker_id.is_(None),
        Enquiry.reply_email == user.email.casefold(),
        Enquiry.reply_way.in_(_TELLS_HERE),
        Enquiry.state == EnquiryState.ANSWERED,
    )
    return or_(Enquiry.asker_id == user.id, is_on_phone)


def is_own(user: User) -> ColumnElement[bool]:
    """Unmet needs that this person logged, or asked for at the helpline."""
    asked = select(Enquiry.id).where(is_asked_by(user))
    return or_(
        UnmetNeed.logged_by_id == user.id,
        UnmetNeed.tell_address == user.email.casefold(),
        and_(UnmetNeed.source == UnmetNeedSource.ENQUIRY, UnmetNeed.source_id.in_(asked)),
    )


def tell_askers(group: UnmetNeedGroup, answer: UnmetNeedAnswer, now: datetime) -> None:
    """One e-mail to each address. Who was told this answer before is not told again."""
    _send(group, answer, UnmetNeed.group_id == group.id, now)


def tell_what_stands(group: UnmetNeedGroup, joined: Sequence[uuid.UUID], now: datetime) -> None:
    """To those who asked for these unmet needs, which came into a group that may have its answer already."""
    if group.answer:
        _send(group, group.answer, and_(UnmetNeed.group_id == group.id, UnmetNeed.id.in_(joined)), now)


def keep_addresses(enquiry_ids: Sequence[uuid.UUID]) -> None:
    """Before the contacts of these enquiries are emptied: an answer may come later. It goes with the words of
    the unmet need."""
    given = select(Enquiry.reply_email).where(Enquiry.id == UnmetNeed.source_id).scalar_subquery()
    db.session.execute(
        update(UnmetNeed)
        .where(UnmetNeed.source == UnmetNeedSource.ENQUIRY, UnmetNeed.source_id.in_(enquiry_ids))
        .values(tell_address=func.coalesce(given, UnmetNeed.tell_address))
        .execution_options(synchronize_session=False)
    )


def _send(group: UnmetNeedGroup, answer: UnmetNeedAnswer, chosen: ColumnElement[bool], now: datetime) -> None:
    for letter in _list_letters(chosen):
        body = render_template(
            "unmet_needs/mail/answered.txt",
            group=group,
            answer=answer,
            names=ANSWER_NAMES,
            letter=letter,
            own_page=link_from_outside("unmet_needs.own"),
            enquiry_page=_link_to_enquiry(letter),
        )
        key = f"unmet-need-answer/{answer.id}/{_mark(letter)}"
        queue_mail(key=key, to_address=letter.address, subject=f"Answer: {group.name}", body=body, now=now)


def _list_letters(chosen: ColumnElement[bool]) -> list[Letter]:
    """Each once, by address."""
    asker, logger = aliased(User), aliased(User)
    columns: tuple[Any, ...] = (
        UnmetNeed.tell_address,
        Enquiry.id.label("enquiry_id"),
        Enquiry.number,
        Enquiry.reply_email,
        Enquiry.reply_phone,
        asker.email.label("asker_email"),
        asker.is_enabled.label("is_asker_here"),
        logger.email.label("logger_email"),
        logger.is_enabled.label("is_logger_here"),
    )
    query = (
        select(*columns)
        .select_from(UnmetNeed)
        .join(Enquiry, _CAME_FROM, isouter=True)
        .join(asker, asker.id == Enquiry.asker_id, isouter=True)
        .join(logger, logger.id == UnmetNeed.logged_by_id, isouter=True)
    )
    letters = {letter for row in db.session.execute(query.where(chosen)) for letter in _make_letters(row)}
    return sorted(letters, key=lambda one: (one.address, str(one.to_ring)))


def _make_letters(row: Row[Any]) -> list[Letter]:
    """One; where the handler has left, of who gave no address or has left, one to each knowledge officer."""
    gone = row.asker_email if row.asker_email and not row.is_asker_here else None
    given = (row.reply_email, row.asker_email, row.tell_address)
    asker = next((address for address in given if address and address != gone), None)
    if asker:
        return [Letter(asker, is_to_asker=True)]
    if row.enquiry_id is None:
        return [Letter(row.logger_email, is_to_asker=False)] if row.is_logger_here else []
    to_ring = (row.enquiry_id, row.number, bool(row.reply_phone))
    told = [row.logger_email] if row.is_logger_here else [user.email for user in list_officers()]
    return [Letter(address, is_to_asker=False, to_ring=to_ring) for address in told]


def _link_to_enquiry(letter: Letter) -> str:
    # By name: the helpline is built on top of this room.
    return link_from_outside("helpline.call", enquiry_id=letter.to_ring[0]) if letter.to_ring else ""


def _mark(letter: Letter) -> str:
    who = f"{letter.address} {letter.to_ring[1]}" if letter.to_ring else letter.address
    return sha256(who.encode()).hexdigest()[:32]
