"""What entry data must be, and what an entry must have before the public sees it, said in plain words."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from marshmallow import Schema, ValidationError

from directory.errors import InvalidData
from directory.listings.privacy.entry_data import find_refused
from directory.models import Entry, Guidance, Service
from directory.models.codes import PUBLISHED, EntryType, Status

LOOK_AGAIN = timedelta(days=90)
"""After which to look again at what closed for now, unless the officer says another day."""

# The library's own words, for people.
_PLAIN = {
    "Field may not be null.": "Fill this in.",
    "Missing data for required field.": "Enter something here.",
    "Not a valid date.": "Enter a date, like 2026-03-27.",
    "Not a valid time.": "Enter a time, like 14:30.",
    "Not a valid integer.": "Enter a whole number.",
    "Not a valid number.": "Enter a number.",
    "Not a valid UUID.": "Choose one from the list.",
    "Not a valid string.": "Enter words.",
    "Unknown field.": "This is not part of an entry.",
}


def check_data(schema: Schema, data: dict[str, Any]) -> dict[str, Any]:
    """The data with its values typed. Raises InvalidData with one message a path ("phones.0.number"), for
    an NHS number too."""
    refused = find_refused(schema, data)
    try:
        checked = dict(schema.load(data))
    except ValidationError as error:
        fields = dict(_flatten(error.messages)) | refused
        raise InvalidData("Some of this needs to be put right.", fields) from error
    if refused:
        raise InvalidData("Take out the NHS number.", refused)
    return checked


def list_what_publishing_needs(entry: Entry) -> dict[str, str]:
    """Field to message, for each thing a visitor could not do without."""
    lacking = {}
    if not entry.summary:
        lacking["summary"] = "Add a summary: one or two plain sentences."
    if not any(a.taxonomy_term.taxonomy.slug == "needs" for a in entry.attributes):
        lacking["needs"] = "Choose at least one need it helps with."
    if isinstance(entry, Guidance):
        if not entry.body:
            lacking["body"] = "Write the guidance."
    elif not _has_way_in(entry):
        lacking["phones"] = (
            "Add a phone number, e-mail address, web page or place, so that people can reach it."
        )
    return lacking


def _flatten(messages: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(messages, dict):
        for key, inner in messages.items():
            yield from _flatten(inner, path if key == "_schema" else f"{path}.{key}".lstrip("."))
    else:
        given = messages if isinstance(messages, list) else [messages]
        yield path, " ".join(_say_plainly(str(message)) for message in given)


def _say_plainly(message: str) -> str:
    return "Choose from the list." if message.startswith("Must be one of:") else _PLAIN.get(message, message)


def _has_way_in(service: Service) -> bool:
    contacts = any(contact.phones or contact.email for contact in service.contacts)
    reach = (
        service.phones,
        service.email,
        service.url,
        service.service_at_locations,
        service.referred_through,
    )
    return contacts or any(reach) or bool(service.organization.phones or service.organization.website)


def list_closings(entry_type: str) -> tuple[Status, ...]:
    """How an entry may close. Advice does not close for now: it is true, or it is gone."""
    if entry_type == EntryType.GUIDANCE:
        return (Status.DEFUNCT,)
    return Status.TEMPORARILY_CLOSED, Status.DEFUNCT


def read_closing(entry: Entry, typed: Mapping[str, str], today: date) -> tuple[Status, date | None]:
    """How it closed and, where only for now, when to look again. Keys of `typed`: status, look_again_on (may
    be empty). Raises InvalidData under their names."""
    if entry.status not in PUBLISHED:
        raise InvalidData("", {"": "The public does not see this entry, so there is nothing to close."})
    status = next((one for one in list_closings(entry.entry_type) if one.value == typed.get("status")), None)
    if status is None:
        raise InvalidData("", {"status": "Choose one of these."})
    text = typed.get("look_again_on", "").strip() if status == Status.TEMPORARILY_CLOSED else ""
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        day = today
    if day is not None and day <= today:
        raise InvalidData("", {"look_again_on": "Enter a day to come, or leave it empty."})
    return status, day
