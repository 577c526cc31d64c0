"""Details of a person in free text are warned about by the server too, once, and nothing is lost."""

from flask.testing import FlaskClient
from sqlalchemy import func, select

from directory.extensions import db
from directory.models import SupportRecord
from directory.models.codes import Role
from directory.models.mixins import utc_now
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_framework, make_team
from tests.framework.support import find_record, make_open_record
from tests.looked import ASKED, read_looked

DETAILS = "Mrs Sharon Patel, born 3/4/1950, LE11 1BL, 07911 123456"
TODAY = utc_now().date().isoformat()


def post_twice(client: FlaskClient, address: str, data: dict[str, str], field: str) -> None:
    first = client.post(address, data=data)
    assert (first.status_code, ASKED in first.text, DETAILS in first.text) == (200, True, True)
    assert f'href="#{field}"' in first.text
    assert first.text.count('name="looked"') == 1
    assert "There is a problem" not in first.text
    assert client.post(address, data=data | read_looked(first.text)).status_code == 302


def test_a_new_record_asks_once_more(client: FlaskClient) -> None:
    make_framework()
    team = make_team()
    sign_in_as(client, Role.STAFF)
    for field in ("goals", "carer_goals"):
        before = db.session.scalar(select(func.count()).select_from(SupportRecord))
        data = {"team": str(team.id), "role": "Worker", "go": "conversation", field: f"{DETAILS} {field}"}
        first = client.post("/support/new", data=data)
        assert db.session.scalar(select(func.count()).select_from(SupportRecord)) == before
        assert (first.status_code, ASKED in first.text, DETAILS in first.text) == (200, True, True)
        data |= read_looked(first.text)
        assert client.post("/support/new", data=data).status_code == 302


def test_every_form_of_a_record_asks_once_more(client: FlaskClient) -> None:
    make_framework()
    record_id, address = make_open_record(client)
    action = {"kind": "help_with_forms", "done_on": TODAY, "role": "Worker", "result": DETAILS}
    post_twice(client, f"{address}/actions", action, "result")
    post_twice(client, f"{address}/follow-ups", {"due_on": TODAY, "what": f"{DETAILS}.", "who": "W"}, "what")
    [follow_up] = find_record(record_id).follow_ups
    outcome = {"outcome": "attended", "note": f"{DETAILS}!"}
    post_twice(client, f"{address}/follow-ups/{follow_up.id}", outcome, "note")
    record = find_record(record_id)
    assert [record.actions[0].result, record.follow_ups[0].note] == [DETAILS, f"{DETAILS}!"]


def test_a_conversation_asks_once_and_not_at_every_save_of_the_same_words(client: FlaskClient) -> None:
    make_framework()
    record_id, address = make_open_record(client)
    data = {"expected_version": "1", "consent": "not_asked", "need-1": "debt", "what_matters": DETAILS}
    kept = client.post(f"{address}/conversation/typed", data=data).json
    assert (kept["warned"], kept["left_out"]) == (["what_matters"], {})
    assert find_record(record_id).what_matters == DETAILS
    data |= {"expected_version": str(kept["version"])}
    post_twice(client, f"{address}/conversation", data, "what_matters")
    data |= {"expected_version": str(find_record(record_id).version)}
    assert client.post(f"{address}/conversation", data=data).status_code == 302
    data |= {"expected_version": str(find_record(record_id).version), "what_matters": f"{DETAILS} again"}
    assert client.post(f"{address}/conversation", data=data).status_code == 200


def test_a_text_that_was_written_after_the_question_is_asked_about_in_its_turn(client: FlaskClient) -> None:
    make_framework()
    record_id, address = make_open_record(client)
    data = {"expected_version": "1", "consent": "not_asked", "need-1": "debt", "what_matters": DETAILS}
    first = client.post(f"{address}/conversation", data=data)
    data |= read_looked(first.text) | {"goals": f"{DETAILS}!"}
    second = client.post(f"{address}/conversation", data=data)
    assert (second.status_code, 'href="#goals"' in second.text) == (200, True)
    assert 'href="#what_matters"' not in second.text
    assert find_record(record_id).goals is None
    data |= read_looked(second.text)
    assert client.post(f"{address}/conversation", data=data).status_code == 302


def test_an_nhs_number_is_refused_however_often_it_is_sent(client: FlaskClient) -> None:
    make_framework()
    _, address = make_open_record(client)
    data = {"due_on": TODAY, "what": "Ring 943 476 5919", "who": "Worker", "looked": "1"}
    assert client.post(f"{address}/follow-ups", data=data).status_code == 422
