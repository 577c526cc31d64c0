"""The answer as the asker gets it: on their page, and by e-mail with the entries. Sent only to staff,
and with nothing about the person they ask for. Flushes and never commits."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from flask import current_app, render_template
from sqlalchemy import ColumnElement, func, select

from directory import audit
from directory.errors import InvalidData
from directory.extensions import db
from directory.helpline.enquiries.reply_contacts import ask_about_address, find_private
from directory.helpline.wording import REPLY_NAMES
from directory.listings import published
from directory.listings.presenters.entries import list_notices
from directory.listings.presenters.wording import present_phone
from directory.mail.actions import queue_mail
from directory.models import Enquiry, EnquiryOutcome, Entry, OutgoingMail, Service, SupportRole, User
from directory.models.codes import EntryType, MailState
from directory.models.helpline.codes import EnquiryOutcomeKind, ReplyWay
from directory.models.mixins import utc_now
from directory.network.confirmation import day_of
from directory.person_details import NHS_NUMBER, find_details

_WRONG = "The answer was not sent."
_FAILED = "It could not be sent{}. Check the address, then send it again."
_PATHS = {EntryType.SERVICE: "/entry/", EntryType.GUIDANCE: "/guidance/"}
_SAID = {
    EnquiryOutcomeKind.FOUND_ON_SYSTEM: "This is in the directory:",
    EnquiryOutcomeKind.FOUND_BY_EXPLORING: "We looked further and found this:",
    EnquiryOutcomeKind.NETWORK: "This person or team can help:",
    EnquiryOutcomeKind.ROUTED: "This is the place to ask:",
    EnquiryOutcomeKind.SAFEGUARDING: "The safeguarding concern was handed on.",
    EnquiryOutcomeKind.UNMET_NEED: (
        "We could not find this. It is logged as an unmet need. You will be told what comes of it."
    ),
}


@dataclass(frozen=True, slots=True)
class Lead:
    """Something or somebody to turn to. `path` is empty where there is no page to open."""

    name: str
    path: str
    details: tuple[str, ...]
    phone: str = ""


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """One way the enquiry, or one need of it, ended."""

    need: str
    said: str
    leads: tuple[Lead, ...]


def reply_to_enquiry(
    *, actor: User, enquiry: Enquiry, way: ReplyWay, has_looked: bool = False, now: datetime
) -> None:
    """Says the answer to the asker in this way: by e-mail it is queued; in the other ways it is only noted
    that it was said. `has_looked`: somebody has seen that the answer may say who a person is, and it does
    not, and that the address may be of no work, and it is. Raises InvalidData by field of the enquiry."""
    if not (enquiry.answer or enquiry.outcomes):
        raise InvalidData(_WRONG, {"answer": "Write the answer, or say how the enquiry ended."})
    if way == ReplyWay.EMAIL:
        _refuse_details(enquiry, has_looked)
        _queue_reply(enquiry, now)
    enquiry.reply_way, enquiry.replied_at = way, now
    db.session.flush()
    audit.record("enquiry.reply", actor, enquiry, way=way.value)


def tell_asker(*, actor: User, enquiry: Enquiry, has_looked: bool = False, now: datetime) -> None:
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
        reply_to_enquiry(actor=actor, enquiry=enquiry, way=way, has_looked=has_looked, now=now)
    elif way:
        enquiry.reply_way, enquiry.replied_at = way, now
        db.session.flush()


def find_address(enquiry: Enquiry) -> str:
    """The work address the asker gave, else the one they sign in with."""
    return enquiry.reply_email or (enquiry.asker.email if enquiry.asker else "")


def find_mail(enquiry: Enquiry) -> OutgoingMail | None:
    """The last answer that was put in the queue."""
    query = select(OutgoingMail).where(_is_reply_to(enquiry.id))
    return db.session.scalar(query.order_by(OutgoingMail.queued_at.desc()).limit(1))


def describe_reply(enquiry: Enquiry) -> tuple[str, bool]:
    """How far the answer has got, in words, and whether it is stuck."""
    if enquiry.replied_at is None:
        return "Not told yet.", False
    mail = find_mail(enquiry) if enquiry.reply_way == ReplyWay.EMAIL else None
    if mail is None:
        way = REPLY_NAMES[enquiry.reply_way] if enquiry.reply_way else "Told"
        return f"{way}, {_show_time(enquiry.replied_at)}.", False
    if mail.state == MailState.SENT:
        return f"E-mail sent, {_show_time(mail.sent_at or mail.queued_at)}.", False
    if mail.state == MailState.FAILED:
        return _FAILED.format(f" ({mail.last_error})" if mail.last_error else ""), True
    if not current_app.config["SMTP_HOST"]:
        return "E-mail waits: no mail server is set up. Tell the asker in another way.", True
    times = "once" if mail.attempts == 1 else f"{mail.attempts} times"
    tried = f" It was tried {times}." if mail.attempts else ""
    return f"E-mail is on its way.{tried}", bool(mail.attempts)


def list_answer_parts(enquiry: Enquiry) -> list[AnswerPart]:
    """In the order in which they were recorded. Only published entries can be opened."""
    ids = [link.entry_id for outcome in enquiry.outcomes for link in outcome.entries]
    shown, today = {entry.id: entry for entry in published.list_entries(ids)}, day_of(utc_now())
    return [
        AnswerPart(
            need=outcome.need.name if outcome.need else "",
            said=_SAID[outcome.kind],
            leads=tuple(_list_leads(outcome, shown, today)),
        )
        for outcome in enquiry.outcomes
    ]


def _list_leads(outcome: EnquiryOutcome, shown: dict[uuid.UUID, Entry], today: date) -> Iterable[Lead]:
    for link in outcome.entries:
        entry = shown.get(link.entry_id)
        if entry:
            phone = next((present_phone(one).shown for one in getattr(entry, "phones", ())), "")
            path = f"{_PATHS[link.entry_type]}{link.entry_id}"
            notices = list_notices(entry, today) if isinstance(entry, Service) else ()
            yield Lead(entry.name, path, tuple(filter(None, (*notices, entry.summary))), phone)
        elif outcome.kind == EnquiryOutcomeKind.FOUND_BY_EXPLORING:
            yield Lead(link.name, "", ("Not in the directory yet, or not any more.",))
        else:
            # Suspended or withdrawn: nobody is sent there, not by its name either.
            yield Lead("An entry that is no longer in the directory", "", ())
    if outcome.support_role:
        yield _describe_role(outcome.support_role)
    to = outcome.destination
    if to:
        yield Lead(to.name, "", tuple(filter(None, (to.what_to_say, to.url))), to.phone or "")


def _describe_role(role: SupportRole) -> Lead:
    details = tuple(filter(None, (role.organization_name, role.hours, role.work_email)))
    return Lead(f"{role.name}, {role.type.name}", "", details, role.work_phone or "")


def _queue_reply(enquiry: Enquiry, now: datetime) -> None:
    """Each reply has a key of its own: one sent again, after it failed or the answer changed, is new."""
    address = find_address(enquiry)
    if not address:
        raise InvalidData(_WRONG, {"reply_email": "Enter the work e-mail address of the asker."})
    count = select(func.count()).select_from(OutgoingMail).where(_is_reply_to(enquiry.id))
    _drop_waiting(enquiry)
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


def _refuse_details(enquiry: Enquiry, has_looked: bool) -> None:
    """Nobody is asked again about an address that an answer went to before."""
    found = find_details(enquiry.answer or "")
    messages = " ".join(dict.fromkeys(finding.message for finding in found))
    is_sure = has_looked and all(finding.kind != NHS_NUMBER for finding in found)
    problems = {"answer": messages} if found and not is_sure else {}
    address, before = find_address(enquiry), find_mail(enquiry)
    if refused := find_private(address):
        problems["reply_email"] = refused
    elif not has_looked and not (before and before.to_address == address):
        problems |= {"reply_email": asked} if (asked := ask_about_address(address)) else {}
    if problems:
        raise InvalidData(_WRONG, problems)


def _is_reply_to(enquiry_id: uuid.UUID) -> ColumnElement[bool]:
    return OutgoingMail.key.startswith(_key(enquiry_id))


def _key(enquiry_id: uuid.UUID) -> str:
    return f"enquiry-reply/{enquiry_id}/"


def _show_time(at: datetime) -> str:
    return str(current_app.jinja_env.filters["local_time"](at))
