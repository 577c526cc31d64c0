"""Asks online, says that an answer did not help, takes a question back. Each flushes and never commits."""

import uuid
from datetime import datetime
from typing import Any

from flask import current_app

from directory import audit, free_text
from directory.errors import InvalidData
from directory.extensions import db
from directory.helpline.enquiries.actions import WRONG, ask_enquiry, withdraw_enquiry
from directory.helpline.hours import find_due
from directory.models import Enquiry, User
from directory.models.helpline.codes import EnquiryState, ReplyWay
from directory.network.checking import Checker, Typed, clean_text

_NOT_HELPED = "did not help:"
ONLINE_WAYS = (ReplyWay.EMAIL, ReplyWay.ON_PAGE, ReplyWay.PHONE)


def ask_online(*, actor: User, typed: Typed, now: datetime, enquiry_id: uuid.UUID | None = None) -> Enquiry:
    """Keys of `typed` are those of save_enquiry() that the form has. It is due when the helpline has been
    open for HELPLINE_ANSWER_HOURS. Raises InvalidData by field."""
    problems = _check_way(typed)
    try:
        enquiry = ask_enquiry(
            actor=actor, typed={"asker_name": actor.name} | dict(typed), now=now, enquiry_id=enquiry_id
        )
    except InvalidData as error:
        raise InvalidData(WRONG, error.fields | problems) from None
    if problems:
        raise InvalidData(WRONG, problems)
    enquiry.due_at = find_due(now, current_app.config["HELPLINE_ANSWER_HOURS"])
    db.session.flush()
    return enquiry


def say_not_helped(*, actor: User, enquiry: Enquiry, typed: Typed, now: datetime) -> None:
    """Puts an answered question back in the queue, due like a new one. Key of `typed`: why. What was answered
    stays, and the handler reads the reason under what was tried. Saying the same again changes nothing while
    it waits. Raises InvalidData."""
    why = clean_text(typed.get("why")).strip()
    if why and _has_said(enquiry, why):
        return
    if enquiry.state != EnquiryState.ANSWERED or enquiry.emptied_at is not None:
        raise InvalidData(WRONG, {"why": "This question is not closed, or too old to open again."})
    if not why:
        raise InvalidData(WRONG, {"why": "Say why it did not help."})
    said = f"The answer of {now:%d/%m/%Y} {_NOT_HELPED} {why}"
    try:
        enquiry.tried = free_text.check_text("enquiry.tried", "\n".join(filter(None, (enquiry.tried, said))))
    except InvalidData as error:
        raise InvalidData(WRONG, {"why": next(iter(error.fields.values()))}) from None
    values: dict[str, Any] = {"state": EnquiryState.NEW, "handler_id": None, "last_modified": now}
    values |= {"answered_at": None, "is_answered_at_once": None, "replied_at": None}
    values["due_at"] = find_due(now, current_app.config["HELPLINE_ANSWER_HOURS"])
    for name, value in values.items():
        setattr(enquiry, name, value)
    audit.record("enquiry.not_helped", actor, enquiry)
    db.session.flush()


def take_back(*, actor: User, enquiry: Enquiry, now: datetime) -> None:
    """Nobody needs the answer any more. Does nothing where it was answered meanwhile."""
    withdraw_enquiry(actor=actor, enquiry=enquiry, now=now)


def _has_said(enquiry: Enquiry, why: str) -> bool:
    is_waiting = enquiry.state in (EnquiryState.NEW, EnquiryState.OPEN)
    return is_waiting and (enquiry.tried or "").endswith(f"{_NOT_HELPED} {why}")


def _check_way(typed: Typed) -> dict[str, str]:
    """An answer needs somewhere to go to."""
    checker, way = Checker(typed), typed.get("reply_way")
    problems: dict[str, str] = {}
    if way not in ONLINE_WAYS:
        problems["reply_way"] = "Choose how you want the answer."
    elif way == ReplyWay.EMAIL and not checker.line("reply_email"):
        problems["reply_email"] = "Enter your work e-mail address."
    elif way == ReplyWay.PHONE and not checker.line("reply_phone"):
        problems["reply_phone"] = "Enter your work telephone number."
    return problems
