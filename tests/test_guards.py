"""Rules that hold for the whole application, whatever is added to it."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.accounts.permissions import find_allowed_roles
from directory.extensions import csrf

# A POST that needs no form token, and why there is nothing to forge: it changes nothing and knows nobody, and
# must work from a page that was kept, without a cookie.
WITHOUT_FORM_TOKEN = {
    "search.results_of_form": "words of danger go in the body of a form",
    "framework.what_could_help_find": "what somebody ticks for themselves goes in the body of a form",
}

# A POST that takes no write lock, because all that it carries is a question.
ONLY_READING = {
    *WITHOUT_FORM_TOKEN,
    "framework.entries_find_posted",
    "helpline.call_search",
    "helpline.call_who",
    "helpline.call_earlier",
}

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


def list_posts(app: Flask) -> dict[str, Any]:
    """The views of all endpoints that take a POST, by endpoint."""
    rules = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    return {rule.endpoint: app.view_functions[rule.endpoint] for rule in rules}


def test_every_form_has_a_token_but_those_that_change_nothing(app: Flask) -> None:
    exempt = {
        name
        for name, view in list_posts(app).items()
        if f"{view.__module__}.{view.__name__}" in csrf._exempt_views
    }
    assert exempt == set(WITHOUT_FORM_TOKEN)


def test_every_post_takes_the_write_lock_but_those_that_only_read(app: Flask) -> None:
    reading = {name for name, view in list_posts(app).items() if getattr(view, "only_reads", False)}
    assert reading == ONLY_READING


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
