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

# Fields that are not for words: what they take is checked as that, or looked up and not kept.
NOT_WORDS = re.compile(
    r"phone|email|website|url|link$|password|(^|\.)number$|^expected|reference|^find_|code$|latitude|longitude"
    r"|amount$|^(place|practice|q)$"
)
SIGN_IN = ("/sign-in", "/account/")
# Fields that count only beside several choices at once, which the walk does not make: the page is saved and
# the field is left aside. Their own tests are those of the register (tests/helpline, tests/framework).
LEFT_ASIDE = {
    "helpline.call_save": re.compile(r"said-|handed-|ends_note|handed_to|new_|learnt_from|um_"),
    "framework.conversation_save": re.compile(r"reason-"),
}


@dataclass
class Form:
    action: str
    method: str = "get"
    pairs: list[tuple[str, str]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    choices: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def list_ways(self, name: str) -> Iterator[dict[str, list[str]]]:
        """The form with the number in one field: as the page has it, with every box ticked, and with each of
        its choices and buttons in turn, because many a field counts only beside one of them."""
        sent: dict[str, list[str]] = {}
        for key, value in self.pairs:
            sent.setdefault(key, []).append(value)
        sent[name] = [f"{(sent.get(name) or ['Words'])[0]} {NUMBER}"]
        yield sent
        boxes = {key: values for (kind, key), values in self.choices.items() if kind == "checkbox"}
        lists = {key: values for (kind, key), values in self.choices.items() if kind == "select"}
        yield from (sent | more for more in (boxes, lists, boxes | lists))
        for (kind, key), values in self.choices.items():
            if kind == "radio":
                yield from (sent | more | {key: [value]} for value in values for more in ({}, boxes | lists))


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
        elif tag == "button":
            form.choices.setdefault(("radio", name), []).append(given.get("value", ""))
        elif tag == "input" and given.get("type") in ("radio", "checkbox"):
            values = form.choices.setdefault((given["type"], name), [])
            values.append(given.get("value", "on"))
            if "checked" in given or (given["type"] == "radio" and len(values) == 1):
                form.pairs = [pair for pair in form.pairs if pair[0] != name or given["type"] == "checkbox"]
                form.pairs.append((name, values[-1]))
        elif tag == "input":
            kind = given.get("type", "text")
            is_words = (
                kind in ("text", "search") and not NOT_WORDS.search(name) and not given.get("inputmode")
            )
            plausible = PLAUSIBLE.get(kind, lambda: "")() if is_words or kind != "text" else ""
            form.pairs.append((name, given.get("value") or plausible))
            if is_words:
                form.words.append(name)

    def handle_data(self, data: str) -> None:
        self.text += data if self.area else ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.area:
            self.forms[-1].pairs.append((self.area, self.text.strip() or "Words"))
            self.forms[-1].words.append(self.area)
            self.area = ""
        elif tag == "select" and self.select:
            chosen = [value for value, is_chosen in self.options if is_chosen]
            values = [value for value, _ in self.options]
            self.forms[-1].pairs.append((self.select, (chosen or values or [""])[0]))
            self.forms[-1].choices["select", self.select] = [value for value in values if value][:1]
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
    tried = [(address, form, name) for address, form in forms for name in dict.fromkeys(form.words)]
    silent = []
    for address, form, name in tried:
        for sent in form.list_ways(name):
            answer = client.post(address, data=sent)
            assert answer.status_code < 500, (address, name)
            assert list_rows_with_number() == [], (address, name)
            put_back(file, tmp_path)
            if is_explained(answer):
                break
        else:
            endpoint = app.url_map.bind("localhost").match(urlsplit(address).path, method="POST")[0]
            if not (endpoint in LEFT_ASIDE and LEFT_ASIDE[endpoint].match(name)):
                silent.append((endpoint, address, name, answer.status_code))
    assert silent == []
    assert len(tried) > 200


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
