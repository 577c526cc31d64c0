"""What must hold for every page, looked at in every answer a test gets."""

import re
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.h1 = 0
        self.title = ""
        self.faults: list[str] = []
        self._in = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._in = tag
        self.h1 += tag == "h1"
        if tag == "form" and not given.get("action"):
            self.faults.append("a form without an action")
        if tag == "style" or "style" in given:
            self.faults.append(f"inline style on <{tag}>")
        if tag == "script" and not given.get("src") and given.get("type") != "application/json":
            self.faults.append("an inline script")
        self.faults += [f"inline handler {name} on <{tag}>" for name in given if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        if self._in == "title":
            self.title += data

    def handle_endtag(self, tag: str) -> None:
        self._in = ""


def find_faults(html: str) -> list[str]:
    page = _Page()
    page.feed(html)
    faults = list(page.faults)
    if page.h1 != 1:
        faults.append(f"{page.h1} h1 headings")
    if not page.title.strip():
        faults.append("no title")
    if re.search(r"Undefined|\bNone\b(?= miles)|{{|{%", html):
        faults.append("template leftovers")
    return faults


class CheckedClient(FlaskClient):
    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        is_page = response.mimetype == "text/html" and not 300 <= response.status_code < 400
        if is_page and response.data and not response.content_encoding:
            faults = find_faults(response.get_data(as_text=True))
            assert not faults, f"{response.request.path}: {', '.join(faults)}"
        return response
