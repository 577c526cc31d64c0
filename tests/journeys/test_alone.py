"""A person alone asks what could help: nothing of it is kept, on the server, in an address or in the
browser."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import func, select

from directory.extensions import db
from tests.factories import make_framework, make_need, make_service
from tests.journeys.conftest import DESKTOP, PHONE, OpenPage
from tests.journeys.example import make_example
from tests.journeys.test_accessibility import find_axe_faults, open_all_details

pytestmark = pytest.mark.browser


@pytest.fixture
def directory_is_laid(app: Flask, build_index: Callable[[], None]) -> None:
    make_framework()
    make_example()
    for need, area in (
        ("peer-support", "loneliness-and-isolation"),
        ("repairs", "housing"),
        ("gambling", "addiction"),
        ("parenting", "relationships"),
    ):
        make_need(need, parent=make_need(area))
    make_service(name="Roof Team", needs=["repairs"], attending_types=["phone"])
    build_index()


def count_rows() -> dict[str, int]:
    counts = {
        table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in db.metadata.sorted_tables
    }
    db.session.rollback()
    return counts


def tick_two(page: Page) -> None:
    page.goto("/what-could-help")
    for group, tick in (
        ("Loneliness and isolation", "I want to meet people who have been through the same"),
        ("Housing", "My home needs repairs"),
    ):
        page.locator(".app-need > summary", has_text=group).click()
        page.get_by_label(tick).check()
    page.get_by_label("Where do you live?").fill("LE3")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A few questions")


def ask(page: Page, area: str, question: str) -> Locator:
    return page.get_by_role("region", name=area).get_by_role("group", name=question)


@pytest.mark.usefixtures("directory_is_laid")
def test_what_somebody_says_is_kept_nowhere(phone: Page) -> None:
    before = count_rows()
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    tick_two(phone)
    ask(phone, "Housing", "Could you lose your home").get_by_label("Yes").check()
    phone.get_by_role("button", name="Show what could help", exact=True).click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("What could help me")
    expect(phone.get_by_role("heading", name="Urgent help").first).to_be_visible()
    phone.get_by_label("What matters to you").fill("My dog")
    phone.get_by_role("button", name="Change my answers").click()
    said = ("LE3", "need=", "home-at-risk", "housing", "dog")
    assert [one for one in asked if any(words in one for words in said)] == []
    assert count_rows() == before
    assert phone.context.cookies() == []
    assert phone.evaluate("localStorage.length + sessionStorage.length") == 0


@pytest.mark.usefixtures("directory_is_laid")
def test_own_words_are_never_sent(phone: Page) -> None:
    sent: list[str] = []
    phone.on("request", lambda request: sent.append(request.post_data or ""))
    tick_two(phone)
    phone.get_by_role("button", name="Skip the questions").click()
    phone.get_by_label("What matters to you").fill("My dog Biscuit")
    phone.get_by_role("button", name="Change what I ticked").click()
    expect(phone.get_by_label("My home needs repairs")).to_be_checked()
    assert any("housing" in body for body in sent)
    assert not any("Biscuit" in body for body in sent)


@pytest.mark.usefixtures("directory_is_laid")
def test_an_entry_is_looked_at_and_the_list_stays(phone: Page) -> None:
    tick_two(phone)
    phone.get_by_role("button", name="Skip the questions").click()
    phone.get_by_label("What matters to you").fill("My dog Biscuit")
    with phone.expect_popup() as opened:
        phone.get_by_role("link", name="Roof Team", exact=True).click()
    expect(opened.value.get_by_role("heading", level=1)).to_contain_text("Roof Team")
    expect(phone.get_by_label("What matters to you")).to_have_value("My dog Biscuit")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.usefixtures("directory_is_laid")
def test_the_conversation_goes_there_and_back_and_nothing_is_lost(open_page: OpenPage, scripts: bool) -> None:
    page = open_page(PHONE, java_script_enabled=scripts)
    tick_two(page)
    ask(page, "Housing", "Would you need somebody").get_by_label("Yes").check()
    ask(page, "Loneliness", "Can you get in touch").get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Show what could help", exact=True).click()
    housing = page.get_by_role("region", name="Housing")
    expect(housing).to_contain_text("I would like somebody to come with me at first.")
    expect(housing).to_contain_text("You said you would need somebody with you at first.")
    expect(page.get_by_role("region", name="Loneliness")).to_contain_text("You said you would like help")
    expect(page.get_by_role("main")).to_contain_text("We looked near LE3.")

    housing.get_by_text("I would like to go about it another way").click()
    housing.get_by_label("I can do this on my own").check()
    housing.get_by_role("button", name="Use this").click()
    expect(housing).to_contain_text("You chose this yourself.")

    page.get_by_role("button", name="Change my answers").click()
    expect(ask(page, "Housing", "Would you need somebody").get_by_label("Yes")).to_be_checked()
    expect(ask(page, "Housing", "Have you tried before").get_by_label("Skip")).to_be_checked()
    page.get_by_role("button", name="Go back to what I ticked").click()
    expect(page.get_by_label("Where do you live?")).to_have_value("LE3")
    page.get_by_label("Where do you live?").fill("Nowhereville")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_label("Where do you live?")).to_have_accessible_description(re.compile("do not know"))
    expect(page.get_by_label("My home needs repairs")).to_be_checked()
    page.get_by_label("Where do you live?").fill("")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Show what could help", exact=True).click()
    expect(housing).to_contain_text("You chose this yourself.")
    expect(page.get_by_role("region", name="Loneliness")).to_contain_text("You said you would like help")


@pytest.mark.usefixtures("directory_is_laid")
def test_every_step_can_be_done_by_keyboard(desktop: Page) -> None:
    desktop.goto("/what-could-help")
    press_to(desktop, desktop.locator(".app-need > summary", has_text="Housing"), "Enter")
    press_to(desktop, desktop.get_by_label("My home needs repairs"), "Space")
    press_to(desktop, desktop.get_by_role("button", name="Go on"), "Enter")
    # The radio that is set has the focus of its group; an arrow key sets the next one.
    question = ask(desktop, "Housing", "Could you lose your home")
    press_to(desktop, question.get_by_label("Skip"), "ArrowRight")
    expect(question.get_by_label("Yes")).to_be_checked()
    press_to(desktop, desktop.get_by_role("button", name="Show what could help", exact=True), "Enter")
    expect(desktop.get_by_role("region", name="Housing")).to_contain_text("You said you could lose your home")
    press_to(desktop, desktop.locator("summary").first, "Enter")
    press_to(desktop, desktop.get_by_label("Go by my answers"), "ArrowDown")
    press_to(desktop, desktop.get_by_role("button", name="Use this"), "Enter")
    expect(desktop.get_by_role("region", name="Housing")).to_contain_text("You chose this yourself.")


def press_to(page: Page, target: Locator, key: str) -> None:
    for _ in range(60):
        if target.evaluate("one => one === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(target).to_be_focused()
    page.keyboard.press(key)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "small phone"])
@pytest.mark.usefixtures("directory_is_laid")
def test_axe_finds_nothing_on_any_step_and_nothing_runs_over_the_edge(
    open_page: OpenPage, size: dict[str, int]
) -> None:
    page, wide = open_page(size), []
    faults: list[str] = []

    def look(step: str) -> None:
        open_all_details(page)
        faults.extend(find_axe_faults(page))
        for text_size in ("100%", "200%"):
            page.evaluate("(size) => { document.documentElement.style.fontSize = size; }", text_size)
            if page.evaluate("document.documentElement.scrollWidth") > size["width"] + 1:
                wide.append((step, text_size))
        page.evaluate("document.documentElement.style.fontSize = ''")

    page.goto("/what-could-help")
    page.get_by_label("Where do you live?").fill("Nowhereville")
    page.get_by_role("button", name="Go on").click()
    look("what cannot be used")
    tick_two(page)
    ask(page, "Housing", "Could you lose your home").get_by_label("Yes").check()
    look("questions")
    page.get_by_role("button", name="Show what could help", exact=True).click()
    look("list")
    page.get_by_role("button", name="Change what I ticked").click()
    open_all_details(page)
    for one in page.locator(".app-need input[type=checkbox]").all():
        one.check()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("main")).to_contain_text("Open up to 3 that matter most")
    look("many questions")
    page.goto("/before-your-appointment")
    look("sheet")
    assert (faults, wide) == ([], [])


@pytest.mark.usefixtures("directory_is_laid")
def test_on_paper_the_list_says_how_and_why_and_has_nothing_to_press(phone: Page) -> None:
    tick_two(phone)
    ask(phone, "Housing", "Would you need somebody").get_by_label("Yes").check()
    phone.get_by_role("button", name="Show what could help", exact=True).click()
    phone.get_by_label("What matters to you").fill("My dog")
    phone.emulate_media(media="print")
    expect(phone.get_by_text("You said you would need somebody with you at first.")).to_be_visible()
    expect(phone.get_by_text("come with me the first time")).to_be_visible()
    expect(phone.get_by_label("What matters to you")).to_have_value("My dog")
    for button in ("Print", "Change my answers", "Change what I ticked", "Use this"):
        expect(phone.get_by_role("button", name=button)).to_have_count(0)
    expect(phone.get_by_text("I would like to go about it another way")).to_be_hidden()


@pytest.mark.usefixtures("directory_is_laid")
def test_the_sheet_for_an_appointment_prints_with_room_to_write(phone: Page) -> None:
    phone.goto("/what-could-help")
    phone.get_by_role("link", name="A sheet to print and fill in before an appointment").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Before your appointment")
    phone.emulate_media(media="print")
    expect(phone.get_by_role("button", name="Print this")).to_be_hidden()
    boxes, lines = phone.locator(".app-sheet__box"), phone.locator(".app-sheet__lines")
    assert boxes.count() >= 5
    assert lines.count() == 4
    assert lines.first.bounding_box()["height"] >= 80
    assert phone.pdf().count(b"/Type /Page\n") + phone.pdf().count(b"/Type/Page/") <= 4
