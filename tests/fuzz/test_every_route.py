"""Nothing that a person or a program can send to any route is answered with a fault."""

import itertools
import json
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from werkzeug.routing import Rule

from directory.models.codes import Role
from tests import walk
from tests.factories import make_index
from tests.fuzz import nasty
from tests.ground import Ground, lay_ground

# What pages and forms of the directory send; names of its own come with each page that is walked.
PARAMETERS = (
    "q",
    "match",
    "need",
    "place",
    "practice",
    "within",
    "kind",
    "cost",
    "delivery",
    "day",
    "district",
)
PARAMETERS += ("age", "sort", "page", "ids", "next", "email", "password", "latitude", "longitude", "view")

pytestmark = pytest.mark.slow

EVERYBODY = pytest.mark.parametrize("roles", [(), tuple(Role)], ids=["visitor", "staff"])


def at_length(examples: int) -> settings:
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


def make_path(data: st.DataObject, app: Flask, rule: Rule, ground: Ground) -> str:
    """The rule with real values, with strange values of the right form, or with anything at all."""
    real = data.draw(st.sampled_from(list(ground.fill(rule))))
    path = app.url_map.bind("localhost").build(rule.endpoint, real, method=sorted(rule.methods)[0])
    for value in real.values():
        if data.draw(st.booleans()):
            strange = st.one_of(st.uuids().map(str), nasty.encoded())
            path = path.replace(str(value), data.draw(strange))
    return path


def list_names(app: Flask, ground: Ground, roles: tuple[Role, ...]) -> tuple[str, ...]:
    names = set(PARAMETERS)
    client = walk.make_client(app, *roles)
    for _rule, address in walk.list_addresses(app, ground):
        for form in walk.find_forms(walk.read_page(client.get(address))):
            names |= {name for name, _, _ in form.fields}
    return tuple(sorted(names - {"csrf_token"}))


@pytest.fixture
def ground(app: Flask) -> Ground:
    app.config["SHOW_FAULT_PAGES"] = True
    laid = lay_ground()
    make_index()
    return laid


@EVERYBODY
def test_no_address_and_no_parameter_makes_a_fault(
    app: Flask, ground: Ground, roles: tuple[Role, ...]
) -> None:
    names = list_names(app, ground, roles)
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in rule.methods and rule.endpoint != "static"]

    @at_length(300)
    @given(st.data())
    def ask(data: st.DataObject) -> None:
        rule = data.draw(st.sampled_from(rules))
        address = f"{make_path(data, app, rule, ground)}?{data.draw(nasty.query_strings(names))}"
        answer = walk.make_client(app, *roles).get(address)
        assert answer.status_code < 500, address
        answer.close()

    ask()


@EVERYBODY
def test_no_form_makes_a_fault(app: Flask, ground: Ground, roles: tuple[Role, ...]) -> None:
    names = list_names(app, ground, roles)
    rules = [rule for rule in app.url_map.iter_rules() if "POST" in rule.methods]
    bodies = st.lists(st.tuples(st.sampled_from(names), nasty.values), max_size=12)

    @at_length(200)
    @given(st.data(), bodies)
    def send(data: st.DataObject, pairs: list[tuple[str, str]]) -> None:
        path = make_path(data, app, data.draw(st.sampled_from(rules)), ground)
        body = "&".join(
            f"{quote_from_bytes(nasty.to_bytes(k))}={quote_from_bytes(nasty.to_bytes(v))}" for k, v in pairs
        )
        kind = "application/x-www-form-urlencoded"
        answer = walk.make_client(app, *roles).post(path, data=body, content_type=kind)
        assert answer.status_code < 500, (path, pairs)

    send()


@EVERYBODY
@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b"{"),
        ("application/json", json.dumps({"q": ["x"] * 1000}).encode()),
        ("application/json; charset=utf-16", b"\xff\xfe"),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="q"\r\n\r\nhalf'),
        ("multipart/form-data; boundary=x", b"--x\r\n" * 2000),
        ("application/x-www-form-urlencoded; charset=nonsense", b"q=\xff\xfe&=&&&=x"),
        ("text/plain", b"\x00" * 100_000),
        ("", b"q=1"),
        ("\xe9\xe9/\xe9", b"q=1"),
    ],
)
def test_no_kind_of_body_makes_a_fault(
    app: Flask, ground: Ground, roles: tuple[Role, ...], content_type: str, body: bytes
) -> None:
    methods = ("POST", "POST", "PUT", "PATCH", "DELETE", "GET")
    addresses = [address for _rule, address in walk.list_addresses(app, ground, "POST")]
    addresses += [address for _rule, address in walk.list_addresses(app, ground) if not roles]
    for method, address in zip(itertools.cycle(methods), addresses, strict=False):
        client = walk.make_client(app, *roles)
        answer = client.open(address, method=method, data=body, headers={"Content-Type": content_type})
        assert answer.status_code < 500, (method, address)
        answer.close()


STRANGE_HEADERS: list[dict[str, Any]] = [
    {"Cookie": "session=\xff; session=; =;"},
    {"Cookie": "session=" + "x" * 5000},
    {"Accept": "\xff/\xff;q=x", "Accept-Language": "😀".encode().decode("latin-1")},
    {"Range": "bytes=9-1", "If-None-Match": "*", "If-Modified-Since": "yesterday"},
    {"X-Forwarded-For": "not an address", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "gopher"},
    {"X-HTTP-Method-Override": "DELETE", "Content-Length": "0", "Transfer-Encoding": "gzip"},
    {"Referer": "javascript:alert(1)", "Origin": "null", "User-Agent": "\x01"},
]


@pytest.mark.parametrize("headers", STRANGE_HEADERS, ids=lambda headers: ",".join(headers))
def test_no_header_makes_a_fault(app: Flask, ground: Ground, headers: dict[str, Any]) -> None:
    for _rule, address in walk.list_addresses(app, ground):
        answer = app.test_client().get(address, headers=headers)
        assert answer.status_code < 500, address
        answer.close()
