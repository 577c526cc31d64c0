"""Rules that hold for the whole application, whatever is added to it."""

from flask import Flask

from directory.accounts.permissions import find_allowed_roles


def test_every_endpoint_declares_who_may_use_it(app: Flask) -> None:
    undeclared = [
        rule.endpoint for rule in app.url_map.iter_rules() if find_allowed_roles(rule.endpoint) == frozenset()
    ]
    assert undeclared == []
