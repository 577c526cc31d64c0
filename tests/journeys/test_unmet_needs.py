"""An unmet need from log to the asker being told; a commissioner's quarter."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from directory.accounts.bodies import set_bodies
from directory.accounts.passwords import hash_password
from directory.extensions import db
from directory.mail.sending import send_due_mail
from directory.models import RoutingRule, UnmetNeedGroup
from directory.models.codes import AreaKind, GroupState, Role
from directory.models.mixins import utc_now
from directory.network.confirmation import day_of
from directory.unmet_needs.figures.periods import Period, list_quarters
from directory.unmet_needs.groups.matching import note_matches
from directory.unmet_needs.groups.merging import merge_groups
from tests.factories import (
    make_area,
    make_body,
    make_guidance,
    make_need,
    make_service,
    make_team,
    make_unmet_group,
    make_unmet_need,
    make_user,
)
from tests.journeys.conftest import DESKTOP, PHONE, OpenPage
from tests.journeys.test_accessibility import find_axe_faults, open_all_details
from tests.mail.test_sending import Mailbox, mailbox

__all__ = ["mailbox"]

pytestmark = pytest.mark.browser

PASSWORD = "blue kettle seven lamps"
PEOPLE = (Role.STAFF, Role.KNOWLEDGE_OFFICER, Role.COMMISSIONER)


@dataclass(frozen=True)
class Ground:
    """By id: a test here holds no row. `merged` is part of another group. `quarter` is the last full one."""

    group: UUID
    merged: UUID
    body: UUID
    rule: UUID
    quarter: Period


@pytest.fixture
def ground(app: Flask, build_index: Callable[[], None]) -> Ground:
    """A quarter's work in two districts, some of it too little to show."""
    quarter = list_quarters(day_of(utc_now()), with_current=False)[0]
    at = quarter.starts_at + timedelta(days=20)
    county = make_area("leicestershire", AreaKind.PLACE)
    here = make_area("charnwood", parent=county, latitude=52.72, longitude=-1.15)
    there = make_area("rutland", latitude=52.66, longitude=-0.65)
    hobbies = make_need("hobbies")
    make_need("company")
    make_service(name="Chess club", needs=["company"])
    team = make_team(name="Example city team")
    for area, times in ((here, 124), (there, 3)):
        make_unmet_need(hobbies, area, times_asked=times, logged_at=at, team=team)
    body = make_body(name="Example council", contact_email="board@example.org")
    values = {"name": "Somewhere to draw", "state": GroupState.SENT, "body": body, "sent_at": at}
    group = make_unmet_group(hobbies, here, times_asked=12, due_on=quarter.end, created_at=at, **values)
    group.narrative, group.narrative_checked_at = "Nobody teaches drawing to people who are blind.", at
    note_matches(make_guidance(needs=["hobbies"], name="How to begin drawing"), utc_now())
    for role in PEOPLE:
        account = make_user(role, email=f"{role}@example.org", password_hash=hash_password(PASSWORD))
        if role == Role.COMMISSIONER:
            set_bodies(actor=None, account=account, slugs=[body.slug])
        if role == Role.KNOWLEDGE_OFFICER:
            # Two of the same need and area, on the list of what they logged.
            for _ in range(2):
                make_unmet_need(hobbies, here, logged_by_id=account.id)
    rule = db.session.query(RoutingRule).one()
    made = Ground(group.id, make_merged(group).id, body.id, rule.id, quarter)
    build_index()
    return made


def make_merged(like: UnmetNeedGroup) -> UnmetNeedGroup:
    """It was sent, and is part of one that was not."""
    sent = {"state": GroupState.SENT, "body": like.body, "sent_at": like.sent_at, "due_on": like.due_on}
    one = make_unmet_group(like.need, like.area, name="Life drawing", **sent)
    other = make_unmet_group(like.need, like.area, name="Pottery")
    merge_groups(actor=make_user(), group=one, into=other, expected_version=one.version)
    return one


def sign_in(page: Page, role: Role) -> Page:
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(f"{role}@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    return page


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def log_it(page: Page) -> None:
    page.goto("/search?q=unicycling")
    page.get_by_role("button", name="Log this as an unmet need").click()
    tried = re.compile("words: unicycling.*nothing found")
    expect(page.get_by_label("What was tried?")).to_have_value(tried)
    page.get_by_label("Main need").select_option("company")
    page.get_by_label("Area").select_option("rutland")
    page.get_by_label("What exactly is missing?").fill("Somebody who teaches how to ride a unicycle")
    page.get_by_label("What stands in the way?").select_option("nothing_exists")
    press(page, "Log it")
    expect(page.get_by_text("Waiting for the knowledge officer")).to_be_visible()


def group_and_send(page: Page) -> None:
    page.goto("/unmet-needs/?area=rutland&need=company")
    page.get_by_label("Somebody who teaches how to ride a unicycle").check()
    page.get_by_label("Name of a new group").fill("Circus skills")
    press(page, "Group what is ticked")
    page.get_by_label("Summary").fill("Nobody teaches circus skills in Rutland.")
    press(page, "Save")
    expect(page.get_by_text("The routing table says: Example council.")).to_be_visible()
    press(page, "Check and send")
    expect(page.get_by_text("board@example.org")).to_be_visible()
    press(page, "Send it")
    expect(page.get_by_text("Sent to Example council.", exact=True)).to_be_visible()


def answer_it(page: Page) -> None:
    page.get_by_role("link", name="Answers").click()
    page.get_by_role("link", name="Circus skills").click()
    expect(page.get_by_text("Asked for fewer than 5 times")).to_be_visible()
    page.get_by_label("Commissioned").check()
    page.get_by_label("What should the askers know?").fill("A teacher starts in May.")
    press(page, "Check the answer")
    press(page, "Send the answer")
    expect(page.get_by_text("The answer is saved. Everybody who asked is told.")).to_be_visible()


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no-script"])
def test_an_unmet_need_from_log_to_the_asker_being_told(
    open_page: OpenPage, ground: Ground, mailbox: Mailbox, has_script: bool
) -> None:
    """Three people, and a real SMTP server between them."""
    worker = sign_in(open_page(PHONE, java_script_enabled=has_script), Role.STAFF)
    log_it(worker)
    group_and_send(sign_in(open_page(DESKTOP, java_script_enabled=has_script), Role.KNOWLEDGE_OFFICER))
    answer_it(sign_in(open_page(DESKTOP, java_script_enabled=has_script), Role.COMMISSIONER))
    db.session.rollback()
    assert send_due_mail(utc_now()) == 2
    letters = {letter["To"]: letter.get_payload(decode=True).decode() for letter in mailbox.received}
    assert set(letters) == {"board@example.org", f"{Role.STAFF}@example.org"}
    told = letters[f"{Role.STAFF}@example.org"]
    assert "A teacher starts in May." in told
    link = re.search(r"https?://[^/\s]+(/unmet-needs/mine)", told)
    assert link
    worker.goto(link[1])
    expect(worker.get_by_text("A teacher starts in May.")).to_be_visible()


def test_a_commissioners_quarter(open_page: OpenPage, ground: Ground) -> None:
    page = sign_in(open_page(DESKTOP), Role.COMMISSIONER)
    page.get_by_role("link", name="What is missing").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(ground.quarter.label)
    expect(page.get_by_text("could not be found 125 times")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Rutland: not shown")).to_be_visible()
    expect(page.get_by_text("Reported five times or more:")).to_contain_text("Reported")
    page.get_by_role("button", name="Show on a map").click()
    expect(page.get_by_label("1: Charnwood: 125")).to_be_visible()
    behind = page.get_by_role("link", name="Hobbies, Charnwood: 125. What is behind it")
    behind.focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Somewhere to draw").click()
    page.get_by_role("radio", name="Under review").check()
    page.get_by_label("What should the askers know?").fill("The board meets in spring.")
    page.get_by_label("If it is under review: until when?").fill("2099-01-01")
    press(page, "Check the answer")
    press(page, "Send the answer")
    expect(page.get_by_text("until 1 January 2099")).to_be_visible()
    page.goto("/unmet-needs/report")
    expect(page.get_by_role("heading", name="Small but serious")).to_be_visible()
    expect(page.get_by_text("Nobody teaches drawing to people who are blind.")).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="This report as a workbook (XLSX)").click()
    assert page.get_by_role("link", name="This report as CSV").is_visible()
    book = load_workbook(BytesIO(Path(waiting.value.path()).read_bytes()))
    assert {"Needs by district", "Answers", "Small but serious"} <= set(book.sheetnames)
    values = [cell.value for row in book["Needs by district"].iter_rows() for cell in row]
    assert {125, "fewer than 5"} <= set(values)
    assert not {1, 2, 3, 4, 124, 127} & set(values)


def test_a_merge_is_taken_back_on_a_phone_from_the_page_of_the_group_that_stayed(
    open_page: OpenPage, ground: Ground
) -> None:
    page = sign_in(open_page(PHONE), Role.KNOWLEDGE_OFFICER)
    page.goto(f"/unmet-needs/groups/{ground.merged}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Pottery")
    page.get_by_role("link", name="Take this merge back").click()
    expect(page.get_by_text("It waits for an answer from Example council again")).to_be_visible()
    press(page, "Take this merge back")
    expect(page.get_by_text("1 unmet need went back with it.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Life drawing")
    expect(page.get_by_text("Sent, waiting for an answer")).to_be_visible()


def list_paths(ground: Ground) -> list[tuple[Role, str]]:
    officers = [
        "",
        "/groups",
        f"/groups/{ground.group}",
        f"/groups/{ground.group}/send",
        f"/groups/{ground.merged}",
        f"/groups/{ground.merged}/take-back",
        "/matches",
        "/routing",
        f"/routing/{ground.body}",
        f"/routing/rules/{ground.rule}",
        "/routing/new",
        "/log?q=debt&need=hobbies&district=charnwood",
        "/mine",
        "/behind?need=hobbies",
    ]
    commissioners = [
        "/areas/charnwood",
        "/figures",
        "/sent",
        f"/sent/{ground.group}",
        "/report",
        *(f"/figures/{slug}" for slug in ("need-district", "need-month", "district-month", "team-quarter")),
    ]
    return [
        *((Role.KNOWLEDGE_OFFICER, f"/unmet-needs{path or '/'}") for path in officers),
        *((Role.COMMISSIONER, f"/unmet-needs{path}") for path in commissioners),
    ]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_and_nothing_runs_over_the_edge(
    open_page: OpenPage, ground: Ground, size: dict[str, int]
) -> None:
    faults, wide = [], []
    for role in (Role.KNOWLEDGE_OFFICER, Role.COMMISSIONER):
        page = sign_in(open_page(size), role)
        for path in (path for one, path in list_paths(ground) if one == role):
            answer = page.goto(path)
            assert answer
            assert answer.status == 200, path
            open_all_details(page)
            faults += find_axe_faults(page)
            if page.evaluate("document.documentElement.scrollWidth") > size["width"] + 1:
                wide.append(path)
    assert "\n".join([*faults, *wide]) == ""


FIND_BROKEN = """heads => heads.flatMap(head => {
  const text = document.createTreeWalker(head, NodeFilter.SHOW_TEXT).nextNode();
  return [...text.data.matchAll(/\\S+/g)].filter(word => {
    const range = document.createRange();
    range.setStart(text, word.index);
    range.setEnd(text, word.index + word[0].length);
    return new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1;
  }).map(word => word[0]);
})"""
"""Words that begin on one line and end on another."""
SHEET = {"width": 680, "height": 1000}
"""What is left of A4 between its margins."""


def test_the_printed_report_breaks_no_word_and_lays_a_wide_table_across(
    open_page: OpenPage, ground: Ground
) -> None:
    for slug in ("relationships", "benefits-and-money", "loneliness-and-feeling-cut-off", "healthy-living"):
        make_unmet_need(
            make_need(slug),
            make_area(f"north-west-{slug}ville"),
            times_asked=300,
            logged_at=ground.quarter.starts_at + timedelta(days=20),
        )
    db.session.commit()
    page = sign_in(open_page(SHEET), Role.COMMISSIONER)
    page.goto("/unmet-needs/report")
    page.emulate_media(media="print")
    heads = page.locator(".app-figures th")
    assert heads.count() > 60
    assert heads.evaluate_all(FIND_BROKEN) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= SHEET["width"]
    assert list_sheets(page) == {"upright"}
    for number in range(14):
        make_area(f"network-{number}", AreaKind.PCN)
    db.session.commit()
    page.reload()
    assert list_sheets(page) == {"upright", "across"}


def list_sheets(page: Page) -> set[str]:
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", page.pdf(prefer_css_page_size=True))
    return {"across" if float(wide) > float(tall) else "upright" for wide, tall in boxes}
