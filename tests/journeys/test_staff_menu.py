"""The staff menu on a phone: folded, so that a page begins with its heading; opened and left by keyboard."""

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.journeys.conftest import DESKTOP, OpenPage
from tests.journeys.test_accessibility import find_axe_faults
from tests.journeys.test_desk_accessibility import Desk, desk, open_signed_in

__all__ = ["desk"]

pytestmark = pytest.mark.browser

_SCREEN = {"width": 360, "height": 640}
_PATHS = (
    "/admin/",
    "/admin/entries",
    "/helpline",
    "/helpline/questions",
    "/helpline/figures",
    "/network",
    "/support",
    "/support/figures/team-quarter",
    "/unmet-needs",
    "/unmet-needs/figures",
    "/admin/accounts",
)


def is_menu_open(page: Page) -> bool:
    return page.get_by_role("navigation", name="Staff").get_by_role("link", name="Desk").is_visible()


def test_a_heading_stands_in_the_first_third_of_a_phone(
    app: Flask, open_page: OpenPage, site: str, desk: Desk
) -> None:
    page = open_page(_SCREEN, java_script_enabled=False)
    open_signed_in(app, page, site, desk)
    late = []
    for path in _PATHS:
        page.goto(path)
        box = page.locator("h1").bounding_box()
        assert box
        if box["y"] + 32 > _SCREEN["height"] / 3:
            late.append((path, box["y"]))
    assert late == []


def test_the_folded_menu_opens_and_closes_by_keyboard_without_javascript(
    app: Flask, open_page: OpenPage, site: str, desk: Desk
) -> None:
    page = open_page(_SCREEN, java_script_enabled=False)
    open_signed_in(app, page, site, desk)
    page.goto("/support")
    assert not is_menu_open(page)
    page.get_by_role("button", name="Staff menu").press("Enter")
    assert is_menu_open(page)
    assert page.get_by_role("link", name="Urgent help").first.is_visible()
    page.keyboard.press("Escape")
    assert not is_menu_open(page)
    page.get_by_role("button", name="Staff menu").press("Enter")
    page.get_by_role("button", name="Close menu").press("Enter")
    assert not is_menu_open(page)
    page.get_by_role("button", name="Staff menu").press("Enter")
    page.get_by_role("navigation", name="Staff").get_by_role("link", name="Unmet needs").press("Enter")
    page.wait_for_url("**/unmet-needs/")


def test_axe_finds_nothing_in_the_open_menu(app: Flask, open_page: OpenPage, site: str, desk: Desk) -> None:
    page = open_page(_SCREEN)
    open_signed_in(app, page, site, desk)
    page.goto("/support")
    page.get_by_role("button", name="Staff menu").click()
    assert find_axe_faults(page) == []


def test_on_a_desk_the_menu_stands_open(app: Flask, open_page: OpenPage, site: str, desk: Desk) -> None:
    page = open_page(DESKTOP, java_script_enabled=False)
    open_signed_in(app, page, site, desk)
    page.goto("/support")
    assert is_menu_open(page)
    assert page.get_by_role("button", name="Staff menu").is_hidden()
