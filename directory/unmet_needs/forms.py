"""The shape of the forms of unmet needs: from a request to text by field name."""

import uuid
from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from directory import sent_once
from directory.models import UnmetNeedGroup
from directory.network.checking import read_id

_TEXTS = (
    "missing",
    "area",
    "times_asked",
    "population",
    "specialty",
    "barrier",
    "tried",
    "level",
    "urgency",
    "evidence",
    "team",
    "group",
)
_HIDDEN = ("record", "proposal", sent_once.FIELD)
FREE_TEXTS = ("missing", "tried", "evidence")
_MOST_IDS = 200
EMPTY_ANSWER = {"kind": "", "words": "", "link": "", "review_on": "", "said_by": ""}


def read_unmet_need(form: MultiDict[str, str]) -> dict[str, Any]:
    typed: dict[str, Any] = {name: form.get(name, "") for name in _TEXTS}
    needs = [slug for slug in dict.fromkeys(form.getlist("needs")) if slug]
    return typed | {"needs": needs} | {name: form.get(name, "") for name in _HIDDEN}


def read_new_id(typed: Mapping[str, Any]) -> uuid.UUID | None:
    """Of what this form makes; None where it carries no key."""
    return sent_once.follow_id(typed[sent_once.FIELD], repr([typed[name] for name in ("needs", *_TEXTS)]))


def describe_group(group: UnmetNeedGroup) -> dict[str, Any]:
    return {
        "name": group.name,
        "summary": group.summary or "",
        "position": str(group.position),
        "narrative": group.narrative or "",
    }


def read_fields(form: Mapping[str, str], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: form.get(name, "") for name in names}


def read_ids(form: MultiDict[str, str], name: str) -> list[uuid.UUID]:
    ids = (read_id(value) for value in form.getlist(name)[:_MOST_IDS])
    return [one for one in ids if one]


def read_pair(form: Mapping[str, str], name: str) -> tuple[list[uuid.UUID], uuid.UUID | None]:
    """Two ids in one button: an unmet need, and the group it is put in. Nothing where it was not pressed."""
    first, _, second = form.get(name, "").partition(" ")
    chosen, into = read_id(first), read_id(second)
    return ([chosen], into) if chosen and into else ([], None)


def read_version(form: Mapping[str, str]) -> int:
    """0, which no record has, where it is missing or no number."""
    return read_number(form, "version")


def read_number(form: Mapping[str, str], name: str) -> int:
    """0 where it is missing or no number."""
    text = form.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
