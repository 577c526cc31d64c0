"""A call to the helpline in a real browser: by keyboard, ended in each of the ways, and without script."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from directory.extensions import db
from directory.models.mixins import utc_now
from tests.factories import make_enquiry
from tests.journeys.calls import PHONE, Desk, count_outcomes, sign_in, start_call, wait_until_kept
from tests.journeys.conftest import DESKTOP, OpenPage
from tests.journeys.test_accessibility import find_axe_faults

pytestmark = pytest.mark.browser

OFFICERS = ("/helpline/lists", "/helpline/lists/destinations/new", "/helpline/lists/contacts/new")
NHS_NUMBER = "943 476 5919"


def test_an_ordinary_call_takes_six_keys_beside_its_words(
    app: Flask, open_page: OpenPage, site: str, desk: Desk
) -> None:
    page = open_page()
    sign_in(app, page, site, desk.handler)
    page.goto("/helpline/")
    page.keyboard.press("Alt+KeyC")
    expect(page.locator("#question")).to_be_focused()
    page.keyboard.type("Help with bailiffs for somebody in Loughborough")
    expect(page.locator("[data-results]")).to_contain_text("Rent and Debt Desk")
    expect(page.locator("#place")).to_have_value("Loughborough")
    expect(page.locator("[data-people]")).to_contain_text("Charnwood link worker", timeout=10_000)
    page.keyboard.press("Alt+KeyN")
    page.keyboard.press("Enter")
    expect(page.get_by_role("checkbox", name="Debt")).to_be_checked()
    page.keyboard.press("Alt+Digit1")
    count_outcomes(page, 1)
    expect(page.locator("[data-status]")).to_contain_text("Added: Rent and Debt Desk")
    expect(page.locator("#need-words")).to_be_focused()
    page.keyboard.press("Alt+KeyK")
    page.keyboard.press("Enter")
    expect(page.get_by_text("is closed.")).to_be_visible()
    page.goto("/helpline/?state=answered")
    expect(page.get_by_role("main")).to_contain_text("Help with bailiffs")
    expect(page.get_by_role("main")).to_contain_text("Charnwood")


def test_every_part_of_a_call_is_within_reach_of_a_key(
    app: Flask, open_page: OpenPage, site: str, desk: Desk
) -> None:
    page = open_page()
    start_call(app, page, site, desk.handler)
    page.locator("#place").fill("Loughborough")
    expect(page.locator("[data-people]")).to_contain_text("Charnwood link worker", timeout=10_000)
    reached = []
    for key in "QNPARTKW":
        page.keyboard.press(f"Alt+Key{key}")
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.name"))
    assert reached == ["question", "need-words", "place", "asker_name", "q", "answer", "how", "support_role"]
    page.keyboard.press("Alt+KeyO")
    expect(page.get_by_role("heading", name="How it ends")).to_be_focused()
    page.keyboard.press("Alt+KeyA")
    page.keyboard.type("Jo")
    page.keyboard.press("Enter")
    wait_until_kept(page)
    expect(page.locator("#asker_name")).to_be_focused()
    page.locator("#place").fill("")
    page.keyboard.press("Alt+KeyB")
    expect(page.get_by_role("heading", name="Asked before")).to_be_focused()
    wait_until_kept(page)


def raise_concern(page: Page) -> None:
    page.get_by_text("Safeguarding", exact=True).click()
    expect(page.locator("#ends")).to_contain_text("County adult desk")
    page.get_by_role("radio", name="An adult").check()
    page.get_by_role("button", name="Record the concern").click()
    count_outcomes(page, 4)
    expect(page.locator("#ends")).to_contain_text("Not handed over yet.")
    page.locator("input[name^='handed-']").fill("Duty worker")
    page.locator("input[name^='handed_when-']").fill(f"{utc_now() - timedelta(days=1):%Y-%m-%d}T10:15")
    page.get_by_role("button", name="It is handed over").click()
    expect(page.locator("#ends")).to_contain_text("Handed to Duty worker")
    expect(page.locator("#ends")).to_contain_text("10:15am")


def make_draft(page: Page) -> None:
    page.get_by_text("Found by exploring: make a draft entry").click()
    page.get_by_label("What it is called").fill("Night Owls")
    page.get_by_role("button", name="Make the draft").click()
    expect(page.locator("[data-problems]")).to_contain_text("Say who runs it.")
    expect(page.get_by_label("What it is called")).to_have_value("Night Owls")
    expect(page.get_by_label("Who runs it")).to_be_focused()
    page.get_by_label("Who runs it").fill("Example Owls")
    page.get_by_label("Where you learnt of it").fill("The parish magazine")
    page.get_by_role("button", name="Make the draft").click()
    count_outcomes(page, 5)


def test_a_call_is_ended_in_each_of_the_ways(app: Flask, open_page: OpenPage, site: str, desk: Desk) -> None:
    page = open_page()
    start_call(app, page, site, desk.handler)
    page.locator("#question").fill("Rent arrears, and nobody to talk to at night")
    page.locator("#need-words").fill("lonely")
    page.keyboard.press("Enter")
    page.locator("#place").fill("Loughborough")
    page.locator("#circumstances").fill("Works nights")
    wait_until_kept(page)
    page.locator("#q").fill("rent")
    page.get_by_role("button", name="Add Rent and Debt Desk as an answer").click()
    count_outcomes(page, 1)
    page.get_by_label("Their word for it").fill("knocked")
    page.get_by_role("button", name="They use other words for it").click()
    expect(page.locator("[data-status]")).to_contain_text("Proposed to the knowledge officer.")
    page.locator("summary", has_text="Unmet need").click()
    page.locator("#um_evidence").fill("Three asked this month")
    page.get_by_role("button", name="Add Charnwood link worker as an answer").click()
    count_outcomes(page, 2)
    expect(page.locator("#um_evidence")).to_have_value("Three asked this month")
    page.get_by_text("Pass it on").click()
    page.get_by_role("button", name="Passed on to Their GP practice").click()
    count_outcomes(page, 3)
    raise_concern(page)
    make_draft(page)
    expect(page.locator("#um_missing")).to_have_value("Rent arrears, and nobody to talk to at night")
    page.locator("#um_barrier").select_option("times")
    page.get_by_role("button", name="Log the unmet need").click()
    count_outcomes(page, 6)
    page.get_by_role("button", name="Undo Passed on").click()
    count_outcomes(page, 5)
    page.get_by_role("button", name="Answered later").click()
    expect(page.get_by_text("is closed.")).to_be_visible()


def test_an_ending_that_is_pressed_twice_is_done_once(
    app: Flask, open_page: OpenPage, site: str, desk: Desk
) -> None:
    page = open_page()
    start_call(app, page, site, desk.handler)
    page.locator("#place").fill("Loughborough")
    add = page.get_by_role("button", name="Add Charnwood link worker as an answer")
    expect(add).to_be_visible(timeout=10_000)
    page.get_by_text("Pass it on").click()
    page.get_by_role("button", name="Passed on to Their GP practice").dblclick()
    add.dblclick()
    count_outcomes(page, 2)
    # What is pressed later is done later: by then a second one would stand there.
    page.get_by_role("button", name="Undo Passed on").dblclick()
    count_outcomes(page, 1)
    page.reload()
    count_outcomes(page, 1)


PRESS_ONCE_MORE = """() => {
  const isDone = document.querySelectorAll(".app-call-outcome").length === 1;
  if (isDone) document.querySelector("[name=support_role]").click();
  return isDone;
}"""


def test_the_second_press_may_come_just_after_the_answer_to_the_first(
    app: Flask, open_page: OpenPage, site: str, desk: Desk
) -> None:
    page = open_page()
    start_call(app, page, site, desk.handler)
    page.locator("#place").fill("Loughborough")
    add = page.get_by_role("button", name="Add Charnwood link worker as an answer")
    expect(add).to_be_visible(timeout=10_000)
    add.click()
    page.wait_for_function(PRESS_ONCE_MORE)
    page.get_by_text("Pass it on").click()
    page.get_by_role("button", name="Passed on to Their GP practice").click()
    expect(page.locator(".app-call-outcomes")).to_contain_text("Passed on", timeout=10_000)
    count_outcomes(page, 2)
    # A second later it is a press of its own.
    page.wait_for_timeout(1_100)
    add.click()
    count_outcomes(page, 3)


def test_the_first_way_to_end_a_call_begins_with_what_was_typed(
    app: Flask, open_page: OpenPage, site: str, desk: Desk
) -> None:
    page = open_page()
    start_call(app, page, site, desk.handler)
    page.locator("#question").fill("A night club for people who like owls")
    page.locator("#place").fill("Charnwood")
    ways = page.locator("#ends")
    ways.locator("summary", has_text="Unmet need").click()
    expect(page.locator("#um_missing")).to_have_value("A night club for people who like owls")
    expect(page.locator("#um_tried")).to_have_value(re.compile("Searched the directory"))
    expect(ways.locator("summary", has_text="Unmet need")).to_be_focused()
    page.locator("#um_evidence").fill("Two asked")
    page.locator("#question").press("End")
    page.locator("#question").press_sequentially(" and bats")
    ways.locator("summary", has_text="Safeguarding").click()
    expect(page.locator("#um_missing")).to_have_value("A night club for people who like owls and bats")
    expect(page.locator("#um_evidence")).to_have_value("Two asked")


def test_an_nhs_number_never_leaves_the_browser(
    app: Flask, open_page: OpenPage, site: str, desk: Desk
) -> None:
    page = open_page()
    start_call(app, page, site, desk.handler)
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(asked.url + (asked.post_data or "")))
    page.locator("#q").fill(NHS_NUMBER)
    page.locator("#circumstances").fill("Likes music")
    page.locator("#answer").fill(f"Told them {NHS_NUMBER}")
    expect(page.locator("[data-status]")).to_contain_text("What you told them", timeout=10_000)
    expect(page.get_by_text("This looks like an NHS number").first).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.locator("#answer")).to_have_value(f"Told them {NHS_NUMBER}")
    page.locator("#answer").fill("")
    page.locator("#q").fill("")
    page.locator("#question").fill(f"About {NHS_NUMBER}")
    expect(page.locator("[data-status]")).to_contain_text("to be put right: What is needed", timeout=10_000)
    page.locator("#question").fill("")
    wait_until_kept(page)
    page.goto("/helpline/")
    page.get_by_label("Find by number").fill(NHS_NUMBER)
    page.get_by_role("button", name="Find", exact=True).click()
    expect(page.get_by_text("This looks like an NHS number")).to_be_visible()
    assert [text for text in sent if "943" in text] == []


def test_without_script_it_is_a_form_that_saves_searches_and_ends(
    app: Flask, open_page: OpenPage, site: str, desk: Desk
) -> None:
    page = open_page(DESKTOP, java_script_enabled=False)
    start_call(app, page, site, desk.handler)
    page.locator("#question").fill("Rent arrears")
    page.get_by_role("checkbox", name="Debt").check()
    page.get_by_role("button", name="Search").last.click()
    expect(page.locator("[data-results]")).to_contain_text("Rent and Debt Desk")
    page.locator("#circumstances").fill("Typed and not saved yet")
    page.get_by_role("button", name="Add Rent and Debt Desk as an answer").click()
    count_outcomes(page, 1)
    expect(page.locator("#circumstances")).to_have_value("Typed and not saved yet")
    page.get_by_role("button", name="Answered while they were there").click()
    expect(page.get_by_text("is closed.")).to_be_visible()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_and_nothing_runs_over_the_edge(
    app: Flask, open_page: OpenPage, site: str, desk: Desk, size: dict[str, int]
) -> None:
    make_enquiry(question="x" * 300, asker_name="W" * 100)
    db.session.commit()
    page = open_page(size)
    start_call(app, page, site, desk.handler)
    page.locator("#question").fill("Rent arrears, and wants to kill himself " + "y" * 200)
    page.locator("#need-words").fill("e")
    page.locator("#place").fill("Loughborough")
    expect(page.locator("[data-people]")).to_contain_text("Charnwood link worker", timeout=10_000)
    page.locator("#q").fill("rent")
    page.get_by_role("button", name="Add Rent and Debt Desk as an answer").click()
    count_outcomes(page, 1)
    for summary in page.locator("form summary").all():
        summary.click()
    page.get_by_role("button", name="Make the draft").click()
    expect(page.locator("[data-problems]")).to_contain_text("Say who runs it.")
    faults = find_axe_faults(page)
    wide = [page.url] if page.evaluate("document.documentElement.scrollWidth") > size["width"] + 1 else []
    page.locator("#question").fill("")
    wait_until_kept(page)
    for path in ("/helpline/", "/helpline/?state=answered&words=rent", *OFFICERS):
        answer = page.goto(path)
        assert answer
        assert answer.status == 200
        faults += find_axe_faults(page)
        wide += [path] if page.evaluate("document.documentElement.scrollWidth") > size["width"] + 1 else []
    assert (faults, wide) == ([], [])
