"""Records of a worker who is away or leaves go to a colleague. It takes two people, and no administrator sees
a record or its reference by it."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from directory.extensions import db
from directory.models import AuditEvent, FollowUp, OutgoingMail, RecordHandover, SupportRecord, User
from directory.models.codes import Role
from directory.places.containment import today
from tests.accounts.signing_in import give_session, sign_in_as
from tests.factories import make_framework, make_support_record, make_user
from tests.framework.handing_over import accept, agree, ask, end, find_handover, join, make_workers
from tests.framework.support import find_record

THEN = datetime(2026, 11, 2, tzinfo=UTC)

pytestmark = pytest.mark.both_engines


def list_references() -> list[str]:
    found = list(db.session.scalars(select(SupportRecord.reference)))
    return found + [f"{one[:4]}-{one[4:]}" for one in found]


def test_open_records_go_to_the_colleague_who_takes_them_over(client: FlaskClient) -> None:
    make_framework()
    people = make_workers()
    moved = [
        make_support_record(people.team, worker_id=people.worker.id, still_open_asked_at=THEN).id,
        make_support_record(people.team, worker_id=people.worker.id, closed_at=THEN, team_asked_at=THEN).id,
    ]
    stays = [
        make_support_record(
            people.team, worker_id=people.worker.id, closed_at=THEN, care_plan_recorded_at=THEN
        ).id,
        make_support_record(worker_id=people.worker.id).id,
    ]
    db.session.commit()
    handover = ask(client, people)
    assert {str(find_record(one).worker_id) for one in moved} == {people.ids["worker"]}
    assert accept(client, people.ids["colleague"], handover).status_code == 302
    for record_id in moved:
        record = find_record(record_id)
        assert str(record.worker_id) == people.ids["colleague"]
        assert (record.team_asked_at, record.still_open_asked_at) == (None, None)
    assert {str(find_record(one).worker_id) for one in stays} == {people.ids["worker"]}
    noted = db.session.scalars(
        select(AuditEvent.subject_id).where(AuditEvent.event == "support_record.handed_over")
    )
    assert set(noted) == {str(one) for one in moved}


def test_an_administrator_sees_roughly_how_many_there_are_and_never_which(client: FlaskClient) -> None:
    make_framework()
    people = make_workers()
    make_user(name="Sam Stranger")
    make_support_record(people.team, worker_id=people.worker.id)
    join(people.team, make_user(name="Closed Account", is_enabled=False))
    db.session.commit()
    references = list_references()
    give_session(client, people.administrator)
    page = client.get(f"/admin/accounts/{people.ids['worker']}/support-records").text
    assert "Open: fewer than 5." in page
    assert "Kim Colleague</option>" in page
    assert [name for name in ("Sam Stranger", "Closed Account") if f"{name}</option>" in page] == []
    ask(client, people)
    page += client.get(f"/admin/accounts/{people.ids['worker']}/support-records").text
    letters = "".join(db.session.scalars(select(OutgoingMail.body)))
    assert [one for one in references if one in page or one in letters] == []


def test_nobody_hands_records_to_themselves(client: FlaskClient) -> None:
    make_framework()
    people = make_workers()
    make_support_record(people.team, worker_id=people.worker.id)
    join(people.team, people.administrator)
    db.session.commit()
    give_session(client, people.administrator)
    address = f"/admin/accounts/{people.ids['worker']}/support-records"
    assert "Ada Administrator</option>" not in client.get(address).text
    for to in (people.ids["administrator"], "", "x"):
        answer = client.post(address, data={"team": people.ids["team"], "to": to, "reason": "left"})
        assert answer.status_code == 422
        assert "Choose who takes these records over" in answer.text
    handover = ask(client, people)
    assert accept(client, people.ids["administrator"], handover).status_code == 403
    assert accept(client, people.ids["worker"], handover).status_code == 403
    assert find_handover(handover).accepted_at is None


def test_what_was_chosen_stays_when_something_is_missing(client: FlaskClient) -> None:
    make_framework()
    people = make_workers()
    make_support_record(people.team, worker_id=people.worker.id)
    db.session.commit()
    give_session(client, people.administrator)
    typed = {"team": people.ids["team"], "to": people.ids["colleague"], "reason": "sick"}
    for until in ("", "yesterday", "2020-01-01", "2199-01-01"):
        answer = client.post(
            f"/admin/accounts/{people.ids['worker']}/support-records", data=typed | {"until": until}
        )
        assert answer.status_code == 422
        assert "Enter the last day" in answer.text
        assert f'<option value="{people.ids["colleague"]}" selected>' in answer.text
    assert db.session.scalar(select(RecordHandover.id)) is None


def test_a_worker_hands_over_without_an_administrator_and_the_colleague_may_decline(
    client: FlaskClient,
) -> None:
    make_framework()
    people = make_workers()
    record_id = make_support_record(people.team, worker_id=people.worker.id).id
    db.session.commit()
    handover = ask(client, people, by="worker", address="/support/hand-over")
    give_session(client, db.session.get_one(User, people.colleague.id))
    assert "Lee Worker asked Kim Colleague to take over" in client.get("/support").text
    assert end(client, people.ids["colleague"], handover).status_code == 302
    assert accept(client, people.ids["colleague"], handover).status_code == 403
    assert str(find_record(record_id).worker_id) == people.ids["worker"]


def test_cover_for_somebody_off_sick_takes_a_second_administrator_and_ends_by_itself(
    client: FlaskClient,
) -> None:
    make_framework()
    people = make_workers()
    record = make_support_record(people.team, worker_id=people.worker.id)
    record.follow_ups = [FollowUp(due_on=THEN.date(), what="Ring the choir", who="Worker")]
    address = f"/support/records/{record.id}"
    db.session.commit()
    handover = ask(client, people, reason="sick", until=today() + timedelta(days=14))
    assert accept(client, people.ids["colleague"], handover).status_code == 403
    assert agree(client, people.ids["administrator"], handover).status_code == 403
    assert agree(client, people.ids["second"], handover).status_code == 302
    give_session(client, db.session.get_one(User, people.colleague.id))
    assert client.get(address).status_code == 404
    assert accept(client, people.ids["colleague"], handover).status_code == 302
    page = client.get("/support").text
    assert ("Ring the choir" in page, "you cover for Lee Worker" in page) == (True, True)
    assert client.get(address).status_code == 200
    give_session(client, db.session.get_one(User, people.worker.id))
    assert client.get(address).status_code == 200
    for other in ("administrator", "second", "stranger"):
        give_session(client, db.session.get_one(User, getattr(people, other).id))
        assert client.get(address).status_code == 404
    db.session.execute(update(RecordHandover).values(until=today() - timedelta(days=1)))
    db.session.commit()
    give_session(client, db.session.get_one(User, people.colleague.id))
    assert client.get(address).status_code == 404
    assert "Ring the choir" not in client.get("/support").text


def test_a_worker_who_is_back_ends_the_cover(client: FlaskClient) -> None:
    make_framework()
    people = make_workers()
    address = f"/support/records/{make_support_record(people.team, worker_id=people.worker.id).id}"
    db.session.commit()
    handover = ask(client, people, reason="away", until=today() + timedelta(days=3))
    agree(client, people.ids["second"], handover)
    accept(client, people.ids["colleague"], handover)
    assert end(client, people.ids["stranger"], handover).status_code == 403
    assert client.get(address).status_code == 404
    assert end(client, people.ids["worker"], handover).status_code == 302
    give_session(client, db.session.get_one(User, people.colleague.id))
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(("days_ago", "asks_for_second"), [(29, True), (31, False)])
@pytest.mark.parametrize(
    ("event", "is_of_team"),
    [
        ("account.create", False),
        ("account.set_roles", False),
        ("account.enable", False),
        ("account.set_password", False),
        ("team.add_member", True),
    ],
)
def test_an_account_made_or_changed_lately_takes_a_second_administrator(
    client: FlaskClient, days_ago: int, asks_for_second: bool, event: str, is_of_team: bool
) -> None:
    make_framework()
    people = make_workers()
    make_support_record(people.team, worker_id=people.worker.id)
    subject = people.team if is_of_team else people.colleague
    db.session.add(
        AuditEvent(
            event=event,
            actor_id=people.administrator.id,
            subject_type=type(subject).__name__.lower(),
            subject_id=str(subject.id),
            facts={"account": people.ids["colleague"]} if is_of_team else {},
            at=datetime.now(UTC) - timedelta(days=days_ago),
        )
    )
    db.session.commit()
    handover = ask(client, people, reason="left")
    expected = 403 if asks_for_second else 302
    assert accept(client, people.ids["colleague"], handover).status_code == expected
    agreed = agree(client, people.ids["second"], handover)
    assert agreed.status_code == (302 if asks_for_second else 403)


def test_where_no_second_administrator_can_somebody_at_the_machine_agrees(
    app: Flask, client: FlaskClient
) -> None:
    make_framework()
    people = make_workers()
    make_support_record(people.team, worker_id=people.worker.id)
    people.second.is_enabled = False
    email = people.worker.email
    db.session.commit()
    handover = ask(client, people, reason="sick", until=today() + timedelta(days=2))
    page = client.get(f"/admin/accounts/{people.ids['worker']}/support-records").text
    assert "at present there is none who can" in page
    done = app.test_cli_runner().invoke(args=["support-records", "agree", email])
    assert "Kim Colleague can take over" in done.output
    assert accept(client, people.ids["colleague"], handover).status_code == 302


def test_the_page_names_who_may_agree_and_the_worker_sees_what_moved(client: FlaskClient) -> None:
    make_framework()
    people = make_workers()
    make_support_record(people.team, worker_id=people.worker.id)
    db.session.commit()
    ask(client, people, reason="sick", until=today() + timedelta(days=2))
    page = client.get(f"/admin/accounts/{people.ids['worker']}/support-records").text
    assert "has to agree first: Bea Administrator." in page
    accept(client, people.ids["colleague"], ask(client, people))
    give_session(client, db.session.get_one(User, people.worker.id))
    assert "Kim Colleague has taken over the support records of Lee Worker" in client.get("/support").text


def test_the_worker_and_the_team_are_told_at_each_step(client: FlaskClient) -> None:
    make_framework()
    people = make_workers()
    make_support_record(people.team, worker_id=people.worker.id)
    db.session.commit()
    accept(client, people.ids["colleague"], ask(client, people))
    letters = db.session.scalars(select(OutgoingMail)).all()
    for step in ("asked", "accepted"):
        told = {one.to_address for one in letters if f":{step}:" in one.key}
        assert {people.worker.email, people.team.work_email} <= told
    assert "sick" not in "".join(one.body + one.subject for one in letters)


def test_an_offer_nobody_takes_lapses(client: FlaskClient) -> None:
    make_framework()
    people = make_workers()
    make_support_record(people.team, worker_id=people.worker.id)
    db.session.commit()
    handover = ask(client, people)
    db.session.execute(update(RecordHandover).values(asked_at=datetime.now(UTC) - timedelta(days=15)))
    db.session.commit()
    assert accept(client, people.ids["colleague"], handover).status_code == 403


def test_the_worker_hears_of_a_record_that_somebody_took_by_its_reference(client: FlaskClient) -> None:
    make_framework()
    people = make_workers()
    record = make_support_record(people.team, worker_id=people.worker.id)
    record_id, reference, version = record.id, record.reference, record.version
    db.session.commit()
    sign_in_as(client, Role.STAFF)
    client.post("/support/open", data={"reference": reference})
    client.post(f"/support/records/{record_id}/state", data={"do": "take", "expected_version": version})
    assert str(find_record(record_id).worker_id) != people.ids["worker"]
    taken = OutgoingMail.key.startswith("support-record-taken-over:")
    letter = db.session.scalars(select(OutgoingMail).where(taken)).one()
    assert letter.to_address == people.worker.email
    assert [one for one in list_references() if one in letter.body + letter.key] == []
    assert str(record_id) not in letter.body + letter.key


def test_closing_an_account_leads_to_its_support_records(client: FlaskClient) -> None:
    account_id = make_user().id
    db.session.commit()
    sign_in_as(client, Role.ADMINISTRATOR)
    closed = client.post(f"/admin/accounts/{account_id}/disable")
    assert closed.location.endswith(f"/admin/accounts/{account_id}/support-records")
    assert "There is nothing to hand over" in client.get(closed.location).text
    assert "support-records" in client.get(f"/admin/accounts/{account_id}").text
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    assert client.get(closed.location).status_code == 403


def test_what_needs_somebody_is_among_their_tasks(client: FlaskClient) -> None:
    make_framework()
    people = make_workers()
    make_support_record(people.team, worker_id=people.worker.id)
    db.session.commit()
    handover = ask(client, people, reason="sick", until=today() + timedelta(days=5))
    give_session(client, db.session.get_one(User, people.second.id))
    assert "handover to agree to, of the records of Lee Worker" in client.get("/admin/").text
    agree(client, people.ids["second"], handover)
    give_session(client, db.session.get_one(User, people.colleague.id))
    assert "support records offered to you" in " ".join(client.get("/start").text.split())
