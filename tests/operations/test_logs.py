"""What people search for and type stays out of the logs."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
from flask import Flask, abort, request
from sqlalchemy import text

from directory.accounts.permissions import open_to_all
from directory.extensions import csrf, db
from directory.logs import JsonFormatter

SECRETS = ("frightened", "LE1 1AA", "LE11AA", "le1", "my husband")


@pytest.fixture
def lines(app: Flask) -> Iterator[io.StringIO]:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonFormatter())
    logger = logging.getLogger("directory")
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    app.config["SHOW_FAULT_PAGES"] = True
    yield written
    logger.removeHandler(handler)


@csrf.exempt
@open_to_all
def fail_with_what_was_typed() -> str:
    raise ValueError(f"cannot use {request.values['q']} {request.get_data(as_text=True)}")


@csrf.exempt
@open_to_all
def fail_in_a_statement() -> str:
    db.session.execute(text("SELECT * FROM nowhere WHERE q = :q"), {"q": request.values["q"]})
    return ""


@csrf.exempt
@open_to_all
def refuse(name: str = "") -> str:
    abort(400, description=request.values["q"])


def parse(lines: io.StringIO) -> list[dict]:
    return [json.loads(line) for line in lines.getvalue().splitlines()]


def test_no_line_holds_a_word_that_was_searched_for_or_sent(app: Flask, lines: io.StringIO) -> None:
    for number, view in enumerate((fail_with_what_was_typed, fail_in_a_statement, refuse)):
        app.add_url_rule(f"/api/test/{number}", f"test{number}", view, methods=["GET", "POST"])
    client = app.test_client()
    for number in range(3):
        client.get(f"/api/test/{number}?q=frightened+of+my+husband&place=LE1+1AA")
        client.post(f"/api/test/{number}", data={"q": "my husband", "place": "LE11AA"})
    client.get("/api/LE1%201AA/frightened?q=my+husband", headers={"Referer": "http://x/?q=frightened"})
    text_of_all = lines.getvalue()
    assert len(parse(lines)) >= 11
    assert [secret for secret in SECRETS if secret in text_of_all.replace("directory", "")] == []
    assert "ValueError" in text_of_all
    assert "OperationalError" in text_of_all


def test_a_line_names_the_route_the_status_and_the_time_taken(app: Flask, lines: io.StringIO) -> None:
    app.add_url_rule("/api/test/<name>", "test", refuse, methods=["GET"])
    app.test_client().get("/api/test/somebody?q=x")
    line = parse(lines)[-1]
    assert (line["event"], line["route"], line["status"]) == ("request", "/api/test/<name>", 400)
    assert line["ms"] >= 0


@pytest.mark.parametrize(
    ("given", "is_kept"),
    [("abc-1234", True), ("x" * 65, False), ("<script>", False), ("short", False), ("a b c d e f g", False)],
)
def test_a_safe_request_id_is_kept_and_any_other_replaced(
    app: Flask, lines: io.StringIO, given: str, is_kept: bool
) -> None:
    response = app.test_client().get("/health/live", headers={"X-Request-ID": given})
    answered = response.headers["X-Request-ID"]
    assert (answered == given) == is_kept
    assert len(answered) >= 8
    assert parse(lines)[-1]["request_id"] == answered


def test_what_gunicorn_refuses_is_logged_without_quoting_it() -> None:
    formatter = JsonFormatter()
    for message in (
        "Invalid request from ip=10.0.0.1: Invalid HTTP request line: 'GET /?q=frightened HTTP/9'",
        "Error handling request /search?q=frightened",
        "Something about /search?place=frightened",
    ):
        record = logging.LogRecord("gunicorn.error", logging.WARNING, "", 1, message, None, None)
        assert "frightened" not in formatter.format(record)
