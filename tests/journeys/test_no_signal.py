"""A conversation on a tablet whose network goes away: nothing that was typed is lost, and it is saved when
the signal returns."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from directory.extensions import db
from directory.models import SupportRecord
from tests.journeys.conftest import OpenPage
from tests.journeys.test_support_record import TABLET, Work, sign_in, work

__all__ = ["work"]

pytestmark = pytest.mark.browser

SOON = 15_000


@pytest.fixture
def conversation(app: Flask, open_page: OpenPage, site: str, work: Work) -> Page:
    page = open_page(TABLET)
    sign_in(app, page, site, work)
    page.goto(f"/support/records/{work.record}/conversation")
    return page


@pytest.fixture
def read_goals(work: Work) -> Callable[[], str | None]:
    def read() -> str | None:
        goals = db.session.get_one(SupportRecord, work.record, populate_existing=True).goals
        # A transaction left open would keep the server from writing.
        db.session.rollback()
        return goals

    return read


def test_what_is_typed_without_a_signal_is_saved_when_it_returns(
    conversation: Page, read_goals: Callable[[], str | None]
) -> None:
    page = conversation
    page.get_by_role("link", name="Goals").click()
    page.context.set_offline(True)
    page.get_by_label("The person’s goals").fill("Swim on Tuesdays")
    expect(page.get_by_text("No signal. Kept on this device")).to_be_visible(timeout=SOON)
    assert read_goals() is None
    page.context.set_offline(False)
    expect(page.get_by_text("Saved as you type.")).to_be_visible(timeout=SOON)
    assert read_goals() == "Swim on Tuesdays"
    assert "Swim" not in page.evaluate("JSON.stringify(localStorage)")


def test_saving_without_a_signal_stays_on_the_page_with_everything_in_it(
    conversation: Page, read_goals: Callable[[], str | None]
) -> None:
    page = conversation
    page.get_by_role("link", name="Goals").click()
    page.context.set_offline(True)
    page.get_by_label("The person’s goals").fill("Swim on Tuesdays")
    page.get_by_role("button", name="Save the conversation").click()
    expect(page.get_by_text("No signal. Kept on this device")).to_be_visible(timeout=SOON)
    expect(page.get_by_label("The person’s goals")).to_have_value("Swim on Tuesdays")
    page.context.set_offline(False)
    # A button takes no second press within a second.
    page.wait_for_timeout(1_100)
    page.get_by_role("button", name="Save the conversation").click()
    expect(page.get_by_text("The conversation is saved.")).to_be_visible(timeout=SOON)
    assert read_goals() == "Swim on Tuesdays"


def test_a_tab_that_was_closed_without_a_signal_brings_it_back(
    conversation: Page, work: Work, read_goals: Callable[[], str | None]
) -> None:
    first = conversation
    first.get_by_role("link", name="Goals").click()
    first.context.set_offline(True)
    first.get_by_label("The person’s goals").fill("Swim on Tuesdays")
    expect(first.get_by_text("No signal. Kept on this device")).to_be_visible(timeout=SOON)
    first.close(run_before_unload=False)
    first.context.set_offline(False)
    again = first.context.new_page()
    again.goto(f"/support/records/{work.record}/conversation")
    again.get_by_role("button", name="Bring it back").click()
    expect(again.get_by_text("Saved as you type.")).to_be_visible(timeout=SOON)
    assert read_goals() == "Swim on Tuesdays"


def test_a_field_that_may_not_be_kept_is_left_out_and_named_and_the_rest_is_saved(
    conversation: Page, read_goals: Callable[[], str | None]
) -> None:
    page = conversation
    page.get_by_role("button", name="All on one page").first.click()
    page.get_by_label("What matters to the person").fill("Ring 943 476 5919")
    page.get_by_label("The person’s goals").fill("Sing")
    said = page.get_by_text("Not saved, and to be put right: What matters to the person.")
    expect(said).to_be_visible(timeout=SOON)
    assert read_goals() == "Sing"
    expect(page.get_by_label("What matters to the person")).to_have_value("Ring 943 476 5919")
