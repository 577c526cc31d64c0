"""The register of every free-text field that may be about a person who is helped: what it is for, who sees
it, how long it is kept. A field is checked for details of a person by its name here."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2s
from typing import Any

from directory.errors import InvalidData
from directory.person_details import NHS_NUMBER, NHS_NUMBER_MESSAGE, find_details, has_nhs_number


@dataclass(frozen=True, slots=True)
class FreeText:
    """`column` is "table.column"; `kept` says in words when it is deleted; `longest` is characters."""

    column: str
    purpose: str
    seen_by: str
    kept: str
    longest: int = 4000


_MOST_LOOKED_AT = 20_000
# What neither a database nor XML may hold, nor text in FHIR: marks of control other than tab and line breaks,
# and what is no character.
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_register: dict[str, FreeText] = {}


def register(*fields: FreeText) -> None:
    for field in fields:
        _register[field.column] = field


def list_registered() -> list[FreeText]:
    return [_register[column] for column in sorted(_register)]


def check_text(column: str, text: str | None) -> str | None:
    """The text, trimmed, or None where it is empty. Raises InvalidData, under the column's own name, for
    an NHS number or too much text. KeyError: the column is not in the register."""
    field = _register[column]
    name = column.partition(".")[2]
    text = _UNFIT.sub("", text or "").replace("\r\n", "\n").strip()
    if len(text) > field.longest:
        message = f"Use {field.longest:,} characters or fewer. You have used {len(text):,}."
        raise InvalidData("Some of this is too long.", {name: message})
    if has_nhs_number(text):
        raise InvalidData("Take out the NHS number.", {name: NHS_NUMBER_MESSAGE})
    return text or None


def find_warnings(typed: Mapping[str, Any], names: Iterable[str]) -> dict[str, str]:
    """By field, what looks like details of a person. It may stay, once somebody has looked."""
    found: dict[str, str] = {}
    for name in names:
        kinds = [
            one.message
            for one in find_details(str(typed.get(name) or "")[:_MOST_LOOKED_AT])
            if one.kind != NHS_NUMBER
        ]
        if kinds:
            found[name] = " ".join(dict.fromkeys(kinds))
    return found


def mark_text(text: str) -> str:
    """The same for the same text alone: by it a form says which texts somebody has looked at."""
    return blake2s(text.replace("\r\n", "\n").strip().encode(), digest_size=6).hexdigest()
