"""Reads what was typed of an enquiry into the values of its columns. A name that is not typed at all stays as
it is saved."""

from collections.abc import Callable
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from directory.helpline.enquiries.ending_fields import check_half_typed
from directory.helpline.enquiries.reply_contacts import find_private
from directory.helpline.enquiries.whereabouts import (
    describe_practice,
    find_network_of,
    reduce_place,
)
from directory.listings.schedules import LONDON
from directory.models import Enquiry
from directory.models.codes import Specialty, Urgency
from directory.models.helpline.codes import EnquiryChannel, ReplyWay
from directory.network.asking import find_practice_named
from directory.network.checking import Checker, Typed, clean_line
from directory.unmet_needs.actions import find_level

MOST_NEEDS = 10
_TEXTS = ("asker_name", "asker_role", "question", "circumstances", "tried", "answer", "left_because")
_CODES: dict[str, tuple[type[StrEnum], str]] = {
    "channel": (EnquiryChannel, "Choose how they asked."),
    "specialty": (Specialty, "Choose a kind of team from the list."),
    "reply_way": (ReplyWay, "Choose how they want the answer."),
    "urgency": (Urgency, "Choose how soon."),
}
# A column that is never empty keeps what it has.
_NEVER_EMPTY = ("channel", "urgency")
_REFERENCE_LENGTH = 8
_END_OF_DAY = time(17)


def read_values(enquiry: Enquiry, typed: Typed, now: datetime) -> tuple[dict[str, Any], dict[str, str]]:
    """(value by column, problem by name of a field). What has a problem is not among the values; `needs` is
    among them as a list of terms."""
    checker = Checker(typed)
    values: dict[str, Any] = {}
    for name in (name for name in _TEXTS if name in typed):
        values[name] = checker.words(name, f"enquiry.{name}")
    for name in (name for name in _CODES if name in typed):
        given = checker.one_of(name, *_CODES[name])
        if given is not None or name not in _NEVER_EMPTY:
            values[name] = given
    readers: dict[str, Callable[[Checker], Any]] = {
        "reply_email": _read_address,
        "reply_phone": lambda checker: checker.phone("reply_phone"),
        "needs": lambda checker: checker.needs("needs", MOST_NEEDS),
        "team": lambda checker: checker.team("team"),
        "level": find_level,
        "support_reference": _read_reference,
    }
    values |= {name: read(checker) for name, read in readers.items() if name in typed}
    on = now.astimezone(LONDON).date()
    values |= _read_where(checker, enquiry, on) | _read_due(checker, on)
    if "half_typed" in typed:
        values["half_typed"], problems = check_half_typed(enquiry, typed["half_typed"])
        checker.problems |= problems
    return {name: value for name, value in values.items() if name not in checker.problems}, checker.problems


def _read_address(checker: Checker) -> str | None:
    address = checker.email("reply_email")
    refused = find_private(address) if address else ""
    if refused:
        checker.problems["reply_email"] = refused
    return address


def _read_reference(checker: Checker) -> str | None:
    """Whether there is such a record shows when it is opened: this page does not tell."""
    given = clean_line(checker.typed.get("support_reference")).upper()
    marks = "".join(mark for mark in given if mark.isascii() and mark.isalnum())
    if given.strip() and len(marks) != _REFERENCE_LENGTH:
        checker.problems["support_reference"] = "Enter the reference as it was given, like K7PM-4XQ2."
    return marks or None


def _read_where(checker: Checker, enquiry: Enquiry, on: date) -> dict[str, Any]:
    """Text that still says what is saved is not looked up again."""
    values: dict[str, Any] = {}
    practice = enquiry.practice
    if "practice" in checker.typed:
        text = checker.line("practice") or ""
        if text != describe_practice(practice):
            practice, message = find_practice_named(text, on) if text else (None, "")
            if message:
                checker.problems["practice"] = message
        values["practice"] = practice
    if "place" in checker.typed:
        text = checker.line("place") or ""
        area, message = enquiry.area, ""
        if text != (area.name if area else ""):
            area, message = reduce_place(text, on) if text else (None, "")
        if message:
            checker.problems["place"] = message
        values["place"] = area or (find_network_of(practice, on) if practice and not text else None)
    return values


def _read_due(checker: Checker, on: date) -> dict[str, Any]:
    """A time with no day is meant for today; a day with no time for the end of its working day."""
    if "due_on" not in checker.typed:
        return {}
    day = checker.day("due_on", checker.typed.get("due_on"))
    text = clean_line(checker.typed.get("due_time")).strip()
    try:
        at = time.fromisoformat(text) if text else None
    except ValueError:
        checker.problems["due_time"] = "Enter a time like 14:30."
        return {}
    if checker.problems.keys() & {"due_on"} or not (day or at):
        return {} if "due_on" in checker.problems else {"due_at": None}
    clock = (at or _END_OF_DAY).replace(tzinfo=None)
    return {"due_at": datetime.combine(day or on, clock, LONDON)}
