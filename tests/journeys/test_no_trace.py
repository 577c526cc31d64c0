"""What is searched for in danger leaves nothing behind in a browser, with JavaScript and without."""

import re
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Error, Page, expect
from werkzeug.exceptions import TooManyRequests

from tests.journeys.conftest import DESKTOP, PHONE, OpenPage
from tests.journeys.example import Example, make_example

pytestmark = pytest.mark.browser

WORDS = "he hits me"
PANEL = "Is somebody hurting or frightening you?"

WITH_AND_WITHOUT_SCRIPT = pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
BY_FORM_AND_BY_ADDRESS = pytest.mark.parametrize("way", ["form", "header", "address"])


@pytest.fixture
def example(app: Flask, build_index: Callable[[], None]) -> Example:
    made = make_example()
    build_index()
    return made


def search(page: Page, way: str) -> None:
    page.goto("/about")
    if way == "address":
        page.goto("/search?q=he+hits+me")
    elif way == "header":
        page.get_by_role("searchbox", name="Search for help").fill(WORDS)
        page.get_by_role("button", name="Search", exact=True).click()
    else:
        page.goto("/")
        page.get_by_label("What do you need help with?").fill(WORDS)
        page.get_by_role("button", name="Search", exact=True).click()
    expect(page.get_by_role("heading", name=PANEL)).to_be_visible()


def list_history(page: Page) -> list[tuple[str, str]]:
    """The address and title of all that Back and Forward lead to."""
    entries = page.context.new_cdp_session(page).send("Page.getNavigationHistory")["entries"]
    return [(entry["url"], entry["title"]) for entry in entries]


def leave(page: Page, has_script: bool) -> None:
    """By the link, which leads to a page of this machine here. Without script it is a link like any other."""
    if not has_script:
        page.goto("/needs?weather")
        return
    page.evaluate("document.querySelector('[data-leave]').href = '/needs?weather'")
    page.get_by_role("link", name="Leave this page quickly").click()
    page.wait_for_url("**/needs*")


def go_back(page: Page) -> None:
    # Where the browser would have to send the form again, it shows a page of its own instead.
    with suppress(Error):
        page.go_back()


def expect_nothing_of_it(page: Page) -> None:
    page.wait_for_load_state()
    assert page.locator(".app-crisis").count() == 0
    assert WORDS not in page.content()
    assert [field.input_value() for field in page.get_by_role("searchbox").all()] in ([], [""])


@WITH_AND_WITHOUT_SCRIPT
@BY_FORM_AND_BY_ADDRESS
@pytest.mark.parametrize("is_cached", [True, False], ids=["cache", "no cache"])
def test_one_press_of_back_after_the_quick_exit_shows_nothing_of_it(
    open_page: OpenPage, example: Example, has_script: bool, way: str, is_cached: bool
) -> None:
    """Without its cache a browser sends a form again by itself. (An intercepted page has no cache.)"""
    page = open_page(DESKTOP, java_script_enabled=has_script)
    if not is_cached:
        page.context.route("**/unused", lambda route: route.abort())
    search(page, way)
    leave(page, has_script)
    go_back(page)
    expect_nothing_of_it(page)
    assert all("hits" not in f"{address} {title}" for address, title in list_history(page))


@WITH_AND_WITHOUT_SCRIPT
def test_the_words_go_from_page_to_page_and_none_of_it_is_left(
    open_page: OpenPage, example: Example, has_script: bool
) -> None:
    """Filters, pages and an entry under the panel, the quick exit, and Back as often as there is a Back."""
    page = open_page(DESKTOP, java_script_enabled=has_script)
    page.context.route("**/unused", lambda route: route.abort())
    requests: list[tuple[str, dict[str, str]]] = []
    page.on("request", lambda asked: requests.append((asked.url, asked.headers)))
    page.goto("/")
    page.get_by_label("What do you need help with?").fill("friendly he hits me")
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.get_by_label("What do you need help with?")).to_have_value("")
    page.get_by_role("button", name="Show the ordinary results").click()
    page.get_by_role("button", name="Next page").click()
    expect(page.get_by_text(re.compile("Page 2 of"))).to_be_visible()
    expect(page.get_by_role("heading", name=PANEL)).to_be_visible()
    page.get_by_role("button", name="Name, A to Z").click()
    expect(page.get_by_role("heading", name=PANEL)).to_be_visible()
    page.get_by_role("article").first.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Friendly group")
    page.goto("/")
    page.get_by_label("What do you need help with?").fill("she hits me")
    page.get_by_role("button", name="Search", exact=True).click()
    leave(page, has_script)
    for _ in range(6):
        go_back(page)
        if page.url == "about:blank":
            break
        expect_nothing_of_it(page)
    assert [address for address, _ in requests if "hits" in address] == []
    assert [headers for _, headers in requests if "referer" in headers] == []
    assert all("hits" not in f"{address} {title}" for address, title in list_history(page))
    assert page.context.cookies() == []


@WITH_AND_WITHOUT_SCRIPT
def test_after_too_many_searches_back_shows_nothing_of_it_either(
    open_page: OpenPage, example: Example, has_script: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: str) -> bool:
        raise TooManyRequests

    monkeypatch.setattr("directory.search.pages.views.is_sent_again", refuse)
    page = open_page(DESKTOP, java_script_enabled=has_script)
    page.context.route("**/unused", lambda route: route.abort())
    search(page, "form")
    # With a script the page is soon taken out of the history, and its address is that of the start.
    assert has_script or urlsplit(page.url).path.startswith("/search/p/")
    leave(page, has_script)
    go_back(page)
    expect_nothing_of_it(page)


@WITH_AND_WITHOUT_SCRIPT
def test_a_press_for_the_ordinary_results_shows_that_something_happened(
    open_page: OpenPage, example: Example, has_script: bool
) -> None:
    page = open_page(PHONE, java_script_enabled=has_script)
    page.goto("/")
    page.get_by_label("What do you need help with?").fill("friendly he hits me")
    page.get_by_role("button", name="Search", exact=True).click()
    page.get_by_role("button", name="Show the ordinary results").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_be_in_viewport()
    expect(heading).to_have_text("What else we found")
    expect(
        page.get_by_role("heading", level=2, name=re.compile("results?$|results? Page"))
    ).to_be_in_viewport()
    shown = page.locator(".app-crisis--short")
    expect(shown.get_by_role("link", name="Call 999")).to_be_visible()
    assert (shown.bounding_box() or {})["height"] < PHONE["height"] * 0.65


def test_reload_shows_the_start_page_and_sends_nothing_again(desktop: Page, example: Example) -> None:
    search(desktop, "form")
    posted: list[str] = []
    desktop.on("request", lambda asked: posted.append(asked.url) if asked.method == "POST" else None)
    desktop.reload()
    expect(desktop.get_by_role("heading", level=1)).to_have_text("Find support near you")
    expect_nothing_of_it(desktop)
    assert posted == []


def test_words_that_were_typed_and_not_sent_are_gone_on_the_way_back(desktop: Page, example: Example) -> None:
    for path in ("/", "/about", "/search?q=coffee"):
        desktop.goto(path)
        field = desktop.get_by_role("searchbox")
        field.fill(WORDS)
        desktop.goto("/needs")
        desktop.go_back()
        expect(field).to_have_value("coffee" if "coffee" in path else "")


@WITH_AND_WITHOUT_SCRIPT
def test_any_other_search_has_an_address_to_keep_and_to_share(
    open_page: OpenPage, example: Example, has_script: bool
) -> None:
    page = open_page(DESKTOP, java_script_enabled=has_script)
    page.goto("/")
    page.get_by_label("What do you need help with?").fill("coffee")
    page.get_by_label("Where?").fill("LE3")
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("near LE3")
    assert urlsplit(page.url)[2:4] == ("/search", "q=coffee&place=LE3")
    first = page.get_by_role("article").first
    name = first.get_by_role("heading").inner_text()
    first.get_by_role("link").first.click()
    page.go_back()
    expect(page.get_by_role("article").first).to_contain_text(name)
    page.go_back()
    assert urlsplit(page.url).path == "/"
    page.goto("/search?q=coffee&place=LE3")
    expect(page.get_by_role("article").first).to_contain_text(name)
