"""Somebody signs in, sees what waits for them, and goes there."""

import pytest
from flask import Flask
from playwright.sync_api import Page

from directory.accounts.passwords import hash_password
from directory.extensions import db
from directory.models.codes import Role
from tests.admin.test_start import NOTHING, lay_work
from tests.factories import make_user
from tests.journeys.conftest import DESKTOP, PHONE, OpenPage
from tests.journeys.test_accessibility import find_axe_faults

pytestmark = pytest.mark.browser

_PASSWORD = "blue kettle seven lamps"


@pytest.fixture
def _people(app: Flask) -> None:
    for role in (Role.STAFF, Role.COMMISSIONER):
        user = make_user(role, email=f"{role}@example.org", password_hash=hash_password(_PASSWORD))
        if role == Role.STAFF:
            lay_work(user)
    db.session.commit()


def sign_in(page: Page, role: Role) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(f"{role}@example.org")
    page.get_by_label("Password", exact=True).fill(_PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/start")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.usefixtures("_people")
def test_what_waits_is_seen_at_once_and_leads_there(open_page: OpenPage, size: dict[str, int]) -> None:
    page = open_page(size)
    sign_in(page, Role.STAFF)
    assert find_axe_faults(page) == []
    for text_size in ("100%", "200%"):
        page.evaluate("(size) => { document.documentElement.style.fontSize = size; }", text_size)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"] + 1
    page.get_by_role("link", name="follow-ups of yours due").click()
    page.wait_for_url("**/support#due-list")
    assert page.get_by_role("heading", name="Your follow-ups due: 1 overdue").is_visible()


@pytest.mark.usefixtures("_people")
def test_where_nothing_waits_it_says_so_without_javascript(open_page: OpenPage) -> None:
    page = open_page(PHONE, java_script_enabled=False)
    sign_in(page, Role.COMMISSIONER)
    assert page.get_by_text(NOTHING).is_visible()
