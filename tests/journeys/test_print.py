"""What comes out on paper: the help itself and the urgent numbers, and nothing to press."""

import pytest
from flask import Flask
from playwright.sync_api import Page

from directory.extensions import db
from directory.models.codes import Role
from tests.factories import make_user
from tests.journeys.conftest import DESKTOP, OpenPage
from tests.journeys.example import Example, make_example
from tests.journeys.test_desk_accessibility import Desk, desk, open_signed_in  # noqa: F401

pytestmark = pytest.mark.browser

_NEVER = (
    "Leave this page quickly",
    "Browse by need",
    "Print",
    "Add to my list",
    "E-mail this",
    "Show on a map",
    "All urgent help",
    "Sign out",
    "Accessibility",
    "Narrow these results",
)


@pytest.fixture
def example(app: Flask) -> Example:
    make_user(Role.STAFF)
    made = make_example()
    db.session.commit()
    return made


def read_paper(page: Page, path: str) -> str:
    """The words that can be seen where the page is printed."""
    page.goto(path)
    page.emulate_media(media="print")
    return page.locator("body").inner_text()


@pytest.mark.parametrize("is_staff", [False, True])
def test_paper_has_the_help_and_the_urgent_numbers_and_nothing_to_press(
    app: Flask,
    open_page: OpenPage,
    site: str,
    example: Example,
    desk: Desk,  # noqa: F811
    is_staff: bool,
) -> None:
    page = open_page(DESKTOP)
    if is_staff:
        open_signed_in(app, page, site, desk)
    entry = ("West End Coffee Morning", "0116 496 0112", "1 Example Street", "Every Thursday, 10am to 12pm")
    papers = {
        "/search?q=coffee&place=LE3": (*entry, "2 results", "Coffee far away"),
        f"/entry/{example.coffee}": (*entry, "Tea and cake", f"/entry/{example.coffee}"),
        f"/my-list?ids={example.coffee},{example.guidance}": (*entry, "Making a budget"),
    }
    for path, wanted in papers.items():
        text = read_paper(page, path)
        assert [words for words in (*wanted, "Call 999", "Call 116 123") if words not in text] == [], path
        lines = {line.strip() for line in text.splitlines()}
        assert [words for words in _NEVER if words in lines] == [], path
        shown = page.locator("button:visible, input:visible, nav:visible, select:visible")
        assert shown.count() == 0, (path, shown.first.evaluate("one => one.outerHTML"))


def test_an_entry_fills_two_sheets_at_most_and_a_card_is_not_torn(
    open_page: OpenPage, example: Example
) -> None:
    page = open_page(DESKTOP)
    page.goto(f"/entry/{example.coffee}")
    sheets = page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n")
    assert 1 <= sheets <= 2
    page.goto("/search?q=friendly")
    page.emulate_media(media="print")
    torn = page.locator(".app-hit").evaluate_all(
        "cards => cards.filter(one => getComputedStyle(one).breakInside !== 'avoid').length"
    )
    assert torn == 0


def test_options_side_by_side_stand_whole_on_one_sheet(
    app: Flask,
    open_page: OpenPage,
    site: str,
    example: Example,
    desk: Desk,  # noqa: F811
) -> None:
    page = open_page(DESKTOP)
    open_signed_in(app, page, site, desk)
    page.goto(f"/support/compare?entry={example.coffee}&entry={example.guidance}")
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1
    page.set_viewport_size({"width": 617, "height": 900})
    page.emulate_media(media="print")
    over = page.locator(".app-compare").evaluate("one => one.scrollWidth - one.clientWidth")
    assert over <= 4
