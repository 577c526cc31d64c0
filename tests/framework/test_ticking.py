"""Expected actions tick themselves when the record shows their work, and a tick can be taken off."""

import uuid

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from directory.extensions import db
from directory.framework.wording import say_date
from directory.listings.schedules import LONDON
from directory.models import Pack
from directory.models.codes import ActionKind, AreaKind
from directory.models.mixins import utc_now
from tests.factories import make_area, make_framework, make_need, make_service, make_support_role
from tests.framework.support import find_record, make_open_record
from tests.framework.test_conversation import conversation_data

HELP = "needing-help"


def make_record_at(client: FlaskClient, level: str, **values: object) -> tuple[uuid.UUID, str]:
    make_framework()
    return make_open_record(client, needs=((make_need("debt"), level),), **values)


def list_done(record_id: uuid.UUID) -> list[ActionKind]:
    return [action.kind for action in find_record(record_id).actions]


def test_a_conversation_that_was_written_down_counts_as_explored(client: FlaskClient) -> None:
    record_id, address = make_record_at(client, HELP)
    data = conversation_data(**{"level-1": HELP, "what_matters": "Company"})
    client.post(f"{address}/conversation/typed", data=data)
    [action] = find_record(record_id).actions
    assert (action.kind, action.role) == (ActionKind.EXPLORE_AND_COACH, "Member of the team")


def test_an_empty_conversation_ticks_nothing(client: FlaskClient) -> None:
    record_id, address = make_record_at(client, HELP)
    client.post(f"{address}/conversation", data=conversation_data(**{"level-1": HELP}))
    assert list_done(record_id) == []


def test_what_a_level_does_not_expect_is_not_ticked(client: FlaskClient) -> None:
    record_id, address = make_record_at(client, "advice-and-information")
    data = conversation_data(**{"level-1": "advice-and-information", "what_matters": "Company"})
    client.post(f"{address}/conversation", data=data)
    assert list_done(record_id) == []


def test_options_that_were_agreed_or_declined_count_as_discussed(client: FlaskClient) -> None:
    record_id, address = make_record_at(client, HELP, entries=(make_service(), make_service()))
    record = find_record(record_id)
    form = {"expected_version": str(record.version), f"choice-{record.entries[1].id}": "declined"}
    client.post(f"{address}/options", data=form)
    assert list_done(record_id) == [ActionKind.DISCUSS_OPTIONS]


def test_options_side_by_side_end_in_a_tick(client: FlaskClient) -> None:
    service = make_service(name="Money Talk")
    record_id, address = make_record_at(client, HELP, entries=(service,))
    entry_id = find_record(record_id).entries[0].entry_id
    page = client.get(f"/support/compare?entry={entry_id}&record={record_id}").text
    assert ("Money Talk" in page, f'action="{address}/expected"' in page) == (True, True)
    assert "We talked these over" not in client.get(f"/support/compare?entry={entry_id}").text
    client.post(f"{address}/expected", data={"kind": "discuss_options"})
    assert list_done(record_id) == [ActionKind.DISCUSS_OPTIONS]


def test_a_pack_of_the_record_counts_as_information_and_knows_nothing_of_it(client: FlaskClient) -> None:
    record_id, address = make_record_at(client, "advice-and-information", entries=(make_service(),))
    answer = client.post(f"{address}/pack")
    assert answer.location.startswith("/packs/")
    assert f'href="{address}">The support record</a>' in client.get(answer.location).text
    assert "The support record</a>" not in client.get(answer.location.split("?")[0] + "?record=x").text
    assert list_done(record_id) == [ActionKind.PROVIDE_INFORMATION]
    assert db.session.scalar(select(func.count()).select_from(Pack)) == 1


def test_a_pack_of_nothing_is_refused_and_ticks_nothing(client: FlaskClient) -> None:
    record_id, address = make_record_at(client, "advice-and-information")
    assert client.post(f"{address}/pack").status_code == 422
    assert list_done(record_id) == []


def test_somebody_picked_from_the_network_counts_as_organised(client: FlaskClient) -> None:
    pcn = make_area("north-pcn", AreaKind.PCN)
    role_id = str(make_support_role(pcn, name="Link worker, North").id)
    _, address = make_record_at(client, "needing-more-help", area=pcn)
    data = {"role": "Nurse", "support_role": role_id, "asked_about": role_id, "all_the_same": "yes"}
    client.post(f"{address}/people", data=data)
    page = client.get(address).text
    today = say_date(utc_now().astimezone(LONDON).date())
    assert ("Link worker, North" in page, f"done {today} (Nurse)" in page) == (True, True)


def test_a_tick_that_was_taken_off_stays_off_until_somebody_sets_it(client: FlaskClient) -> None:
    record_id, address = make_record_at(client, HELP)
    typed = {"level-1": HELP, "what_matters": "Company"}
    client.post(f"{address}/conversation", data=conversation_data(**typed))
    record = find_record(record_id)
    action_id, version = record.actions[0].id, record.version
    client.post(f"{address}/expected", data={"off": str(action_id)})
    assert list_done(record_id) == []
    version = find_record(record_id).version
    client.post(f"{address}/conversation", data=conversation_data(version, **typed))
    assert list_done(record_id) == []
    client.post(f"{address}/expected", data={"kind": "explore_and_coach"})
    assert list_done(record_id) == [ActionKind.EXPLORE_AND_COACH]


def test_recorded_in_the_care_plan_can_be_taken_back(client: FlaskClient) -> None:
    record_id, address = make_record_at(client, HELP)
    client.post(f"{address}/recorded")
    assert find_record(record_id).care_plan_recorded_at is not None
    client.post(f"{address}/expected", data={"off": "recorded"})
    assert find_record(record_id).care_plan_recorded_at is None


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({"kind": "nonsense"}, 422),
        ({"kind": "record_care_plan"}, 422),
        ({}, 422),
        ({"off": "no id"}, 404),
        ({"off": str(uuid.uuid4())}, 404),
    ],
)
def test_a_bad_tick_is_answered_with_a_message(
    client: FlaskClient, typed: dict[str, str], status: int
) -> None:
    record_id, address = make_record_at(client, HELP)
    assert client.post(f"{address}/expected", data=typed).status_code == status
    assert list_done(record_id) == []


def test_nobody_ticks_on_a_record_whose_reference_they_do_not_have(client: FlaskClient) -> None:
    record_id, address = make_record_at(client, HELP, entries=(make_service(),))
    from tests.accounts.signing_in import sign_in_as  # a second person at the same screen

    sign_in_as(client)
    for page, typed in (("expected", {"kind": "discuss_options"}), ("pack", {})):
        assert client.post(f"{address}/{page}", data=typed).status_code == 404
    assert list_done(record_id) == []
