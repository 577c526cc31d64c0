"""An answer goes to a contact at work: an address of somebody's own is refused, a doubtful one asked of."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser

from directory.extensions import db
from directory.helpline.enquiries.reply_contacts import PRIVATE_DOMAINS, find_private, find_questions
from directory.models import Contact, Organization, OutgoingMail
from directory.models.codes import Role
from directory.models.helpline.codes import EnquiryState
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_support_role, make_team, make_user
from tests.helpline.calls import find_call, open_call, send
from tests.looked import read_looked

REFUSED = "Give a work address"
ASKED = "Is this a work address?"
ONLINE = {"question": "Food on a Sunday", "urgency": "routine", "reply_way": "email"}


@pytest.mark.parametrize("address", ["amy@gmail.com", "Amy@Hotmail.co.uk", "a@btinternet.com", "a@me.com"])
def test_an_address_of_somebodys_own_is_refused_beside_its_field_and_stays_on_the_page(
    client: FlaskClient, address: str
) -> None:
    enquiry_id, call = open_call(client)
    answer = client.post(call, data=send(question="Owes rent", reply_email=address))
    assert answer.status_code == 422
    assert 'id="reply_email-error"' in answer.text
    assert (REFUSED in answer.text, f'value="{address}"' in answer.text) == (True, True)
    kept = client.post(f"{call}/typed", data=send(question="Owes rent", reply_email=address)).get_json()
    assert REFUSED in kept["left_out"]["reply_email"]
    assert (find_call(enquiry_id).reply_email, find_call(enquiry_id).question) == (None, "Owes rent")
    online = client.post("/helpline/ask", data=ONLINE | {"reply_email": address})
    assert online.status_code == 422
    assert (REFUSED in online.text, f'value="{address}"' in online.text) == (True, True)


@pytest.mark.parametrize(
    "address", ["a@nhs.net", "a@trust.nhs.uk", "a@leicester.gov.uk", "a@dmu.ac.uk", "a@example.org"]
)
def test_an_address_at_work_passes_in_silence(client: FlaskClient, address: str) -> None:
    enquiry_id, call = open_call(client)
    kept = client.post(f"{call}/typed", data=send(reply_email=address)).get_json()
    assert (kept["left_out"], kept["asked"]) == ({}, {})
    assert find_call(enquiry_id).reply_email == address
    assert client.post("/helpline/ask", data=ONLINE | {"reply_email": address}).status_code == 302


def make_contacts(address: str) -> dict[str, Callable[[], object]]:
    return {
        "account": lambda: make_user(email=address),
        "team": lambda: make_team(work_email=address),
        "network": lambda: make_support_role(work_email=address),
        "organization": lambda: add(Organization(name="Tea Club", email=address.upper())),
        "contact": lambda: add(Contact(name="Tea Club", email=address)),
    }


def add(row: Contact | Organization) -> None:
    db.session.add(row)
    db.session.flush()


@pytest.mark.parametrize("kind", ["account", "team", "network", "organization", "contact"])
def test_the_domain_of_a_contact_on_record_is_a_work_domain(app: Flask, kind: str) -> None:
    typed = {"reply_email": "other@tea-club.com"}
    assert find_questions(typed)["reply_email"].startswith(ASKED)
    make_contacts("office@tea-club.com")[kind]()
    assert find_questions(typed) == {}
    assert find_questions({"reply_email": "other@not-tea-club.com"}) != {}


@pytest.mark.parametrize("kind", ["account", "team", "network", "organization", "contact"])
def test_a_private_provider_passes_only_for_the_very_address_on_record(app: Flask, kind: str) -> None:
    assert find_private("tea@gmail.com") != ""
    make_contacts("tea@gmail.com")[kind]()
    assert find_private("tea@gmail.com") == ""
    assert find_private("moretea@gmail.com") != ""


def test_an_account_that_is_switched_off_makes_no_work_domain(app: Flask) -> None:
    make_user(email="gone@tea-club.com", is_enabled=False)
    assert find_questions({"reply_email": "other@tea-club.com"}) != {}


def test_who_asks_online_with_a_doubtful_contact_is_asked_once(client: FlaskClient) -> None:
    sign_in_as(client, Role.STAFF)
    data = ONLINE | {"reply_email": "amy@tea-club.com", "reply_phone": "07700 900123"}
    asked = client.post("/helpline/ask", data=data)
    assert (asked.status_code, ASKED in asked.text, "Is it a work phone?" in asked.text) == (200, True, True)
    assert "Do we reach you there at work?" in asked.text
    assert 'value="amy@tea-club.com"' in asked.text
    assert client.post("/helpline/ask", data=data | read_looked(asked.text)).status_code == 302


def test_an_answer_leaves_to_a_doubtful_address_once_somebody_has_looked(client: FlaskClient) -> None:
    values = {"question": "Food", "answer": "Try the hall.", "left_because": "Told", "reply_way": "email"}
    enquiry_id, call = open_call(client, **values)
    data = send(reply_email="amy@tea-club.com")
    assert client.post(f"{call}/typed", data=data).get_json()["asked"]["reply_email"].startswith(ASKED)
    again = client.post(f"{call}/typed", data=data | {"expected_version": "2"}).get_json()
    assert again["asked"] is None, "only what is new is looked up"
    stopped = client.post(f"{call}/close", data=send(version=3, how="later"))
    assert (stopped.status_code, "I have looked: the answer goes to a work address" in stopped.text) == (
        422,
        True,
    )
    assert (find_call(enquiry_id).state, db.session.query(OutgoingMail).count()) == (EnquiryState.OPEN, 0)
    closed = client.post(f"{call}/close", data=send(version=3, how="later", **read_looked(stopped.text)))
    assert closed.status_code == 302
    assert db.session.query(OutgoingMail).one().to_address == "amy@tea-club.com"
    # Nobody is asked again about where an answer went before.
    assert client.post(f"{call}/reply", data=send(version=4, way="email")).status_code == 302


@pytest.mark.parametrize(
    ("number", "is_asked"),
    [
        ("07700 900123", True),
        ("+44 7700 900123", True),
        ("+44 (0)7700 900123", True),
        ("0116 496 0123", False),
        ("0300 123 6600 ext 7", False),
        ("ext 7712", False),
        ("", False),
    ],
)
def test_a_mobile_is_asked_about_and_saved(client: FlaskClient, number: str, is_asked: bool) -> None:
    enquiry_id, call = open_call(client)
    kept = client.post(f"{call}/typed", data=send(reply_phone=number)).get_json()
    assert ("reply_phone" in (kept["asked"] or {})) == is_asked
    assert (find_call(enquiry_id).reply_phone or "") == number


@pytest.mark.browser
def test_the_browser_says_so_before_anything_leaves_it(browser: Browser) -> None:
    scripts = Path(__file__).parents[2] / "directory" / "static" / "js"
    page = browser.new_page()
    page.set_content(
        f'<form data-private-domains="{" ".join(PRIVATE_DOMAINS)}">'
        '<input id="reply_email" name="reply_email"><input id="reply_phone" name="reply_phone"></form>'
    )
    for name in ("free-text.js", "reply-contacts.js"):
        page.add_script_tag(content=(scripts / name).read_text("utf-8"))
    for address, is_said in (("amy@GMAIL.com", True), ("amy@gmail.com.example", False), ("amy@me.com", True)):
        page.locator("#reply_email").fill(address)
        said = page.locator("#reply_email-personal").text_content() if is_said else ""
        assert (REFUSED in (said or "")) == is_said
    page.locator("#reply_email").fill("amy@nhs.net")
    assert page.locator("#reply_email-personal").text_content() == ""
    page.locator("#reply_phone").fill("07700 900123")
    assert "Is it a work phone?" in (page.locator("#reply_phone-personal").text_content() or "")
    page.close()
