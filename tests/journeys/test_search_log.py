"""An officer turns a word people search for into a word for a need, and a visitor finds help by it."""

import re
import time
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from directory.accounts.passwords import hash_password
from directory.extensions import db
from directory.models.codes import EntryFault, Role
from directory.models.improving.codes import ProposalKind
from directory.models.mixins import utc_now
from directory.search.find import find_follower
from directory.search.follower import REFRESH_SECONDS
from tests.factories import (
    make_area,
    make_logged_search,
    make_need,
    make_proposal,
    make_service,
    make_unmet_group,
    make_user,
)
from tests.journeys.conftest import DESKTOP, PHONE, OpenPage
from tests.journeys.test_accessibility import find_axe_faults

pytestmark = pytest.mark.browser

PASSWORD = "blue kettle seven lamps"
OFFICER = "officer@example.org"
WORDS = "skint till friday"


@pytest.fixture
def ground(app: Flask) -> list[UUID]:
    """Ids of proposals, one of each kind. Searches as they are noted, entries, an officer."""
    need, area = make_need("money-worries"), make_area("charnwood")
    make_need("company")
    entry = make_service(name="Money advice", needs=[need.slug])
    make_service(name="Chess club")
    make_user(Role.KNOWLEDGE_OFFICER, email=OFFICER, password_hash=hash_password(PASSWORD))
    make_logged_search("where can I meet people on a Sunday afternoon", total=2, times=3, at=utc_now())
    make_logged_search("owe loads", need, total=0, at=utc_now(), area_id=area.id)
    make_unmet_group(need, area)
    made = [
        make_proposal(ProposalKind.WORD, need=need),
        make_proposal(ProposalKind.WORD),
        make_proposal(ProposalKind.NEED, entry=entry, need=make_need("company")),
        make_proposal(ProposalKind.SUMMARY, entry=entry, text="Friendly help with bills and money."),
        make_proposal(ProposalKind.CORRECTION, entry=entry, text=None, fault=EntryFault.CLOSED),
        make_proposal(ProposalKind.CORRECTION, entry=entry, text=None, fault=EntryFault.FULL),
        make_proposal(ProposalKind.ENTRY, need=need, area=area, text="A Sunday group"),
    ]
    ids = [one.id for one in made]
    db.session.commit()
    return ids


def sign_in(page: Page) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(OFFICER)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()


def search(page: Page, words: str) -> None:
    page.goto(f"/search?q={words}")


def test_a_searched_word_becomes_a_word_for_a_need_and_a_visitor_finds_by_it_within_a_second(
    open_page: OpenPage, ground: list[UUID]
) -> None:
    # As in service, where the index is looked at now and then, and not at each search.
    find_follower()._wait = REFRESH_SECONDS
    visitor, officer = open_page(PHONE, java_script_enabled=False), open_page(DESKTOP)
    search(visitor, WORDS)
    expect(visitor.get_by_role("heading", name="Nothing found for this yet")).to_be_visible()
    sign_in(officer)
    officer.goto("/admin/")
    officer.get_by_role("link", name="searches without a result").click()
    officer.get_by_role("button", name=re.compile(f"Word.*for a need.*{WORDS}")).click()
    officer.get_by_label("Need", exact=True).select_option("money-worries")
    officer.get_by_role("button", name="Accept").click()
    expect(officer.get_by_text("Search uses the word from now on")).to_be_visible()
    accepted = time.monotonic()
    search(visitor, WORDS)
    while not visitor.get_by_role("link", name="Money advice", exact=True).is_visible():
        assert time.monotonic() - accepted < 1.5
        search(visitor, WORDS)
    expect(visitor.get_by_role("link", name="Chess club")).to_have_count(0)


@pytest.mark.parametrize("with_scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_address_of_an_entry_opened_from_results_says_nothing_of_the_search(
    open_page: OpenPage, ground: list[UUID], with_scripts: bool
) -> None:
    page = open_page(PHONE, java_script_enabled=with_scripts)
    search(page, "money")
    page.get_by_role("link", name="Money advice", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Money advice")
    assert re.search(r"/entry/[0-9a-f-]{36}$", page.url)
    page.go_back()
    assert page.url.endswith("/search?q=money")


def test_accepting_takes_one_click_and_declining_says_why(open_page: OpenPage, ground: list[UUID]) -> None:
    page = open_page(PHONE, java_script_enabled=False)
    sign_in(page)
    page.goto("/admin/proposals?kind=summary")
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_text("The entry has the new summary")).to_be_visible()
    assert page.url.endswith("/admin/proposals?kind=summary")
    page.goto(f"/admin/proposals/{ground[-1]}")
    page.get_by_role("button", name="Decline").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why")
    page.get_by_label("Why").fill("There is one already")
    page.get_by_role("button", name="Decline").click()
    expect(page.get_by_text("Declined.")).to_be_visible()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_and_nothing_runs_over_the_edge(
    open_page: OpenPage, ground: list[UUID], size: dict[str, int]
) -> None:
    page = open_page(size)
    sign_in(page)
    paths = ["/admin/proposals", "/admin/searches", "/admin/searches?need=money-worries&view=few"]
    paths += ["/admin/searches/months", "/unmet-needs/", *(f"/admin/proposals/{one}" for one in ground)]
    faults: list[object] = []
    for path in paths:
        page.goto(path)
        faults += find_axe_faults(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"] + 1, path
    page.goto(f"/admin/proposals/{ground[1]}")
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose a need")
    faults += find_axe_faults(page)
    assert faults == []
