"""Whatever name a request asks for: a page with urgent help, never a trace."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory import create_app
from directory.extensions import db
from directory.hosts import is_host, is_trusted
from tests.conftest import settings_for

OWN = "directory.example.org"
PATHS = ("/urgent-help", "/static/app.css", "/no/such/page", "/search", "/api/", "/sign-in")
BAD = [
    "a..b",
    ".a",
    "-a.org",
    "a" * 64 + ".org",
    ".".join(["a" * 60] * 5),
    "x y",
    "a:99999",
    "a:0",
    "a:b",
    "[::1",
    "é.org",
    "a/b",
    "user@host",
    "a,b",
    "a\tb",
    "",
]


def make_app(tmp_path: Path, *trusted: str, **more: object) -> Flask:
    known = settings_for(f"sqlite:///{tmp_path / 'hosts.sqlite'}", tmp_path)
    app = create_app(known | {"TRUSTED_HOSTS": list(trusted) or None, "SHOW_FAULT_PAGES": True} | more)
    with app.app_context():
        db.create_all()
    return app


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """Answers to its own name alone."""
    return make_app(tmp_path_factory.mktemp("own"), OWN).test_client()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "host", [*BAD, "evil.example", "evil.example:8000", "10.0.0.1", "xdirectory.example.org"]
)
def test_a_foreign_host_gets_a_page_with_urgent_help(own: FlaskClient, host: str, path: str) -> None:
    answer = own.get(path, headers={"Host": host})
    assert answer.status_code == 400
    assert "Samaritans" in answer.text or answer.is_json
    assert "Traceback" not in answer.text
    assert "evil" not in answer.text


def test_what_is_no_host_is_refused_where_any_host_is_trusted(tmp_path: Path) -> None:
    client = make_app(tmp_path).test_client()
    answers = {host: client.get("/urgent-help", headers={"Host": host}).status_code for host in BAD}
    assert answers == dict.fromkeys(BAD, 400)


@pytest.mark.parametrize("host", [OWN, OWN.upper(), f"{OWN}:8000", f"{OWN}."])
def test_its_own_name_is_answered(own: FlaskClient, host: str) -> None:
    assert own.get("/urgent-help", headers={"Host": host}).status_code == 200
    with own.get("/static/app.css", headers={"Host": host}) as answer:
        assert answer.status_code == 200


@pytest.mark.parametrize("host", ["10.1.2.3:8000", "10.1.2.3", "[::1]:8000", "[fe80::1]"])
def test_the_health_pages_answer_by_address(own: FlaskClient, host: str) -> None:
    assert own.get("/health/live", headers={"Host": host}).status_code == 200


def test_a_host_that_a_trusted_proxy_passes_on_is_looked_at_too(tmp_path: Path) -> None:
    client = make_app(tmp_path, OWN, PROXY_HOPS=1).test_client()
    passed = {"Host": "inside:8000", "X-Forwarded-Host": OWN}
    assert client.get("/urgent-help", headers=passed).status_code == 200
    assert client.get("/urgent-help", headers=passed | {"X-Forwarded-Host": "a..b"}).status_code == 400


def test_a_leading_dot_includes_subdomains() -> None:
    assert is_trusted("a.example.org", [".example.org"])
    assert is_trusted("example.org", [".example.org"])
    assert not is_trusted("aexample.org", [".example.org"])
    assert not is_trusted("a.example.org", ["example.org"])


@given(st.text(max_size=300))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_a_host_or_is_not(host: str) -> None:
    assert is_host(host) in (True, False)
    if is_host(host):
        assert host.isascii()
        assert " " not in host
