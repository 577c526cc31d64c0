"""What people in danger find in the example directory, below the urgent help above the results."""

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from directory.extensions import db
from directory.search.find import find, find_follower
from directory.search.index.builder import rebuild_index
from directory.search.request import parse_request
from tests.exchange.example.test_load import NOW, loaded_app  # noqa: F401

FOR_THOSE_WHO_HURT = {"Respect Phoneline", "Change Starts Here"}


@pytest.fixture(scope="module")
def searched_app(loaded_app: Flask) -> Flask:  # noqa: F811
    db.session.commit()
    follower = find_follower()
    follower.read(lambda session: rebuild_index(session, follower.root))
    return loaded_app


def list_names(words: str, **more: str) -> list[str]:
    request, _ = parse_request(MultiDict({"q": words, **more}))
    results = find(request, viewer="public", now=NOW)
    return [str(hit.name).replace("<mark>", "").replace("</mark>", "") for hit in results.hits]


@pytest.mark.parametrize(
    "words",
    [
        "he hits me",
        "she hits me",
        "my husband hits me",
        "my partner hurts me",
        "scared of my partner",
        "he scares me",
        "domestic abuse",
        "abusive relationship",
        "violent partner",
        "my boyfriend is controlling",
    ],
)
@pytest.mark.parametrize("place", ["", "Loughborough", "LE19"])
def test_who_is_hurt_meets_help_for_the_hurt_first(searched_app: Flask, words: str, place: str) -> None:
    names = list_names(words, place=place)
    assert names
    assert not FOR_THOSE_WHO_HURT & set(names[:5])


@pytest.mark.parametrize(
    "words", ["anger management", "I lose my temper", "I am abusive", "Respect Phoneline"]
)
def test_who_wants_to_stop_hurting_finds_help_too(searched_app: Flask, words: str) -> None:
    names = list_names(words)
    assert FOR_THOSE_WHO_HURT & set(names[:5])
