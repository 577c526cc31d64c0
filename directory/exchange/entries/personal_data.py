"""Takes details of a patient out of the records of a source before anything else reads them. The record is
kept: only the field that holds an NHS number is left out, and named in the report."""

import hashlib
import re
from collections.abc import Iterator
from typing import Any

from directory.exchange.records import FoundRecord
from directory.privacy.entry_text import (
    REMOVED,
    find_nhs_numbers,
    find_telephones,
    find_warnings,
    holds_nhs_number,
    holds_nhs_number_beside,
    remove_nhs_numbers,
)

_NOT_WORDS = {"number", "identifier", "code", "latitude", "longitude"}
"""Telephone numbers, numbers of registers and codes."""
_NAMES = {("name",), ("organization", "name")}
"""An entry cannot be without these: only the number is taken out of them."""
_IDS = re.compile(r"^(?:id|.*_id|external_identifier|referred_through)$")
_LEFT_OUT = "holds what looks like an NHS number, and was left out"
HELD = "Its source gave a name with what looks like an NHS number. The number was taken out: check the name."

Path = tuple[str, ...]


def clean_record(found: FoundRecord) -> None:
    """Changes the record: each text with an NHS number is emptied. One whose name held one is held for an
    officer. What may be about a patient is named in the record's warnings."""
    if not found.is_feed:
        found.external_id = clean_id(found.external_id)
    found.data = _clean(found, found.data, ())
    for path, text in list_texts(found.data):
        messages = dict.fromkeys(one.message for one in find_warnings(text))
        found.warnings += [f"{'.'.join(path)}: {message}" for message in messages]


def clean_id(text: str) -> str:
    """An id that a mapping made of a name, with a checksum in place of a number. An id of digits stays."""
    if text.strip().isdigit():
        return text
    for one in reversed(find_nhs_numbers(text)):
        digest = hashlib.sha256(text[one.start : one.end].encode()).hexdigest()[:10]
        text = f"{text[: one.start]}#{digest}{text[one.end :]}"
    return text


def _clean(found: FoundRecord, value: Any, path: Path) -> Any:
    if isinstance(value, dict):
        return {key: _clean(found, inner, (*path, str(key))) for key, inner in value.items()}
    if isinstance(value, list):
        cleaned = [_clean(found, inner, (*path, str(n))) for n, inner in enumerate(value)]
        return [inner for inner, was in zip(cleaned, value, strict=True) if inner != "" or was == ""]
    key = next((step for step in reversed(path) if not step.isdigit()), "")
    if key == "number" and holds_nhs_number_beside(str(value)):
        found.warnings.append(f"{'.'.join(path)}: {_LEFT_OUT}")
        return " / ".join(find_telephones(str(value)))
    if not isinstance(value, str | int) or isinstance(value, bool) or key in _NOT_WORDS:
        return value
    if _IDS.match(key):
        return value if found.is_feed else clean_id(str(value))
    return value if not holds_nhs_number(str(value)) else _empty(found, str(value), path)


def _empty(found: FoundRecord, text: str, path: Path) -> str:
    if path not in _NAMES:
        found.warnings.append(f"{'.'.join(path)}: {_LEFT_OUT}")
        return ""
    found.held_because = HELD
    found.warnings.append(
        f"{'.'.join(path)}: the NHS number was taken out, and the entry waits for an officer"
    )
    return remove_nhs_numbers(text).strip() or REMOVED


def list_texts(value: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every text of a record as its source gave it, with its path, without ids and telephone numbers."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from list_texts(inner, (*path, str(key)))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from list_texts(inner, (*path, str(number)))
    elif isinstance(value, str) and path and path[-1] not in _NOT_WORDS and not _IDS.match(path[-1]):
        yield path, value
