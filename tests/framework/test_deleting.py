"""Records go by themselves, but never before somebody said that they stand in the care plan."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory import audit
from directory.extensions import db
from directory.framework.records.deleting import delete_old_records
from directory.models import (
    AuditEvent,
    Change,
    EntryVersion,
    FollowUp,
    OutgoingMail,
    SupportAction,
    SupportCount,
    SupportRecord,
    SupportRecordNeed,
)
from directory.models.codes import ActionKind
from tests.factories import (
    make_enquiry,
    make_framework,
    make_service,
    make_support_record,
    make_team,
    make_user,
)
from tests.framework.support import find_record, make_open_record

pytestmark = pytest.mark.both_engines

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def days_ago(days: int) -> datetime:
    return NOW - timedelta(days=days)


def list_references() -> set[str]:
    return set(db.session.scalars(select(SupportRecord.reference)))


def test_a_record_is_deleted_when_its_time_is_over_and_others_stay(app: Flask) -> None:
    gone = make_support_record(closed_at=days_ago(181), care_plan_recorded_at=days_ago(190))
    soon = make_support_record(closed_at=days_ago(179), care_plan_recorded_at=days_ago(190))
    open_still = make_support_record(care_plan_recorded_at=days_ago(900))
    kept = {soon.reference, open_still.reference}
    assert gone.reference not in kept
    assert delete_old_records(NOW) == 1
    assert list_references() == kept
    assert delete_old_records(NOW) == 0


def test_a_record_that_nobody_said_is_in_the_care_plan_stays_and_its_worker_is_asked_once(app: Flask) -> None:
    worker = make_user()
    record = make_support_record(closed_at=days_ago(2000), worker_id=worker.id)
    reference = record.reference
    for _ in range(2):
        assert delete_old_records(NOW) == 0
    [mail] = db.session.scalars(select(OutgoingMail))
    assert mail.to_address == worker.email
    assert reference not in mail.body
    assert f"{reference[:4]}-{reference[4:]}" not in mail.body
    assert list_references() == {reference}


def test_the_team_is_asked_where_the_worker_has_left(app: Flask) -> None:
    team = make_team(work_email="team@example.org")
    make_support_record(team, closed_at=days_ago(160))
    delete_old_records(NOW)
    assert list(db.session.scalars(select(OutgoingMail.to_address))) == ["team@example.org"]


def test_nothing_of_a_deleted_record_is_left_but_counts_and_who_opened_it(app: Flask) -> None:
    make_framework()
    officer = make_user()
    record = make_support_record(
        closed_at=days_ago(181),
        care_plan_recorded_at=days_ago(181),
        created_at=datetime(2026, 3, 9, tzinfo=UTC),
        entries=(make_service(),),
        actions=[SupportAction(kind=ActionKind.ASSIST_CONTACT, done_on=date(2026, 3, 9), role="Worker")],
        follow_ups=[FollowUp(due_on=date(2026, 3, 9), who="W", what="Ring", outcome="attended")],
    )
    audit.record("support_record.outcome_set", officer, record, outcome="attended")
    record_id = str(record.id)
    delete_old_records(NOW)
    parts = (SupportRecordNeed, SupportAction, FollowUp)
    assert [list(db.session.scalars(select(part))) for part in parts] == [[], [], []]
    trail = db.session.scalars(select(AuditEvent).where(AuditEvent.subject_id == record_id))
    assert {(one.event, str(one.facts)) for one in trail} == {
        ("support_record.outcome_set", "{}"),
        ("support_record.deleted", "{}"),
    }
    counts = {
        (one.month, one.kind, one.key, one.level, one.count)
        for one in db.session.scalars(select(SupportCount))
    }
    march = date(2026, 3, 1)
    assert counts == {
        (march, "record", "", "", 1),
        (march, "need", "debt", "advice-and-information", 1),
        (march, "action", "assist_contact", "", 1),
        (march, "outcome", "attended", "", 1),
    }


def test_the_reference_and_the_e_mail_about_it_go_with_the_record_and_nothing_else_ever_held_it(
    app: Flask,
) -> None:
    record = make_support_record(closed_at=days_ago(160), worker_id=make_user().id, goals="Learn to swim")
    decoy = make_enquiry(support_reference="K7PM4XQ2")
    enquiry = make_enquiry(support_reference=record.reference)
    delete_old_records(NOW)
    record.care_plan_recorded_at = NOW
    assert db.session.query(OutgoingMail).count() == 1
    record_id, reference = str(record.id), record.reference
    assert delete_old_records(NOW + timedelta(days=21)) == 1
    assert db.session.query(OutgoingMail).count() == 0
    db.session.expire_all()
    assert (enquiry.support_reference, decoy.support_reference) == (None, "K7PM4XQ2")
    assert (db.session.query(EntryVersion).count(), db.session.query(Change).count()) == (0, 0)
    left = [
        f"{table.name}.{column.name}"
        for table in db.metadata.sorted_tables
        for column in table.columns
        for value in db.session.scalars(select(column))
        if any(words in str(value) for words in (record_id, reference, "Learn to swim"))
    ]
    # That it was deleted, by its id, which leads nowhere now.
    assert left == ["audit_event.subject_id"]


def test_counts_of_one_month_add_up(app: Flask) -> None:
    team = make_team()
    for _ in range(3):
        make_support_record(
            team, closed_at=days_ago(200), care_plan_recorded_at=days_ago(200), created_at=days_ago(201)
        )
    assert delete_old_records(NOW) == 3
    counts = db.session.scalars(select(SupportCount.count).where(SupportCount.kind == "record"))
    assert list(counts) == [3]


def test_a_record_opened_by_mistake_goes_at_once_and_is_counted_nowhere(client: FlaskClient) -> None:
    make_framework()
    record_id, address = make_open_record(client)
    stays = make_support_record().id
    db.session.commit()
    sure = {"sure": "yes", "expected_version": "1"}
    refused = client.post(f"{address}/mistake", data={"expected_version": "1"})
    assert (refused.status_code, "Say that nothing of it is in a care plan" in refused.text) == (422, True)
    stale = client.post(f"{address}/mistake", data=sure | {"expected_version": "0"})
    assert (stale.status_code, find_record(record_id) is None) == (409, False)
    gone = client.post(f"{address}/mistake", data=sure, follow_redirects=True)
    assert "Nothing of it is kept" in gone.text
    assert list(db.session.scalars(select(SupportRecord.id))) == [stays]
    assert db.session.scalar(select(SupportCount)) is None
    noted = db.session.scalar(select(AuditEvent).where(AuditEvent.event == "support_record.discarded"))
    assert noted
    assert noted.subject_id == str(record_id)


def test_a_record_that_is_in_a_care_plan_was_no_mistake(client: FlaskClient) -> None:
    make_framework()
    record_id, address = make_open_record(client, care_plan_recorded_at=NOW)
    sure = {"sure": "yes", "expected_version": "1"}
    assert client.post(f"{address}/mistake", data=sure).status_code == 422
    assert find_record(record_id)
    assert "opened by mistake" not in client.get(address).text
