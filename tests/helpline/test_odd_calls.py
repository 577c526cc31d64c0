"""What nobody should send to the screen of a call, and somebody will."""

import pytest
from flask.testing import FlaskClient

from directory.extensions import db
from directory.models import Service
from directory.models.helpline.codes import EnquiryOutcomeKind, EnquiryState, SafeguardingAge
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
