"""A person alone asks what could help: nothing of it is kept, on the server, in an address or in the
browser."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from directory.extensions import db
from tests.factories import make_framework, make_need
from tests.journeys.example import make_example

pytestmark = pytest.mark.browser


@pytest.fixture
def directory_is_laid(app: Flask, build_index: Callable[[], None]) -> None:
    make_framework()
    make_example()
    make_need("loneliness-and-isolation")
    build_index()


def count_rows() -> dict[str, int]:
    counts = {
        table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in db.metadata.sorted_tables
    }
    db.session.rollback()
    return counts


@pytest.mark.usefixtures("directory_is_laid")
def test_what_somebody_ticks_is_kept_nowhere(phone: Page) -> None:
    before = count_rows()
    addresses: list[str] = []
    phone.on("request", lambda asked: addresses.append(asked.url))
    phone.goto("/what-could-help")
    phone.get_by_role("checkbox").first.check()
    phone.get_by_label("Where do you live?").fill("LE3")
    phone.get_by_role("button", name="Show what could help").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("What could help me")
    expect(phone.get_by_role("heading", name="Urgent help").first).to_be_visible()
    assert [address for address in addresses if "LE3" in address or "need=" in address] == []
    assert count_rows() == before
    assert phone.context.cookies() == []
    assert phone.evaluate("localStorage.length + sessionStorage.length") == 0


@pytest.mark.usefixtures("directory_is_laid")
def test_the_sheet_for_an_appointment_prints_with_room_to_write(phone: Page) -> None:
    phone.goto("/what-could-help")
    phone.get_by_role("link", name="A sheet to print and fill in before an appointment").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Before your appointment")
    phone.emulate_media(media="print")
    expect(phone.get_by_role("button", name="Print this")).to_be_hidden()
    boxes, lines = phone.locator(".app-sheet__box"), phone.locator(".app-sheet__lines")
    assert boxes.count() >= 5
    assert lines.count() == 4
    assert lines.first.bounding_box()["height"] >= 80
    assert phone.pdf().count(b"/Type /Page\n") + phone.pdf().count(b"/Type/Page/") <= 4
