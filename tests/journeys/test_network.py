"""A worker looks for somebody to help; an officer keeps the network true; the holder of a role answers."""

import re
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from directory.accounts.passwords import hash_password
from directory.extensions import db
from directory.models.codes import DecidedBy, Role
from directory.network.mailing import make_link
from tests.factories import (
    make_need,
    make_role_type,
    make_service,
    make_support_role,
    make_team,
    make_town,
    make_user,
)
from tests.journeys.conftest import DESKTOP, PHONE, OpenPage
from tests.journeys.test_accessibility import find_axe_faults, open_all_details
from tests.network.geography import County, make_county

pytestmark = pytest.mark.browser

PASSWORD = "blue kettle seven lamps"


@pytest.fixture
def county(app: Flask) -> County:
    county = make_county()
    make_town("Northton", 52.75, -1.2)
    housing = make_need("housing")
    soon = make_need("homeless-risk-56-days", parent=housing)
    make_service(name="North housing team", needs=[soon.slug], service_areas=[{"area": "north-district"}])
    team = make_team(county.north_pcn, name="North adult team", work_phone="0116 496 0301")
    peer = {"name": "Peer worker, North", "places_free": 2, "languages": ["Polish"], "notes": "Ring first"}
    make_support_role(team=team, **peer)
    make_support_role(county.north_pcn, name="Link worker, North", needs=(housing,), confirm_by=None)
    council = make_role_type("coordinator", DecidedBy.HOME_ADDRESS)
    make_support_role(county.county, name="Coordinator, County", type=council, needs=(housing,))
    for role in (Role.STAFF, Role.KNOWLEDGE_OFFICER):
        make_user(role, email=f"{role}@example.org", password_hash=hash_password(PASSWORD))
    db.session.commit()
    return county


def sign_in(page: Page, role: Role) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(f"{role}@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()


def test_a_worker_finds_who_can_help_and_prints_the_card(desktop: Page, county: County) -> None:
    sign_in(desktop, Role.STAFF)
    desktop.goto("/network/teams")
    desktop.get_by_role("link", name="Who can help", exact=True).click()
    desktop.get_by_label("Home postcode or town").fill("Northton")
    desktop.get_by_label("GP practice").fill("north surgery")
    desktop.get_by_label("Need", exact=True).select_option("homeless-risk-56-days")
    desktop.get_by_role("button", name="Show who can help").click()
    expect(desktop.get_by_role("region", name="Adults")).to_contain_text("North adult team")
    expect(desktop.get_by_role("region", name="Older people")).to_contain_text("No team covers this place")
    expect(desktop.get_by_role("link", name="Link worker, North")).to_be_visible()
    desktop.get_by_role("link", name="North adult team").click()
    expect(desktop.get_by_role("region", name="Its network")).to_contain_text("Peer worker, North")
    desktop.get_by_role("link", name="Card to print, A6").click()
    desktop.emulate_media(media="print")
    expect(desktop.get_by_role("article")).to_contain_text("Peer worker, North")
    expect(desktop.get_by_text("Print this page")).to_be_hidden()
    paper = desktop.pdf(prefer_css_page_size=True)
    # A6 in points: 105 by 148 mm.
    assert set(re.findall(rb"MediaBox \[0 0 (\d+)[.\d]* (\d+)", paper)) == {(b"298", b"420")}


def test_an_officer_adds_a_role_without_javascript_and_puts_a_mistake_right(
    open_page: OpenPage, county: County
) -> None:
    page = open_page(PHONE, java_script_enabled=False)
    sign_in(page, Role.KNOWLEDGE_OFFICER)
    page.goto("/network/roles/new")
    page.get_by_label("Kind of role").select_option("link-worker")
    page.get_by_label("Name of the person or post").fill("Link worker, South")
    page.get_by_label("Work telephone").fill("0116 496 0999")
    page.get_by_text("Primary care networks").click()
    page.get_by_label("South Pcn").check()
    page.get_by_label("Notes for staff").fill("Their number is 943 476 5919")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("NHS number")
    expect(page.get_by_label("South Pcn")).to_be_checked()
    page.get_by_label("Notes for staff").fill("Mornings are best")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Link worker, South")
    page.goto("/network?practice=Y00002")
    expect(page.get_by_role("link", name="Link worker, South")).to_be_visible()


def test_an_nhs_number_never_leaves_the_browser(desktop: Page, county: County) -> None:
    sign_in(desktop, Role.KNOWLEDGE_OFFICER)
    desktop.goto("/network/roles/new")
    desktop.get_by_label("Notes for staff").fill("Their number is 943 476 5919")
    sent: list[str] = []
    desktop.on("request", lambda asked: sent.append(asked.method))
    desktop.get_by_role("button", name="Save").click()
    expect(desktop.get_by_text("This looks like an NHS number")).to_be_visible()
    assert "POST" not in sent
    desktop.get_by_label("Notes for staff").fill("")


def test_a_holder_answers_by_the_link_in_the_mail(app: Flask, phone: Page, county: County) -> None:
    role = make_support_role(county.south_pcn, name="Link worker, South", confirm_by=None)
    db.session.commit()
    link = urlsplit(make_link(role))
    # The one writer of the database is the application now.
    db.session.rollback()
    phone.goto(f"{link.path}?{link.query}")
    phone.get_by_label("Yes, all of it").check()
    phone.get_by_label("how many places are free").fill("3")
    assert find_axe_faults(phone) == []
    phone.get_by_role("button", name="Send").tap()
    expect(phone.get_by_role("heading", name="Thank you")).to_be_visible()
    db.session.expire_all()
    assert role.places_free == 3


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_and_nothing_runs_over_the_edge(
    open_page: OpenPage, county: County, size: dict[str, int]
) -> None:
    page = open_page(size)
    sign_in(page, Role.KNOWLEDGE_OFFICER)
    page.goto("/network/teams")
    team = page.get_by_role("link", name="North adult team").get_attribute("href")
    page.goto(f"{team}")
    role = page.get_by_role("link", name="Peer worker, North").get_attribute("href")
    paths = [
        "/network",
        "/network?place=Northton&practice=x&need=homeless-risk-56-days",
        "/network?no_address=1&practice=Y00001&need=housing",
        "/network/teams",
        f"{team}",
        f"{team}/card",
        f"{team}/card?size=a6",
        f"{team}/edit",
        f"{team}/open",
        "/network/teams/new",
        "/network/roles",
        f"{role}",
        f"{role}/edit",
        f"{role}/open",
        "/network/roles/new",
        "/network/still-true?key=x",
        "/search?q=tea&practice=Y00001",
    ]
    faults, wide = [], []
    for path in paths:
        page.goto(path)
        open_all_details(page)
        faults += find_axe_faults(page)
        if page.evaluate("document.documentElement.scrollWidth") > size["width"] + 1:
            wide.append(path)
    assert "\n".join([*faults, *wide]) == ""
