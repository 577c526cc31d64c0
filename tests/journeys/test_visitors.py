"""People who look for help: on a phone, without JavaScript, with a keyboard only, with somebody watching."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Route, expect

from directory.extensions import db
from tests.journeys.conftest import DESKTOP, OpenPage
from tests.journeys.example import Example, make_example

pytestmark = pytest.mark.browser


@pytest.fixture
def example(app: Flask, build_index: Callable[[], None]) -> Example:
    made = make_example()
    build_index()
    return made


def test_a_person_on_a_phone_finds_a_coffee_morning_near_le3(phone: Page, example: Example) -> None:
    phone.goto("/")
    phone.get_by_label("What do you need help with?").fill("coffee morning")
    phone.get_by_label("Where?").fill("le3")
    phone.get_by_role("button", name="Search", exact=True).tap()
    first = phone.get_by_role("article").first
    expect(first).to_contain_text("West End Coffee Morning")
    expect(first).to_contain_text(re.compile("miles? away"))
    first.get_by_role("link", name="West End Coffee Morning").first.tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text("West End Coffee Morning")
    expect(phone.get_by_text("Every Thursday, 10am to 12pm").first).to_be_visible()
    expect(phone.get_by_role("link", name="0116 496 0112")).to_have_attribute("href", "tel:01164960112")


def test_a_person_without_javascript_filters_and_keeps_a_list(open_page: OpenPage, example: Example) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/")
    page.get_by_label("What do you need help with?").fill("coffee")
    page.get_by_role("button", name="Search", exact=True).click()
    page.get_by_text("Filter results").click()
    page.get_by_label("Meeting people").check()
    page.get_by_role("button", name="Show results").click()
    expect(page.get_by_role("link", name="Meeting people")).to_be_visible()
    expect(page.get_by_role("article")).to_have_count(2)
    page.get_by_role("link", name="Add to my list West End Coffee Morning").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My list")
    expect(page.get_by_role("article")).to_contain_text("West End Coffee Morning")
    page.get_by_label("What do you need help with?").fill("friendly")
    page.get_by_role("button", name="Search", exact=True).nth(-1).click()
    page.get_by_role("link", name="Next page").click()
    page.get_by_role("link", name="Add to my list Friendly group").first.click()
    expect(page.get_by_role("article")).to_have_count(2)
    page.get_by_role("link", name="Clear my list").click()
    expect(page.get_by_text("There is nothing on your list yet")).to_be_visible()


def test_a_person_with_only_a_keyboard_finds_and_opens_an_entry(desktop: Page, example: Example) -> None:
    desktop.goto("/")
    desktop.keyboard.press("Tab")
    expect(desktop.get_by_role("link", name="Skip to main content")).to_be_focused()
    desktop.keyboard.press("Enter")
    press_until(desktop, "What do you need help with?")
    desktop.keyboard.type("coffee")
    desktop.keyboard.press("Tab")
    desktop.keyboard.type("LE3")
    desktop.keyboard.press("Enter")
    expect(desktop.get_by_role("heading", level=1)).to_contain_text("near LE3")
    press_until(desktop, "West End Coffee Morning")
    desktop.keyboard.press("Enter")
    expect(desktop.get_by_role("heading", level=1)).to_have_text("West End Coffee Morning")


def test_filters_are_set_with_the_keyboard(desktop: Page, example: Example) -> None:
    desktop.goto("/search?q=coffee")
    press_until(desktop, "Free")
    desktop.keyboard.press("Space")
    press_until(desktop, "Show results")
    desktop.keyboard.press("Enter")
    expect(desktop.get_by_role("link", name="Take away the filter: Free")).to_have_count(0)
    desktop.goto("/search?q=friendly")
    press_until(desktop, "Next page")
    desktop.keyboard.press("Enter")
    expect(desktop.get_by_text("Page 2 of 2")).to_be_visible()


def test_my_list_stays_in_the_browser_and_goes_with_one_tap(phone: Page, example: Example) -> None:
    phone.goto(f"/entry/{example.coffee}")
    phone.get_by_role("link", name="Add to my list").tap()
    expect(phone.get_by_text("Added to my list.")).to_be_visible()
    phone.goto(f"/guidance/{example.guidance}")
    phone.goto("/my-list")
    expect(phone.get_by_role("article")).to_contain_text("West End Coffee Morning")
    # What is on the list stays out of the address, and so out of the history.
    assert str(example.coffee) not in phone.url
    phone.get_by_role("link", name="Clear my list").tap()
    expect(phone.get_by_text("There is nothing on your list yet")).to_be_visible()
    phone.reload()
    expect(phone.get_by_text("There is nothing on your list yet")).to_be_visible()
    assert phone.evaluate("window.localStorage.length") == 0


def test_one_thing_is_taken_off_my_list(phone: Page, example: Example) -> None:
    for entry_id in (example.coffee, example.far):
        phone.goto(f"/entry/{entry_id}")
        phone.get_by_role("link", name="Add to my list").tap()
    phone.goto("/my-list")
    expect(phone.get_by_role("article")).to_have_count(2)
    phone.get_by_role("link", name="Remove from my list Coffee far away").tap()
    expect(phone.get_by_role("article")).to_have_count(1)
    phone.reload()
    expect(phone.get_by_role("article")).to_contain_text("West End Coffee Morning")


def test_somebody_elses_list_does_not_replace_my_own(phone: Page, example: Example) -> None:
    phone.goto(f"/entry/{example.coffee}")
    phone.get_by_role("link", name="Add to my list").tap()
    phone.goto(f"/my-list?ids={example.far}")
    expect(phone.get_by_role("article")).to_contain_text("Coffee far away")
    phone.goto("/my-list")
    expect(phone.get_by_role("article")).to_contain_text("West End Coffee Morning")


@pytest.mark.parametrize("way", ["click", "Shift", "Escape"])
def test_leaving_quickly_leaves_nothing_to_come_back_to(
    open_page: OpenPage, example: Example, site: str, way: str
) -> None:
    page = open_page(DESKTOP)
    asked: list[tuple[str, str | None]] = []
    away = f"{site}/weather-page"
    page.route("**/weather-page", lambda route: _answer(route, asked))
    page.goto("/about")
    page.goto("/search?q=he+hits+me")
    # The real page is on another site: the test stands in for it without leaving this machine.
    page.evaluate("(away) => { document.querySelector('[data-leave]').href = away; }", away)
    if way == "click":
        page.get_by_role("link", name="Leave this page quickly").click()
    else:
        for _ in range(3):
            page.keyboard.press(way)
    page.wait_for_url("**/weather-page")
    assert [urlsplit(address).query for address, _ in asked] == [""]
    assert [referrer for _, referrer in asked] == [None]
    page.go_back()
    assert urlsplit(page.url).path == "/about"


def test_map_pictures_are_fetched_only_when_somebody_opens_the_map(
    app: Flask, browser: Browser, site: str, example: Example
) -> None:
    app.config["TILE_URL"] = "https://tiles.example.org/{z}/{x}/{y}.png"
    app.config["TILE_ATTRIBUTION"] = "Maps by Example"
    page = browser.new_context(base_url=site).new_page()
    asked: list[str | None] = []
    page.route("https://tiles.example.org/**", lambda route: _send_tile(route, asked))
    page.goto("/search?q=coffee&place=LE3", wait_until="networkidle")
    assert asked == []
    page.get_by_role("button", name="Show on a map").click()
    expect(page.locator(".leaflet-tile-loaded").first).to_be_visible()
    expect(page.get_by_text("Maps by Example")).to_be_visible()
    # Whoever sends the pictures is not told what was searched for.
    assert set(asked) == {None}
    page.context.close()


def test_crisis_help_is_seen_at_once_on_a_phone(phone: Page, example: Example) -> None:
    phone.goto("/search?q=i+dont+want+to+be+here+anymore")
    call = phone.get_by_role("main").get_by_role("link", name="Call 999").first
    expect(call).to_be_in_viewport()


def test_a_visitor_leaves_no_cookie_behind(open_page: OpenPage, example: Example) -> None:
    page = open_page()
    for path in ("/", "/search?q=coffee&place=LE3", f"/entry/{example.coffee}", "/my-list", "/cookies"):
        page.goto(path)
    assert page.context.cookies() == []


def test_an_entry_published_a_moment_ago_is_found(phone: Page, example: Example) -> None:
    from tests.factories import make_service

    make_service(name="Brand new knitting circle")
    db.session.commit()
    phone.goto("/search?q=knitting")
    expect(phone.get_by_role("article")).to_contain_text("Brand new knitting circle")


def press_until(page: Page, name: str) -> None:
    """Tabs on until what has the focus has this name."""
    for _ in range(160):
        page.keyboard.press("Tab")
        text = page.evaluate(
            "() => { const one = document.activeElement;"
            " return [...(one.labels || [])].map((l) => l.innerText).join(' ') || one.innerText || ''; }"
        )
        if name in " ".join(text.split()):
            return
    raise AssertionError(f"the keyboard does not reach {name}")


def _send_tile(route: Route, asked: list[str | None]) -> None:
    asked.append(route.request.header_value("referer"))
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256"/>'
    route.fulfill(
        body=picture, content_type="image/svg+xml", headers={"Cross-Origin-Resource-Policy": "cross-origin"}
    )


def _answer(route: Route, asked: list[tuple[str, str | None]]) -> None:
    asked.append((route.request.url, route.request.header_value("referer")))
    route.fulfill(body="<title>Weather</title><h1>Weather</h1>", content_type="text/html")
