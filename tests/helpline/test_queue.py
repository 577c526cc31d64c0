"""The queue shows what waits, overdue first, to whoever asks for it by owner, state or need."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.extensions import db
from directory.helpline.earlier.words import index_words
from directory.helpline.enquiries.queue import PAGE_SIZE, QueueFilter, list_queue
from directory.models.codes import Role, Urgency
from directory.models.helpline.codes import EnquiryState
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_enquiry, make_need, make_user
from tests.helpline.calls import find_call, open_call, send
from tests.listings.test_query_counts import count

NOON = datetime(2026, 6, 1, 11, tzinfo=UTC)


def numbers(actor: object, **wanted: object) -> list[int]:
    return [one.number for one in list_queue(QueueFilter(**wanted), actor, NOON).enquiries]  # type: ignore[arg-type]


def test_overdue_comes_first_then_urgent_then_the_longest_waiting(app: Flask) -> None:
    make_enquiry(number=1, asked_at=NOON)
    make_enquiry(number=2, asked_at=NOON - timedelta(days=1))
    make_enquiry(number=3, asked_at=NOON, urgency=Urgency.URGENT)
    make_enquiry(number=4, asked_at=NOON, due_at=NOON - timedelta(minutes=1))
    make_enquiry(number=5, asked_at=NOON, due_at=NOON + timedelta(hours=1))
    make_enquiry(number=6, state=EnquiryState.ANSWERED)
    assert numbers(make_user()) == [4, 3, 5, 2, 1]


def test_it_is_filtered_by_state_owner_urgency_need_due_and_number(app: Flask) -> None:
    actor, other = make_user(Role.HELPLINE), make_user(Role.HELPLINE)
    make_enquiry(make_need("debt"), number=1, handler_id=actor.id)
    make_enquiry(number=2, handler_id=other.id, urgency=Urgency.SOON)
    make_enquiry(number=3, state=EnquiryState.NEW, due_at=NOON - timedelta(days=1))
    make_enquiry(number=4, state=EnquiryState.ANSWERED)
    assert numbers(actor, owner="mine") == [1]
    assert numbers(actor, owner=str(other.id)) == [2]
    assert numbers(actor, owner="nobody") == [3]
    assert numbers(actor, state="new") == [3]
    assert numbers(actor, state="answered") == [4]
    assert numbers(actor, urgency="soon") == [2]
    assert numbers(actor, need="debt") == [1]
    assert numbers(actor, due="overdue") == [3]
    assert numbers(actor, number=4) == [4]


def test_it_comes_in_pages(client: FlaskClient) -> None:
    sign_in_as(client, Role.HELPLINE)
    for _ in range(PAGE_SIZE + 1):
        make_enquiry()
    db.session.commit()
    first, second = client.get("/helpline/"), client.get("/helpline/?page=2&state=waiting")
    assert f"{PAGE_SIZE + 1} enquiries" in first.text
    assert "Next page" in first.text
    assert second.text.count('<tr class="nhsuk-table__row">') == 1
    assert "Nothing here" in client.get("/helpline/?page=9999").text


@pytest.mark.parametrize(
    "query",
    ["number=abc", "page=-1", "page=x", "owner=zzz", "team=%00", "state=no", "need=%3Cb%3E", "urgency=%F0"],
)
def test_a_filter_that_means_nothing_is_no_fault(client: FlaskClient, query: str) -> None:
    sign_in_as(client, Role.HELPLINE)
    assert client.get(f"/helpline/?{query}").status_code == 200


def test_an_enquiry_is_taken_handed_over_and_put_back(client: FlaskClient) -> None:
    enquiry_id, address = open_call(client, state=EnquiryState.NEW)
    other, visitor = make_user(Role.KNOWLEDGE_OFFICER, name="Olu"), make_user(Role.STAFF)
    other_id, visitor_id = other.id, visitor.id
    db.session.commit()
    assert client.post(f"{address}/take", data=send()).location == address
    assert find_call(enquiry_id).state == EnquiryState.OPEN
    version = find_call(enquiry_id).version
    handed = client.post(f"{address}/hand", data=send(version, handler=str(other_id)))
    assert handed.location == "/helpline/"
    assert find_call(enquiry_id).handler_id == other_id
    version = find_call(enquiry_id).version
    assert client.post(f"{address}/hand", data=send(version, handler=str(visitor_id))).status_code == 422
    assert client.post(f"{address}/hand", data=send(version, handler="")).status_code == 302
    call = find_call(enquiry_id)
    assert (call.handler_id, call.state) == (None, EnquiryState.NEW)


def test_words_find_what_was_answered_before(client: FlaskClient) -> None:
    sign_in_as(client, Role.HELPLINE)
    for number, state in ((7001, EnquiryState.ANSWERED), (7002, EnquiryState.OPEN)):
        index_words(make_enquiry(number=number, state=state, question="A walking group in Gujarati"))
    index_words(make_enquiry(number=7003, state=EnquiryState.ANSWERED, question="Decoy about rent"))
    db.session.commit()
    page = client.get("/helpline/?words=walking").text
    assert [number in page for number in (">7001<", ">7002<", ">7003<")] == [True, False, False]


@pytest.mark.parametrize("typed", ["7002", "%237002", "+7002+"])
def test_a_number_in_the_box_for_words_finds_that_enquiry_in_any_state(
    client: FlaskClient, typed: str
) -> None:
    sign_in_as(client, Role.HELPLINE)
    make_enquiry(number=7001, state=EnquiryState.ANSWERED, question="About 7002 things")
    make_enquiry(number=7002, question="Rent")
    db.session.commit()
    page = client.get(f"/helpline/?words={typed}").text
    assert [number in page for number in (">7001<", ">7002<")] == [False, True]


def test_the_queue_takes_as_many_queries_however_long_it_is(client: FlaskClient) -> None:
    sign_in_as(client, Role.HELPLINE)
    make_enquiry(make_need("debt"), handler_id=make_user(Role.HELPLINE).id)
    db.session.commit()
    few = count(client, "/helpline/")
    for _ in range(20):
        make_enquiry(make_need("debt"), handler_id=make_user(Role.HELPLINE).id)
    db.session.commit()
    assert count(client, "/helpline/") == few
