"""Records go by themselves, but never before somebody said that they stand in the care plan."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

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


def list_asked() -> list[str]:
    return list(db.session.scalars(select(OutgoingMail.to_address).order_by(OutgoingMail.queued_at)))


def test_a_record_that_nobody_said_is_in_the_care_plan_stays_and_is_asked_about_again_and_again(
    app: Flask,
) -> None:
    worker, team = make_user(), make_team(work_email="team@example.org")
    record = make_support_record(team, closed_at=days_ago(2000), worker_id=worker.id)
    reference = record.reference
    for hours in (0, 12):
        assert delete_old_records(NOW + timedelta(hours=hours)) == 0
    [mail] = db.session.scalars(select(OutgoingMail))
    assert mail.to_address == worker.email
    assert "1 is closed, and nobody has said" in mail.body
    for words in (reference, f"{reference[:4]}-{reference[4:]}", str(record.id)):
        assert words not in mail.body + mail.key
    delete_old_records(NOW + timedelta(days=13))
    assert list_asked() == [worker.email]
    # The team too from the second time on, and alone once the worker's account is closed.
    delete_old_records(NOW + timedelta(days=14))
    assert sorted(list_asked()) == sorted([worker.email] * 2 + ["team@example.org"])
    worker.is_enabled = False
    delete_old_records(NOW + timedelta(days=28))
    assert sorted(list_asked()) == sorted([worker.email] * 2 + ["team@example.org"] * 2)
    assert list_references() == {reference}


def test_the_team_is_asked_where_the_worker_has_left_once_for_all_their_records(app: Flask) -> None:
    team = make_team(work_email="team@example.org")
    for _ in range(3):
        make_support_record(team, closed_at=days_ago(160))
    delete_old_records(NOW)
    [mail] = db.session.scalars(select(OutgoingMail))
    assert (mail.to_address, "3 are closed" in mail.body) == ("team@example.org", True)


def test_teams_with_long_names_alike_are_asked_each_and_again(app: Flask) -> None:
    worker = make_user(email="worker@example.org")
    for end in ("one", "two"):
        team = make_team(name=f"{'Team of a very long name ' * 7}{end}")
        make_support_record(team, worker_id=worker.id, closed_at=days_ago(160))
    for days in (0, 14):
        delete_old_records(NOW + timedelta(days=days))
    assert list_asked() == ["worker@example.org"] * 4


def test_an_open_record_in_which_nothing_changed_for_long_is_asked_about(app: Flask) -> None:
    worker, team = make_user(), make_team(work_email="team@example.org")
    quiet, looked_at, busy, new = (
        make_support_record(team, worker_id=worker.id, last_modified=days_ago(days))
        for days in (91, 91, 91, 89)
    )
    for event, record in (("support_record.viewed", looked_at), ("support_record.action_added", busy)):
        audit.record(event, worker, record)
    # Now and not then: the trail has its own clock.
    db.session.execute(update(AuditEvent).values(at=days_ago(1)))
    for hours in (0, 12):
        delete_old_records(NOW + timedelta(hours=hours))
    [mail] = db.session.scalars(select(OutgoingMail))
    assert (mail.to_address, "2 are open, and nothing" in mail.body) == (worker.email, True)
    db.session.expire_all()
    assert quiet.still_open_asked_at
    assert looked_at.still_open_asked_at
    assert (busy.still_open_asked_at, new.still_open_asked_at) == (None, None)


def test_what_is_asked_about_is_marked_and_a_press_or_a_change_answers(client: FlaskClient) -> None:
    make_framework()
    record_id, address = make_open_record(client)
    for data, where in (({"do": "keep"}, "state"), ({"kind": "provide_information"}, "expected")):
        find_record(record_id).still_open_asked_at = NOW
        db.session.commit()
        assert "still open?" in client.get("/support").text
        assert "Is this still open?" in client.get(address).text
        assert client.post(f"{address}/{where}", data=data).status_code == 302
        assert find_record(record_id).still_open_asked_at is None
        assert "still open?" not in client.get("/support").text
    assert find_record(record_id).closed_at is None


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


def test_the_reference_goes_with_the_record_and_nothing_else_ever_held_it(app: Flask) -> None:
    record = make_support_record(closed_at=days_ago(160), worker_id=make_user().id, goals="Learn to swim")
    decoy = make_enquiry(support_reference="K7PM4XQ2")
    enquiry = make_enquiry(support_reference=record.reference)
    delete_old_records(NOW)
    record.care_plan_recorded_at = NOW
    assert db.session.query(OutgoingMail).count() == 1
    record_id, reference = str(record.id), record.reference
    assert delete_old_records(NOW + timedelta(days=21)) == 1
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
