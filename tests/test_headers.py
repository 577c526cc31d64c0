"""What every answer says about itself, and whom a page asks for more."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from directory import create_app
from tests import walk
from tests.conftest import settings_for
from tests.ground import lay_ground

PRIVATE = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.fixture
def production(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    settings = settings_for(database_url, tmp_path)
    more = {
        "ENVIRONMENT": "production",
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_NAME": "__Host-session",
        "TRUSTED_HOSTS": ["directory.example.org", ".example.net"],
        "WTF_CSRF_ENABLED": True,
    }
    app = create_app(settings | more)
    with app.app_context():
        yield app


def list_outside_addresses(html: str) -> list[str]:
    """Of other hosts, for what a browser fetches by itself: not the links that a person follows."""
    fetched = re.findall(
        r'<(?:script|img|link|iframe|source|audio|video)[^>]*?(?:src|href|srcset)="([^"]+)"', html
    )
    return [address for address in fetched if re.match(r"(?:https?:)?//", address)]


def test_every_page_is_private_and_asks_nobody_else_for_anything(app: Flask) -> None:
    app.config["SHOW_FAULT_PAGES"] = True
    ground = lay_ground()
    addresses = [address for rule, address in walk.list_addresses(app, ground) if rule.endpoint != "static"]
    for address in [*addresses, "/no/such/page"]:
        answer = app.test_client().get(address)
        wrong = {
            name: answer.headers.get(name)
            for name, value in PRIVATE.items()
            if answer.headers.get(name) != value
        }
        assert (address, wrong) == (address, {})
        assert list_outside_addresses(answer.text) == []


def test_no_page_may_run_or_fetch_what_is_not_its_own(app: Flask) -> None:
    policy = app.test_client().get("/").headers["Content-Security-Policy"]
    rules = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["frame-ancestors"] == "'none'"
    assert "unsafe" not in policy
    assert {name: value for name, value in rules.items() if "http" in value or "*" in value} == {}


def test_static_files_are_kept_when_their_address_names_their_content(app: Flask) -> None:
    page = app.test_client().get("/").text
    named = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
    assert named
    for address in named:
        answer = app.test_client().get(address)
        assert (address, answer.status_code) == (address, 200)
        assert "v=" in address
        assert "max-age=31536000" in answer.headers["Cache-Control"]
        answer.close()


@pytest.mark.parametrize("host", ["evil.example", "directory.example.org.evil.example", "", "a b", "x" * 300])
def test_a_host_name_that_is_not_ours_is_refused(production: Flask, host: str) -> None:
    answer = production.test_client().get("/health/live", headers={"Host": host})
    assert answer.status_code == 400


@pytest.mark.parametrize("host", ["directory.example.org", "www.example.net"])
def test_our_own_host_names_are_answered(production: Flask, host: str) -> None:
    assert production.test_client().get("/health/live", headers={"Host": host}).status_code == 200


def test_in_production_cookies_and_answers_insist_on_https(production: Flask) -> None:
    client = production.test_client()
    answer = client.get("https://directory.example.org/sign-in", base_url="https://directory.example.org")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}
