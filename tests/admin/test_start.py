"""What waits for whoever signed in: their own work, and nothing of anybody else's."""

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from directory.extensions import db
from directory.listings.schedules import LONDON
from directory.models import BodyMember, FollowUp, UnmetNeedAnswer, User
from directory.models.codes import AnswerKind, GroupState, Role
from directory.models.helpline.codes import EnquiryState
from directory.models.mixins import utc_now
from tests.accounts.signing_in import sign_in_as
from tests.factories import (
    make_area,
    make_body,
    make_enquiry,
    make_need,
    make_support_record,
    make_support_role,
    make_team,
    make_unmet_group,
    make_unmet_need,
    make_user,
)
from tests.listings.test_query_counts import counted

NOW = utc_now()
TODAY = NOW.astimezone(LONDON).date()
NOTHING = "Nothing waits for you."
_CARD = r'app-count__link" href="([^"]*)"><span class="app-count__number">([0-9,]+)</span> ([^<]*)</a>'


def read_cards(client: FlaskClient, address: str = "/start") -> dict[str, str]:
    """Where each count leads, by the count and its words."""
    found = re.findall(_CARD, client.get(address).text)
    return {f"{count} {unescape(words)}": unescape(where) for where, count, words in found}


def lay_work(worker: User) -> None:
    """Two follow-ups due and one ahead, a record of each kind that waits, an answered question, an answered
    unmet need, a role to confirm."""
    need, area = make_need("debt"), make_area(f"area-{uuid4().hex}")
    team = make_team(area)
    record = make_support_record(
        team, worker_id=worker.id, still_open_asked_at=NOW, changed_since_recorded_at=NOW
    )
    days = (TODAY, TODAY - timedelta(days=1), TODAY + timedelta(days=1))
    record.follow_ups = [FollowUp(due_on=day, what="Ring", who="Worker") for day in days]
    make_support_record(team, worker_id=worker.id, closed_at=NOW)
    make_support_record(team, worker_id=worker.id, closed_at=NOW, care_plan_recorded_at=NOW)
    make_enquiry(asker_id=worker.id, state=EnquiryState.ANSWERED, answered_at=NOW)
    make_enquiry(asker_id=worker.id, state=EnquiryState.ANSWERED, answered_at=NOW - timedelta(days=8))
    make_enquiry(asker_id=worker.id)
    group = make_unmet_group(need, area)
    group.answers = [UnmetNeedAnswer(kind=AnswerKind.UNDER_REVIEW, answered_at=NOW)]
    make_unmet_need(need, area, group=group, logged_by_id=worker.id)
    make_unmet_need(need, area, logged_by_id=worker.id)
    make_support_role(name="Link worker", work_email=worker.email, confirm_by=TODAY)
    make_support_role(name="Confirmed", work_email=worker.email)


WORK = {
    "2 follow-ups of yours due, 1 overdue": "/support#due-list",
    "1 closed record not yet said to be in the care plan": "/support#closed-list",
    "1 record to copy into the care plan again": "/support#open-list",
    "1 record without a change for long: still open?": "/support#open-list",
    "1 role of yours to confirm: Link worker": "/network/roles/",
    "1 question of yours answered in the last 7 days": "/helpline/questions",
    "1 unmet need of yours answered in the last 7 days": "/unmet-needs/mine",
}


@pytest.mark.parametrize("role", [Role.STAFF, Role.HELPLINE, Role.KNOWLEDGE_OFFICER, Role.ADMINISTRATOR])
def test_own_work_is_counted_and_led_to_and_nothing_of_others(client: FlaskClient, role: Role) -> None:
    lay_work(make_user(Role.STAFF))
    worker = sign_in_as(client, role)
    address = "/start" if role == Role.STAFF else "/admin/"
    assert set(read_cards(client, address)) & set(WORK) == set()
    lay_work(worker)
    db.session.commit()
    cards = read_cards(client, address)
    assert {words: cards[words].startswith(where) for words, where in WORK.items()} == dict.fromkeys(
        WORK, True
    )
    assert {
        where: client.get(where.partition("#")[0]).status_code for where in cards.values()
    } == dict.fromkeys(cards.values(), 200)
    if role == Role.STAFF:
        assert set(cards) == set(WORK)


def test_who_has_nothing_to_do_reads_so_and_can_search(client: FlaskClient) -> None:
    lay_work(make_user(Role.STAFF))
    for role in (Role.STAFF, Role.COMMISSIONER):
        sign_in_as(client, role)
        page = client.get("/start").text
        assert page.index('id="search-form"') < page.index(NOTHING)
        assert read_cards(client) == {}
        assert page.count('name="q"') == 1


def test_a_commissioner_sees_what_waits_for_their_bodies_and_no_work_of_staff(client: FlaskClient) -> None:
    need, area, own, other = make_need("debt"), make_area(), make_body(), make_body()
    past = TODAY - timedelta(days=1)
    for body, due_on in ((own, past), (own, TODAY), (other, past)):
        make_unmet_group(need, area, state=GroupState.SENT, body=body, due_on=due_on)
    make_unmet_group(need, area, state=GroupState.ANSWERED, body=own)
    make_unmet_group(need, area)
    reader = sign_in_as(client, Role.COMMISSIONER)
    lay_work(reader)
    db.session.commit()
    where = "/unmet-needs/sent?state=sent"
    assert read_cards(client) == {"3 unmet needs wait for an answer, 2 overdue": where}
    db.session.add(BodyMember(body_id=own.id, user_id=reader.id))
    db.session.commit()
    assert read_cards(client) == {"2 unmet needs wait for your answer, 1 overdue": where}
    assert "2 unmet needs" in client.get(where).text


def test_staff_see_no_count_of_the_helpline_the_desk_or_the_groups(client: FlaskClient) -> None:
    make_enquiry(state=EnquiryState.NEW)
    make_unmet_group(make_need("debt"), make_area(), state=GroupState.SENT)
    sign_in_as(client, Role.STAFF)
    assert read_cards(client) == {}


@pytest.mark.parametrize("role", [Role.HELPLINE, Role.KNOWLEDGE_OFFICER, Role.ADMINISTRATOR])
def test_who_has_a_desk_finds_it_there(client: FlaskClient, role: Role) -> None:
    sign_in_as(client, role)
    assert client.get("/start").location == "/admin/"
    assert "Waiting for you" not in client.get("/admin/").text


def test_it_is_for_those_who_signed_in(client: FlaskClient) -> None:
    assert client.get("/start").location == "/sign-in?next=/start"


def test_it_takes_few_statements_however_much_waits(client: FlaskClient) -> None:
    worker = sign_in_as(client, Role.STAFF, Role.COMMISSIONER)
    for _ in range(5):
        lay_work(worker)
    db.session.commit()
    db.session.remove()
    with counted() as statements:
        assert client.get("/start").status_code == 200
    assert len(statements) < 15
