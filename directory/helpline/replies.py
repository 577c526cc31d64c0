"""The answer as the asker gets it: on their page, and by e-mail with the entries. Sent only to staff,
and with nothing about the person they ask for. Flushes and never commits."""

import uuid
from collections.abc import Collection
from datetime import datetime

from flask import current_app, render_template
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload

from directory import audit
from directory.errors import InvalidData
from directory.extensions import db
from directory.free_text import mark_text
from directory.helpline.answer_parts import list_answer_parts
from directory.helpline.enquiries.queue import REPLY_KEY
from directory.helpline.enquiries.reply_contacts import ask_about_address, find_private
from directory.helpline.wording import REPLY_NAMES
from directory.mail.actions import queue_mail
from directory.mail.letters import describe_letter, settle_earlier
from directory.models import Enquiry, EnquiryOutcome, EnquiryOutcomeEntry, Entry, OutgoingMail, User
from directory.models.codes import MailState
from directory.models.helpline.codes import EnquiryOutcomeKind, ReplyWay
from directory.person_details import NHS_NUMBER, find_details
from directory.web import link_from_outside

_WRONG = "The answer was not sent."
_HAS_LEFT = "The account of this address is closed. Enter another, or tell them in another way."
# Words that stand in the e-mail as they were typed for this enquiry.
_WRITTEN = ("answer", "left_because")


class NotLookedAt(InvalidData):
    """Nothing leaves until a tick says that somebody has looked. `marks`: of the texts that it is about."""

    def __init__(self, problems: dict[str, str], marks: frozenset[str]) -> None:
        super().__init__(_WRONG, problems)
        self.marks = marks


def reply_to_enquiry(
    *,
    actor: User,
    enquiry: Enquiry,
    way: ReplyWay,
    looked: Collection[str] = (),
    now: datetime,
) -> None:
    """Says the answer to the asker in this way: by e-mail it is queued; in the other ways it is only noted
    that it was said. `looked`: marks of what somebody has looked at: the answer does not say who a person
    is, the address is one of work. Raises InvalidData by field of the enquiry."""
    if not (enquiry.answer or enquiry.outcomes):
        raise InvalidData(_WRONG, {"answer": "Write the answer, or say how the enquiry ended."})
    if way == ReplyWay.EMAIL:
        _refuse_details(enquiry, looked)
        _drop_waiting(enquiry)
    settle_earlier(_key(enquiry.id), now)
    if way == ReplyWay.EMAIL:
        _queue_reply(enquiry, now)
    enquiry.reply_way, enquiry.replied_at = way, now
    db.session.flush()
    audit.record("enquiry.reply", actor, enquiry, way=way.value)


def tell_asker(*, actor: User, enquiry: Enquiry, looked: Collection[str] = (), now: datetime) -> None:
    """When an enquiry is closed: by e-mail where they want that; else it is noted that they were told, at
    once by the handler, or later in the way they chose. Nobody is told twice. Raises InvalidData."""
    if enquiry.replied_at is not None:
        return
    way = enquiry.reply_way
    if enquiry.is_answered_at_once and way != ReplyWay.EMAIL:
        way = ReplyWay.READ_OUT
    if way is None and enquiry.asker_id:
        way = ReplyWay.ON_PAGE
    if way == ReplyWay.EMAIL:
        reply_to_enquiry(actor=actor, enquiry=enquiry, way=way, looked=looked, now=now)
    elif way:
        enquiry.reply_way, enquiry.replied_at = way, now
        db.session.flush()


def tell_published(entry: Entry, now: datetime) -> int:
    """What was found by exploring, and was a draft till now, is in the directory: once to each asker who had
    the answer by e-mail, but not where the words of the enquiry are gone or the asker has left. How many."""
    found = select(EnquiryOutcome.enquiry_id).join(EnquiryOutcomeEntry)
    found = found.where(
        EnquiryOutcome.kind == EnquiryOutcomeKind.FOUND_BY_EXPLORING, EnquiryOutcomeEntry.entry_id == entry.id
    )
    query = select(Enquiry).where(
        Enquiry.id.in_(found),
        Enquiry.reply_way == ReplyWay.EMAIL,
        Enquiry.replied_at.is_not(None),
        Enquiry.emptied_at.is_(None),
        or_(Enquiry.asker_id.is_(None), Enquiry.asker.has(User.is_enabled)),
    )
    enquiries = [
        one
        for one in db.session.scalars(query.options(joinedload(Enquiry.asker)))
        if (address := find_address(one)) and not _find_left(address)
    ]
    for enquiry in enquiries:
        body = render_template(
            "helpline/mail/published.txt",
            enquiry=enquiry,
            entry=entry,
            link=link_from_outside("listings.entry", entry_id=entry.id),
        )
        key, subject = f"enquiry-published/{enquiry.id}/{entry.id}", f"More on your question {enquiry.number}"
        queue_mail(key=key, to_address=find_address(enquiry), subject=subject, body=body, now=now)
    return len(enquiries)


def find_address(enquiry: Enquiry) -> str:
    """The work address the asker gave, else the one they sign in with."""
    return enquiry.reply_email or (enquiry.asker.email if enquiry.asker else "")


def mark_reply(enquiry: Enquiry) -> frozenset[str]:
    """Of the texts that somebody may have to look at before the answer leaves."""
    texts = (*(getattr(enquiry, name) for name in _WRITTEN), find_address(enquiry))
    return frozenset(mark_text(text) for text in texts if text)


def find_mail(enquiry: Enquiry) -> OutgoingMail | None:
    """The last answer that was put in the queue."""
    query = select(OutgoingMail).where(_is_reply_to(enquiry.id))
    return db.session.scalar(query.order_by(OutgoingMail.queued_at.desc()).limit(1))


def describe_reply(enquiry: Enquiry) -> tuple[str, bool]:
    """How far the answer has got, in words, and whether it is stuck."""
    if enquiry.replied_at is None:
        has_way = find_address(enquiry) or enquiry.reply_phone
        return f"Not told yet.{'' if has_way else ' No way to reply was given.'}", False
    mail = find_mail(enquiry) if enquiry.reply_way == ReplyWay.EMAIL else None
    if mail is None:
        return f"{_name_way(enquiry)}, {_show_time(enquiry.replied_at)}.", False
    return describe_letter(mail)


def _name_way(enquiry: Enquiry) -> str:
    if enquiry.reply_way == ReplyWay.READ_OUT and not enquiry.is_answered_at_once:
        return "Told in another way"
    return REPLY_NAMES[enquiry.reply_way] if enquiry.reply_way else "Told"


def _queue_reply(enquiry: Enquiry, now: datetime) -> None:
    """Each reply has a key of its own: one sent again, after it failed or the answer changed, is new."""
    address = find_address(enquiry)
    if not address:
        raise InvalidData(_WRONG, {"reply_email": "Enter the work e-mail address of the asker."})
    count = select(func.count()).select_from(OutgoingMail).where(_is_reply_to(enquiry.id))
    site = str(current_app.config["SITE_URL"]).rstrip("/")
    body = render_template(
        "helpline/mail/answer.txt", enquiry=enquiry, parts=list_answer_parts(enquiry), site=site
    )
    key = f"{_key(enquiry.id)}{(db.session.scalar(count) or 0) + 1}/{now.timestamp():.0f}"
    subject = f"Answer to your question {enquiry.number}"
    queue_mail(key=key, to_address=address, subject=subject, body=body, now=now)


def _drop_waiting(enquiry: Enquiry) -> None:
    """An answer that has not left yet gives way to the new one."""
    waiting = select(OutgoingMail).where(_is_reply_to(enquiry.id), OutgoingMail.state == MailState.WAITING)
    for mail in db.session.scalars(waiting):
        db.session.delete(mail)
    db.session.flush()


def _refuse_details(enquiry: Enquiry, looked: Collection[str]) -> None:
    """In what is written to whoever asked. Nobody is asked again about an address that an answer went to
    before."""
    problems = {name: found for name in _WRITTEN if (found := _find_details(enquiry, name, looked))}
    address, before = find_address(enquiry), find_mail(enquiry)
    if refused := find_private(address) or _find_left(address):
        problems["reply_email"] = refused
    elif mark_text(address) not in looked and not (before and before.to_address == address):
        problems |= {"reply_email": asked} if (asked := ask_about_address(address)) else {}
    if problems:
        raise NotLookedAt(problems, mark_reply(enquiry))


def _find_details(enquiry: Enquiry, name: str, looked: Collection[str]) -> str:
    """What these words may say of a person; "" where nothing, or where they may go out all the same."""
    text = getattr(enquiry, name) or ""
    found = find_details(text)
    is_sure = mark_text(text) in looked and all(finding.kind != NHS_NUMBER for finding in found)
    return "" if is_sure else " ".join(dict.fromkeys(finding.message for finding in found))


def _find_left(address: str) -> str:
    """Why nothing is sent to this address; "" where it is of nobody whose account is closed."""
    query = select(User.id).where(func.lower(User.email) == address.casefold(), ~User.is_enabled)
    return _HAS_LEFT if address and db.session.scalar(query) else ""


def _is_reply_to(enquiry_id: uuid.UUID) -> ColumnElement[bool]:
    return OutgoingMail.key.startswith(_key(enquiry_id))


def _key(enquiry_id: uuid.UUID) -> str:
    return f"{REPLY_KEY}{enquiry_id}/"


def _show_time(at: datetime) -> str:
    return str(current_app.jinja_env.filters["local_time"](at))
