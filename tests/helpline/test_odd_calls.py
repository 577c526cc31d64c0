"""What nobody should send to the screen of a call, and somebody will."""

import pytest
from flask.testing import FlaskClient

from directory.extensions import db
from directory.helpline.answer_parts import list_answer_parts
from directory.listings.actions import suspend_entry
from directory.models import Service
from directory.models.codes import Role
from directory.models.helpline.codes import EnquiryOutcomeKind, EnquiryState, SafeguardingAge
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_destination, make_need, make_service
from tests.helpline.calls import find_call, open_call, send

NHS_NUMBER = "943 476 5919"


@pytest.mark.parametrize("why", ["other_words", "need_missing", "poor_summary", "too_many"])
def test_only_what_was_found_on_the_system_has_a_reason_why_it_was_not_found(
    client: FlaskClient, why: str
) -> None:
    destination = make_destination()
    enquiry_id, address = open_call(client, make_need("debt"))
    client.post(f"{address}/ends/routed", data=send(destination=str(destination.id)))
    [outcome] = find_call(enquiry_id).outcomes
    data = send(version=2, why=why) | {f"said-{outcome.id}": "Help with money"}
    assert client.post(f"{address}/ends/{outcome.id}/why", data=data).status_code == 422
    assert find_call(enquiry_id).outcomes[0].why_not_found is None


def test_only_a_safeguarding_concern_can_be_handed_over(client: FlaskClient) -> None:
    destination = make_destination()
    enquiry_id, address = open_call(client)
    client.post(f"{address}/ends/routed", data=send(destination=str(destination.id)))
    [outcome] = find_call(enquiry_id).outcomes
    data = send(version=2) | {f"handed-{outcome.id}": "Duty desk"}
    assert client.post(f"{address}/ends/{outcome.id}/handed", data=data).status_code == 422
    assert find_call(enquiry_id).outcomes[0].handed_to is None


@pytest.mark.parametrize("how", ["now", "later", "withdrawn"])
def test_no_call_closes_while_a_safeguarding_concern_is_not_handed_over(
    client: FlaskClient, how: str
) -> None:
    enquiry_id, address = open_call(client, question="A child who is left alone")
    client.post(f"{address}/ends/safeguarding", data=send(age=SafeguardingAge.CHILD.value))
    [outcome] = find_call(enquiry_id).outcomes
    assert (outcome.kind, outcome.handed_at) == (EnquiryOutcomeKind.SAFEGUARDING, None)
    answer = client.post(f"{address}/close", data=send(version=2, how=how))
    assert answer.status_code == 422
    assert "not handed over yet" in answer.text
    assert find_call(enquiry_id).state == EnquiryState.OPEN


def test_text_left_out_when_an_ending_is_added_is_shown_again_and_not_lost(client: FlaskClient) -> None:
    entry = make_service(name="Rent advice")
    enquiry_id, address = open_call(client, make_need("debt"))
    typed = send(question="Owes rent", circumstances=f"Number {NHS_NUMBER}, works nights")
    answer = client.post(f"{address}/ends/found", data=typed | {"entry": str(entry.id)})
    assert "works nights" in answer.text
    assert "NHS number" in answer.text
    call = find_call(enquiry_id)
    assert (call.question, call.circumstances, len(call.outcomes)) == ("Owes rent", None, 1)


@pytest.mark.parametrize("field", ["new_name", "new_organization", "new_summary", "learnt_from"])
def test_a_draft_found_by_exploring_holds_no_nhs_number(client: FlaskClient, field: str) -> None:
    enquiry_id, address = open_call(client, make_need("debt"))
    typed = {"new_name": "Night Owls", "new_organization": "Example Owls", "learnt_from": "A leaflet"}
    answer = client.post(f"{address}/ends/explored", data=send(**typed) | {field: f"Owls {NHS_NUMBER}"})
    assert answer.status_code == 422
    assert f"Owls {NHS_NUMBER}" in answer.text
    assert db.session.query(Service).count() == 0
    assert not find_call(enquiry_id).outcomes


@pytest.mark.parametrize("field", ["reply_phone", "reply_email", "place", "practice", "asker_role"])
def test_no_line_of_an_enquiry_takes_an_nhs_number(client: FlaskClient, field: str) -> None:
    enquiry_id, address = open_call(client)
    answer = client.post(f"{address}/typed", data=send(**{field: "943 476 5919", "question": "Debt"}))
    assert field in answer.get_json()["left_out"]
    call = find_call(enquiry_id)
    assert call.question == "Debt"
    assert not getattr(call, field, None)


def test_a_reply_does_not_name_an_entry_that_was_suspended_since(client: FlaskClient) -> None:
    shown, hidden = make_service(name="Rent advice"), make_service(name="Closed for now")
    enquiry_id, address = open_call(client, make_need("debt"))
    for version, entry in ((1, shown), (2, hidden)):
        client.post(f"{address}/ends/found", data=send(version=version, entry=str(entry.id)))
    suspend_entry(actor=None, entry=db.session.get_one(Service, hidden.id), reason="")
    db.session.commit()
    [part] = list_answer_parts(find_call(enquiry_id))
    assert [lead.name for lead in part.leads] == [
        "Rent advice",
        "An entry that is no longer in the directory",
    ]


def test_who_asked_cannot_take_back_a_question_with_an_open_concern_and_is_not_told_of_it(
    client: FlaskClient,
) -> None:
    enquiry_id, address = open_call(client, question="A child who is left alone")
    client.post(f"{address}/ends/safeguarding", data=send(age=SafeguardingAge.CHILD.value))
    asker = sign_in_as(client, Role.STAFF)
    find_call(enquiry_id).asker_id = asker.id
    db.session.commit()
    answer = client.post(f"/helpline/questions/{enquiry_id}/withdraw")
    assert answer.status_code == 422
    assert "afeguarding" not in answer.text
    assert find_call(enquiry_id).state == EnquiryState.OPEN
