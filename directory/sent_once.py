"""A form that is sent twice does its work once. It carries a key that was made when it was opened
(`make_key`). The id of what it makes follows from the key and from what was typed, so that the database holds
it once; the second time is led to where the first went (SentAlready)."""

import uuid

from flask import request

FIELD = "form_key"


class SentAlready(Exception):
    """What this form makes is there already."""


def make_key() -> str:
    return str(uuid.uuid4())


def follow_id(key: str, told: str) -> uuid.UUID | None:
    """`told`: what was typed. Who goes back and sends something else with the same form means another one.
    None where the form carries no key."""
    try:
        return uuid.uuid5(uuid.UUID(key), told)
    except ValueError:
        return None


def read_new_id(actor_id: uuid.UUID) -> uuid.UUID:
    """Of what the form of this request makes: the same for the same form with the same words in it, another
    once a word is changed."""
    fields = sorted(request.form.items(multi=True))
    told = repr((actor_id, request.path, fields))
    return follow_id(request.form.get(FIELD, ""), told) or uuid.uuid4()
