"""The officer's pages of proposals."""

import uuid

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from directory.extensions import db
from directory.listings.actions import edit_service
from directory.models import Proposal, Service, TermWord, UnmetNeed
from directory.models.codes import EntryFault, Role, Status
from directory.models.improving.codes import ProposalKind, ProposalSource, ProposalState
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_area, make_need, make_proposal, make_service


def test_one_click_in_the_list_puts_a_word_to_work_and_comes_back_to_the_list(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    proposal = make_proposal(text="meter money", need=make_need("fuel"))
    make_proposal(text="decoy", source=ProposalSource.ENQUIRY)
    proposal_id = proposal.id
    db.session.commit()
    page = client.get("/admin/proposals?source=search_log").text
    assert ("meter money" in page, "decoy" in page) == (True, False)
    answer = client.post(f"/admin/proposals/{proposal_id}/accept", data={"list.source": "search_log"})
    assert answer.location == "/admin/proposals?source=search_log"
    assert list(db.session.scalars(select(TermWord.phrase))) == ["meter money"]
    assert "Nothing waits" in client.get(answer.location).text


def test_the_desk_counts_what_waits_for_those_who_decide(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    make_proposal()
    make_proposal(state=ProposalState.DECLINED)
    db.session.commit()
    assert '<span class="app-count__number">1</span> proposals to decide' in client.get("/admin/").text
    sign_in_as(client, Role.HELPLINE)
    assert "proposals to decide" not in client.get("/admin/").text
    assert client.get("/admin/proposals").status_code == 403


def test_the_page_of_an_accepted_word_takes_it_out_again(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    address = f"/admin/proposals/{make_proposal(text='gas', need=make_need('debt')).id}"
    db.session.commit()
    client.post(f"{address}/accept")
    page = client.get(address).text
    assert "Take the word out again" in page
    assert client.post(f"{address}/decline", data={"reason": ""}).status_code == 422
    assert client.post(f"{address}/decline", data={"reason": "Cookers"}).status_code == 302
    assert db.session.scalar(select(TermWord.phrase)) is None
    assert "Take the word out again" not in client.get(address).text


def test_an_edit_before_accepting_is_kept_when_something_is_wrong(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    make_need("fuel")
    proposal = make_proposal(text="metre")
    address = f"/admin/proposals/{proposal.id}"
    db.session.commit()
    answer = client.post(f"{address}/accept", data={"text": "meter money", "need": ""})
    assert answer.status_code == 422
    assert "Choose a need from the list." in answer.text
    assert 'value="meter money"' in answer.text
    answer = client.post(f"{address}/decline", data={"reason": "943 476 5919"})
    assert (answer.status_code, "NHS number" in answer.text, "943 476 5919" in answer.text) == (
        422,
        True,
        True,
    )


def test_a_summary_changed_meanwhile_is_shown_with_what_was_typed(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    service = make_service()
    proposal = make_proposal(ProposalKind.SUMMARY, entry=service, text="Mine.")
    proposal_id, service_id = proposal.id, service.id
    db.session.commit()
    assert 'name="version" value="1"' in client.get(f"/admin/proposals/{proposal_id}").text
    edit_service(
        actor=None,
        service=db.session.get_one(Service, service_id),
        data={"summary": "Theirs."},
        expected_version=1,
    )
    db.session.commit()
    data = {"version": "1", "text": "Mine, better."}
    answer = client.post(f"/admin/proposals/{proposal_id}/accept", data=data)
    assert answer.status_code == 409
    assert "Theirs." in answer.text
    assert "Mine, better." in answer.text
    assert 'name="version" value="2"' in answer.text
    data["version"] = "2"
    assert client.post(f"/admin/proposals/{proposal_id}/accept", data=data).status_code == 302
    assert db.session.get_one(Service, service_id).summary == "Mine, better."


@pytest.mark.parametrize(
    "query", ["kind=x&source=y&state=z&page=-1", "page=99999999999", "kind=%00&page=9999999", "state="]
)
def test_a_bad_filter_shows_what_waits(client: FlaskClient, query: str) -> None:
    sign_in_as(client, Role.ADMINISTRATOR)
    assert client.get(f"/admin/proposals?{query}").status_code == 200


def test_a_correction_leads_to_where_it_is_put_right(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    service = make_service()
    closed = make_proposal(ProposalKind.CORRECTION, entry=service, fault=EntryFault.CLOSED, text=None)
    full = make_proposal(ProposalKind.CORRECTION, entry=service, fault=EntryFault.FULL, text=None)
    closed_id, full_id = closed.id, full.id
    db.session.commit()
    page = client.get(f"/admin/proposals/{closed_id}").text
    assert 'value="temporarily closed" checked' in page
    assert 'name="version" value="1"' in page
    assert "Show it as full" in client.get(f"/admin/proposals/{full_id}").text
    assert client.post(f"/admin/proposals/{full_id}/accept", data={"version": "1"}).status_code == 302
    assert db.session.get_one(Proposal, full_id).state == ProposalState.ACCEPTED


def test_closing_an_entry_from_its_proposal_shows_what_came_of_it_and_can_be_undone(
    client: FlaskClient,
) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    service = make_service()
    proposal = make_proposal(ProposalKind.CORRECTION, entry=service, fault=EntryFault.CLOSED, text=None)
    service_id, address = service.id, f"/admin/proposals/{proposal.id}"
    db.session.commit()
    data = {"version": "1", "status": "temporarily closed", "look_again_on": "1999-01-01"}
    answer = client.post(f"{address}/accept", data=data)
    assert (answer.status_code, "Enter a day to come" in answer.text) == (422, True)
    assert client.post(f"{address}/accept", data=data | {"look_again_on": ""}).status_code == 302
    assert "Closed for now" in client.get("/admin/proposals?state=accepted").text
    assert f"/admin/entries/{service_id}/publish" in client.get(address).text
    client.post(f"/admin/entries/{service_id}/publish")
    assert f"/admin/entries/{service_id}/publish" not in client.get(address).text


def test_saving_where_an_entry_moved_to_decides_the_proposal(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    service = make_service()
    moved, decoy = (
        make_proposal(ProposalKind.CORRECTION, entry=entry, fault=EntryFault.MOVED, text=None)
        for entry in (service, make_service())
    )
    moved_id, decoy_id = moved.id, decoy.id
    address = f"/admin/entries/{service.id}/edit/basics"
    db.session.commit()
    page = client.get(f"{address}?proposal={moved_id}").text
    assert f'name="proposal" value="{moved_id}"' in page
    for other in (decoy_id, "x", ""):
        assert 'name="proposal"' not in client.get(f"{address}?proposal={other}").text
    data = {"expected_version": "1", "kind": "group", "name": "Over the road", "proposal": str(moved_id)}
    assert client.post(address, data=data | {"name": ""}).status_code == 422
    assert db.session.get_one(Proposal, moved_id).state == ProposalState.OPEN
    assert client.post(address, data=data).status_code == 302
    assert db.session.get_one(Proposal, moved_id).state == ProposalState.ACCEPTED
    assert db.session.get_one(Proposal, decoy_id).state == ProposalState.OPEN


def make_search(**values: object) -> tuple[str, str]:
    """Something to look for, and its address."""
    values = {"text": "Tango for beginners"} | values
    proposal = make_proposal(ProposalKind.ENTRY, need=make_need("dance"), **values)
    db.session.commit()
    return str(proposal.id), f"/admin/proposals/{proposal.id}"


def test_a_new_draft_answers_what_was_looked_for_and_begins_with_what_is_known(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    sought_id, address = make_search(area=make_area("melton"))
    decoy_id, _ = make_search(text="Chess")
    assert f"/admin/services/new?proposal={sought_id}" in client.get(address).text
    page = client.get(f"/admin/services/new?proposal={sought_id}").text
    assert ("Tango for beginners" in page, "Looked for" in client.get("/admin/services/new").text) == (
        True,
        False,
    )
    data = {"kind": "group", "name": "Milonga", "organization_name": "Example Dance", "proposal": sought_id}
    answer = client.post("/admin/services/new", data=data | {"name": ""})
    assert (answer.status_code, f'name="proposal" value="{sought_id}"' in answer.text) == (422, True)
    made = client.post("/admin/services/new", data=data).location
    proposal = db.session.get_one(Proposal, uuid.UUID(sought_id))
    draft = db.session.get_one(Service, proposal.entry_id)
    assert made == f"/admin/entries/{draft.id}"
    assert [one.taxonomy_term.slug for one in draft.attributes] == ["dance"]
    assert [one.area.slug for one in draft.service_areas] == ["melton"]
    assert (draft.status, proposal.state) == (Status.DRAFT, ProposalState.ACCEPTED)
    assert db.session.get_one(Proposal, uuid.UUID(decoy_id)).state == ProposalState.OPEN
    accepted = client.get("/admin/proposals?state=accepted").text
    assert (f'href="{made}"' in accepted, ">Draft<" in accepted) == (True, True)


def test_guidance_answers_what_was_looked_for_once(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    sought_id, _ = make_search()
    data = {"name": "Learning to dance", "proposal": sought_id}
    assert client.post("/admin/guidance/new", data=data).status_code == 302
    proposal = db.session.get_one(Proposal, uuid.UUID(sought_id))
    first = proposal.entry_id
    assert (proposal.entry_type, proposal.entry_name) == ("guidance", "Learning to dance")
    assert client.post("/admin/guidance/new", data=data | {"name": "Again"}).status_code == 302
    assert db.session.get_one(Proposal, uuid.UUID(sought_id)).entry_id == first


def test_the_officer_names_the_entry_that_there_is_already(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    there, decoy = make_service(name="Tango at the hall"), make_service(name="Chess at the hall")
    there_id, decoy_id = there.id, decoy.id
    _, address = make_search()
    page = client.get(f"{address}?find=tango+hall").text
    assert (f'value="{there_id}"' in page, f'value="{decoy_id}"' in page) == (True, False)
    for wrong in ("", "x", str(uuid.uuid4())):
        answer = client.post(f"{address}/accept", data={"entry_id": wrong})
        assert (answer.status_code, "Find the entry" in answer.text) == (422, True)
    assert client.post(f"{address}/accept", data={"entry_id": str(there_id)}).status_code == 302
    assert f"/admin/entries/{there_id}" in client.get("/admin/proposals?state=accepted").text


def test_what_there_is_none_of_is_logged_as_an_unmet_need_and_looked_for_no_more(client: FlaskClient) -> None:
    sign_in_as(client, Role.STAFF)
    sought_id, address = make_search(area=make_area("melton"))
    data = {"needs": "dance", "area": "melton", "missing": "Tango for beginners", "barrier": "nothing_exists"}
    log = f"/unmet-needs/log?proposal={sought_id}"
    assert "Tango for beginners" not in client.get(log).text
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    assert log in client.get(address).text
    page = client.get(log).text
    assert ("Tango for beginners</textarea>" in page, 'value="melton" selected' in page) == (True, True)
    assert client.post("/unmet-needs/log", data=data | {"proposal": sought_id}).status_code == 302
    proposal = db.session.get_one(Proposal, uuid.UUID(sought_id))
    assert (proposal.state, "unmet need" in (proposal.reason or "")) == (ProposalState.DECLINED, True)
    assert db.session.scalar(select(UnmetNeed.missing)) == "Tango for beginners"


def test_a_long_list_takes_no_more_statements_than_a_short_one(app: Flask, client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    counts = []
    for number in (1, 12):
        for _ in range(number):
            make_proposal(ProposalKind.SUMMARY, entry=make_service(), need=make_need(f"need-{number}"))
        db.session.commit()
        db.session.expire_all()
        statements: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            statements.append(statement)  # noqa: B023

        event.listen(db.engine, "before_cursor_execute", note)
        assert client.get("/admin/proposals").status_code == 200
        event.remove(db.engine, "before_cursor_execute", note)
        counts.append(len(statements))
    assert counts[0] == counts[1]
