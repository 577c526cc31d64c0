"""Rules that hold for the whole application, whatever is added to it."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.accounts.permissions import find_allowed_roles

KNOWN_URLS = Path(__file__).with_name("known_urls.txt")


def list_urls(app: Flask) -> set[str]:
    return {
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def test_every_endpoint_declares_who_may_use_it(app: Flask) -> None:
    undeclared = [
        rule.endpoint for rule in app.url_map.iter_rules() if find_allowed_roles(rule.endpoint) == frozenset()
    ]
    assert undeclared == []


def test_no_address_that_ever_worked_disappears(app: Flask) -> None:
    """People keep and print addresses. One that moves answers with a redirect, and stays in the list."""
    known = set(KNOWN_URLS.read_text().split("\n")) - {""}
    assert sorted(known - list_urls(app)) == []


@pytest.mark.slow
def test_every_address_is_in_the_list_of_those_that_must_stay(app: Flask) -> None:
    known = set(KNOWN_URLS.read_text().split("\n"))
    assert sorted(list_urls(app) - known) == [], "add these to tests/known_urls.txt"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/no/such/thing", 404),
        ("POST", "/health/live", 405),
        ("POST", "/api/no/such/thing", 404),
        ("GET", "/api/%00", 404),
    ],
)
def test_programs_get_every_failure_in_one_shape(
    client: FlaskClient, method: str, path: str, status: int
) -> None:
    answer = client.open(path, method=method)
    assert answer.content_type == "application/problem+json"
    assert answer.json.keys() == {"type", "title", "status", "errors"}
    assert (answer.status_code, answer.json["status"]) == (status, status)
