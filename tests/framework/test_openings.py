"""A support record opens by its reference and for nobody else, and each opening is noted."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from directory import audit
from directory.extensions import db
from directory.framework.records import access
from directory.models import AuditEvent, SupportRecord
from directory.models.codes import Role
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_framework, make_support_record
from tests.framework.support import make_open_record


def test_a_record_opens_by_its_reference_and_for_nobody_else(client: FlaskClient) -> None:
    record, other = make_support_record(), make_support_record()
    reference = record.reference.lower()
    address, others = (f"/support/records/{one.id}" for one in (record, other))
    sign_in_as(client, Role.STAFF)
    assert client.get(address).status_code == 404
    assert client.post("/support/open", data={"reference": reference}).location == address
    assert "Check this reference against the care plan" in client.get(address).text
    assert client.get(others).status_code == 404
    sign_in_as(client, Role.HELPLINE)
    assert client.get(address).status_code == 404


def test_its_own_worker_opens_a_record_from_the_due_list(client: FlaskClient) -> None:
    _, address = make_open_record(client)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("page", ["", "/care-plan", "/own-copy"])
def test_each_opening_is_noted(client: FlaskClient, page: str) -> None:
    record_id, address = make_open_record(client)
    client.get(f"{address}{page}")
    [seen] = db.session.scalars(select(AuditEvent).where(AuditEvent.event == access.VIEWED))
    worker_id = db.session.get(SupportRecord, record_id).worker_id
    assert (seen.actor_id, seen.subject_id, seen.facts) == (worker_id, str(record_id), {})


@pytest.mark.parametrize(
    ("page", "typed", "status"),
    [
        ("/actions", {"kind": "nonsense"}, 422),
        ("/options", {"expected_version": "99"}, 409),
        ("/measures", {"start-happy": "11"}, 422),
        ("/conversation", {"expected_version": "1", "consent": "nonsense"}, 422),
        ("/conversation", {"expected_version": "99"}, 409),
    ],
)
def test_a_record_shown_again_with_what_was_wrong_is_noted_too(
    client: FlaskClient, page: str, typed: dict[str, str], status: int
) -> None:
    make_framework()
    record_id, address = make_open_record(client, goals="Join the choir")
    assert client.post(f"{address}{page}", data=typed).status_code == status
    [seen] = db.session.scalars(select(AuditEvent).where(AuditEvent.event == access.VIEWED))
    assert seen.subject_id == str(record_id)


def test_a_record_whose_opening_cannot_be_noted_is_not_shown(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, address = make_open_record(client, goals="Join the choir")

    def fail(*_: object) -> None:
        raise OperationalError("INSERT", {}, Exception("disk full"))

    monkeypatch.setattr(audit, "record_view", fail)
    app.config["SHOW_FAULT_PAGES"] = True
    answer = client.get(address)
    assert (answer.status_code >= 500, "choir" in answer.text) == (True, False)


def test_what_was_typed_is_carried_through_the_question_for_the_reference(client: FlaskClient) -> None:
    record = make_support_record()
    reference, address = record.reference, f"/support/records/{record.id}/follow-ups"
    sign_in_as(client, Role.STAFF)
    asked = client.post(address, data={"what": "Ring the group"})
    assert (asked.status_code, "Ring the group" in asked.text) == (404, True)
    carried = {"reference": reference, "carried_to": address, "carried.what": "Ring the group"}
    answer = client.post("/support/open", data=carried).text
    assert (f'action="{address}"' in answer, "Ring the group" in answer) == (True, True)
    elsewhere = client.post("/support/open", data=carried | {"carried_to": "//example.org/"})
    assert elsewhere.location == f"/support/records/{record.id}"


@pytest.mark.parametrize("typed", ["", "K7PM-4XQ3", "nonsense", "\x00", "<b>", "é" * 500])
def test_a_reference_that_cannot_be_right_opens_nothing(client: FlaskClient, typed: str) -> None:
    make_support_record()
    sign_in_as(client, Role.STAFF)
    assert client.post("/support/open", data={"reference": typed}).status_code == 422
