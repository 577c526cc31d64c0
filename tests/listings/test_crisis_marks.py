"""Only an officer marks an entry as help in a crisis, on a page of its own."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.errors import EditConflict, InvalidData
from directory.extensions import db
from directory.listings import actions
from directory.listings.dumping import dump_entry
from directory.models import AuditEvent, CrisisMark, EntryVersion
from directory.models.codes import Crisis, Role
from tests.accounts.signing_in import sign_in_as
from tests.admin.forms import open_part, send_part
from tests.exchange.imports import find_service, run_import
from tests.factories import make_guidance, make_service, make_user, service_data


def list_marks(entry: object) -> list[str]:
    db.session.expire_all()
    return [mark.crisis.value for mark in entry.crisis_marks]  # type: ignore[attr-defined]


def test_a_mark_says_who_set_it_and_is_kept_in_a_version_and_the_audit_trail(app: Flask) -> None:
    officer, service = make_user(Role.KNOWLEDGE_OFFICER), make_service()
    actions.mark_for_crisis(actor=officer, entry=service, crises=["suicide", "self_harm"], expected_version=1)
    db.session.commit()
    assert list_marks(service) == ["suicide", "self_harm"]
    assert {mark.marked_by_id for mark in service.crisis_marks} == {officer.id}
    version = db.session.scalars(select(EntryVersion).where(EntryVersion.version == 2)).one()
    assert (version.action, version.snapshot["crisis_marks"]) == ("mark for crisis", ["suicide", "self_harm"])
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.event == "entry.mark for crisis")).one()
    assert (event.actor_id, event.facts["crises"]) == (officer.id, ["suicide", "self_harm"])


def test_a_mark_that_stays_keeps_who_set_it_and_when(app: Flask) -> None:
    first, second, service = make_user(), make_user(), make_service()
    actions.mark_for_crisis(actor=first, entry=service, crises=["suicide"], expected_version=1)
    actions.mark_for_crisis(actor=second, entry=service, crises=["gas", "suicide"], expected_version=2)
    assert [(mark.crisis, mark.marked_by_id) for mark in service.crisis_marks] == [
        (Crisis.SUICIDE, first.id),
        (Crisis.GAS, second.id),
    ]


def test_a_mark_over_somebody_elses_save_and_a_crisis_that_is_none_are_refused(app: Flask) -> None:
    service = make_service()
    with pytest.raises(EditConflict):
        actions.mark_for_crisis(actor=None, entry=service, crises=["suicide"], expected_version=7)
    with pytest.raises(InvalidData) as refused:
        actions.mark_for_crisis(actor=None, entry=service, crises=["bingo"], expected_version=1)
    assert "crisis_marks" in refused.value.fields


@pytest.mark.parametrize("crises", [["suicide"], list(Crisis)])
def test_entry_data_sets_no_mark_and_takes_none_away(app: Flask, crises: list[str]) -> None:
    """Forms, proposals, imports and restored versions all hand in entry data."""
    created = make_service(crisis_marks=crises)
    assert list_marks(created) == []
    actions.mark_for_crisis(actor=None, entry=created, crises=["gas"], expected_version=1)
    for data in ({"crisis_marks": crises}, {"crisis_marks": []}, {"name": "Other"}):
        actions.edit_service(actor=None, service=created, data=data, expected_version=created.version)
        assert list_marks(created) == ["gas"]
    guidance = make_guidance(crisis_marks=crises)
    assert list_marks(guidance) == []


def test_an_earlier_version_brings_no_mark_back(app: Flask) -> None:
    service = make_service()
    actions.mark_for_crisis(actor=None, entry=service, crises=["suicide"], expected_version=1)
    marked = db.session.scalars(select(EntryVersion).where(EntryVersion.version == 2)).one()
    actions.mark_for_crisis(actor=None, entry=service, crises=[], expected_version=2)
    actions.restore_version(actor=None, entry=service, version=marked, expected_version=3)
    assert list_marks(service) == []


def test_an_import_sets_no_mark(app: Flask, tmp_path: Path) -> None:
    import json

    data = service_data(name="Fed") | {"id": "3f1c9b60-52a5-4e0e-8a3d-0c4e8f3f0001"}
    record = {
        "id": data["id"],
        "name": "Fed",
        "status": "active",
        "description": "From a feed.",
        "crisis_marks": ["suicide"],
        "organization": {"id": "3f1c9b60-52a5-4e0e-8a3d-0c4e8f3f0002", "name": "Feeder", "description": "x"},
    }
    path = tmp_path / "feed.json"
    path.write_text(json.dumps([record]))
    run_import(path, "--source", "feed")
    assert list_marks(find_service("Fed")) == []
    assert db.session.scalars(select(CrisisMark)).all() == []


def test_an_officer_marks_an_entry_on_a_page_of_its_own(client: FlaskClient) -> None:
    officer = sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    service = make_service()
    db.session.commit()
    form = open_part(client, service, "crisis")
    answer = send_part(client, service, "crisis", form | {"crisis_marks": ["suicide", "homeless"]})
    assert answer.status_code == 302, answer.text
    assert list_marks(service) == ["suicide", "homeless"]
    assert {mark.marked_by_id for mark in service.crisis_marks} == {officer.id}
    page = client.get(f"/admin/entries/{service.id}").text
    assert "Help in a crisis" in page
    assert "Thoughts of suicide" in page
    again = open_part(client, service, "crisis")
    send_part(client, service, "crisis", again | {"crisis_marks": []})
    assert list_marks(service) == []


def test_two_officers_who_mark_at_once_are_asked(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    service = make_service()
    db.session.commit()
    form = open_part(client, service, "crisis")
    actions.mark_for_crisis(actor=None, entry=service, crises=["gas"], expected_version=1)
    db.session.commit()
    answer = send_part(client, service, "crisis", form | {"crisis_marks": ["suicide"]})
    assert answer.status_code == 409
    assert "Thoughts of suicide" in answer.text


@pytest.mark.parametrize("role", [Role.STAFF, Role.HELPLINE, Role.COMMISSIONER])
def test_nobody_but_an_officer_may_mark(client: FlaskClient, role: Role) -> None:
    sign_in_as(client, role)
    service = make_service()
    db.session.commit()
    data = {"crisis_marks": ["suicide"], "expected_version": "1"}
    assert client.post(f"/admin/entries/{service.id}/edit/crisis", data=data).status_code == 403
    assert list_marks(service) == []


def test_a_mark_is_in_no_public_data(client: FlaskClient) -> None:
    service = make_service()
    actions.mark_for_crisis(actor=None, entry=service, crises=["suicide"], expected_version=1)
    db.session.commit()
    assert dump_entry(service)["crisis_marks"] == ["suicide"]
    assert "crisis_mark" not in client.get(f"/entries/{service.id}").text
