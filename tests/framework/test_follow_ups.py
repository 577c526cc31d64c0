"""What is due, what came of it, and what is still to be done when a record is closed."""

from datetime import timedelta

from flask.testing import FlaskClient

from directory.extensions import db
from directory.listings.schedules import LONDON
from directory.models import FollowUp, Measure, TeamMember
from directory.models.codes import FollowUpOutcome, MeasureMoment, Role, Specialty
from directory.models.mixins import utc_now
from tests.accounts.signing_in import sign_in_as
from tests.factories import (
    make_area,
    make_framework,
    make_need,
    make_support_record,
    make_support_role,
    make_team,
    make_user,
)
from tests.framework.support import find_record, make_open_record

TODAY = utc_now().astimezone(LONDON).date()


def test_an_outcome_said_by_mistake_is_changed_or_taken_back(client: FlaskClient) -> None:
    make_framework()
    record_id, address = make_open_record(client)
    client.post(f"{address}/follow-ups", data={"due_on": TODAY.isoformat(), "what": "Ring", "who": "Worker"})
    follow_up = f"{address}/follow-ups/{find_record(record_id).follow_ups[0].id}"
    # What never had an outcome cannot be taken back.
    assert client.post(follow_up, data={"outcome": "not_yet"}).status_code == 422
    client.post(follow_up, data={"outcome": "attended", "note": "Liked it"})
    assert "Change what came of it" in client.get(address).text
    client.post(follow_up, data={"outcome": "waiting", "seen": "attended"})
    assert find_record(record_id).follow_ups[0].outcome == FollowUpOutcome.WAITING
    assert client.post(follow_up, data={"outcome": "not_yet", "seen": "attended"}).status_code == 422
    assert client.post(follow_up, data={"outcome": "not_yet", "seen": "waiting"}).status_code == 302
    [one] = find_record(record_id).follow_ups
    assert (one.outcome, one.outcome_on, one.note) == (None, None, None)
    assert "Ring" in client.get("/support").text


def test_a_worker_sees_what_is_due_on_their_own_records_of_any_team_and_what_comes_soon(
    client: FlaskClient,
) -> None:
    make_framework()
    worker = sign_in_as(client, Role.STAFF)
    db.session.add(TeamMember(team_id=make_team(name="Own team").id, user_id=worker.id))
    taken_over = make_support_record(make_team(), worker_id=worker.id)
    strange = make_support_record(make_team(name="Another team"))
    for record in (taken_over, strange):
        record.follow_ups = [
            FollowUp(due_on=TODAY + timedelta(days=days), what=what, who="Worker")
            for days, what in ((0, "Ring today"), (7, "Visit soon"), (8, "Write later"))
        ]
    db.session.commit()
    page = client.get("/support").text
    assert (page.count("Ring today"), page.count("Visit soon"), "Write later" in page) == (1, 1, False)
    assert page.index("Ring today") < page.index("In the next seven days") < page.index("Visit soon")
    assert "Another team" not in page


def test_before_closing_a_record_says_what_is_left_and_afterwards_when_it_goes(client: FlaskClient) -> None:
    make_framework()
    record_id, address = make_open_record(client)
    plain = client.get(address).text
    assert "Before you close it" not in plain
    record = find_record(record_id)
    record.follow_ups = [FollowUp(due_on=TODAY, what="Ring", who="Worker")]
    record.measures = [Measure(moment=MeasureMoment.START, question="happy", answer=7)]
    db.session.commit()
    page = client.get(address).text
    assert "1 follow-up is still to be done" in page
    assert "not yet at the end" in page
    client.post(f"{address}/state", data={"do": "close"})
    closed = client.get(address).text
    assert "It is deleted by itself 180 days after it was closed, and not before somebody says" in closed
    assert "Before you close it" not in closed


def test_saving_to_see_the_questions_comes_back_to_them(client: FlaskClient) -> None:
    make_framework()
    _, address = make_open_record(client)
    form = {"expected_version": "1", "need-1": "debt", "consent": "not_asked"}
    where_to = client.post(f"{address}/conversation", data=form | {"do": "questions"}).location
    assert where_to.endswith("/conversation#step-5")
    page = client.get(where_to.partition("#")[0]).text
    assert "Does the person know what help they want with this?" in page
    assert "Who can help here?" in page


def test_people_of_other_teams_come_last_and_are_named_as_such(client: FlaskClient) -> None:
    make_framework()
    area = make_area("west-pcn", "pcn")
    own, other = make_team(area), make_team(area, name="Other team", specialty=Specialty.OLDER_PEOPLE)
    today = utc_now().date()
    make_support_role(name="Roomy post", team=other, places_free=5, places_said_on=today)
    make_support_role(name="Full post", team=own, places_free=0, places_said_on=today)
    _, address = make_open_record(client, team=own, area=area)
    page = client.get(f"{address}/people").text
    assert page.index("Full post") < page.index("Roomy post") < page.index("of Other team")


def test_own_follow_ups_stand_apart_from_the_teams_and_nobody_without_a_team_sees_one(
    client: FlaskClient,
) -> None:
    make_framework()
    worker, team = sign_in_as(client, Role.STAFF), make_team(name="Own team")
    colleague = make_user(name="Kim Colleague")
    for holder, what in ((worker, "Ring mine"), (colleague, "Ring theirs"), (None, "Ring nobody's")):
        record = make_support_record(team, worker_id=holder.id if holder else None)
        record.follow_ups = [FollowUp(due_on=TODAY, what=what, who="Worker")]
    db.session.commit()
    alone = client.get("/support").text
    assert ("Ring mine" in alone, "Kim Colleague" in alone, "in no team here" in alone) == (True, False, True)
    db.session.add(TeamMember(team_id=team.id, user_id=worker.id))
    db.session.commit()
    page = client.get("/support").text
    mine, theirs = page.index("Your follow-ups due"), page.index("Others in your team")
    assert mine < page.index("Ring mine") < theirs < page.index("Kim Colleague")
    assert page.count("Type its reference to open it") == 2
    assert "Ring theirs" not in page


def test_own_follow_ups_that_are_due_come_first_with_their_needs_and_how_many_are_overdue(
    client: FlaskClient,
) -> None:
    make_framework()
    worker, team = sign_in_as(client, Role.STAFF), make_team()
    db.session.add(TeamMember(team_id=team.id, user_id=worker.id))
    own = make_support_record(team, needs=((make_need("eviction"), ""),), worker_id=worker.id)
    theirs = make_support_record(team, needs=((make_need("gambling"), ""),), worker_id=make_user().id)
    ahead = FollowUp(due_on=TODAY + timedelta(days=1), what="Ring soon", who="Worker")
    own.follow_ups = [ahead]
    theirs.follow_ups = [FollowUp(due_on=TODAY - timedelta(days=1), what="Ring", who="Worker")]
    db.session.commit()
    page = client.get("/support").text
    assert page.index('id="open-heading"') < page.index("Your follow-ups due</h2>")
    for days in (1, 2, 0):
        own.follow_ups.append(FollowUp(due_on=TODAY - timedelta(days=days), what="Ring", who="Worker"))
    own.follow_ups.append(
        FollowUp(due_on=TODAY, what="Rang", who="Worker", outcome=FollowUpOutcome.ATTENDED, outcome_on=TODAY)
    )
    db.session.commit()
    page = client.get("/support").text
    assert page.index("Your follow-ups due: 2 overdue</h2>") < page.index('id="open-heading"')
    assert page.count("Eviction: Ring") == 4
    assert "Gambling" not in page
