"""The desk: what waits, and the way to every room."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from directory.extensions import db
from directory.models.codes import Role
from directory.models.helpline.codes import EnquiryState
from directory.models.mixins import utc_now
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_enquiry


def test_the_desk_counts_the_questions_nobody_took_and_the_answers_that_are_overdue(
    client: FlaskClient,
) -> None:
    sign_in_as(client, Role.HELPLINE)
    make_enquiry(state=EnquiryState.NEW)
    make_enquiry(state=EnquiryState.NEW)
    make_enquiry(due_at=utc_now() - timedelta(hours=1))
    make_enquiry(state=EnquiryState.ANSWERED)
    db.session.commit()
    page = client.get("/admin/").text
    assert '<span class="app-count__number">2</span> helpline questions not taken' in page
    assert '<span class="app-count__number">1</span> helpline answers overdue' in page
    sign_in_as(client, Role.ADMINISTRATOR)
    assert "helpline questions not taken" not in client.get("/admin/").text


@pytest.mark.parametrize("role", [Role.HELPLINE, Role.KNOWLEDGE_OFFICER, Role.ADMINISTRATOR])
def test_every_link_of_the_desk_opens_for_whoever_sees_it(client: FlaskClient, role: Role) -> None:
    sign_in_as(client, role)
    addresses = set(
        re.findall(r'<a (?:class="app-count__link" )?href="(/[^"]*)"', client.get("/admin/").text)
    )
    addresses = {address.replace("&amp;", "&") for address in addresses}
    assert ("/admin/search" in str(addresses)) == (role == Role.KNOWLEDGE_OFFICER)
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(
        addresses, 200
    )


@pytest.mark.parametrize(
    ("address", "marked"),
    [
        ("/admin/", 'href="/admin/" aria-current="page">Desk<'),
        ("/admin/proposals", 'href="/admin/" aria-current="true">Desk<'),
        ("/admin/organizations", 'href="/admin/entries" aria-current="true">Entries<'),
        ("/unmet-needs/figures", 'href="/unmet-needs/" aria-current="true">Unmet needs<'),
    ],
)
def test_the_staff_menu_marks_the_room_one_is_in(client: FlaskClient, address: str, marked: str) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    page = client.get(address).text
    assert marked in page
    assert page.split('aria-label="Staff"')[1].split("</nav>")[0].count("aria-current") == 1
