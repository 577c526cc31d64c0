"""What letters that did not arrive are about: the page that each leads to."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from sqlalchemy import select

from directory.extensions import db
from directory.mail.letters import describe_letter
from directory.models import OutgoingMail, UnmetNeedAnswer
from directory.network.checking import read_id

_ENQUIRY_KEYS = ("enquiry-reply", "enquiry-published")
_LEFT_KEY = "enquiries-left"
_ROLE_KEYS = ("role-ask", "role-remind")
_GROUP_KEYS = ("unmet-need-sent", "unmet-need-overdue", "unmet-need-overdue-officer")
_ANSWER_KEY = "unmet-need-answer"
_WRONG_ADDRESS = {
    "enquiry-reply": "Put it right in the enquiry, and send the answer from there.",
    "unmet-need-sent": "Put it right under Who is asked, then send the group again.",
}
_TELL_OTHERWISE = "Tell them in another way, then tick it and say so."


@dataclass(frozen=True, slots=True)
class Undelivered:
    """`path` is empty where the letter leads nowhere. `how`: what to do where the address is wrong."""

    mail: OutgoingMail
    path: str
    what: str
    said: str
    how: str


def describe_letters(letters: Sequence[OutgoingMail]) -> list[Undelivered]:
    """The number of queries does not grow with the list."""
    parts = {mail.id: _read_key(mail.key) for mail in letters}
    answers = [subject for kind, subject in parts.values() if kind == _ANSWER_KEY]
    query = select(UnmetNeedAnswer.id, UnmetNeedAnswer.group_id).where(UnmetNeedAnswer.id.in_(answers))
    groups = {answer_id: group_id for answer_id, group_id in db.session.execute(query)} if answers else {}
    return [
        Undelivered(
            mail,
            *_find_page(*parts[mail.id], groups),
            said=describe_letter(mail)[0],
            how=_WRONG_ADDRESS.get(parts[mail.id][0], _TELL_OTHERWISE),
        )
        for mail in letters
    ]


def _read_key(key: str) -> tuple[str, uuid.UUID | None]:
    kind, _, rest = key.partition("/")
    return kind, read_id(rest.partition("/")[0])


def _find_page(kind: str, subject: uuid.UUID | None, groups: dict[uuid.UUID, uuid.UUID]) -> tuple[str, str]:
    """Address and words."""
    if kind == _LEFT_KEY:
        return url_for("helpline.queue", due="left"), "What nobody works on"
    if kind in _ENQUIRY_KEYS and subject:
        return url_for("helpline.call", enquiry_id=subject), "The enquiry"
    group_id = groups.get(subject) if kind == _ANSWER_KEY and subject else subject
    if kind in _ROLE_KEYS and subject:
        return url_for("network.role", role_id=subject), "The support role"
    if kind in (*_GROUP_KEYS, _ANSWER_KEY) and group_id:
        return url_for("unmet_needs.group", group_id=group_id), "The group of unmet needs"
    return "", ""
