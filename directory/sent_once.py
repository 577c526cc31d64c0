"""A form that is sent twice does its work once. It carries a key that was made when it was opened
(`make_key`); what it makes keeps that key (models.mixins.SentOnce), which the database holds once; the second
time is led to where the first went (SentAlready)."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

FIELD = "form_key"


class SentAlready(Exception):
    """What this form makes is there already."""


def make_key() -> str:
    return str(uuid.uuid4())


def read_key(typed: Mapping[str, Any], names: Iterable[str]) -> uuid.UUID | None:
    """Of the form and what was typed in its fields `names`: who goes back and sends something else with the
    same form means another one. None where the form carries no key."""
    try:
        key = uuid.UUID(str(typed.get(FIELD, "")))
    except ValueError:
        return None
    return uuid.uuid5(key, repr([typed.get(name) for name in names]))
