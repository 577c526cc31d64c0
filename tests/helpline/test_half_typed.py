"""What a handler has begun to write of how a call ends is kept with the call until it is recorded."""

import re

import pytest
from flask.testing import FlaskClient

from directory.extensions import db
from tests.factories import make_destination, make_need, make_service
from tests.helpline.calls import find_call, open_call, send

NHS_NUMBER = "943 476 5919"
DRAFT = {"new_name": "Night Owls", "new_organization": "Example Owls", "learnt_from": "A leaflet"}


def by_hand(*also: str, **values: str) -> dict[str, str]:
    return values | {"by_hand": " ".join([*values, *also])}


def test_what_a_hand_has_changed_is_kept_and_shown_again_and_what_the_page_proposes_is_not(
    client: FlaskClient,
) -> None:
    enquiry_id, address = open_call(client)
    data = send(um_missing="As the page proposed it", **by_hand(new_name="Night <Owls>", ends_note="Rang"))
    assert client.post(f"{address}/typed", data=data).get_json()["left_out"] == {}
    assert find_call(enquiry_id).half_typed == {"new_name": "Night <Owls>", "ends_note": "Rang"}
    page = client.get(address).text
    assert "Night &lt;Owls&gt;" in page
    assert 'name="by_hand" value="new_name ends_note"' in page


def test_a_field_that_fails_is_left_out_and_said_and_stays_as_it_was_kept(client: FlaskClient) -> None:
    enquiry_id, address = open_call(client)
    client.post(f"{address}/typed", data=send(**by_hand(um_evidence="Asked twice", new_phone="0116 496")))
    typed = {"um_evidence": f"By {NHS_NUMBER}", "new_phone": NHS_NUMBER, "handed_to": "Duty"}
    data = send(version=2, **by_hand(**typed))
    left_out = client.post(f"{address}/typed", data=data).get_json()["left_out"]
    assert sorted(left_out) == ["new_phone", "um_evidence"]
    kept = {"um_evidence": "Asked twice", "new_phone": "0116 496", "handed_to": "Duty"}
    assert find_call(enquiry_id).half_typed == kept
    # The browser does not send what it finds itself.
    client.post(f"{address}/typed", data=send(version=3, by_hand="um_evidence"))
    assert find_call(enquiry_id).half_typed == kept


def test_what_was_emptied_again_is_not_begun_but_stays_empty_where_the_page_proposes_something(
    client: FlaskClient,
) -> None:
    enquiry_id, address = open_call(client, question="Owes rent")
    client.post(f"{address}/typed", data=send(**by_hand(new_name="Night Owls", um_missing="Night help")))
    client.post(f"{address}/typed", data=send(version=2, **by_hand(new_name=" ", um_missing="")))
    assert find_call(enquiry_id).half_typed == {"um_missing": ""}
    assert re.search(r'id="um_missing"[^>]*>\n</textarea>', client.get(address).text)


@pytest.mark.parametrize("name", ["question", "expected_version", "said-1", "by_hand", "version", "state"])
def test_nothing_but_a_field_of_an_ending_is_kept_as_half_typed(client: FlaskClient, name: str) -> None:
    enquiry_id, address = open_call(client)
    client.post(f"{address}/typed", data=send(by_hand=name) | {name: "1"})
    assert not find_call(enquiry_id).half_typed


def test_recording_an_ending_forgets_its_own_fields_and_no_others(client: FlaskClient) -> None:
    enquiry_id, address = open_call(client, make_need("debt"))
    data = send(**by_hand(um_evidence="Asked twice", ends_note="Rang them", **DRAFT))
    answer = client.post(f"{address}/ends/explored", data=data, headers={"Accept": "application/json"})
    assert answer.status_code == 200
    call = find_call(enquiry_id)
    assert (call.half_typed, call.outcomes[0].note) == ({"um_evidence": "Asked twice"}, "Rang them")
    assert "Asked twice" in answer.get_json()["html"]
    assert answer.get_json()["version"] == call.version


def test_an_ending_that_is_refused_stays_half_typed_on_the_page(client: FlaskClient) -> None:
    enquiry_id, address = open_call(client)
    answer = client.post(f"{address}/ends/explored", data=send(**by_hand("age", new_name="Night Owls")))
    assert answer.status_code == 422
    assert 'value="new_name age"' in answer.text
    assert find_call(enquiry_id).half_typed is None


def test_the_fields_of_one_outcome_are_kept_until_it_is_recorded_or_undone(client: FlaskClient) -> None:
    entry = make_service(name="Rent advice")
    enquiry_id, address = open_call(client, make_need("debt"))
    client.post(f"{address}/ends/found", data=send(entry=str(entry.id)))
    [outcome] = find_call(enquiry_id).outcomes
    said = f"said-{outcome.id}"
    client.post(f"{address}/typed", data=send(version=2, **by_hand(**{said: "knocked"})))
    assert find_call(enquiry_id).half_typed == {said: "knocked"}
    assert 'value="knocked"' in client.get(address).text
    client.post(f"{address}/ends/{outcome.id}/undo", data=send(version=3))
    assert find_call(enquiry_id).half_typed is None


@pytest.mark.parametrize("how", ["now", "later", "withdrawn"])
def test_a_call_that_is_closed_keeps_nothing_half_typed(client: FlaskClient, how: str) -> None:
    enquiry_id, address = open_call(client, question="Owes rent", left_because="Rang off")
    client.post(f"{address}/typed", data=send(**by_hand(um_evidence="Asked twice")))
    data = send(version=2, how=how, **by_hand(um_evidence="Asked twice"))
    assert client.post(f"{address}/close", data=data).status_code == 302
    assert find_call(enquiry_id).half_typed is None


def test_of_two_handlers_who_begin_the_same_ending_the_second_sees_both(client: FlaskClient) -> None:
    enquiry_id, address = open_call(client)
    client.post(f"{address}/typed", data=send(**by_hand(um_evidence="Theirs", new_name="Theirs alone")))
    late = client.post(address, data=send(**by_hand(um_evidence="Mine")))
    assert late.status_code == 409
    assert '<dt><a href="#um_evidence">' in late.text
    assert ("Theirs" in late.text, "Mine" in late.text) == (True, True)
    client.post(address, data=send(version=2, **by_hand(um_evidence="Both")))
    assert find_call(enquiry_id).half_typed == {"um_evidence": "Both", "new_name": "Theirs alone"}


def test_without_script_a_call_is_ended_as_before(client: FlaskClient) -> None:
    destination = make_destination()
    enquiry_id, address = open_call(client)
    data = send(destination=str(destination.id), by_hand="", um_evidence="Asked twice")
    assert client.post(f"{address}/ends/routed", data=data).status_code == 302
    assert (find_call(enquiry_id).half_typed, len(find_call(enquiry_id).outcomes)) == (None, 1)
    db.session.rollback()
