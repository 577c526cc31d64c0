"""First level, from search to care-plan entry, in a real browser: counted and timed."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Page, expect

from directory.extensions import db
from directory.framework.packs.actions import make_pack
from directory.models import TeamMember
from directory.models.codes import AreaKind, Role
from tests.factories import (
    make_area,
    make_framework,
    make_need,
    make_support_record,
    make_support_role,
    make_team,
    make_user,
)
from tests.journeys.conftest import DESKTOP, PHONE, OpenPage
from tests.journeys.example import make_example
from tests.journeys.test_accessibility import find_axe_faults

pytestmark = pytest.mark.browser

TABLET = {"width": 820, "height": 1180}
MOST_INTERACTIONS = 8
MOST_SECONDS = 60
# What a person takes to find and press a button, and to type a letter, by the keystroke-level model of Card,
# Moran and Newell (1980): 1.35 + 1.1 + 0.2 seconds, and 0.28 for a typist of 40 words a minute.
SECONDS_A_PRESS, SECONDS_A_LETTER = 2.65, 0.28
NHS_NUMBER = "943 476 5919"


@dataclass(frozen=True)
class Work:
    """By id: a test here holds no row. `session_key` is that of a worker in one team who has every role,
    `staff_key` that of one who is staff and nothing else."""

    session_key: str
    staff_key: str
    record: UUID
    reference: str
    pack: str
    coffee: UUID


@pytest.fixture
def work(app: Flask, build_index: Callable[[], None]) -> Work:
    make_framework()
    example = make_example()
    make_need("loneliness-and-isolation")
    team, worker, staff = make_team(name="Example City Team"), make_user(*Role), make_user(Role.STAFF)
    pcn = make_area("city-pcn", AreaKind.PCN)
    make_support_role(pcn, name="Link worker post")
    db.session.add_all(TeamMember(team_id=team.id, user_id=one.id) for one in (worker, staff))
    record = make_support_record(team, worker_id=worker.id, area=pcn)
    pack = make_pack(actor=worker, entry_ids=[example.coffee], now=datetime.now(UTC))
    made = Work(worker.get_id(), staff.get_id(), record.id, record.reference, pack.token, example.coffee)
    build_index()
    return made


class Counted:
    """Each press, tick and field typed in is one interaction."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = self.letters = 0
        self.began = time.monotonic()

    def fill(self, label: str, text: str) -> None:
        self.page.get_by_label(label).first.fill(text)
        self.count += 1
        self.letters += len(text)

    def tell_seconds(self) -> float:
        """Of a person: what the pages took, and what pressing and typing would have."""
        took = time.monotonic() - self.began
        return took + self.count * SECONDS_A_PRESS + self.letters * SECONDS_A_LETTER

    def tick(self, number: int) -> None:
        self.page.locator("input[name=entry][type=checkbox]").nth(number).check(timeout=8000)
        self.count += 1

    def choose(self, name: str) -> None:
        self.page.get_by_role("radio", name=name).check()
        self.count += 1

    def press(self, name: str) -> None:
        self.page.get_by_role("main").get_by_role("button", name=name, exact=True).click()
        self.count += 1


def sign_in(app: Flask, page: Page, site: str, work: Work, session_key: str = "") -> None:
    now = int(datetime.now(UTC).timestamp())
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer
    value = signer.dumps({"_user_id": session_key or work.session_key, "signed_in_at": now, "seen_at": now})
    page.context.add_cookies([{"name": "session", "value": str(value), "url": site}])


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no-script"])
def test_first_level_from_search_to_care_plan_entry(
    app: Flask, open_page: OpenPage, site: str, work: Work, has_script: bool
) -> None:
    page = open_page(TABLET, java_script_enabled=has_script)
    if has_script:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site)
    sign_in(app, page, site, work, work.staff_key)
    page.goto("/")
    counted = Counted(page)
    counted.fill("What do you need help with?", "coffee")
    counted.press("Search")
    counted.tick(0)
    counted.tick(1)
    counted.press("Use in a support record")
    expect(page.get_by_role("radio", checked=True, name="Advice and information")).to_have_count(0)
    counted.choose("Advice and information")
    counted.press("Make the care-plan entry")
    expect(page.get_by_role("heading", level=1)).to_have_text("Entry for the care plan")
    text = page.get_by_label("Select all of it and copy").input_value()
    if has_script:
        counted.press("Copy the entry")
        expect(page.get_by_text("Copied.")).to_be_visible()
        text = page.evaluate("navigator.clipboard.readText()")
    else:
        counted.count += 1  # selecting the text and copying it
    for words in ("Advice and information", "West End Coffee Morning", "0116 496 0112"):
        assert words in text
    assert "Options offered" in text
    assert "Options agreed" not in text
    assert counted.count <= MOST_INTERACTIONS
    assert counted.tell_seconds() < MOST_SECONDS


def test_what_is_typed_survives_a_lost_signal(app: Flask, open_page: OpenPage, site: str, work: Work) -> None:
    page = open_page(TABLET)
    sign_in(app, page, site, work)
    address = f"/support/records/{work.record}/conversation"
    page.goto(address)
    # Nothing reaches the server, as where there is no signal.
    page.route("**/conversation/typed", lambda route: route.fulfill(status=503))
    page.get_by_label("What matters to the person").fill("Seeing the sea again")
    expect(page.get_by_text("It is kept on this device.")).to_be_visible(timeout=10_000)
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto(address)
    expect(page.get_by_label("What matters to the person")).to_have_value("")
    page.unroute("**/conversation/typed")
    page.get_by_role("button", name="Bring it back").click()
    expect(page.get_by_text("Saved as you type.")).to_be_visible(timeout=10_000)
    assert "Seeing the sea" not in page.evaluate("JSON.stringify(localStorage)")
    page.get_by_role("link", name="Needs and level").click()
    expect(page.get_by_label("Which need").first).to_be_visible()
    expect(page.get_by_label("What matters to the person")).to_be_hidden()


def test_questions_come_up_for_a_need_and_a_press_agrees_what_they_suggest(
    app: Flask, open_page: OpenPage, site: str, work: Work
) -> None:
    page = open_page(TABLET)
    sign_in(app, page, site, work)
    page.goto(f"/support/records/{work.record}/conversation#step-5")
    expect(page.get_by_role("button", name="Save and show the questions")).to_have_count(0)
    second = page.get_by_role("group", name="Need 2", exact=True)
    second.get_by_label("Which need").select_option("loneliness-and-isolation")
    question = second.get_by_role("group", name="Does the person know what help they want with this?")
    expect(question).to_be_visible(timeout=5000)
    question.get_by_label("No", exact=True).check()
    level = second.get_by_label("Level agreed with the person")
    agree = second.get_by_role("button", name="Agree: Needing")
    expect(agree).to_be_visible(timeout=10_000)
    expect(level).to_have_value("")
    level.select_option("advice-and-information")
    expect(second.get_by_text("The level you chose is not saved yet.")).to_be_visible(timeout=10_000)
    agree.click()
    expect(level).not_to_have_value("advice-and-information")
    expect(second.get_by_text("The level you chose is not saved yet.")).to_have_count(0, timeout=10_000)
    expect(page.get_by_text("Saved as you type.")).to_be_visible()
    chosen = level.input_value()
    page.reload()
    expect(second.get_by_label("Level agreed with the person")).to_have_value(chosen)


def test_an_nhs_number_never_leaves_the_browser(
    app: Flask, open_page: OpenPage, site: str, work: Work
) -> None:
    page = open_page()
    sign_in(app, page, site, work)
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(asked.post_data or ""))
    page.goto(f"/support/records/{work.record}/conversation")
    page.get_by_label("What matters to the person").fill(f"Ring {NHS_NUMBER}. Likes music")
    expect(page.get_by_text("This looks like an NHS number").first).to_be_visible()
    expect(page.get_by_text("Not saved, and to be put right: What matters")).to_be_visible(timeout=10_000)
    page.get_by_role("button", name="Save the conversation").click()
    expect(page.get_by_label("What matters to the person")).to_have_value(f"Ring {NHS_NUMBER}. Likes music")
    assert page.url.endswith("/conversation")
    assert [text for text in sent if "943" in text] == []
    kept = page.evaluate("JSON.stringify(localStorage)")
    assert "943" not in kept


def list_paths(work: Work) -> list[str]:
    record = f"/support/records/{work.record}"
    pages = ("", "/conversation", "/care-plan", "/own-copy", "/people", "/find?q=coffee", "/measures")
    return [
        "/support",
        "/support/levels",
        "/support/levels/levels",
        "/support/levels/questions",
        "/support/levels/levels/versions",
        f"/support/new?entry={work.coffee}",
        f"/support/compare?entry={work.coffee}&record={work.record}",
        "/support/figures/team-quarter",
        "/admin/privacy-register",
        *(f"{record}{page}" for page in pages),
        f"/packs/{work.pack}",
        f"/pack/{work.pack}",
        f"/pack/{work.pack}?print=large",
        "/before-your-appointment",
        "/what-could-help",
        "/search?q=coffee",
        f"/my-list?ids={work.coffee}",
    ]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_and_nothing_runs_over_the_edge(
    app: Flask, open_page: OpenPage, site: str, work: Work, size: dict[str, int]
) -> None:
    page = open_page(size)
    sign_in(app, page, site, work)
    faults, wide = [], []
    for path in list_paths(work):
        answer = page.goto(path)
        assert answer
        assert answer.status == 200, path
        faults += find_axe_faults(page)
        if page.evaluate("document.documentElement.scrollWidth") > size["width"] + 1:
            wide.append(path)
    page.goto("/what-could-help")
    page.locator(".app-need > summary").first.click()
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Show what could help", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What could help me")
    assert page.url.endswith("/what-could-help")
    faults += find_axe_faults(page)
    assert (faults, wide) == ([], [])


def test_a_name_typed_after_the_page_asked_once_is_asked_about_too(
    app: Flask, open_page: OpenPage, site: str, work: Work
) -> None:
    page = open_page(TABLET)
    sign_in(app, page, site, work)
    address = f"/support/records/{work.record}/conversation"
    page.goto(address)
    page.get_by_role("button", name="All on one page").click()
    page.get_by_label("What matters to the person").fill("Visits of Mrs Sharon Patel")
    page.get_by_role("button", name="Save the conversation").click()
    expect(page.locator("a[href='#what_matters']")).to_be_visible()
    page.get_by_label("The person’s goals").fill("Swim with Mr Ahmed Khan")
    to_look_at = "says who the person is: What matters to the person, The person’s goals"
    expect(page.get_by_text(to_look_at)).to_be_visible(timeout=10_000)
    page.wait_for_timeout(1_100)
    page.get_by_role("button", name="Save the conversation").click()
    expect(page.locator("a[href='#goals']")).to_be_visible()
    expect(page.locator("a[href='#what_matters']")).to_have_count(0)
    page.get_by_role("button", name="Save the conversation").click()
    expect(page.get_by_text("The conversation is saved.")).to_be_visible()


def test_whether_somebody_may_be_told_is_asked_where_they_were_picked(
    app: Flask, open_page: OpenPage, site: str, work: Work
) -> None:
    page = open_page(PHONE)
    sign_in(app, page, site, work)
    page.goto(f"/support/records/{work.record}/people")
    page.get_by_label("Link worker post").check()
    page.get_by_role("button", name="Note it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who can help")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Link worker post")).to_be_checked()
    lead = page.get_by_role(
        "link", name="The person has not been asked whether Link worker post may be told."
    )
    lead.click()
    tick = page.get_by_label("Note it all the same")
    expect(tick).to_be_in_viewport()
    assert find_axe_faults(page) == []
    tick.check()
    page.get_by_role("button", name="Note it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Support record")
    expect(page.get_by_text("with Link worker post")).to_be_visible()


def test_why_it_was_declined_opens_as_that_is_chosen(
    app: Flask, open_page: OpenPage, site: str, work: Work
) -> None:
    page = open_page(PHONE)
    sign_in(app, page, site, work)
    page.goto(f"/support/records/{work.record}/find?q=coffee")
    page.locator("input[name=entry]").first.check()
    page.get_by_role("button", name="Put the ticked ones on the record").click()
    why = page.get_by_label("Why the person declined")
    expect(why).to_be_hidden()
    page.locator("select[name^=choice-]").select_option("declined")
    expect(why).to_be_visible()
    page.get_by_role("button", name="Save the options").click()
    expect(page.get_by_label("Why the person declined")).to_be_visible()
