"""Asked online, logged as an unmet need by a handler, grouped and sent by the officer, answered by the
commissioner: the asker gets the e-mail and reads the answer where they asked. Four people, and a real SMTP
server between them."""

import re

import pytest
from playwright.sync_api import Page, expect

from directory.accounts.passwords import hash_password
from directory.extensions import db
from directory.mail.sending import send_due_mail
from directory.models.codes import Role
from directory.models.mixins import utc_now
from tests.factories import make_framework, make_user
from tests.journeys.conftest import DESKTOP, PHONE, OpenPage
from tests.journeys.test_unmet_needs import PASSWORD, Ground, answer_it, ground, press, sign_in
from tests.mail.test_sending import Mailbox, mailbox

__all__ = ["ground", "mailbox"]
pytestmark = pytest.mark.browser
ASKER = f"{Role.STAFF}@example.org"


def ask(page: Page) -> str:
    """The address of the question."""
    page.goto("/helpline/ask?need=company")
    page.get_by_label("What is needed?").fill("Somebody who teaches how to ride a unicycle")
    page.get_by_label("Where?").fill("Rutland")
    page.get_by_role("button", name="Ask the helpline").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Waiting")
    return page.url


def log_it(page: Page, enquiry_id: str) -> None:
    page.goto(f"/helpline/enquiries/{enquiry_id}")
    page.locator("summary", has_text="Unmet need").click()
    page.locator("#um_barrier").select_option("nothing_exists")
    page.get_by_role("button", name="Log the unmet need").click()
    expect(page.locator(".app-call-outcome")).to_have_count(1, timeout=10_000)
    page.get_by_label("What you told them").fill("We could not find anybody.")
    page.get_by_role("button", name="Answered later").click()
    expect(page.get_by_text("is closed.")).to_be_visible()


def group_and_send(page: Page) -> None:
    page.goto("/unmet-needs/?area=rutland&need=company")
    page.get_by_label("Somebody who teaches how to ride a unicycle").check()
    page.get_by_label("Name of a new group").fill("Circus skills")
    press(page, "Group what is ticked")
    page.get_by_label("Summary").fill("Nobody teaches circus skills in Rutland.")
    press(page, "Save")
    press(page, "Check and send")
    press(page, "Send it")
    expect(page.get_by_text("Sent to Example council", exact=False).first).to_be_visible()


def take_letters(mailbox: Mailbox) -> dict[str, str]:
    db.session.rollback()
    send_due_mail(utc_now())
    found = {one["To"]: one.get_payload(decode=True).decode() for one in mailbox.received}
    mailbox.received.clear()
    return found


def test_who_asked_online_reads_what_came_of_the_unmet_need(
    open_page: OpenPage, ground: Ground, mailbox: Mailbox
) -> None:
    make_framework()
    make_user(Role.HELPLINE, email=f"{Role.HELPLINE}@example.org", password_hash=hash_password(PASSWORD))
    db.session.commit()
    asker = sign_in(open_page(PHONE), Role.STAFF)
    question = ask(asker)
    log_it(sign_in(open_page(DESKTOP), Role.HELPLINE), question.rpartition("/")[2])
    assert "You will be told what comes of it." in take_letters(mailbox)[ASKER]
    group_and_send(sign_in(open_page(DESKTOP), Role.KNOWLEDGE_OFFICER))
    asker.goto(question)
    expect(asker.get_by_text("Example council is to answer by")).to_be_visible()
    answer_it(sign_in(open_page(DESKTOP), Role.COMMISSIONER))
    letters = take_letters(mailbox)
    assert set(letters) == {ASKER, "board@example.org"}
    assert "A teacher starts in May." in letters[ASKER]
    asker.reload()
    expect(asker.get_by_text("Commissioned (answered")).to_be_visible()
    expect(asker.get_by_text("A teacher starts in May.")).to_be_visible()
    link = re.search(r"https?://[^/\s]+(/unmet-needs/mine)", letters[ASKER])
    assert link
    asker.goto(link[1])
    expect(asker.get_by_text("Asked for by you, logged by the helpline")).to_be_visible()
    expect(asker.get_by_text("A teacher starts in May.")).to_be_visible()
