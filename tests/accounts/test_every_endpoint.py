"""Every endpoint, asked by everybody: the answer must be what the endpoint declares."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, request_started
from werkzeug.routing import AnyConverter, Rule

from directory import create_app
from directory.accounts.permissions import find_allowed_roles
from directory.models.codes import Role
from tests.accounts.signing_in import sign_in_as
from tests.conftest import forget_who_asked, settings_for

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# They write nothing and know nobody: POST only keeps what is asked out of the address.
NOTHING_TO_FORGE = {"framework.what_could_help_find", "search.results_of_form"}
ASKERS = (None, *Role)


def list_asks(app: Flask) -> Iterator[tuple[Rule, str, str]]:
    """Each rule with a method it takes and an address that fits it; what it names does not exist."""
    for rule in app.url_map.iter_rules():
        values: dict[str, Any] = {}
        for name in rule.arguments:
            values[name] = make_value(rule._converters[name])
        address = app.url_map.bind("localhost").build(rule.endpoint, values, force_external=False)
        for method in METHODS:
            if method in (rule.methods or ()):
                yield rule, method, address


def make_value(converter: Any) -> Any:
    """Something that this part of an address takes."""
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return {"UUIDConverter": uuid.uuid4(), "IntegerConverter": 1}.get(type(converter).__name__, "x")


@pytest.mark.parametrize("role", ASKERS, ids=lambda role: role or "nobody")
def test_every_endpoint_answers_each_role_as_it_declares(app: Flask, role: Role | None) -> None:
    app.config["SHOW_FAULT_PAGES"] = True
    wrong = []
    for rule, method, address in list_asks(app):
        client = app.test_client()
        if role is not None:
            sign_in_as(client, role)
        allowed = find_allowed_roles(rule.endpoint)
        answer = client.open(address, method=method)
        asked_to_sign_in = answer.status_code == 401 or "/sign-in?next=" in (answer.location or "")
        refused = answer.status_code == 403
        if allowed is None or role in allowed:
            right = not refused and not asked_to_sign_in and answer.status_code != 500
        else:
            right = refused if role else asked_to_sign_in
        if not right:
            wrong.append(f"{method} {address} answered {answer.status_code} to {role or 'nobody'}")
    assert wrong == []


@pytest.fixture
def guarded_app(database_url: str, tmp_path: Any) -> Flask:
    app = create_app(settings_for(database_url, tmp_path) | {"WTF_CSRF_ENABLED": True})
    request_started.connect(forget_who_asked, app)
    return app


def test_every_write_without_its_form_token_is_refused(guarded_app: Flask) -> None:
    with guarded_app.app_context():
        client = guarded_app.test_client()
        sign_in_as(client, *Role)
        asks = [ask for ask in list_asks(guarded_app) if ask[1] != "GET"]
        asks = [ask for ask in asks if ask[0].endpoint not in NOTHING_TO_FORGE]
        taken = [
            f"{method} {address}"
            for _, method, address in asks
            if client.open(address, method=method).status_code != 400
        ]
    assert asks
    assert taken == []


def test_pages_without_a_form_that_writes_give_visitors_no_cookie(guarded_app: Flask) -> None:
    given = []
    with guarded_app.app_context():
        guarded_app.config["SHOW_FAULT_PAGES"] = True
        for rule, method, address in list_asks(guarded_app):
            if method != "GET" or find_allowed_roles(rule.endpoint) is not None:
                continue
            if (
                rule.endpoint != "accounts.sign_in"
                and "Set-Cookie" in guarded_app.test_client().get(address).headers
            ):
                given.append(address)
    assert given == []
