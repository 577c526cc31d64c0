"""Every public page, at two widths, looked at by axe; and what axe does not look at."""

from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page

from directory.extensions import db
from tests.journeys.conftest import DESKTOP, PHONE, OpenPage
from tests.journeys.example import Example, make_example

pytestmark = pytest.mark.browser

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MORE = {"label-content-name-mismatch": {"enabled": True}}
"""WCAG 2.5.3: axe leaves it out unless it is asked for."""


@pytest.fixture
def example(app: Flask) -> Example:
    made = make_example()
    db.session.commit()
    return made


def list_paths(example: Example) -> list[str]:
    plain = ("/", "/needs", "/guidance", "/my-list", "/about", "/accessibility", "/privacy", "/cookies")
    return [
        *plain,
        "/urgent-help",
        "/needs/loneliness",
        "/search",
        "/search?q=coffee&place=LE3",
        "/search?q=friendly&page=2&cost=free&need=debt",
        "/search?q=coffee&place=Xanadu&age=old&within=3",
        "/search?q=suicidal",
        "/search?q=he+hits+me+and+i+want+to+die",
        "/search?q=xylophones",
        f"/entry/{example.coffee}",
        f"/entry/{example.refuge}",
        f"/entry/{example.closed}",
        f"/guidance/{example.guidance}",
        f"/my-list?ids={example.coffee},{example.guidance}",
        "/no-such-page",
    ]


def find_axe_faults(page: Page) -> list[str]:
    page.evaluate(AXE.read_text())
    # What it passed is not told: gathering that takes most of the time.
    only = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"], "rules": MORE}
    found = page.evaluate("(only) => axe.run(document, only)", only)
    return [
        f"{page.url} {fault['id']}: {node['target']} {node['failureSummary']}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


def open_all_details(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_on_any_public_page(
    open_page: OpenPage, example: Example, size: dict[str, int]
) -> None:
    page = open_page(size)
    faults = []
    for path in list_paths(example):
        page.goto(path)
        open_all_details(page)
        faults += find_axe_faults(page)
    assert faults == []


def test_axe_finds_nothing_in_the_nhs_look(app: Flask, open_page: OpenPage, example: Example) -> None:
    app.config["NHS_IDENTITY"] = True
    page, faults = open_page(DESKTOP), []
    for path in ("/", "/search?q=coffee&place=LE3&age=old", "/search?q=suicidal", f"/entry/{example.coffee}"):
        page.goto(path)
        open_all_details(page)
        faults += find_axe_faults(page)
    assert faults == []


def test_nothing_runs_over_the_edge_of_a_small_phone_even_with_large_text(
    open_page: OpenPage, example: Example
) -> None:
    page = open_page(PHONE)
    wide = []
    for path in list_paths(example):
        page.goto(path)
        open_all_details(page)
        for text_size in ("100%", "200%"):
            page.evaluate("(size) => { document.documentElement.style.fontSize = size; }", text_size)
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > PHONE["width"] + 1:
                wide.append((path, text_size, width))
    assert wide == []


def test_the_map_is_open_to_axe_and_to_the_keyboard(open_page: OpenPage, example: Example) -> None:
    page = open_page(DESKTOP)
    page.goto("/search?q=coffee&place=LE3")
    page.get_by_role("button", name="Show on a map").press("Enter")
    pin = page.get_by_role("button", name="West End Coffee Morning")
    pin.wait_for()
    assert find_axe_faults(page) == []
    pin.press("Enter")
    page.locator(".leaflet-popup").get_by_role("link", name="West End Coffee Morning").click()
    page.wait_for_url("**/entry/*")


def test_whatever_has_the_focus_can_be_seen_to_have_it(open_page: OpenPage, example: Example) -> None:
    page = open_page(DESKTOP)
    unseen = []
    for path in ("/", "/search?q=coffee&place=LE3", f"/entry/{example.coffee}"):
        page.goto(path)
        for _ in range(30):
            page.keyboard.press("Tab")
            unseen += page.evaluate(
                """() => {
                  const one = document.activeElement;
                  if (!one || one === document.body) return [];
                  const box = one.getBoundingClientRect(), style = getComputedStyle(one);
                  const marked = style.outlineStyle !== 'none' || style.boxShadow !== 'none'
                    || style.backgroundColor === 'rgb(255, 235, 59)';
                  const shown = box.width > 0 && box.bottom > 0 && box.top < innerHeight;
                  return marked && shown ? [] : [one.outerHTML.slice(0, 120)];
                }"""
            )
    assert unseen == []
