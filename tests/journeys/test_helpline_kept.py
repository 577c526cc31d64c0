"""A call in a real browser is kept: after a crash, without signal, and when two handlers have it open."""

import pytest
from flask import Flask
from playwright.sync_api import Dialog, expect

from tests.journeys.calls import Desk, count_outcomes, sign_in, start_call, wait_until_kept
from tests.journeys.conftest import OpenPage

pytestmark = pytest.mark.browser

NHS_NUMBER = "943 476 5919"


def test_a_call_is_found_again_after_a_crash(app: Flask, open_page: OpenPage, site: str, desk: Desk) -> None:
    page = open_page()
    start_call(app, page, site, desk.handler)
    page.locator("#question").fill("Typed before the crash")
    wait_until_kept(page)
    page.context.close()
    again = open_page()
    sign_in(app, again, site, desk.handler)
    again.goto("/helpline/")
    expect(again.get_by_role("heading", name="You have an open call")).to_be_visible()
    again.get_by_role("link", name="Enquiry 1", exact=True).click()
    expect(again.locator("#question")).to_have_value("Typed before the crash")


def test_what_is_typed_without_signal_is_kept_on_the_device_but_for_the_place(
    app: Flask, open_page: OpenPage, site: str, desk: Desk
) -> None:
    page = open_page()
    start_call(app, page, site, desk.handler)
    page.route("**/typed", lambda route: route.fulfill(status=503))
    page.locator("#place").fill("LE11 1AA")
    page.locator("#question").fill("No signal here")
    expect(page.get_by_text("It is kept on this device.")).to_be_visible(timeout=10_000)
    assert "LE11" not in page.evaluate("JSON.stringify(localStorage)")
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator("#question")).to_have_value("")
    page.unroute("**/typed")
    page.get_by_role("button", name="Bring it back").click()
    wait_until_kept(page)
    page.reload()
    expect(page.locator("#question")).to_have_value("No signal here")
    assert "No signal" not in page.evaluate("JSON.stringify(localStorage)")


def test_a_half_typed_ending_is_found_again_after_a_crash_and_goes_when_it_is_recorded(
    app: Flask, open_page: OpenPage, site: str, desk: Desk
) -> None:
    page = open_page()
    start_call(app, page, site, desk.handler)
    page.get_by_text("Found by exploring: make a draft entry").click()
    page.get_by_label("What it is called").fill("Night Owls")
    page.get_by_label("Who runs it").fill(f"Owls {NHS_NUMBER}")
    expect(page.locator("[data-status]")).to_contain_text("to be put right: Who runs it", timeout=10_000)
    address = page.url
    page.context.close()
    other = open_page()
    sign_in(app, other, site, desk.other)
    other.goto(address)
    expect(other.get_by_label("What it is called")).to_be_visible()
    expect(other.get_by_label("What it is called")).to_have_value("Night Owls")
    expect(other.get_by_label("Who runs it")).to_have_value("")
    other.get_by_label("Who runs it").fill("Example Owls")
    other.get_by_label("Where you learnt of it").fill("A leaflet")
    other.locator("summary", has_text="Unmet need").click()
    other.get_by_label("What shows that it is missing?").fill("Asked twice")
    other.get_by_role("button", name="Make the draft").click()
    count_outcomes(other, 1)
    other.reload()
    expect(other.get_by_label("What shows that it is missing?")).to_have_value("Asked twice")
    expect(other.locator("#new_name")).to_have_value("")
    expect(other.get_by_label("What it is called")).to_be_hidden()


def test_a_half_typed_ending_without_signal_is_brought_back_to_the_same_account_alone(
    app: Flask, open_page: OpenPage, site: str, desk: Desk
) -> None:
    page = open_page()
    start_call(app, page, site, desk.handler)
    page.route("**/typed", lambda route: route.fulfill(status=503))
    page.locator("summary", has_text="Safeguarding").click()
    page.get_by_label("Handed to which post").fill("Duty worker")
    expect(page.get_by_text("It is kept on this device.")).to_be_visible(timeout=10_000)
    address = page.url
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto("/helpline/")
    page.unroute("**/typed")
    page.context.clear_cookies()
    sign_in(app, page, site, desk.other)
    page.goto(address)
    page.wait_for_load_state()
    expect(page.get_by_role("button", name="Bring it back")).to_have_count(0)
    sign_in(app, page, site, desk.handler)
    page.reload()
    page.get_by_role("button", name="Bring it back").click()
    expect(page.get_by_label("Handed to which post")).to_be_visible()
    wait_until_kept(page)
    page.reload()
    expect(page.get_by_label("Handed to which post")).to_have_value("Duty worker")


def test_what_is_typed_in_the_last_moment_before_the_page_is_closed_is_offered_back(
    app: Flask, open_page: OpenPage, site: str, desk: Desk
) -> None:
    page = open_page()
    start_call(app, page, site, desk.handler)
    page.locator("#question").fill("Owls")
    wait_until_kept(page)
    address = page.url
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("#question").fill("Owls and bats")
    page.goto("/about")
    page.goto(address)
    page.get_by_role("button", name="Bring it back").click()
    expect(page.locator("#question")).to_have_value("Owls and bats")
    wait_until_kept(page)


def test_two_handlers_never_overwrite_each_other(
    app: Flask, open_page: OpenPage, site: str, desk: Desk
) -> None:
    first, second = open_page(), open_page()
    start_call(app, first, site, desk.handler)
    sign_in(app, second, site, desk.other)
    second.goto(first.url)
    first.locator("#question").fill("What Hal heard")
    wait_until_kept(first)
    second.locator("#question").fill("What Olu heard")
    expect(second.locator("[data-status]")).to_contain_text("Somebody else changed this", timeout=10_000)
    second.get_by_role("button", name="Save", exact=True).last.click()
    expect(second.get_by_role("heading", name="What somebody else saved meanwhile")).to_be_visible()
    expect(second.locator(".app-clash")).to_contain_text("What Hal heard")
    expect(second.locator("#question")).to_have_value("What Olu heard")
    second.locator("#question").fill("What Hal heard. What Olu heard")
    second.get_by_role("button", name="Save", exact=True).last.click()
    wait_until_kept(second)
    first.reload()
    expect(first.locator("#question")).to_have_value("What Hal heard. What Olu heard")


def test_what_is_typed_is_saved_after_an_ending_is_refused(
    app: Flask, open_page: OpenPage, site: str, desk: Desk
) -> None:
    page = open_page()
    start_call(app, page, site, desk.handler)
    page.locator("summary", has_text="Unmet need").click()
    page.locator("#question").fill("Somebody to swim with")
    page.get_by_role("button", name="Log the unmet need").click()
    expect(page.locator("[data-problems]")).to_contain_text("There is a problem")
    wait_until_kept(page)
    page.reload()
    expect(page.locator("#question")).to_have_value("Somebody to swim with")


def test_an_ending_that_is_refused_leaves_what_this_device_keeps(
    app: Flask, open_page: OpenPage, site: str, desk: Desk
) -> None:
    page = open_page()
    start_call(app, page, site, desk.handler)
    page.locator("summary", has_text="Unmet need").click()
    page.route("**/typed", lambda route: route.fulfill(status=503))
    page.locator("#question").fill("Somebody to swim with")
    expect(page.get_by_text("It is kept on this device.")).to_be_visible(timeout=10_000)
    page.get_by_role("button", name="Log the unmet need").click()
    expect(page.locator("[data-problems]")).to_contain_text("There is a problem")
    assert "swim" in page.evaluate("JSON.stringify(localStorage)")
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.once("dialog", leave)
    page.reload()
    assert asked == ["beforeunload"]
    expect(page.locator("#question")).to_have_value("")
    page.get_by_role("button", name="Bring it back").click()
    expect(page.locator("#question")).to_have_value("Somebody to swim with")
    page.unroute("**/typed")
    wait_until_kept(page)
