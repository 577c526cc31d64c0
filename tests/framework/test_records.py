"""A record holds nothing that says who the person is, and opens only to those who have its reference."""

import re
import uuid
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import String, Text, event, func, select

from directory import free_text
from directory.extensions import db
from directory.framework.records.queries import AREA_KINDS
from directory.listings.schedules import LONDON
from directory.models import FollowUp, SupportRecord, TeamMember
from directory.models.codes import AreaKind, Role
from directory.models.mixins import utc_now
from directory.unmet_needs.lists import PAGE_SIZE
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_area, make_framework, make_need, make_service, make_support_record, make_team
from tests.framework.support import find_record, make_open_record

TABLES = (
    "support_record",
    "support_record_need",
    "support_record_entry",
    "support_action",
    "follow_up",
    "support_measure",
    "support_count",
)
IDENTIFYING = (
    "name",
    "nhs",
    "birth",
    "dob",
    "address",
    "phone",
    "email",
    "contact",
    "postcode",
    "person",
    "gender",
)


TODAY = utc_now().astimezone(LONDON).date().isoformat()


def test_no_column_holds_who_the_person_is(app: Flask) -> None:
    named = [
        f"{table}.{column.name}"
        for table in TABLES
        for column in db.metadata.tables[table].columns
        if any(word in column.name for word in IDENTIFYING)
    ]
    # The name of an entry, which anybody may read in the directory.
    assert named == ["support_record_entry.name"]


def test_every_column_of_words_is_in_the_register(app: Flask) -> None:
    registered = {one.column for one in free_text.list_registered()}
    coded = {"reference", "level", "suggested_level", "question", "kind", "key"}
    words = {
        f"{table}.{column.name}"
        for table in TABLES
        for column in db.metadata.tables[table].columns
        if type(column.type) in (String, Text) and column.name not in coded
    }
    assert words - registered == {"support_record_entry.name"}


def test_an_area_is_never_finer_than_a_network_or_a_district() -> None:
    assert set(AREA_KINDS) == {AreaKind.DISTRICT, AreaKind.PCN}


def test_a_ward_is_refused_as_the_area_of_a_record(client: FlaskClient) -> None:
    team, ward = make_team(), make_area("soar-ward", AreaKind.WARD)
    sign_in_as(client, Role.STAFF)
    answer = client.post("/support/new", data={"team": str(team.id), "area": str(ward.id), "role": "Worker"})
    assert answer.status_code == 422
    assert db.session.scalar(select(func.count()).select_from(SupportRecord)) == 0


def test_a_record_of_nothing_is_opened_for_the_conversation_alone(client: FlaskClient) -> None:
    make_framework()
    team, entry = make_team(), make_service()
    sign_in_as(client, Role.STAFF)
    data = {"team": str(team.id), "role": "Worker", "goals": "Sing again"}
    empty = client.post("/support/new", data=data)
    assert (empty.status_code, "Sing again" in empty.text) == (422, True)
    assert re.search(r'id="need-1-error">.*Choose a need, or go on to the conversation', empty.text)
    gone = client.post("/support/new", data=data | {"entry": str(uuid.uuid4())})
    assert gone.status_code == 422
    assert db.session.scalar(select(func.count()).select_from(SupportRecord)) == 0
    talk = client.post("/support/new", data=data | {"go": "conversation"})
    assert talk.location.endswith("/conversation")
    assert client.post("/support/new", data=data | {"entry": str(entry.id)}).status_code == 302


def test_an_nhs_number_is_refused_and_the_text_stays(client: FlaskClient) -> None:
    make_framework()
    team = make_team()
    sign_in_as(client, Role.STAFF)
    data = {"team": str(team.id), "role": "Worker", "goals": "Sing. NHS 943 476 5919"}
    answer = client.post("/support/new", data=data)
    assert (answer.status_code, "Sing. NHS 943 476 5919" in answer.text) == (422, True)
    assert db.session.scalar(select(func.count()).select_from(SupportRecord)) == 0


def test_a_job_that_may_not_be_kept_is_kept_nowhere(client: FlaskClient) -> None:
    """Not in the session either, where it would be kept for the next record, although nothing was done."""
    team = make_team()
    worker = sign_in_as(client, Role.STAFF)
    db.session.add(TeamMember(team_id=team.id, user_id=worker.id))
    db.session.commit()
    data = {"team": str(team.id), "role": "943 476 5919", "go": "conversation"}
    answer = client.post("/support/new", data=data)
    with client.session_transaction() as session:
        assert "work_role" not in session
    assert (answer.status_code, "looks like an NHS number" in answer.text) == (422, True)


def test_from_chosen_entries_to_the_care_plan_in_one_form(client: FlaskClient) -> None:
    make_framework()
    need, area, team = make_need("debt"), make_area("charnwood"), make_team()
    service, other = make_service(name="Money Talk", needs=["debt"]), make_service(name="Elsewhere")
    sign_in_as(client, Role.STAFF)
    page = client.get(f"/support/new?entry={service.id}&entry={other.id}&need=debt&place=").text
    assert "Money Talk" in page
    data = {
        "team": str(team.id),
        "area": str(area.id),
        "entry": [str(service.id), str(other.id)],
        "agreed": [str(service.id)],
        "need-1": need.slug,
        "level-1": "advice-and-information",
        "done": "provide_information",
        "role": "Support worker",
        "goals": "Sort out the letters",
        "consent": "agreed",
        "follow_up_on": "2099-01-01",
    }
    too_late = client.post("/support/new", data=data)
    assert too_late.status_code == 422
    answer = client.post("/support/new", data=data | {"follow_up_on": ""})
    plan = client.get(answer.location).text
    for words in ("Debt: Advice and information", "Sort out the letters", "Money Talk", "0116 496 0123"):
        assert words in plan
    assert "Agreed that others may be told" in plan


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"kind": "no", "done_on": "2026-01-02", "role": "Worker"}, "kind"),
        ({"kind": "assist_contact", "done_on": "tomorrow", "role": "Worker"}, "done_on"),
        ({"kind": "assist_contact", "done_on": "2026-01-02", "role": ""}, "role"),
        ({"kind": "assist_contact", "done_on": "2026-01-02", "role": "W", "way": "pigeon"}, "way"),
    ],
)
def test_what_was_done_needs_a_date_and_a_role(
    client: FlaskClient, typed: dict[str, str], field: str
) -> None:
    _, address = make_open_record(client)
    answer = client.post(f"{address}/actions", data=typed | {"result": "They will ring"})
    assert (answer.status_code, f'id="{field}-error"' in answer.text) == (422, True)
    assert "They will ring" in answer.text


def test_a_follow_up_is_due_until_it_has_an_outcome(client: FlaskClient) -> None:
    record_id, address = make_open_record(client)
    address += "/follow-ups"
    client.post(address, data={"due_on": TODAY, "what": "Ring the group", "who": "Support worker"})
    assert "Ring the group" in client.get("/support").text
    [follow_up_id] = [one.id for one in db.session.get(SupportRecord, record_id).follow_ups]
    client.post(f"{address}/{follow_up_id}", data={"outcome": "attended", "note": "Liked it"})
    assert "Ring the group" not in client.get("/support").text
    assert client.post(f"{address}/{uuid.uuid4()}", data={}).status_code == 404


def test_colleagues_see_that_something_is_due_but_not_what(client: FlaskClient) -> None:
    record_id, address = make_open_record(client)
    data = {"due_on": TODAY, "what": "Ring the group", "who": "Support worker"}
    client.post(f"{address}/follow-ups", data=data)
    colleague, record = sign_in_as(client, Role.STAFF), find_record(record_id)
    db.session.add(TeamMember(team_id=record.team_id, user_id=colleague.id))
    db.session.commit()
    page = client.get("/support").text
    assert "Ring the group" not in page
    record = find_record(record_id)
    assert (record.reference[:4] in page, record.team.name in page) == (False, True)


def test_of_two_who_change_the_options_the_second_is_told_and_loses_nothing(client: FlaskClient) -> None:
    record_id, address = make_open_record(client, entries=(make_service(),))
    record = db.session.get(SupportRecord, record_id)
    name = f"choice-{record.entries[0].id}"
    first = {name: "agreed", "expected_version": str(record.version)}
    assert client.post(f"{address}/options", data=first).status_code == 302
    answer = client.post(f"{address}/options", data=first | {name: "declined"})
    assert answer.status_code == 409
    assert '<option value="declined" selected>' in answer.text
    db.session.expire_all()
    assert db.session.get(SupportRecord, record_id).entries[0].choice == "agreed"


def test_of_two_who_say_what_came_of_a_follow_up_the_second_is_told_and_loses_nothing(
    client: FlaskClient,
) -> None:
    record_id, address = make_open_record(client)
    due = {"due_on": (utc_now() + timedelta(days=7)).date().isoformat(), "what": "Ring them", "who": "Worker"}
    client.post(f"{address}/follow-ups", data=due)
    follow_up = f"{address}/follow-ups/{find_record(record_id).follow_ups[0].id}"
    assert client.post(follow_up, data={"outcome": "attended", "note": "Liked it"}).status_code == 302
    second = {"outcome": "not_taken_up", "note": "The bus had gone"}
    answer = client.post(follow_up, data=second)
    assert answer.status_code == 422
    assert "Liked it" in answer.text
    assert "The bus had gone" in answer.text
    assert find_record(record_id).follow_ups[0].note == "Liked it"
    assert '<input type="hidden" name="seen" value="attended">' in answer.text
    assert client.post(follow_up, data=second | {"seen": "attended"}).status_code == 302
    assert find_record(record_id).follow_ups[0].note == "The bus had gone"


def test_a_long_due_list_is_one_query_shows_the_longest_waiting_and_turns_pages(client: FlaskClient) -> None:
    record_id, _ = make_open_record(client)
    worker_id = db.session.get(SupportRecord, record_id).worker_id
    team = make_team()
    for day in range(PAGE_SIZE + 2):
        due = date(2026, 1, 1) + timedelta(days=day)
        follow_up = FollowUp(due_on=due, who="Worker", what=f"Ring number {day}.")
        make_support_record(team, worker_id=worker_id, follow_ups=[follow_up])
    db.session.add(TeamMember(team_id=team.id, user_id=worker_id))
    db.session.commit()
    sent: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: sent.append(given[2]))
    page = client.get("/support").text
    assert len(sent) < 30
    assert ("Ring number 0." in page, f"Ring number {PAGE_SIZE}." in page) == (True, False)
    assert "27, page 1 of 2" in page
    assert "/support?due=2#due-list" in page
    for number in ("2", "99"):
        last = client.get(f"/support?due={number}").text
        assert ("Ring number 0." in last, f"Ring number {PAGE_SIZE}." in last) == (False, True)


def test_a_new_record_claims_nothing_that_nobody_chose(client: FlaskClient) -> None:
    make_framework()
    need, team, service = make_need("debt"), make_team(), make_service(name="Money Talk", needs=["debt"])
    sign_in_as(client, Role.STAFF)
    page = client.get(f"/support/new?entry={service.id}&need=debt").text
    assert re.findall(r'name="(\w[\w-]*)"[^>]* checked', page) == ["done", "consent"]
    assert "The person needs help to identify and understand their other support needs" in page
    data = {
        "team": str(team.id),
        "entry": str(service.id),
        "need-1": need.slug,
        "done": "provide_information",
        "role": "Support worker",
        "goals": "Sort out the letters",
    }
    refused = client.post("/support/new", data=data)
    assert refused.status_code == 422
    assert 'id="level-1-error"' in refused.text
    assert "Sort out the letters" in refused.text
    client.post("/support/new", data=data | {"level-1": "needing-help"})
    [record] = db.session.scalars(select(SupportRecord)).unique()
    assert [link.choice for link in record.entries] == ["offered"]
    assert [action.kind for action in record.actions] == ["provide_information"]
    # In the conversation there is time to agree the level.
    later = client.post("/support/new", data=data | {"go": "conversation"})
    assert later.location.endswith("/conversation")


def test_the_needs_of_a_new_record_come_from_the_words_before_the_entries(client: FlaskClient) -> None:
    make_framework()
    for slug in ("debt", "food", "company"):
        make_need(slug)
    service = make_service(needs=["debt", "company"])
    sign_in_as(client, Role.STAFF)

    def find_chosen(query: str) -> list[str]:
        page = client.get(f"/support/new?entry={service.id}{query}").text
        return re.findall(r'<option value="([\w-]+)" selected>', page)

    assert find_chosen("&meant=food") == ["food"]
    assert find_chosen("&meant=food&meant=company") == ["company"]
    assert find_chosen("&meant=food&need=debt") == ["debt"]
    assert find_chosen("&meant=no-such-need") in (["debt"], ["company"])
