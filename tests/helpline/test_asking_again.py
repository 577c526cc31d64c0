"""What may say who a person is is asked about by its text: before a question is kept, and before an answer
leaves. Another text is asked about in its turn."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.errors import InvalidData
from directory.extensions import db
from directory.helpline.replies import mark_reply, reply_to_enquiry
from directory.models import Enquiry, OutgoingMail
from directory.models.codes import Role
from directory.models.helpline.codes import EnquiryState, ReplyWay
from directory.models.mixins import utc_now
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_enquiry, make_need, make_user
from tests.helpline.test_asking import find_asked, typed_words
from tests.helpline.test_replies import NHS_NUMBER, make_answered
from tests.looked import ASKED, read_looked
from tests.privacy.stored import unchecked


def test_likely_details_of_a_person_are_warned_about_once(client: FlaskClient) -> None:
    make_need("debt")
    sign_in_as(client, Role.STAFF)
    data = typed_words(question="Mrs Jones wants a garden")
    warned = client.post("/helpline/ask", data=data)
    assert "looks like a person&#39;s name" in warned.text
    assert "Mrs Jones wants a garden" in warned.text
    assert db.session.scalars(select(Enquiry)).all() == []
    assert client.post("/helpline/ask", data=data | read_looked(warned.text)).status_code == 302
    assert find_asked().question == "Mrs Jones wants a garden"


def test_a_question_changed_to_a_name_after_it_was_asked_about_is_asked_about_in_its_turn(
    client: FlaskClient,
) -> None:
    make_need("debt")
    sign_in_as(client, Role.STAFF)
    data = typed_words(question="Mrs Jones wants a garden")
    data |= read_looked(client.post("/helpline/ask", data=data).text)
    for changed in ({"question": "Mr Patel wants a garden"}, {"tried": "Rang Mr Patel, 07700 900123"}):
        again = client.post("/helpline/ask", data=data | changed)
        assert (again.status_code, ASKED in again.text, "Mr Patel" in again.text) == (200, True, True)
    assert db.session.scalars(select(Enquiry)).all() == []
    assert client.post("/helpline/ask", data=data).status_code == 302


def test_a_question_that_was_looked_at_is_not_asked_about_twice(client: FlaskClient) -> None:
    make_need("debt")
    sign_in_as(client, Role.STAFF)
    data = typed_words(question="Mrs Jones wants a garden")
    data |= read_looked(client.post("/helpline/ask", data=data).text)
    wrong = client.post("/helpline/ask", data=data | {"reply_way": "pigeon"})
    assert (wrong.status_code, ASKED in wrong.text) == (422, False)
    assert read_looked(wrong.text) == {"looked": data.pop("looked")}
    assert client.post("/helpline/ask", data=data | read_looked(wrong.text)).status_code == 302
    assert client.post("/helpline/ask", data=data).status_code == 302


def test_why_an_answer_did_not_help_is_asked_about_by_its_text(client: FlaskClient) -> None:
    account = sign_in_as(client, Role.STAFF)
    enquiry = make_enquiry(asker=account, state=EnquiryState.ANSWERED, answered_at=utc_now())
    db.session.commit()
    address, data = f"/helpline/questions/{enquiry.id}/not-helped", {"why": "Mrs Jones was turned away"}
    data |= read_looked(client.post(address, data=data).text)
    again = client.post(address, data=data | {"why": "Mr Patel was turned away"})
    assert (again.status_code, ASKED in again.text, "Mr Patel" in again.text) == (200, True, True)
    assert find_asked().state == EnquiryState.ANSWERED
    assert client.post(address, data=data).status_code == 302
    assert "Mrs Jones" in (find_asked().tried or "")


@pytest.mark.parametrize(
    ("values", "has_looked", "field"),
    [
        ({"answer": None}, False, "answer"),
        ({"answer": f"For {NHS_NUMBER}"}, True, "answer"),
        ({"answer": "Mrs Jones can come"}, False, "answer"),
        ({"left_because": "Mrs Jones rang off"}, False, "left_because"),
        ({"left_because": f"For {NHS_NUMBER}"}, True, "left_because"),
        ({"reply_email": None}, False, "reply_email"),
    ],
)
def test_what_must_not_leave_the_house_does_not(
    app: Flask, values: dict[str, Any], has_looked: bool, field: str
) -> None:
    with unchecked():
        enquiry = make_answered(**values)
    looked = mark_reply(enquiry) if has_looked else ()
    with pytest.raises(InvalidData) as refused:
        reply_to_enquiry(actor=make_user(), enquiry=enquiry, way=ReplyWay.EMAIL, looked=looked, now=utc_now())
    assert list(refused.value.fields) == [field]
    assert db.session.scalars(select(OutgoingMail)).all() == []
    assert enquiry.replied_at is None


def test_a_name_that_somebody_has_looked_at_may_stay(app: Flask) -> None:
    enquiry = make_answered(answer="Ask for Mrs Jones, who runs it")
    reply_to_enquiry(
        actor=make_user(), enquiry=enquiry, way=ReplyWay.EMAIL, looked=mark_reply(enquiry), now=utc_now()
    )
    assert "Mrs Jones" in db.session.scalars(select(OutgoingMail.body)).one()


@pytest.mark.parametrize("field", ["answer", "left_because"])
def test_closing_stops_at_what_may_be_a_person_and_keeps_what_was_typed(
    client: FlaskClient, field: str
) -> None:
    sign_in_as(client, Role.HELPLINE)
    enquiry = make_answered(reply_way=ReplyWay.EMAIL, left_because="Told")
    db.session.commit()
    address = f"/helpline/enquiries/{enquiry.id}/close"
    data = {"how": "later", "expected_version": str(enquiry.version), field: "Mrs Jones can come"}
    stopped = client.post(address, data=data)
    assert stopped.status_code == 422
    assert "Mrs Jones can come" in stopped.text
    assert "I have looked" in stopped.text
    db.session.refresh(enquiry)
    assert enquiry.state == EnquiryState.OPEN
    assert client.post(address, data=data | read_looked(stopped.text)).status_code == 302
    assert db.session.scalars(select(OutgoingMail)).one().to_address == "worker@example.org"


def test_a_tick_goes_for_the_answer_and_the_address_it_was_set_for(client: FlaskClient) -> None:
    sign_in_as(client, Role.HELPLINE)
    enquiry = make_answered(reply_way=ReplyWay.EMAIL, left_because="Told")
    db.session.commit()
    address = f"/helpline/enquiries/{enquiry.id}/close"
    data = {"how": "later", "expected_version": "1", "answer": "Mrs Jones can come"}
    data |= read_looked(client.post(address, data=data).text)
    for changed in ({"answer": "Mr Patel can come"}, {"reply_email": "amy@tea-club.com"}):
        stopped = client.post(address, data=data | changed)
        assert (stopped.status_code, "I have looked" in stopped.text) == (422, True)
    assert db.session.scalars(select(OutgoingMail)).all() == []
    assert client.post(address, data=data).status_code == 302
