"""A call to the helpline in a real browser: ended in each of the ways, found again, and shared by two."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Page, expect

from directory.extensions import db
from directory.models import PlacePoint
from directory.models.codes import AreaKind, PointKind, Role
from directory.models.helpline.codes import SafeguardingAge
from tests.factories import (
    make_area,
    make_destination,
    make_enquiry,
    make_framework,
    make_location_data,
    make_need,
    make_safeguarding_contact,
    make_service,
    make_support_role,
    make_team,
    make_user,
)
from tests.journeys.conftest import DESKTOP, OpenPage
from tests.journeys.test_accessibility import find_axe_faults

pytestmark = pytest.mark.browser

OFFICERS = ("/helpline/lists", "/helpline/lists/destinations/new", "/helpline/lists/contacts/new")
PHONE = {"width": 360, "height": 740}
NHS_NUMBER = "943 476 5919"


@dataclass(frozen=True)
class Desk:
    """By id and session key: a test here holds no row."""

    handler: str
    other: str


@pytest.fixture
def desk(app: Flask, build_index: Callable[[], None]) -> Desk:
    make_framework()
    county = make_area("example-county", AreaKind.PLACE)
    charnwood = make_area("charnwood", code="E07000130", parent=county)
    town = PlacePoint(kind=PointKind.TOWN, key="loughborough", name="Loughborough")
    town.latitude, town.longitude, town.district_code = 52.77, -1.2, "E07000130"
    db.session.add(town)
    make_need("debt", words=("owe money", "bailiffs"))
    make_need("loneliness", words=("lonely",))
    make_service(name="Rent and Debt Desk", summary="Help when you owe money.", needs=["debt"])
    for number in range(12):
        make_service(
            name=f"Friendly group {number:02}",
            needs=["loneliness"],
            service_at_locations=[make_location_data(52.77, -1.2)],
        )
    make_support_role(charnwood, name="Charnwood link worker", team=make_team(charnwood))
    make_destination(what_to_say="Ring 999 now.", is_emergency=True, phone="999")
    make_destination("gp-practice", name="Their GP practice")
    make_safeguarding_contact(county, SafeguardingAge.ADULT, name="County adult desk")
    handler, other = make_user(*Role, name="Hal"), make_user(Role.HELPLINE, name="Olu")
    made = Desk(handler.get_id(), other.get_id())
    build_index()
    return made


def sign_in(app: Flask, page: Page, site: str, key: str) -> None:
    now = int(datetime.now(UTC).timestamp())
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer
    value = signer.dumps({"_user_id": key, "signed_in_at": now, "seen_at": now})
    page.context.add_cookies([{"name": "session", "value": str(value), "url": site}])


def start_call(app: Flask, page: Page, site: str, key: str) -> None:
    sign_in(app, page, site, key)
    page.goto("/helpline/")
    page.get_by_role("button", name="Start a call").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Enquiry")


def wait_until_kept(page: Page) -> None:
    expect(page.locator("[data-status]")).to_contain_text("Saved", timeout=10_000)


def count_outcomes(page: Page, number: int) -> None:
    expect(page.locator(".app-call-outcome")).to_have_count(number, timeout=10_000)


def test_a_call_is_answered_by_keyboard_alone(app: Flask, open_page: OpenPage, site: str, desk: Desk) -> None:
    page = open_page()
    start_call(app, page, site, desk.handler)
    expect(page.locator("#question")).to_be_focused()
    page.keyboard.type("Somebody with rent arrears")
    expect(page.locator("[data-results]")).to_contain_text("Rent and Debt Desk")
    page.keyboard.press("Alt+KeyN")
    page.keyboard.type("bailiff")
    page.keyboard.press("Enter")
    expect(page.get_by_role("checkbox", name="Debt")).to_be_checked()
    page.keyboard.press("Alt+KeyP")
    page.keyboard.type("Loughborough")
    expect(page.locator("[data-people]")).to_contain_text("Charnwood link worker", timeout=10_000)
    page.keyboard.press("Alt+Digit1")
    count_outcomes(page, 1)
    expect(page.locator("#place")).to_be_focused()
    expect(page.locator("[data-status]")).to_contain_text("Added: Rent and Debt Desk")
    page.keyboard.press("Alt+KeyO")
    expect(page.get_by_role("heading", name="How it ends")).to_be_focused()
    page.keyboard.press("Alt+KeyK")
    page.keyboard.press("Enter")
    expect(page.get_by_text("is closed.")).to_be_visible()
    page.goto("/helpline/?state=answered")
    expect(page.get_by_role("main")).to_contain_text("Somebody with rent arrears")


def raise_concern(page: Page) -> None:
    page.get_by_text("Safeguarding", exact=True).click()
    expect(page.locator("#ends")).to_contain_text("County adult desk")
    page.get_by_role("radio", name="An adult").check()
    page.get_by_role("button", name="Record the concern").click()
    count_outcomes(page, 4)
    expect(page.locator("#ends")).to_contain_text("Not handed over yet.")
    page.locator("input[name^='handed-']").fill("Duty worker")
    page.get_by_role("button", name="It is handed over").click()
    expect(page.locator("#ends")).to_contain_text("Handed to Duty worker")


def make_draft(page: Page) -> None:
    page.get_by_text("Found by exploring: make a draft entry").click()
    page.get_by_label("What it is called").fill("Night Owls")
    page.get_by_role("button", name="Make the draft").click()
    expect(page.locator("[data-problems]")).to_contain_text("Say who runs it.")
    expect(page.get_by_label("What it is called")).to_have_value("Night Owls")
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
    page.get_by_role("button", name="Add Charnwood link worker as an answer").click()
    count_outcomes(page, 2)
    page.get_by_text("Pass it on").click()
    page.get_by_role("button", name="Passed on to Their GP practice").click()
    count_outcomes(page, 3)
    raise_concern(page)
    make_draft(page)
    page.locator("summary", has_text="Unmet need").click()
    expect(page.locator("#um_missing")).to_have_value("Rent arrears, and nobody to talk to at night")
    page.locator("#um_barrier").select_option("times")
    page.get_by_role("button", name="Log the unmet need").click()
    count_outcomes(page, 6)
    page.get_by_role("button", name="Undo Passed on").click()
    count_outcomes(page, 5)
    page.get_by_role("button", name="Answered later").click()
    expect(page.get_by_text("is closed.")).to_be_visible()


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
    expect(second.get_by_text("Saved.", exact=True)).to_be_visible()
    first.reload()
    expect(first.locator("#question")).to_have_value("What Hal heard. What Olu heard")


def test_an_nhs_number_never_leaves_the_browser(
    app: Flask, open_page: OpenPage, site: str, desk: Desk
) -> None:
    page = open_page()
    start_call(app, page, site, desk.handler)
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(asked.url + (asked.post_data or "")))
    page.locator("#circumstances").fill("Likes music")
    page.locator("#answer").fill(f"Told them {NHS_NUMBER}")
    expect(page.locator("[data-status]")).to_contain_text(
        "to be put right: What you told them", timeout=10_000
    )
    expect(page.get_by_text("This looks like an NHS number").first).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.locator("#answer")).to_have_value(f"Told them {NHS_NUMBER}")
    page.locator("#answer").fill("")
    page.locator("#question").fill(f"About {NHS_NUMBER}")
    expect(page.locator("[data-status]")).to_contain_text("to be put right: In their words", timeout=10_000)
    assert [text for text in sent if "943" in text] == []
    page.locator("#question").fill("")


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
