"""A call ends in one way or several, each need on its own, and nothing typed is lost on the way."""

import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.extensions import db
from directory.models import EntryVersion, Proposal, Service, UnmetNeed
from directory.models.codes import Status, UnmetNeedSource
from directory.models.helpline.codes import EnquiryOutcomeKind, EnquiryState
from tests.factories import (
    make_area,
    make_destination,
    make_need,
    make_service,
    make_support_role,
    make_unmet_group,
)
from tests.helpline.calls import find_call, open_call, send

NHS_NUMBER = "943 476 5919"
EXPLORED = {
    "new_name": "Night Owls",
    "new_organization": "Example Owls",
    "new_summary": "Company after ten at night.",
    "new_phone": "0116 496 0130",
    "new_url": "https://owls.example.org",
    "learnt_from": "The parish magazine",
}
UNMET = {"um_missing": "An evening group", "um_barrier": "times", "um_times": "1", "um_group": ""}


def test_what_was_found_is_added_to_the_need_and_what_is_typed_is_saved_with_it(client: FlaskClient) -> None:
    debt, food = make_need("debt"), make_need("food")
    first, second = make_service(name="Rent advice"), make_service(name="Money club")
    enquiry_id, address = open_call(client, debt, food)
    data = send(for_need="debt", question="Owes rent")
    for version, entry in ((1, first), (2, second), (3, second)):
        answer = client.post(
            f"{address}/ends/found", data=data | {"entry": str(entry.id), "expected_version": str(version)}
        )
        assert answer.status_code == 302
    call = find_call(enquiry_id)
    [outcome] = call.outcomes
    assert (outcome.kind, outcome.need.slug) == (EnquiryOutcomeKind.FOUND_ON_SYSTEM, "debt")
    assert [link.name for link in outcome.entries] == ["Rent advice", "Money club"]
    assert call.question == "Owes rent"
    page = client.get(address).text
    assert "Still open: <strong>Food</strong>" in page


@pytest.mark.parametrize(
    ("why", "said", "kind", "text"),
    [
        ("other_words", "knocked for cash", "word", "knocked for cash"),
        ("need_missing", "", "need", None),
        ("poor_summary", "Help with rent you owe.", "summary", "Help with rent you owe."),
    ],
)
def test_one_press_says_why_it_was_not_found_and_proposes_what_would_help(
    client: FlaskClient, why: str, said: str, kind: str, text: str | None
) -> None:
    service = make_service(name="Rent advice")
    enquiry_id, address = open_call(client, make_need("debt"))
    client.post(f"{address}/ends/found", data=send(for_need="debt", entry=str(service.id)))
    outcome_id = find_call(enquiry_id).outcomes[0].id
    data = send(2, why=why) | {f"said-{outcome_id}": said}
    assert client.post(f"{address}/ends/{outcome_id}/why", data=data).status_code == 302
    assert find_call(enquiry_id).outcomes[0].why_not_found == why
    [proposal] = db.session.scalars(select(Proposal))
    assert (proposal.kind, proposal.source, proposal.source_reference) == (kind, "enquiry", "1")
    assert (proposal.text, proposal.need.slug if kind != "summary" else "debt") == (text, "debt")


def test_why_is_noted_without_a_proposal_and_a_word_that_lacks_is_asked_for(client: FlaskClient) -> None:
    service = make_service()
    enquiry_id, address = open_call(client, make_need("debt"))
    client.post(f"{address}/ends/found", data=send(entry=str(service.id)))
    outcome_id = find_call(enquiry_id).outcomes[0].id
    lacking = client.post(f"{address}/ends/{outcome_id}/why", data=send(2, why="other_words"))
    assert lacking.status_code == 422
    assert f'id="said-{outcome_id}-error"' in lacking.text
    assert client.post(f"{address}/ends/{outcome_id}/why", data=send(2, why="nonsense")).status_code == 422
    assert (
        client.post(f"{address}/ends/{outcome_id}/why", data=send(2, why="did_not_look")).status_code == 302
    )
    assert db.session.scalars(select(Proposal)).all() == []


def test_what_was_found_by_exploring_waits_as_a_draft_for_the_officer(client: FlaskClient) -> None:
    area = make_area("charnwood")
    enquiry_id, address = open_call(client, make_need("debt"), area=area)
    answer = client.post(f"{address}/ends/explored", data=send(for_need="debt", **EXPLORED))
    assert answer.status_code == 302
    [outcome] = find_call(enquiry_id).outcomes
    service = db.session.get_one(Service, outcome.entries[0].entry_id)
    assert (service.status, service.name, service.organization.name) == (
        "draft",
        "Night Owls",
        "Example Owls",
    )
    assert [one.taxonomy_term.slug for one in service.attributes] == ["debt"]
    assert outcome.learnt_from == "The parish magazine"
    assert "parish magazine" in client.get(f"/admin/entries/{service.id}").text
    versions = db.session.scalars(select(EntryVersion.snapshot).where(EntryVersion.entry_id == service.id))
    assert "parish magazine" not in json.dumps([service.internal_note, list(versions.all())])
    visitor = client.application.test_client()
    assert visitor.get(f"/entry/{service.id}").status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("new_name", ""),
        ("new_name", "x" * 300),
        ("new_organization", ""),
        ("new_phone", "ring me"),
        ("new_url", "javascript:alert(1)"),
        ("learnt_from", ""),
        ("learnt_from", f"Told by {NHS_NUMBER}"),
        ("for_need", "no-such-need"),
        ("ends_note", NHS_NUMBER),
    ],
)
def test_a_draft_that_cannot_be_right_is_refused_beside_its_field(
    client: FlaskClient, field: str, value: str
) -> None:
    enquiry_id, address = open_call(client, make_need("debt"))
    data = send(question="Kept words", **EXPLORED) | {field: value}
    answer = client.post(f"{address}/ends/explored", data=data)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "Kept words" in answer.text
    assert find_call(enquiry_id).outcomes == []
    assert db.session.scalars(select(Service)).all() == []


def test_somebody_in_the_network_is_an_answer(client: FlaskClient) -> None:
    role, closed = make_support_role(name="Soar post"), make_support_role(name="Gone", is_open=False)
    enquiry_id, address = open_call(client)
    assert client.post(f"{address}/ends/network", data=send(support_role=str(closed.id))).status_code == 422
    assert client.post(f"{address}/ends/network", data=send(support_role=str(role.id))).status_code == 302
    [outcome] = find_call(enquiry_id).outcomes
    assert (outcome.support_role.name, outcome.need) == ("Soar post", None)


def test_it_is_passed_on_to_a_place_on_the_list_with_what_to_say(client: FlaskClient) -> None:
    place = make_destination("gp-practice", what_to_say="This is for the GP.")
    make_destination("closed-line", is_open=False, what_to_say="Decoy")
    enquiry_id, address = open_call(client)
    page = client.get(address).text
    assert "This is for the GP." in page
    assert "Decoy" not in page
    assert client.post(f"{address}/ends/routed", data=send(destination="x")).status_code == 422
    data = send(destination=str(place.id), ends_note="Rang first")
    assert client.post(f"{address}/ends/routed", data=data).status_code == 302
    [outcome] = find_call(enquiry_id).outcomes
    assert (outcome.destination.slug, outcome.note) == ("gp-practice", "Rang first")


def test_what_was_tried_is_filled_in_where_the_form_was_made_before_anything_was_typed(
    client: FlaskClient,
) -> None:
    need, area = make_need("debt"), make_area("charnwood")
    _, address = open_call(client, need, area=area)
    blank = send(question="Owls at night", um_barrier="times", um_times="1", um_tried="", um_missing="")
    refused = client.post(f"{address}/ends/unmet", data=blank)
    assert refused.status_code == 422
    assert re.search(r'id="um_missing"[^>]*>\nOwls at night</textarea>', refused.text)
    client.post(f"{address}/ends/unmet", data=blank | {"um_missing": "Owls"})
    client.post(
        f"{address}/ends/unmet",
        data=blank | {"um_missing": "Bats", "expected_version": "2", "by_hand": "um_tried"},
    )
    tried = dict(db.session.execute(select(UnmetNeed.missing, UnmetNeed.tried)).all())
    assert "Owls at night" in tried["Owls"]
    assert tried["Bats"] is None


def test_the_ways_to_end_a_call_follow_from_what_is_saved(client: FlaskClient) -> None:
    _, address = open_call(client, make_need("debt"), area=make_area("charnwood"))
    client.post(f"{address}/typed", data=send(question="Owls at night"))
    now = client.get(f"{address}/ends").get_json()
    assert "Owls at night" in now["html"]
    assert now["version"] == 2


def test_an_unmet_need_is_logged_with_all_that_the_call_says(client: FlaskClient) -> None:
    need, area = make_need("debt"), make_area("charnwood")
    values = {"area": area, "urgency": "urgent", "tried": "Asked the GP"}
    enquiry_id, address = open_call(client, need, make_need("food"), **values)
    page = client.get(address).text
    assert "Asked the GP\nSearched the directory" in page
    answer = client.post(f"{address}/ends/unmet", data=send(for_need="debt", um_tried="Asked", **UNMET))
    assert answer.status_code == 302
    unmet = db.session.get_one(UnmetNeed, find_call(enquiry_id).outcomes[0].unmet_need_id)
    assert (unmet.source, unmet.source_id) == (UnmetNeedSource.ENQUIRY, enquiry_id)
    assert (unmet.area.slug, unmet.urgency) == ("charnwood", "urgent")
    assert [one.term.slug for one in unmet.needs] == ["debt"]


def test_others_who_asked_for_the_same_are_offered(client: FlaskClient) -> None:
    need, area = make_need("debt"), make_area("charnwood")
    same = make_unmet_group(need, area, name="Evening debt advice")
    make_unmet_group(need, make_area("rutland"), name="Decoy elsewhere")
    enquiry_id, address = open_call(client, need, area=area)
    asked = client.post(f"{address}/ends/unmet", data=send(**UNMET))
    assert (asked.status_code, "Evening debt advice" in asked.text) == (422, True)
    assert "Decoy elsewhere" not in asked.text
    joined = client.post(f"{address}/ends/unmet", data=send(**UNMET | {"um_group": str(same.id)}))
    assert joined.status_code == 302
    unmet = db.session.get_one(UnmetNeed, find_call(enquiry_id).outcomes[0].unmet_need_id)
    assert unmet.group_id == same.id


@pytest.mark.parametrize("field", ["um_missing", "um_barrier", "um_times"])
def test_an_unmet_need_that_lacks_something_is_refused_beside_its_field(
    client: FlaskClient, field: str
) -> None:
    need, area = make_need("debt"), make_area("charnwood")
    _, address = open_call(client, need, area=area)
    answer = client.post(
        f"{address}/ends/unmet", data=send(**UNMET | {field: "x" if "times" in field else ""})
    )
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text


def test_an_outcome_is_undone_and_an_unmet_need_nobody_has_grouped_goes_with_it(client: FlaskClient) -> None:
    need, area = make_need("debt"), make_area("charnwood")
    enquiry_id, address = open_call(client, need, area=area)
    client.post(f"{address}/ends/unmet", data=send(**UNMET))
    [outcome] = find_call(enquiry_id).outcomes
    undo = f"{address}/ends/{outcome.id}/undo"
    assert client.post(undo, data=send(2)).status_code == 302
    assert find_call(enquiry_id).outcomes == []
    assert db.session.scalars(select(UnmetNeed)).all() == []
    assert client.post(undo, data=send(3)).status_code == 404


def test_a_program_gets_the_part_that_changed_and_the_version_to_go_on_from(client: FlaskClient) -> None:
    service = make_service(name="Rent advice")
    _, address = open_call(client, make_need("debt"))
    accept = {"Accept": "application/json"}
    done = client.post(f"{address}/ends/found", data=send(entry=str(service.id)), headers=accept)
    assert (done.json["version"], "Rent advice" in done.json["html"], done.json["problems"].strip()) == (
        2,
        True,
        "",
    )
    wrong = client.post(f"{address}/ends/explored", data=send(2, new_name="Owls"), headers=accept)
    assert wrong.status_code == 422
    assert "Say who runs it." in wrong.json["html"]
    assert 'value="Owls"' in wrong.json["html"]
    again = client.post(f"{address}/ends/found", data=send(entry=str(service.id)), headers=accept)
    assert (again.status_code, again.json["version"]) == (200, 2)
    late = client.post(f"{address}/ends/found", data=send(entry=str(service.id), q="rent"), headers=accept)
    assert late.status_code == 409


def test_a_closed_enquiry_is_opened_again_before_it_ends_otherwise(app: Flask, client: FlaskClient) -> None:
    place = make_destination()
    enquiry_id, address = open_call(client, state=EnquiryState.ANSWERED, answer="Told")
    assert client.post(f"{address}/ends/routed", data=send(destination=str(place.id))).status_code == 422
    assert client.post(f"{address}/reopen", data=send()).status_code == 302
    assert find_call(enquiry_id).state == EnquiryState.OPEN


def test_the_closing_says_which_need_is_left(client: FlaskClient) -> None:
    enquiry_id, address = open_call(client, make_need("debt"), make_need("food"))
    refused = client.post(f"{address}/close", data=send(how="later", answer="Ring the desk"))
    assert refused.status_code == 422
    assert "Debt, Food" in refused.text
    assert "Ring the desk" in refused.text
    done = client.post(f"{address}/close", data=send(how="later", answer="Ring", left_because="Hung up"))
    assert done.location == "/helpline/"
    call = find_call(enquiry_id)
    assert (call.state, call.is_answered_at_once, call.left_because) == ("answered", False, "Hung up")


def test_a_draft_stays_where_the_outcome_is_undone(client: FlaskClient) -> None:
    enquiry_id, address = open_call(client, make_need("debt"))
    client.post(f"{address}/ends/explored", data=send(**EXPLORED))
    outcome_id = find_call(enquiry_id).outcomes[0].id
    client.post(f"{address}/ends/{outcome_id}/undo", data=send(2))
    assert [one.status for one in db.session.scalars(select(Service))] == [Status.DRAFT]
