"""What was found by exploring is told as not checked yet, and once more when it is published."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.extensions import db
from directory.helpline.answer_parts import list_answer_parts
from directory.models import Enquiry, EnquiryOutcome, OutgoingMail, Service
from directory.models.codes import Role, Status
from directory.models.helpline.codes import EnquiryOutcomeKind, EnquiryState, ReplyWay
from directory.models.mixins import utc_now
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_service, make_user
from tests.helpline.test_replies import link_to, make_answered


def find_by_exploring(learnt_from: str, **values: Any) -> tuple[Enquiry, Service]:
    """An answered enquiry with a draft that the officer has not looked at."""
    draft = make_service(
        name="Oakham Blades",
        status=Status.DRAFT.value,
        phones=[{"number": "01572 496 012"}],
        url="https://blades.example.org",
    )
    enquiry = make_answered(**{"state": EnquiryState.ANSWERED, "reply_way": ReplyWay.EMAIL} | values)
    kind = EnquiryOutcomeKind.FOUND_BY_EXPLORING
    outcome = EnquiryOutcome(kind=kind, learnt_from=learnt_from, entries=[link_to(draft)])
    enquiry.outcomes = [outcome]
    db.session.commit()
    return enquiry, draft


def test_what_was_learnt_is_told_as_not_checked_yet(app: Flask) -> None:
    enquiry, _ = find_by_exploring("The leaflet in Oakham library")
    ((lead,),) = (part.leads for part in list_answer_parts(enquiry))
    assert (lead.name, lead.path, lead.phone) == ("Oakham Blades", "", "01572 496 012")
    assert lead.details[0] == "Not checked by us yet, and not in the directory."
    assert "https://blades.example.org" in lead.details
    assert "Learnt from: The leaflet in Oakham library" in lead.details


@pytest.mark.parametrize("learnt", ["Mrs Joan Smith told me", "Rang 07700 900123"])
def test_where_it_was_learnt_is_not_told_where_it_may_say_who_a_person_is(app: Flask, learnt: str) -> None:
    enquiry, _ = find_by_exploring(learnt)
    details = list_answer_parts(enquiry)[0].leads[0].details
    assert not any("Learnt" in detail for detail in details)


def test_of_a_draft_that_was_turned_down_only_the_name_is_left(app: Flask) -> None:
    enquiry, draft = find_by_exploring("A leaflet")
    draft.status = Status.INACTIVE
    db.session.commit()
    lead = list_answer_parts(enquiry)[0].leads[0]
    assert (lead.details, lead.phone) == (("Not in the directory any more.",), "")


def test_a_published_draft_stands_on_the_askers_page_and_is_told_once_by_mail(client: FlaskClient) -> None:
    officer = sign_in_as(client, Role.KNOWLEDGE_OFFICER, Role.STAFF)
    told = {"answered_at": utc_now(), "replied_at": utc_now()}
    enquiry, draft = find_by_exploring("A leaflet", asker=officer, reply_email=None, **told)
    find_by_exploring("A leaflet", reply_way=ReplyWay.PHONE, replied_at=utc_now())
    question, draft_id = f"/helpline/questions/{enquiry.id}", draft.id
    assert "Not checked by us yet" in client.get(question).text
    for _ in range(2):
        client.post(f"/admin/entries/{draft_id}/publish")
    page = client.get(question).text
    assert f'href="/entry/{draft_id}"' in page
    assert "Not checked by us yet" not in page
    (letter,) = db.session.scalars(select(OutgoingMail))
    assert letter.to_address == officer.email
    assert f"/entry/{draft_id}" in letter.body
    assert "in the directory now" in letter.body


@pytest.mark.parametrize("before", [Status.TEMPORARILY_CLOSED, Status.SUSPENDED, Status.INACTIVE])
def test_what_was_in_the_directory_before_is_not_told_when_it_is_published_again(
    client: FlaskClient, before: Status
) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    _, entry = find_by_exploring("A leaflet", reply_email="worker@example.org", replied_at=utc_now())
    entry.status = before
    db.session.commit()
    assert client.post(f"/admin/entries/{entry.id}/publish").status_code == 302
    assert list(db.session.scalars(select(OutgoingMail))) == []


@pytest.mark.parametrize(("is_enabled", "is_emptied"), [(False, False), (True, True)])
def test_a_published_draft_is_not_told_to_who_left_or_of_what_was_emptied(
    client: FlaskClient, is_enabled: bool, is_emptied: bool
) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    asker, at = make_user(Role.STAFF, is_enabled=is_enabled), utc_now()
    emptied_at = at if is_emptied else None
    _, draft = find_by_exploring(
        "A leaflet", asker=asker, reply_email=None, replied_at=at, emptied_at=emptied_at
    )
    assert client.post(f"/admin/entries/{draft.id}/publish").status_code == 302
    assert list(db.session.scalars(select(OutgoingMail))) == []
