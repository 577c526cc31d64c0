"""Asks an officer once about words of an entry that may be about a patient."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema

from directory.asked_again import ask_about
from directory.listings.privacy.entry_data import find_doubtful, list_texts


def ask_about_texts(
    schema: Schema, typed: Mapping[str, Any], stored: Mapping[str, Any], form: Mapping[str, str]
) -> None:
    """Raises AskedAgain, by path, for texts of `typed` that are not already in `stored`. Both are entry data;
    `form` holds the marks of the texts that were confirmed."""
    texts = dict(list_texts(schema, dict(typed)))
    known = {" ".join(text.split()) for _, text in list_texts(schema, dict(stored))}
    doubtful = find_doubtful(schema, dict(typed))
    new = {path: words for path, words in doubtful.items() if " ".join(texts[path].split()) not in known}
    ask_about({**texts, "looked": form.get("looked", "")}, new)
