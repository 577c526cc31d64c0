"""Records of a worker who is away or leaves are handed over by an administrator who sees none of them."""

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.extensions import db
from directory.models import AuditEvent, FollowUp, SupportRecord, Team, TeamMember, User
from directory.models.codes import Role
from tests.accounts.signing_in import give_session, sign_in_as
from tests.factories import make_framework, make_support_record, make_team, make_user
from tests.framework.support import find_record

THEN = datetime(2026, 11, 2, tzinfo=UTC)

pytestmark = pytest.mark.both_engines


def join(team: Team, *people: User) -> None:
    db.session.add_all(TeamMember(team_id=team.id, user_id=one.id) for one in people)
    db.session.flush()


def test_open_records_go_to_a_colleague_of_the_team_and_are_noted_one_by_one(client: FlaskClient) -> None:
    make_framework()
    leaver, colleague, stranger = make_user(name="Lee"), make_user(name="Kim"), make_user(name="Sam")
    gone = make_user(name="Closed Account", is_enabled=False)
    team, other = make_team(name="North"), make_team(name="South")
    join(team, leaver, colleague, gone)
    join(other, stranger)
    moved = [
        make_support_record(team, worker_id=leaver.id, still_open_asked_at=THEN).id,
        make_support_record(team, worker_id=leaver.id, closed_at=THEN, team_asked_at=THEN).id,
    ]
    stays = [
        make_support_record(team, worker_id=leaver.id, closed_at=THEN, care_plan_recorded_at=THEN).id,
        make_support_record(other, worker_id=leaver.id).id,
    ]
    references = list(db.session.scalars(select(SupportRecord.reference)))
    ids = (str(leaver.id), str(colleague.id), str(team.id))
    sign_in_as(client, Role.ADMINISTRATOR)
    address = f"/admin/accounts/{ids[0]}/support-records"
    page = client.get(address).text
    assert "Open: fewer than 5. Closed, and not yet said to be in the care plan: fewer than 5." in page
    north, south = page.split('id="team-')[1:]
    assert ("Kim</option>" in north, "Sam</option>" in north) == (True, False)
    assert ("Sam</option>" in south, "Closed Account" in page) == (True, False)
    assert [one for one in references if one in page or f"{one[:4]}-{one[4:]}" in page] == []
    for to in ("", str(stranger.id), "x"):
        answer = client.post(address, data={"team": ids[2], "to": to})
        assert (answer.status_code, "Choose who takes these records over" in answer.text) == (422, True)
    done = client.post(address, data={"team": ids[2], "to": ids[1]}, follow_redirects=True)
    assert "The support records are handed over." in done.text
    for record_id in moved:
        record = find_record(record_id)
        assert str(record.worker_id) == ids[1]
        assert (record.team_asked_at, record.still_open_asked_at) == (None, None)
    assert {str(find_record(one).worker_id) for one in stays} == {ids[0]}
    noted = db.session.scalars(
        select(AuditEvent.subject_id).where(AuditEvent.event == "support_record.handed_over")
    )
    assert set(noted) == {str(one) for one in moved}


def test_whoever_takes_them_over_finds_them_on_their_own_list(client: FlaskClient) -> None:
    make_framework()
    leaver, team = make_user(name="Lee"), make_team()
    record = make_support_record(team, worker_id=leaver.id)
    record.follow_ups = [FollowUp(due_on=THEN.date(), what="Ring the choir", who="Worker")]
    record_id, reference, leaver_id = record.id, record.reference, leaver.id
    colleague = sign_in_as(client, Role.STAFF)
    join(team, leaver, colleague)
    to = {"team": str(team.id), "to": str(colleague.id)}
    db.session.commit()
    assert "Ring the choir" not in client.get("/support").text
    sign_in_as(client, Role.ADMINISTRATOR)
    client.post(f"/admin/accounts/{leaver_id}/support-records", data=to)
    give_session(client, db.session.get_one(User, find_record(record_id).worker_id))
    page = client.get("/support").text
    assert "Ring the choir" in page
    assert f"{reference[:4]}-{reference[4:]}" in page


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
