"""Answers about a need that a tablet kept: they come back once, and only to questions about that need."""

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, Route, expect

from tests.journeys.conftest import OpenPage
from tests.journeys.test_support_record import TABLET, Work, sign_in, work

__all__ = ["work"]

pytestmark = pytest.mark.browser

SOON = 15_000
OTHER = "loneliness-and-isolation"
KEPT = "No signal. Kept on this device"


@pytest.fixture
def address(work: Work) -> str:
    return f"/support/records/{work.record}/conversation"


@pytest.fixture
def conversation(app: Flask, open_page: OpenPage, site: str, work: Work, address: str) -> Page:
    """The first need of this record is debt. Questions about it are the same as about the other need."""
    page = open_page(TABLET)
    sign_in(app, page, site, work)
    page.goto(f"{address}#step-5")
    return page


def find_answer(page: Page, answer: str, number: int = 1) -> Locator:
    need = page.get_by_role("group", name=f"Need {number}", exact=True)
    question = need.get_by_role("group", name="Does the person know what help they want with this?")
    return question.get_by_label(answer, exact=True)


def choose_need(page: Page, need: str, number: int = 1) -> None:
    page.locator(f"#need-{number}").select_option(need)
    expect(page.locator(f"[name=asked-{number}]")).to_have_value(need, timeout=SOON)


def reopen(page: Page, address: str) -> Page:
    page.close(run_before_unload=False)
    page.context.set_offline(False)
    again = page.context.new_page()
    again.goto(f"{address}#step-5")
    return again


def bring_back(page: Page) -> None:
    page.get_by_role("button", name="Bring it back").click()
    expect(page.get_by_text("Saved as you type.")).to_be_visible(timeout=SOON)


def test_a_kept_answer_about_one_need_is_never_given_about_another(conversation: Page, address: str) -> None:
    choose_need(conversation, OTHER)
    conversation.context.set_offline(True)
    find_answer(conversation, "No").check()
    expect(conversation.get_by_text(KEPT)).to_be_visible(timeout=SOON)
    page = reopen(conversation, address)
    bring_back(page)
    expect(find_answer(page, "No")).to_be_checked()
    find_answer(page, "Not asked").check()
    choose_need(page, "debt")
    expect(find_answer(page, "Not asked")).to_be_checked()
    choose_need(page, OTHER)
    expect(find_answer(page, "Not asked")).to_be_checked()
    expect(page.get_by_text("The answers suggest:")).to_have_count(0)


def test_an_answer_stays_with_its_need_where_the_change_of_need_arrived_unseen(
    conversation: Page, address: str
) -> None:
    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort("internetdisconnected")

    conversation.route("**/conversation/typed", lose_the_answer)
    find_answer(conversation, "No").check()
    with conversation.expect_event("requestfailed", lambda asked: OTHER in (asked.post_data or "")):
        conversation.locator("#need-1").select_option(OTHER)
    expect(conversation.get_by_text(KEPT)).to_be_visible(timeout=SOON)
    page = reopen(conversation, address)
    expect(page.locator("[name=asked-1]")).to_have_value(OTHER)
    bring_back(page)
    expect(find_answer(page, "Not asked")).to_be_checked()


def test_a_kept_answer_comes_back_when_its_questions_do(conversation: Page, address: str) -> None:
    page = conversation
    page.locator("#need-1").select_option("")
    choose_need(page, OTHER, 2)
    page.context.set_offline(True)
    find_answer(page, "No", 2).check()
    expect(page.get_by_text(KEPT)).to_be_visible(timeout=SOON)
    page = reopen(page, address)
    # The only need there is stands first now; what was kept says second.
    expect(page.locator("[name=asked-1]")).to_have_value(OTHER)
    bring_back(page)
    expect(find_answer(page, "No", 2)).to_be_checked(timeout=SOON)
    expect(page.get_by_text("The answers suggest:")).to_be_visible(timeout=SOON)
