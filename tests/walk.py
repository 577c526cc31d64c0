"""Goes everywhere: every address the application answers, and every form on every page."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import String, Text, text
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from directory import audit
from directory.extensions import db, expect_writes
from directory.framework.records.access import GIVEN
from directory.models import (
    SupportRecord,
)
from directory.models.codes import (
    Role,
)
from tests.accounts.signing_in import sign_in_as
from tests.ground import Ground

HOSTILE = '<img src=x onerror="alert(1)">'
RAW_MARKUP = "<img src=x"

# Never shown, or read by the program and not by people: what may stand in them is checked on the way in.
_NOT_WORDS = {"slug", "key", "code", "byday", "bymonthday", "password_hash", "currency", "country"}
_NOT_WORDS |= {
    "reference",
    "token",
    "name_key",
    "district_code",
    "district_codes",
    "ward_code",
    "checksum",
    "session_key",
}
_NOT_TABLES = {"alembic_version", "job", "sign_in_throttle", "postcode"}


def put_markup_everywhere() -> None:
    """Into every column of words of every row, past all checks: shown, it must be harmless."""
    expect_writes()
    for table in db.metadata.sorted_tables:
        if table.name in _NOT_TABLES:
            continue
        for column in table.columns:
            is_text = type(column.type) in (String, Text)
            if not is_text or column.primary_key or column.foreign_keys or column.name in _NOT_WORDS:
                continue
            given = HOSTILE if not column.unique else f"{HOSTILE}{uuid.uuid4()}"
            statement = (
                f'UPDATE "{table.name}" SET "{column.name}" = :words WHERE "{column.name}" IS NOT NULL'
            )
            db.session.execute(text(statement), {"words": given[: column.type.length or 1000]})
    db.session.commit()


def list_addresses(app: Flask, ground: Ground, method: str = "GET") -> Iterator[tuple[Rule, str]]:
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or ()):
            for values in ground.fill(rule):
                yield rule, adapter.build(rule.endpoint, values, method=method)


def make_client(app: Flask, *roles: Role) -> FlaskClient:
    """Somebody with these roles; a visitor without any."""
    client = app.test_client()
    if roles:
        account = sign_in_as(client, *roles)
        for record in db.session.query(SupportRecord):
            audit.record(GIVEN, account, record)
        db.session.commit()
    return client


@dataclass
class Form:
    action: str
    method: str
    fields: list[tuple[str, str, str]] = field(default_factory=list)

    def fill(self, words: str, *, hidden_too: bool = False) -> list[tuple[str, str]]:
        """Every field that takes words with these; choices and hidden values as the page has them."""
        free = {"text", "search", "textarea", "email", "tel", "url", "number", "password", "date", "time"}
        return [
            (name, words if kind in free or hidden_too else value)
            for name, kind, value in self.fields
            if name != "csrf_token"
        ]


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get").lower()))
        if not self.forms:
            return
        fields = self.forms[-1].fields
        name = given.get("name", "")
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            fields.append((self._select, "select", given.get("value", "")))
            self._select = ""
        elif name and tag in ("input", "textarea", "button"):
            fields.append(
                (name, given.get("type", "text") if tag == "input" else tag, given.get("value", ""))
            )


def read_page(answer: TestResponse) -> str:
    """What a page says; nothing for a file that is no text, such as a workbook."""
    is_text = answer.mimetype.startswith("text/") or answer.mimetype.endswith("json")
    return answer.get_data(as_text=True) if is_text else ""


def find_forms(html: str) -> list[Form]:
    parser = _Forms()
    parser.feed(html)
    return parser.forms
