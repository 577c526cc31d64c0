"""A real browser on the real application: a server on a free port, a database file, an index."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from directory.extensions import db
from directory.search.find import find_follower
from directory.search.index.builder import rebuild_index
from tests.journeys.calls import Desk, make_desk

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 320, "height": 640}

OpenPage = Callable[..., Page]


@pytest.fixture
def site(app: Flask) -> Iterator[str]:
    """The address of the running application. Rows that a test commits are there at once."""
    app.config["SHOW_FAULT_PAGES"] = True
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def build_index(app: Flask) -> Callable[[], None]:
    """Commits what the test made and builds a generation from it."""

    def build() -> None:
        db.session.commit()
        follower = find_follower()
        follower.read(lambda session: rebuild_index(session, follower.root))

    return build


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[OpenPage]:
    """Opens a page of a given size. At the end, the test fails if the browser asked anybody else for
    anything, or complained (a broken script, something the security policy forbids)."""
    faults: list[str] = []
    with ExitStack() as stack:

        def open_one(size: dict[str, int] = DESKTOP, **options: Any) -> Page:
            context = stack.enter_context(
                browser.new_context(viewport=size, base_url=site, locale="en-GB", **options)
            )
            page = context.new_page()
            page.on("request", lambda asked: _note_stranger(faults, site, asked.url))
            page.on("pageerror", lambda error: faults.append(f"script: {error}"))
            page.on("console", lambda line: _note_complaint(faults, line.type, line.text))
            return page

        yield open_one
    assert faults == []


@pytest.fixture
def desk(build_index: Callable[[], None]) -> Desk:
    """A helpline with something to find, and two handlers."""
    return make_desk(build_index)


@pytest.fixture
def desktop(open_page: OpenPage) -> Page:
    return open_page(DESKTOP)


@pytest.fixture
def phone(open_page: OpenPage) -> Page:
    return open_page(PHONE, has_touch=True)


def _note_stranger(faults: list[str], site: str, address: str) -> None:
    if not address.startswith((site, "data:", "blob:")):
        faults.append(f"asked for {address}")


def _note_complaint(faults: list[str], kind: str, text: str) -> None:
    # A page that answers 404 or 503 on purpose, or a network taken away on purpose, is logged by the browser
    # as a failed resource.
    on_purpose = ("the server responded with a status of", "ERR_INTERNET_DISCONNECTED")
    if kind in ("error", "warning") and not any(words in text for words in on_purpose):
        faults.append(f"console: {text}")
