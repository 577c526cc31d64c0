"""A knowledge officer at the desk, in a real browser."""

import time
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Dialog, Page, expect

from directory.accounts.passwords import hash_password
from directory.extensions import db
from directory.models.codes import Role
from directory.search.follower import REFRESH_SECONDS, Follower
from tests.factories import make_need, make_service, make_user
from tests.journeys.conftest import PHONE, OpenPage

pytestmark = pytest.mark.browser

PASSWORD = "blue kettle seven lamps"


@pytest.fixture
def officer(app: Flask, build_index: Callable[[], None]) -> str:
    """The e-mail address of a knowledge officer. The test itself holds no row: reading one would begin a
    transaction, and SQLite has one writer."""
    # As in production: the index is looked at on a search, at most every REFRESH_SECONDS.
    kept = app.extensions["search"]
    app.extensions["search"] = Follower(kept.root, lambda: db.engine, REFRESH_SECONDS)
    make_need("loneliness", words=("lonely",))
    make_service(name="Decoy dominoes", organization={"name": "Example Games"})
    email = "officer@example.org"
    make_user(Role.KNOWLEDGE_OFFICER, email=email, password_hash=hash_password(PASSWORD))
    build_index()
    return email


def sign_in(page: Page, officer: str) -> None:
    page.goto("/admin/")
    page.get_by_label("E-mail address").fill(officer)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Desk")


def make_draft(page: Page) -> None:
    if (menu := page.get_by_role("button", name="Staff menu")).is_visible():
        menu.click()
    page.get_by_role("navigation", name="Staff").get_by_role("link", name="Entries").click()
    page.get_by_role("link", name="Add a service, group or activity").click()
    page.get_by_label("Group").check()
    page.get_by_label("Name", exact=True).fill("Zither circle")
    page.get_by_label("Summary").fill("Play the zither with others. Beginners are welcome.")
    page.get_by_label("Organization that runs it").fill("Example Strings")
    page.get_by_role("button", name="Make the draft").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Zither circle")


def fill_in_needs_and_phone(page: Page) -> None:
    page.get_by_role("link", name="Change needs and who it is for").click()
    page.get_by_label("Loneliness").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Change how to contact").click()
    page.get_by_role("button", name="Add a phone number").click()
    page.get_by_label("Number").first.fill("0116 496 0555")
    page.get_by_role("button", name="Save").click()


def count_found(visitor: Page) -> int:
    visitor.goto("/search?q=zither")
    return visitor.get_by_role("article").count()


def test_an_officer_publishes_an_entry_and_a_visitor_finds_it_within_a_second(
    open_page: OpenPage, officer: str
) -> None:
    desk, visitor = open_page(), open_page(PHONE)
    sign_in(desk, officer)
    make_draft(desk)
    fill_in_needs_and_phone(desk)
    assert count_found(visitor) == 0
    desk.get_by_role("button", name="Publish").click()
    expect(desk.get_by_text("Published. People can find it now.")).to_be_visible()
    published = time.monotonic()
    while count_found(visitor) == 0:
        assert time.monotonic() - published < 1
    expect(visitor.get_by_role("article")).to_contain_text("Zither circle")
    desk.get_by_role("button", name="Suspend now").click()
    expect(desk.get_by_text("Suspended", exact=True)).to_be_visible()
    suspended = time.monotonic()
    while count_found(visitor) == 1:
        assert time.monotonic() - suspended < 1


def test_the_desk_works_without_javascript_on_a_small_phone(open_page: OpenPage, officer: str) -> None:
    page = open_page(PHONE, java_script_enabled=False)
    sign_in(page, officer)
    make_draft(page)
    page.get_by_role("link", name="Change where and when").click()
    page.get_by_role("button", name="Add a place").click()
    page.get_by_label("Name of the place").fill("Example Hall")
    page.get_by_label("Building and street").fill("1 Example Street")
    page.get_by_label("Postcode").fill("LE1 1AA")
    page.get_by_role("button", name="Add a time").first.click()
    expect(page.get_by_label("Name of the place")).to_have_value("Example Hall")
    page.get_by_label("Tuesday").check()
    page.get_by_label("From").fill("10:00")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Every week, Tuesday, From 10:00")).to_be_visible()


def test_the_enter_key_saves_and_does_not_add_or_remove_a_row(open_page: OpenPage, officer: str) -> None:
    page = open_page()
    sign_in(page, officer)
    make_draft(page)
    page.get_by_role("link", name="Change how to contact").click()
    page.get_by_role("button", name="Add a phone number").click()
    page.get_by_label("Number").first.fill("0116 496 0555")
    page.get_by_label("Number").first.press("Enter")
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.get_by_text("0116 496 0555")).to_be_visible()


def test_leaving_a_page_with_unsaved_work_is_asked_about(open_page: OpenPage, officer: str) -> None:
    page = open_page()
    sign_in(page, officer)
    make_draft(page)
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.get_by_role("link", name="Change notes for the desk").click()
    page.get_by_label("Note").fill("Ask for Jo")
    page.get_by_role("link", name="Leave without saving").click(no_wait_after=True)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    expect(page.get_by_label("Note")).to_have_value("Ask for Jo")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert asked == ["beforeunload"]


def test_two_officers_meet_and_neither_loses_anything(open_page: OpenPage, officer: str) -> None:
    first, second = open_page(), open_page()
    for page in (first, second):
        sign_in(page, officer)
    make_draft(first)
    first.get_by_role("link", name="Change what it is").click()
    second.goto(first.url)
    first.get_by_label("Summary").fill("The first summary.")
    second.get_by_label("Summary").fill("The second summary.")
    first.get_by_role("button", name="Save").click()
    second.get_by_role("button", name="Save").click()
    expect(second.get_by_role("heading", level=1)).to_contain_text("Somebody else changed this too")
    expect(second.get_by_text("The first summary.").first).to_be_visible()
    second.get_by_label("Keep mine").check()
    second.get_by_role("button", name="Save these choices").click()
    expect(second.get_by_text("The second summary.")).to_be_visible()
