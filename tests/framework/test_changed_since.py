"""What the entry says may change after it was recorded: the care plan is then wrong and asked for again."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from directory.extensions import db
from directory.framework.records.deleting import delete_old_records
from directory.models import OutgoingMail, SupportRecord
from directory.models.codes import AreaKind, Consent
from directory.models.mixins import utc_now
from tests.factories import make_area, make_framework, make_guidance, make_service, make_support_role
from tests.framework.support import find_record, make_open_record

TODAY = utc_now().date().isoformat()
CHANGED = "Changed since it was recorded on"
Change = Callable[[FlaskClient, str, SupportRecord], object]


def make_recorded(client: FlaskClient) -> tuple[SupportRecord, str]:
    """One entry that was agreed, one follow-up; recorded."""
    make_framework()
    record_id, address = make_open_record(
        client,
        area=make_area("west-pcn", AreaKind.PCN),
        entries=(make_service(name="Choir"),),
        consent=Consent.NOT_AGREED,
    )
    client.post(f"{address}/follow-ups", data={"due_on": TODAY, "what": "Ring", "who": "Worker"})
    assert client.post(f"{address}/recorded").status_code == 302
    return find_record(record_id), address


def talk(record: SupportRecord, **typed: str) -> dict[str, str]:
    level = {"need-1": "debt", "level-1": "advice-and-information"}
    return {"expected_version": str(record.version), "consent": "not_agreed"} | level | typed


def set_options(client: FlaskClient, address: str, record: SupportRecord, choice: str) -> object:
    data = {"expected_version": str(record.version), f"choice-{record.entries[0].id}": choice}
    return client.post(f"{address}/options", data=data)


CHANGES: dict[str, Change] = {
    "options": lambda client, address, record: set_options(client, address, record, "declined"),
    "option taken off": lambda client, address, record: set_options(client, address, record, "remove"),
    "consent": lambda client, address, record: client.post(
        f"{address}/conversation", data=talk(record, consent="agreed")
    ),
    "goals, as typed": lambda client, address, record: client.post(
        f"{address}/conversation/typed", data=talk(record, goals="Sing")
    ),
    "level": lambda client, address, record: client.post(
        f"{address}/conversation", data=talk(record, **{"level-1": ""})
    ),
    "need taken away": lambda client, address, record: client.post(
        f"{address}/conversation", data=talk(record, **{"need-1": "", "level-1": ""})
    ),
    "action": lambda client, address, record: client.post(
        f"{address}/expected", data={"kind": "provide_information"}
    ),
    "person": lambda client, address, record: client.post(
        f"{address}/people",
        data={"role": "Nurse", "all_the_same": "yes"}
        | dict.fromkeys(("support_role", "asked_about"), str(make_support_role(record.area).id)),
    ),
    "follow-up": lambda client, address, record: client.post(
        f"{address}/follow-ups", data={"due_on": TODAY, "what": "Write", "who": "Worker"}
    ),
    "outcome": lambda client, address, record: client.post(
        f"{address}/follow-ups/{record.follow_ups[0].id}", data={"outcome": "attended"}
    ),
    "more entries": lambda client, address, record: client.post(
        f"{address}/entries", data={"entry": str(make_guidance().id)}
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_the_entry_says_is_asked_for_again_once_it_changed(client: FlaskClient, what: str) -> None:
    record, address = make_recorded(client)
    record_id = record.id
    assert CHANGED not in client.get(address).text
    CHANGES[what](client, address, find_record(record_id))
    record = find_record(record_id)
    assert (record.care_plan_recorded_at, record.changed_since_recorded_at is None) == (None, False)
    for page in ("", "/care-plan"):
        assert CHANGED in client.get(f"{address}{page}").text
    # It is in a care plan, so it is not deleted as a mistake.
    assert "opened by mistake?" not in client.get(address).text
    mistake = {"expected_version": str(find_record(record_id).version), "sure": "yes"}
    assert client.post(f"{address}/mistake", data=mistake).status_code == 422
    client.post(f"{address}/recorded")
    record = find_record(record_id)
    assert (record.care_plan_recorded_at is None, record.changed_since_recorded_at) == (False, None)
    assert CHANGED not in client.get(address).text


def test_opening_closing_and_saving_the_same_again_change_nothing_the_entry_says(client: FlaskClient) -> None:
    record, address = make_recorded(client)
    record_id = record.id
    for done in ("close", "reopen", "keep", "take"):
        client.post(f"{address}/state", data={"do": done})
    client.post(f"{address}/conversation", data=talk(find_record(record_id)))
    set_options(client, address, find_record(record_id), "offered")
    client.post(f"{address}/measures", data={"start-happy": "7"})
    assert find_record(record_id).care_plan_recorded_at is not None
    assert CHANGED not in client.get(address).text


def test_the_expected_action_is_open_again_and_the_closed_record_waits(client: FlaskClient) -> None:
    record, address = make_recorded(client)
    record_id = record.id
    assert 'value="recorded"' in client.get(address).text
    set_options(client, address, find_record(record_id), "declined")
    page = client.get(address).text
    assert 'value="recorded"' not in page
    assert "changed since" in page
    client.post(f"{address}/state", data={"do": "close"})
    assert "not before somebody says that it is in the care plan again" in client.get(address).text
    assert "Changed since it was recorded: copy it again" in client.get("/support").text


def test_a_record_that_changed_after_it_was_recorded_is_asked_about_and_not_deleted(
    client: FlaskClient,
) -> None:
    record, address = make_recorded(client)
    record_id = record.id
    set_options(client, address, find_record(record_id), "declined")
    client.post(f"{address}/state", data={"do": "close"})
    later = utc_now() + timedelta(days=181)
    assert delete_old_records(later) == 0
    assert db.session.query(OutgoingMail).count() == 1
    client.post(f"{address}/recorded")
    assert delete_old_records(later) == 1


def test_that_it_is_recorded_is_said_on_the_page_of_the_entry_alone(client: FlaskClient) -> None:
    record, address = make_recorded(client)
    data = {"kind": "record_care_plan", "done_on": TODAY, "role": "Nurse"}
    assert client.post(f"{address}/actions", data=data).status_code == 422
    assert find_record(record.id).actions == []


def test_an_entry_that_changed_after_it_was_copied_is_not_noted_as_recorded(client: FlaskClient) -> None:
    make_framework()
    record_id, address = make_open_record(client)
    copied = read_mark(client.get(f"{address}/care-plan"))
    data = {"due_on": TODAY, "what": "Ring the choir", "who": "Worker"}
    client.post(f"{address}/follow-ups", data=data)
    answer = client.post(f"{address}/recorded", data={"copied": copied})
    assert answer.status_code == 409
    assert "changed while this page was open" in answer.text
    assert "Ring the choir" in answer.text
    assert find_record(record_id).care_plan_recorded_at is None
    assert client.post(f"{address}/recorded", data={"copied": read_mark(answer)}).status_code == 302
    assert find_record(record_id).care_plan_recorded_at is not None


def read_mark(page: TestResponse) -> str:
    return re.findall(r'name="copied" value="([0-9a-f]+)"', page.text)[0]
