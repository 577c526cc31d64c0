"""Finds details of a patient in entry data, at their path: one check for every form, import and restored
version."""

from collections.abc import Iterator
from typing import Any

from marshmallow import Schema, fields

from directory.listings.fields import EmailAddress, PhoneNumber, WebAddress
from directory.privacy.entry_text import (
    NHS_NUMBER_REFUSED,
    find_warnings,
    holds_nhs_number,
    holds_nhs_number_beside,
)
from directory.privacy.stored_text import list_strings

# Their values are numbers, addresses or codes, and are checked as such.
_NOT_WORDS = (EmailAddress, PhoneNumber, WebAddress, fields.UUID)
_IDS = {"identifier", "source_id", "byday", "bymonthday"}


def find_refused(schema: Schema, data: Any) -> dict[str, str]:
    """By path ("contacts.0.title"), each text that holds an NHS number."""
    texts = [path for path, text in list_texts(schema, data) if holds_nhs_number(text)]
    cells = list_texts(schema, data, kinds=(PhoneNumber,))
    telephones = [path for path, text in cells if holds_nhs_number_beside(text)]
    return dict.fromkeys((*texts, *telephones), NHS_NUMBER_REFUSED)


def find_doubtful(schema: Schema, data: Any) -> dict[str, str]:
    """By path, each text that may be about a patient. An officer confirms it before it is saved."""
    found: dict[str, str] = {}
    for path, text in list_texts(schema, data):
        if messages := [one.message for one in find_warnings(text)]:
            found[path] = " ".join(dict.fromkeys(messages))
    return found


def list_texts(
    schema: Schema, data: Any, path: str = "", kinds: tuple[type[fields.Field], ...] = ()
) -> Iterator[tuple[str, str]]:
    """Every free text with its path, or every text of these kinds of fields. `data` may be of any shape: what
    the schema lacks is left aside."""
    if not isinstance(data, dict):
        return
    for name, field in schema.fields.items():
        if name in data and name not in _IDS:
            yield from _list_of_field(field, data[name], f"{path}.{name}".lstrip("."), kinds)


def _list_of_field(
    field: fields.Field, value: Any, path: str, kinds: tuple[type[fields.Field], ...]
) -> Iterator[tuple[str, str]]:
    if isinstance(field, fields.Nested):
        yield from list_texts(field.schema, value, path, kinds)
    elif isinstance(field, fields.List):
        for number, item in enumerate(value if isinstance(value, list) else []):
            yield from _list_of_field(field.inner, item, f"{path}.{number}", kinds)
    elif isinstance(field, kinds) if kinds else _is_words(field):
        yield from ((path, text) for text in list_strings(value))


def _is_words(field: fields.Field) -> bool:
    is_text = isinstance(field, fields.String) and not isinstance(field, _NOT_WORDS)
    return is_text or isinstance(field, fields.Dict)
