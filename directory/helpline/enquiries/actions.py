"""What is done to an enquiry as a whole. Each flushes and never commits."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy.orm.exc import StaleDataError

from directory import audit
from directory.errors import EditConflict, InvalidData
from directory.extensions import db
from directory.helpline.earlier.words import index_words
from directory.helpline.enquiries.checking import read_values
from directory.helpline.enquiries.numbering import take_next_number
from directory.helpline.enquiries.queries import is_still_to_hand_over, list_needs_without_outcome
from directory.models import Enquiry, EnquiryNeed, TaxonomyTerm, User
from directory.models.helpline.codes import EnquiryChannel, EnquiryState
from directory.models.mixins import utc_now
from directory.network.checking import Typed, clean_text

WRONG = "Some of this has to be put right."
# What is typed as `place` is kept as an area.
_COLUMNS = {"place": "area"}
_NOT_HANDED = {"ends": "A safeguarding concern is not handed over yet. Say to whom it was handed."}


def open_enquiry(
    *, actor: User, typed: Typed, now: datetime | None = None, enquiry_id: uuid.UUID | None = None
) -> Enquiry:
    """A handler takes a call: it is theirs and open. Keys of `typed` are those of save_enquiry; none has to
    be there, because somebody has only just picked up. Raises InvalidData by field."""
    started = {
        "id": enquiry_id or uuid.uuid4(),
        "state": EnquiryState.OPEN,
        "handler_id": actor.id,
        "channel": EnquiryChannel.PHONE,
    }
    return _create_enquiry(actor, typed, started, "enquiry.open", now)


def ask_enquiry(
    *, actor: User, typed: Typed, now: datetime | None = None, enquiry_id: uuid.UUID | None = None
) -> Enquiry:
    """A member of staff asks for themselves: nobody has it yet. Keys of `typed` are those of save_enquiry;
    `question` has to be there. Raises InvalidData by field."""
    if not clean_text(typed.get("question")).strip():
        raise InvalidData(WRONG, {"question": "Say what is needed."})
    started = {
        "id": enquiry_id or uuid.uuid4(),
        "state": EnquiryState.NEW,
        "asker_id": actor.id,
        "channel": EnquiryChannel.ONLINE,
    }
    return _create_enquiry(actor, typed, started, "enquiry.ask", now)


def save_enquiry(
    *,
    actor: User,
    enquiry: Enquiry,
    typed: Typed,
    expected_version: int,
    as_typed: bool = False,
    now: datetime | None = None,
) -> dict[str, str]:
    """Keys of `typed`, all text: asker_name, asker_role, team (id), specialty, reply_way, reply_email,
    reply_phone, channel, question, circumstances, tried, place (a town, postcode, district or network: kept
    as a district or network), practice (name or code), level (slug), urgency, due_on, due_time,
    support_reference, answer, left_because; and needs, a list of slugs, and half_typed, text by name of a
    field of an ending. What is absent stays as it is.

    Raises EditConflict where somebody saved since `expected_version`. Raises InvalidData where something has
    to be put right; `as_typed` keeps the rest then, and gives back what was left out and why."""
    _refuse_emptied(enquiry)
    if enquiry.version != expected_version:
        raise EditConflict(enquiry.version)
    now = now or utc_now()
    values, problems = read_values(enquiry, typed, now)
    if problems and not as_typed:
        raise InvalidData(WRONG, problems)
    _write_values(enquiry, values)
    _touch(enquiry, now)
    index_words(enquiry)
    if not as_typed:
        audit.record("enquiry.save", actor, enquiry)
        index_words(enquiry)
        db.session.flush()
    return problems


def answer_enquiry(
    *, actor: User, enquiry: Enquiry, is_at_once: bool = False, now: datetime | None = None
) -> None:
    """Closes it. `is_at_once`: the asker was still there. Raises InvalidData while nothing was asked, or
    while a need has no outcome and `left_because` does not say why. Answering again changes nothing."""
    if enquiry.state == EnquiryState.ANSWERED:
        return
    problems = list_what_answering_needs(enquiry)
    if problems:
        raise InvalidData("This enquiry cannot be closed yet.", problems)
    now = now or utc_now()
    enquiry.state, enquiry.answered_at, enquiry.is_answered_at_once = EnquiryState.ANSWERED, now, is_at_once
    enquiry.handler_id, enquiry.half_typed = enquiry.handler_id or actor.id, None
    audit.record("enquiry.answer", actor, enquiry, at_once=is_at_once)
    _touch(enquiry, now)
    index_words(enquiry)


def list_what_answering_needs(enquiry: Enquiry) -> dict[str, str]:
    """Problems by field."""
    if not (enquiry.question or enquiry.needs):
        return {"question": "Say what was asked."}
    if any(is_still_to_hand_over(outcome) for outcome in enquiry.outcomes):
        return _NOT_HANDED
    left = list_needs_without_outcome(enquiry)
    if (left or not enquiry.outcomes) and not enquiry.left_because:
        names = ", ".join(term.name for term in left) or "the question"
        return {"left_because": f"Say how this ended, or why it has no outcome: {names}."}
    return {}


def reopen_enquiry(*, actor: User, enquiry: Enquiry, now: datetime | None = None) -> None:
    """It goes to whoever opens it again. One whose words were removed stays closed."""
    _refuse_emptied(enquiry)
    if enquiry.state in (EnquiryState.ANSWERED, EnquiryState.WITHDRAWN):
        enquiry.state, enquiry.handler_id = EnquiryState.OPEN, actor.id
        enquiry.answered_at = enquiry.is_answered_at_once = enquiry.replied_at = None
        audit.record("enquiry.reopen", actor, enquiry)
    _touch(enquiry, now or utc_now())


def withdraw_enquiry(*, actor: User, enquiry: Enquiry, now: datetime | None = None) -> None:
    """It is no longer asked. Raises InvalidData while a safeguarding concern waits: that stays a concern."""
    if any(is_still_to_hand_over(outcome) for outcome in enquiry.outcomes):
        raise InvalidData("This enquiry cannot be closed yet.", _NOT_HANDED)
    if enquiry.state in (EnquiryState.NEW, EnquiryState.OPEN):
        enquiry.state, enquiry.half_typed = EnquiryState.WITHDRAWN, None
        audit.record("enquiry.withdraw", actor, enquiry)
    _touch(enquiry, now or utc_now())


def take_enquiry(*, actor: User, enquiry: Enquiry, now: datetime | None = None) -> None:
    """It is this handler's from now on, whoever had it."""
    if enquiry.handler_id != actor.id or enquiry.state == EnquiryState.NEW:
        enquiry.handler_id = actor.id
        if enquiry.state == EnquiryState.NEW:
            enquiry.state = EnquiryState.OPEN
        audit.record("enquiry.take", actor, enquiry)
        _touch(enquiry, now or utc_now())


def hand_enquiry(*, actor: User, enquiry: Enquiry, to: User | None, now: datetime | None = None) -> None:
    """To another handler; `to` None: back to the queue, where nobody has it."""
    enquiry.handler_id = to.id if to else None
    if enquiry.state in (EnquiryState.NEW, EnquiryState.OPEN):
        enquiry.state = EnquiryState.OPEN if to else EnquiryState.NEW
    audit.record("enquiry.hand", actor, enquiry, to=str(to.id) if to else "")
    _touch(enquiry, now or utc_now())


def _create_enquiry(
    actor: User, typed: Typed, started: dict[str, Any], event: str, now: datetime | None
) -> Enquiry:
    now = now or utc_now()
    enquiry = Enquiry(number=take_next_number(), asked_at=now, **started)
    values, problems = read_values(enquiry, typed, now)
    if problems:
        raise InvalidData(WRONG, problems)
    _write_values(enquiry, values)
    db.session.add(enquiry)
    db.session.flush()
    index_words(enquiry)
    audit.record(event, actor, enquiry, channel=enquiry.channel.value)
    db.session.flush()
    index_words(enquiry)
    return enquiry


def _write_values(enquiry: Enquiry, values: dict[str, Any]) -> None:
    if "needs" in values:
        enquiry.needs = _list_needs(enquiry, values.pop("needs"))
    for name, value in values.items():
        setattr(enquiry, _COLUMNS.get(name, name), value)


def _list_needs(enquiry: Enquiry, terms: list[TaxonomyTerm]) -> list[EnquiryNeed]:
    """The enquiry's own rows where it has the need already, so that nothing is made anew at each save."""
    have = {one.taxonomy_term_id: one for one in enquiry.needs}
    rows = [have.get(term.id) or EnquiryNeed(term=term) for term in terms]
    for position, row in enumerate(rows):
        row.position = position
    return rows


def _refuse_emptied(enquiry: Enquiry) -> None:
    if enquiry.emptied_at is not None:
        raise InvalidData("The words of this enquiry were removed, so it stays closed.")


def _touch(enquiry: Enquiry, now: datetime) -> None:
    """Counts its version up even where only its parts changed, so that a second handler is told."""
    version = enquiry.version
    enquiry.last_modified = now
    try:
        db.session.flush()
    except StaleDataError as error:
        raise EditConflict(version + 1) from error
