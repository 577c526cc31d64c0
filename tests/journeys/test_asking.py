"""Staff search, find nothing and ask online outside hours; a handler answers; the asker gets the mail and
sees the answer. In a real browser, with a real mail server."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from directory.extensions import db, expect_writes
from directory.helpline.hours.opening import LONDON
from directory.mail.sending import send_due_mail
from directory.models import HelplineHours
from directory.models.codes import Role
from directory.models.helpline.codes import EnquiryOutcomeKind, EnquiryState
from directory.models.mixins import utc_now
from tests.factories import make_area, make_enquiry, make_framework, make_need, make_service, make_user
from tests.journeys.calls import PHONE, sign_in
from tests.journeys.conftest import DESKTOP, OpenPage
from tests.journeys.test_accessibility import find_axe_faults
from tests.mail.test_sending import Mailbox, mailbox

__all__ = ["mailbox"]
pytestmark = pytest.mark.browser
NHS_NUMBER = "943 476 5919"


@dataclass(frozen=True)
class People:
    """Session keys, and the id of an answered question."""

    asker: str
    handler: str
    officer: str
    question: str


@pytest.fixture
def people(app: Flask, build_index: Callable[[], None]) -> People:
    """The helpline opens the day after tomorrow."""
    make_framework()
    make_area("charnwood")
    need = make_need("debt")
    make_service(name="Rent and Debt Desk", needs=["debt"])
    opens = (utc_now().astimezone(LONDON) + timedelta(days=2)).weekday()
    db.session.add(HelplineHours(weekday=opens, opens_at=time(9), closes_at=time(17)))
    asker, handler = make_user(Role.STAFF, email="asker@example.org"), make_user(Role.HELPLINE)
    officer = make_user(Role.KNOWLEDGE_OFFICER)
    old = make_enquiry(need, outcome=EnquiryOutcomeKind.UNMET_NEED, asker=asker, answer="Not yet")
    old.state, old.answered_at = EnquiryState.ANSWERED, utc_now()
    db.session.flush()
    made = People(asker.get_id(), handler.get_id(), officer.get_id(), str(old.id))
    build_index()
    return made


def ask(page: Page) -> str:
    """From a search that found nothing. The address of the question."""
    page.goto("/search?q=unicycling&need=debt")
    page.get_by_role("link", name="Ask the helpline", exact=True).last.click()
    expect(page.get_by_text("Closed now. Opens on ")).to_be_visible()
    expect(page.get_by_text("an answer comes by")).to_be_visible()
    expect(page.get_by_role("heading", name="If it cannot wait")).to_be_visible()
    expect(page.get_by_label("What have you tried?")).to_have_value(
        "Searched the directory (words: unicycling; needs: Debt): nothing found."
    )
    page.get_by_label("What is needed?").fill(f"Somebody owes rent, {NHS_NUMBER}")
    page.get_by_role("button", name="Ask the helpline").click()
    expect(page.get_by_text("This looks like an NHS number")).to_be_visible()
    page.get_by_label("What is needed?").fill("Somebody owes rent and likes unicycling")
    # A second click within a second is taken for a slip.
    page.wait_for_timeout(1100)
    page.get_by_role("button", name="Ask the helpline").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Waiting")
    return page.url


def answer(page: Page, enquiry_id: str) -> None:
    page.goto("/helpline/")
    page.locator(f"a[href='/helpline/enquiries/{enquiry_id}']").first.click()
    page.get_by_role("searchbox", name="Search words").fill("rent")
    page.locator("[data-results] button[name=entry]").first.click()
    expect(page.locator(".app-call-outcome")).to_have_count(1, timeout=10_000)
    page.get_by_label("What you told them").fill("They take people now.")
    page.get_by_role("button", name="Answered later").click()
    expect(page.get_by_text("Enquiry 2 is closed.")).to_be_visible()


def test_a_question_asked_out_of_hours_comes_back_answered(
    app: Flask, open_page: OpenPage, site: str, people: People, mailbox: Mailbox
) -> None:
    asker, handler = open_page(), open_page()
    sign_in(app, asker, site, people.asker)
    sign_in(app, handler, site, people.handler)
    address = ask(asker)
    answer(handler, address.rpartition("/")[2])
    db.session.rollback()
    expect_writes()
    assert send_due_mail(utc_now()) == 1
    (message,) = mailbox.received
    assert message["To"] == "asker@example.org"
    body = message.get_payload(decode=True).decode()
    assert "They take people now." in body
    assert "Rent and Debt Desk" in body
    assert "unicycling" not in body
    asker.goto("/helpline/questions")
    asker.get_by_role("link", name="Question 2: Debt").click()
    assert asker.url == address
    expect(asker.get_by_role("main")).to_contain_text("They take people now.")
    expect(asker.get_by_text("E-mail sent, ")).to_be_visible()
    asker.get_by_role("link", name="Rent and Debt Desk").click()
    expect(asker.get_by_role("heading", level=1)).to_have_text("Rent and Debt Desk")


def test_it_works_without_script(app: Flask, open_page: OpenPage, site: str, people: People) -> None:
    page = open_page(DESKTOP, java_script_enabled=False)
    sign_in(app, page, site, people.asker)
    page.goto("/helpline/ask?q=chess")
    page.get_by_label("What is needed?").fill(f"For {NHS_NUMBER}")
    page.get_by_role("button", name="Ask the helpline").click()
    expect(page.get_by_label("What is needed?")).to_have_value(f"For {NHS_NUMBER}")
    page.get_by_label("What is needed?").fill("Chess by bus")
    page.get_by_role("button", name="Ask the helpline").click()
    page.get_by_role("button", name="I no longer need an answer").click()
    expect(page.get_by_role("main")).to_contain_text("Closed without an answer")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_page_of_the_asker_is_accessible(
    app: Flask, open_page: OpenPage, site: str, people: People, size: dict[str, int]
) -> None:
    own = ["/helpline/ask?q=chess", "/helpline/questions", f"/helpline/questions/{people.question}"]
    figures = ["/helpline/figures", "/helpline/figures?table=outcomes-need"]
    for key, addresses in ((people.asker, [*own, *figures]), (people.officer, ["/helpline/hours", *figures])):
        page = open_page(size)
        sign_in(app, page, site, key)
        for address in addresses:
            page.goto(address)
            assert find_axe_faults(page) == [], address
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
