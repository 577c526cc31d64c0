"""An NHS number typed into any field of any form is in no row afterwards, and the page says why."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from directory.extensions import db, expect_writes
from directory.models.codes import Role
from directory.models.mixins import utc_now
from tests import walk
from tests.factories import make_index
from tests.ground import lay_ground
from tests.privacy.stored import list_numbers, list_rows_with_number

NUMBER = "943 476 5919"
MESSAGE = re.compile(r"NHS number")

# What such a field is not for: words. What it takes is checked as that, or looked for and not kept.
NOT_WORDS = re.compile(r"phone|email|website|url|password|(^|\.)number$|^expected|reference|^find_|code$")
SIGN_IN = ("/sign-in", "/account/")


@dataclass
class Form:
    action: str
    method: str = "get"
    pairs: list[tuple[str, str]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    ticked: set[str] = field(default_factory=set)

    def fill(self, name: str) -> dict[str, list[str]]:
        """As the page has it, with plausible words where there are none, and the number in one field."""
        sent: dict[str, list[str]] = {}
        for key, value in self.pairs:
            sent.setdefault(key, []).append(value)
        sent[name] = [f"{(sent.get(name) or ['Words'])[0]} {NUMBER}"]
        return sent


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.select, self.options, self.area = "", [("", False)][:0], ""
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get").lower()))
        elif self.forms and (name := given.get("name", "")):
            self.take(tag, name, given)
        elif tag == "option" and self.select:
            self.options.append((given.get("value", ""), "selected" in given))

    def take(self, tag: str, name: str, given: dict[str, str]) -> None:
        form = self.forms[-1]
        if tag == "select":
            self.select, self.options = name, []
        elif tag == "textarea":
            self.area, self.text = name, ""
        elif tag == "input" and given.get("type") in ("radio", "checkbox"):
            if name not in form.ticked or "checked" in given:
                form.pairs = [pair for pair in form.pairs if pair[0] != name]
                form.pairs.append((name, given.get("value", "on")))
                form.ticked.add(name)
        elif tag == "input":
            kind = given.get("type", "text")
            form.pairs.append((name, given.get("value") or PLAUSIBLE.get(kind, lambda: "")()))
            if kind in ("text", "search") and not NOT_WORDS.search(name) and not given.get("inputmode"):
                form.words.append(name)

    def handle_data(self, data: str) -> None:
        self.text += data if self.area else ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.area:
            self.forms[-1].pairs.append((self.area, self.text.strip() or "Words"))
            self.forms[-1].words.append(self.area)
            self.area = ""
        elif tag == "select" and self.select:
            chosen = [value for value, is_chosen in self.options if is_chosen and value]
            some = [value for value, _ in self.options if value]
            self.forms[-1].pairs.append((self.select, (chosen or some or [""])[0]))
            self.select = ""


PLAUSIBLE = {
    "text": lambda: "Words",
    "date": lambda: (utc_now() + timedelta(days=20)).date().isoformat(),
    "time": lambda: "10:00",
    "email": lambda: "name@example.org",
    "tel": lambda: "0116 496 0123",
    "number": lambda: "1",
    "url": lambda: "https://www.example.org/",
    "password": lambda: "blue kettle seven lamps",
}


def list_forms(app: Flask, client: FlaskClient, addresses: list[str]) -> Iterator[tuple[str, Form]]:
    """Each form once, by where it goes and what it asks."""
    seen = set()
    for address in addresses:
        parser = _Parser()
        parser.feed(walk.read_page(client.get(address)))
        for form in parser.forms:
            if form.method != "post" or not form.words:
                continue
            path = urlsplit(form.action).path or urlsplit(address).path
            endpoint = app.url_map.bind("localhost").match(path, method="POST")[0]
            key = (endpoint, tuple(sorted(set(form.words))))
            if key not in seen and not path.startswith(SIGN_IN):
                seen.add(key)
                yield form.action or address, form


def is_explained(answer: TestResponse) -> bool:
    return bool(MESSAGE.search(walk.read_page(answer)))


@pytest.mark.slow
def test_no_form_of_staff_or_visitors_keeps_the_number(app: Flask, tmp_path: Path) -> None:
    app.config["SHOW_FAULT_PAGES"] = True
    ground = lay_ground()
    make_index()
    client = walk.make_client(app, *Role)
    file = Path(app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///"))
    addresses = list(dict.fromkeys(address for _, address in walk.list_addresses(app, ground)))
    forms = list(list_forms(app, client, addresses))
    keep_copy(file, tmp_path)
    kept, silent, faults, tried = [], [], [], 0
    for address, form in forms:
        for name in dict.fromkeys(form.words):
            tried += 1
            answer = client.post(address, data=form.fill(name))
            rows = list_rows_with_number()
            if rows:
                kept.append((address, name, rows[0][:200]))
            if answer.status_code >= 500:
                faults.append((address, name))
            elif not is_explained(answer):
                silent.append((address, name, answer.status_code))
            put_back(file, tmp_path)
    assert (kept, faults) == ([], [])
    assert silent == []
    assert tried > 100


def keep_copy(file: Path, folder: Path) -> None:
    db.session.remove()
    db.engine.dispose()
    shutil.copy(file, folder / "kept.sqlite")


def put_back(file: Path, folder: Path) -> None:
    db.session.remove()
    db.engine.dispose()
    for name in (f"{file}-wal", f"{file}-shm"):
        Path(name).unlink(missing_ok=True)
    shutil.copy(folder / "kept.sqlite", file)
    expect_writes()


def test_the_numbers_are_recognised_in_a_page() -> None:
    assert list_numbers("x ９４３-476 5919 y") == ["943-476 5919"]
