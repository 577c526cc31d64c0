"""A form that is sent twice, by two presses or over a poor line, is done once, and leads to the same page."""

import re
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.extensions import db
from directory.models import (
    AuditEvent,
    Enquiry,
    EnquiryOutcome,
    HelplineDestination,
    OutgoingMail,
    SafeguardingContact,
    Service,
    User,
)
from directory.models.codes import AreaKind, Role
from directory.models.helpline.codes import EnquiryState
from tests.accounts.signing_in import give_session, sign_in_as
from tests.factories import (
    make_area,
    make_destination,
    make_enquiry,
    make_need,
    make_service,
    make_support_role,
)
from tests.helpline.calls import find_call, open_call, send

DRAFT = {"new_name": "Night Owls", "new_organization": "Example Owls", "learnt_from": "A leaflet"}
QUESTION = {"question": "Food on a Sunday", "urgency": "routine", "reply_way": "on_page"}

pytestmark = pytest.mark.both_engines


def read_number(page: str) -> str:
    found = re.search(r'name="form_key" value="([^"]+)"', page)
    assert found
    return found.group(1)


def count(kind: type[Any]) -> int:
    db.session.rollback()
    return db.session.query(kind).count()


def test_a_call_from_an_answer_is_started_once_by_two_presses_and_twice_from_two_pages(
    client: FlaskClient,
) -> None:
    sign_in_as(client, Role.HELPLINE)
    source = make_enquiry(make_need("debt"), answer="The desk", state=EnquiryState.ANSWERED)
    address, source_id = f"/helpline/enquiries/{source.id}", str(source.id)
    db.session.commit()
    data = {"source": source_id, "form_key": read_number(client.get(address).text)}
    first, second = (client.post("/helpline/enquiries", data=data).location for _ in range(2))
    assert (first == second, count(Enquiry)) == (True, 2)
    again = data | {"form_key": read_number(client.get(address).text)}
    assert client.post("/helpline/enquiries", data=again).location != first
    assert count(Enquiry) == 3


def test_a_page_reached_by_back_says_which_call_it_started_and_starts_another_once_that_is_closed(
    client: FlaskClient,
) -> None:
    sign_in_as(client, Role.HELPLINE)
    source = make_enquiry(make_need("debt"), answer="The desk", state=EnquiryState.ANSWERED)
    address, source_id = f"/helpline/enquiries/{source.id}", str(source.id)
    db.session.commit()
    data = {"source": source_id, "form_key": read_number(client.get(address).text)}
    first = client.post("/helpline/enquiries", data=data)
    assert "That is done already" not in client.get(first.location).text
    again = client.post("/helpline/enquiries", data=data, follow_redirects=True)
    assert again.request.path == first.location
    assert "That is done already: this is the call that was started." in again.text
    find_call(uuid.UUID(first.location.rpartition("/")[2])).state = EnquiryState.ANSWERED
    db.session.commit()
    second = client.post("/helpline/enquiries", data=data)
    assert (second.location != first.location, count(Enquiry)) == (True, 3)
    assert "The earlier answer is here." in client.get(second.location).text


def test_a_question_that_was_taken_back_can_be_asked_again_from_the_same_page(client: FlaskClient) -> None:
    sign_in_as(client, Role.STAFF)
    data = QUESTION | {"form_key": read_number(client.get("/helpline/ask").text)}
    first = client.post("/helpline/ask", data=data)
    client.get(first.location)
    again = client.post("/helpline/ask", data=data, follow_redirects=True)
    assert "That is done already: this is the question that was asked." in again.text
    client.post(f"{first.location}/withdraw")
    second = client.post("/helpline/ask", data=data)
    assert (second.location != first.location, count(Enquiry)) == (True, 2)


def test_a_question_sent_twice_is_asked_once_and_one_with_other_words_is_another(client: FlaskClient) -> None:
    sign_in_as(client, Role.STAFF)
    data = QUESTION | {"form_key": read_number(client.get("/helpline/ask").text)}
    first, second = (client.post("/helpline/ask", data=data).location for _ in range(2))
    assert (first == second, count(Enquiry)) == (True, 1)
    other = client.post("/helpline/ask", data=data | {"question": "Food on a Monday"}).location
    assert (other != first, count(Enquiry)) == (True, 2)


def test_a_question_that_was_refused_keeps_its_number_and_nobody_reads_anothers(client: FlaskClient) -> None:
    sign_in_as(client, Role.STAFF)
    number = read_number(client.get("/helpline/ask").text)
    refused = client.post("/helpline/ask", data=QUESTION | {"question": "", "form_key": number})
    assert (refused.status_code, read_number(refused.text)) == (422, number)
    first = client.post("/helpline/ask", data=QUESTION | {"form_key": number}).location
    sign_in_as(client, Role.STAFF)
    assert client.post("/helpline/ask", data=QUESTION | {"form_key": number}).location != first


def test_an_answer_that_did_not_help_is_said_once(client: FlaskClient) -> None:
    asker = sign_in_as(client, Role.STAFF)
    question = make_enquiry(asker=asker, state=EnquiryState.ANSWERED, answer="The hall")
    address = f"/helpline/questions/{question.id}/not-helped"
    question_id = question.id
    db.session.commit()
    sent = [client.post(address, data={"why": "It is full"}).status_code for _ in range(2)]
    assert sent == [302, 302]
    assert (find_call(question_id).tried or "").count("It is full") == 1
    assert client.post(address, data={"why": "It is shut"}).status_code == 422


def end_in(way: str) -> dict[str, str]:
    made: dict[str, Callable[[], dict[str, str]]] = {
        "found": lambda: {"entry": str(make_service(name="Rent advice").id)},
        "explored": lambda: dict(DRAFT),
        "network": lambda: {"support_role": str(make_support_role().id)},
        "routed": lambda: {"destination": str(make_destination().id)},
        "safeguarding": lambda: {"age": "adult"},
    }
    return made[way]()


@pytest.mark.parametrize("way", ["found", "explored", "network", "routed", "safeguarding"])
def test_a_call_that_is_ended_twice_by_the_same_form_ends_once(client: FlaskClient, way: str) -> None:
    fields = end_in(way)
    enquiry_id, address = open_call(client)
    drafts = count(Service)
    data = send(question="Owes rent", **fields)
    sent = [client.post(f"{address}/ends/{way}", data=data) for _ in range(2)]
    assert [answer.status_code for answer in sent] == [302, 302]
    assert sent[0].location == sent[1].location
    assert (count(EnquiryOutcome), count(Service)) == (1, drafts + (way == "explored"))
    # The same words from the page as it is now are another outcome.
    client.post(f"{address}/ends/{way}", data=data | {"expected_version": str(find_call(enquiry_id).version)})
    assert count(EnquiryOutcome) == (1 if way == "found" else 2)


def test_another_deed_from_the_page_before_is_told_apart_from_the_same_one(client: FlaskClient) -> None:
    shown, other = make_service(name="Rent advice"), make_service(name="Food bank")
    entries = [str(shown.id), str(other.id)]
    enquiry_id, address = open_call(client)
    sent = [client.post(f"{address}/ends/found", data=send(entry=entry)).status_code for entry in entries]
    assert sent == [302, 409]
    assert [len(one.entries) for one in find_call(enquiry_id).outcomes] == [1]


def test_what_somebody_else_did_between_is_not_taken_for_the_same_form(client: FlaskClient) -> None:
    enquiry_id, address = open_call(client)
    assert client.post(address, data=send(question="Mine")).status_code == 302
    client.post(address, data=send(version=2, question="Theirs"))
    assert client.post(address, data=send(question="Mine")).status_code == 409
    assert find_call(enquiry_id).question == "Theirs"


def test_an_answer_is_closed_and_sent_once(client: FlaskClient) -> None:
    values = {"question": "Food", "answer": "Try the hall.", "left_because": "Told", "reply_way": "email"}
    enquiry_id, address = open_call(client, reply_email="amy@nhs.net", **values)
    closed = [client.post(f"{address}/close", data=send(how="later")) for _ in range(2)]
    assert [(one.status_code, one.location) for one in closed] == [(302, "/helpline/")] * 2
    version = find_call(enquiry_id).version
    sent = [client.post(f"{address}/reply", data=send(version=version, way="email")) for _ in range(2)]
    assert [one.status_code for one in sent] == [302, 302]
    assert count(OutgoingMail) == 1
    told = db.session.query(AuditEvent).filter_by(event="enquiry.reply").count()
    assert told == 2, "when it was closed, and once again"


@pytest.mark.parametrize("way", ["explored", "routed"])
def test_of_the_same_form_sent_four_times_at_once_one_is_done(
    app: Flask, client: FlaskClient, way: str
) -> None:
    fields = end_in(way)
    enquiry_id, address = open_call(client)
    account = db.session.get_one(User, find_call(enquiry_id).handler_id)
    clients = [app.test_client() for _ in range(4)]
    for one in clients:
        give_session(one, account)
    db.session.remove()
    data = send(question="Owes rent", **fields)
    with ThreadPoolExecutor(4) as pool:
        sent = list(pool.map(lambda one: one.post(f"{address}/ends/{way}", data=data).status_code, clients))
    assert (sent, count(EnquiryOutcome)) == ([302] * 4, 1)


def test_of_the_same_question_sent_four_times_at_once_one_is_asked(app: Flask, client: FlaskClient) -> None:
    account = sign_in_as(client, Role.STAFF)
    data = QUESTION | {"form_key": read_number(client.get("/helpline/ask").text)}
    clients = [app.test_client() for _ in range(4)]
    for one in clients:
        give_session(one, account)
    db.session.remove()
    with ThreadPoolExecutor(4) as pool:
        sent = list(pool.map(lambda one: one.post("/helpline/ask", data=data).location, clients))
    assert (len(set(sent)), count(Enquiry)) == (1, 1)


def test_a_place_to_pass_questions_on_to_is_added_once(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    address = "/helpline/lists/destinations/new"
    data = {"name": "The desk", "what_to_say": "Ring them.", "is_open": "1"}
    data |= {"form_key": read_number(client.get(address).text)}
    assert [client.post(address, data=data).status_code for _ in range(2)] == [302, 302]
    assert count(HelplineDestination) == 1


@pytest.mark.parametrize(
    ("kind", "answers"), [("destinations", [302, 302, 302, 302]), ("contacts", [302, 422, 422, 422])]
)
def test_of_the_same_row_of_a_list_sent_four_times_at_once_one_is_added(
    app: Flask, client: FlaskClient, kind: str, answers: list[int]
) -> None:
    make_area("county", AreaKind.PLACE)
    account = sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    data = {"name": "The desk", "phone": "0116 496 0203", "form_key": str(uuid.uuid4())}
    data |= {"what_to_say": "Ring them.", "area": "county", "age": "adult"}
    clients = [app.test_client() for _ in range(4)]
    for one in clients:
        give_session(one, account)
    db.session.remove()
    address = f"/helpline/lists/{kind}/new"
    with ThreadPoolExecutor(4) as pool:
        sent = list(pool.map(lambda one: one.post(address, data=data).status_code, clients))
    assert sorted(sent) == answers
    assert count(HelplineDestination) + count(SafeguardingContact) == 1
