"""The top of every page, however large its text: nothing is cut off, hidden behind something, or lost."""

import pytest
from flask import Flask
from playwright.sync_api import Page

from directory.extensions import db
from tests.factories import make_need
from tests.journeys.conftest import OpenPage

pytestmark = pytest.mark.browser

_LINKS = ("Find help", "Browse by need", "Advice", "My list", "Urgent help")
_OVERLAPS = """() => {
  const leave = document.querySelector('.app-leave__link').getBoundingClientRect();
  const texts = [...document.querySelectorAll('.nhsuk-header__service-name, .nhsuk-header__navigation a, ' +
    '.app-header-search__button, .nhsuk-header__menu-toggle')].filter((one) => one.offsetParent);
  const covers = (box) => box.left < leave.right && box.right > leave.left
    && box.top < leave.bottom - 1 && box.bottom > leave.top + 1;
  return texts.filter((one) => [...one.getClientRects()].some(covers)).map((one) => one.textContent.trim());
}"""


@pytest.fixture
def some_need(app: Flask) -> None:
    make_need("debt")
    db.session.commit()


def list_cut_off(page: Page) -> list[str]:
    """The links of the menu of which a part lies outside the window or outside what holds it."""
    return page.evaluate(
        """() => [...document.querySelectorAll('.nhsuk-header__navigation a, .nhsuk-header__menu-toggle')]
          .filter((one) => one.offsetParent)
          .filter((one) => {
            const box = one.getBoundingClientRect();
            const nav = one.closest('nav').getBoundingClientRect();
            return box.left < 0 || box.right > innerWidth + 1 || box.bottom > nav.bottom + 2
              || one.scrollWidth > one.clientWidth + 2;
          }).map((one) => one.textContent.trim())"""
    )


@pytest.mark.parametrize("path", ["/", "/needs"])
@pytest.mark.parametrize("width", [320, 360, 768, 1280])
@pytest.mark.parametrize("text_size", ["100%", "200%"])
@pytest.mark.usefixtures("some_need")
def test_every_link_of_the_menu_can_be_reached_whole(
    open_page: OpenPage, path: str, width: int, text_size: str
) -> None:
    page = open_page({"width": width, "height": 900})
    page.goto(path)
    # After the menu was laid out, as where a person turns the size up while reading.
    page.evaluate("(size) => { document.documentElement.style.fontSize = size; }", text_size)
    page.wait_for_function("() => document.body.classList.contains('js-enabled')")
    page.wait_for_timeout(300)
    more = page.locator(".nhsuk-header__menu-toggle")
    if more.is_visible():
        more.click()
    for name in _LINKS:
        assert page.locator("header nav").get_by_role("link", name=name).is_visible(), name
    assert list_cut_off(page) == []
    assert page.evaluate(_OVERLAPS) == []


@pytest.mark.usefixtures("some_need")
def test_without_javascript_the_menu_is_whole_too(open_page: OpenPage) -> None:
    page = open_page({"width": 320, "height": 900}, java_script_enabled=False)
    page.goto("/")
    for name in _LINKS:
        box = page.locator("header nav").get_by_role("link", name=name).bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320
