"""Two groups become one, and that is taken back."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.errors import EditConflict, InvalidData
from directory.extensions import db
from directory.models import AuditEvent, UnmetNeedAnswer, UnmetNeedGroup, UnmetNeedMerge, UnmetNeedMoved
from directory.models.codes import AnswerKind, GroupState, Role
from directory.unmet_needs.groups import grouping, merging
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_area, make_body, make_need, make_unmet_group, make_unmet_need, make_user

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def make_pair(**values: object) -> tuple[UnmetNeedGroup, UnmetNeedGroup]:
    need, area = make_need("debt"), make_area()
    return make_unmet_group(need, area, **values), make_unmet_group(need, area)


def merge(group: UnmetNeedGroup, into: UnmetNeedGroup, at: datetime = NOW) -> None:
    merging.merge_groups(actor=make_user(), group=group, into=into, expected_version=group.version, now=at)


def take_back(group: UnmetNeedGroup, into: UnmetNeedGroup) -> merging.Merged:
    return merging.take_back_merge(actor=make_user(), group=group, into=into, expected_version=into.version)


def list_ids(group: UnmetNeedGroup) -> set[object]:
    return {one.id for one in group.unmet_needs}


@pytest.mark.both_engines
def test_a_merge_taken_back_leaves_both_groups_as_they_were(app: Flask) -> None:
    due, body = date(2026, 6, 1), make_body()
    sent = {"state": GroupState.SENT, "body": body, "sent_at": NOW - timedelta(days=3), "due_on": due}
    one, two = make_pair(name="Evenings", position=3, summary="None.", **sent)
    decoy = make_unmet_group(one.need, one.area)
    make_unmet_need(one.need, one.area, group=one)
    db.session.expire_all()
    before = {group.id: list_ids(group) for group in (one, two, decoy)}
    merge(one, two)
    assert (len(one.unmet_needs), len(two.unmet_needs), one.due_on) == (0, 3, None)
    told = take_back(one, two)
    assert {group.id: list_ids(group) for group in (one, two, decoy)} == before
    assert (told.here, told.brought) == (2, 2)
    assert (one.state, one.due_on, one.body, one.merged_into_id) == (GroupState.SENT, due, body, None)
    assert (one.name, one.position, one.summary) == ("Evenings", 3, "None.")
    assert db.session.scalars(select(UnmetNeedMerge)).all() == []
    assert db.session.scalars(select(UnmetNeedMoved)).all() == []
    noted = db.session.scalars(select(AuditEvent).where(AuditEvent.event == "unmet_need_group.take_back"))
    assert [(event.subject_id, event.facts) for event in noted] == [
        (str(one.id), {"out_of": str(two.id), "count": 2})
    ]


def test_what_was_moved_on_since_and_what_came_later_stay_where_they_are(app: Flask) -> None:
    one, two = make_pair()
    moved, withdrawn = (make_unmet_need(one.need, one.area, group=one) for _ in range(2))
    other, officer = make_unmet_group(one.need, one.area), make_user()
    merge(one, two)
    grouping.add_to_group(actor=officer, group=other, unmet_need_ids=[moved.id], out_of=two)
    grouping.take_out(actor=officer, group=two, unmet_need_ids=[withdrawn.id])
    db.session.delete(withdrawn)
    later = make_unmet_need(one.need, one.area, group=two)
    told = take_back(one, two)
    db.session.expire_all()
    assert (told.here, told.brought) == (1, 2)
    assert (moved.group, later.group, len(one.unmet_needs)) == (other, two, 1)


@pytest.mark.parametrize("what", ["answered", "sent", "merged"])
def test_it_stays_once_others_were_told_of_the_two_as_one(app: Flask, what: str) -> None:
    one, two = make_pair()
    merge(one, two)
    if what == "answered":
        two.answers.append(UnmetNeedAnswer(kind=AnswerKind.PLANNED, answered_at=NOW + timedelta(hours=1)))
    elif what == "sent":
        two.body, two.state, two.sent_at = make_body(), GroupState.SENT, NOW + timedelta(hours=1)
    else:
        merge(two, make_unmet_group(one.need, one.area))
    db.session.flush()
    with pytest.raises(InvalidData) as refused:
        take_back(one, two)
    assert list(refused.value.fields) == ["merged"]
    assert (one.state, one.merged_into_id) == (GroupState.MERGED, two.id)
    assert len(two.unmet_needs) == (0 if what == "merged" else 2)


def test_it_stays_where_who_came_was_told_the_answer_that_stood(app: Flask) -> None:
    one, two = make_pair()
    two.answers.append(UnmetNeedAnswer(kind=AnswerKind.PLANNED, answered_at=NOW - timedelta(hours=1)))
    merge(one, two)
    with pytest.raises(InvalidData):
        take_back(one, two)
    assert one.state == GroupState.MERGED


def test_a_merge_into_a_merged_group_is_taken_back_from_the_last_to_the_first(app: Flask) -> None:
    one, two = make_pair()
    three = make_unmet_group(one.need, one.area)
    before = {group.id: list_ids(group) for group in (one, two, three)}
    merge(one, two)
    merge(two, three)
    assert [told.group for told in merging.list_merged(three)] == [two]
    take_back(two, three)
    take_back(one, two)
    assert {group.id: list_ids(group) for group in (one, two, three)} == before


def test_who_read_an_older_state_takes_nothing_back(app: Flask) -> None:
    one, two = make_pair()
    read = two.version
    merge(one, two)
    with pytest.raises(EditConflict):
        merging.take_back_merge(actor=make_user(), group=one, into=two, expected_version=read)
    take_back(one, two)
    with pytest.raises(EditConflict):
        take_back(one, two)


def test_the_page_of_a_group_says_what_became_part_of_it_and_takes_it_back_in_one_press(
    client: FlaskClient,
) -> None:
    one, two = make_pair(name="Evenings")
    old = make_unmet_group(one.need, one.area, name="Merged long ago", times_asked=1)
    old.state, old.merged_into_id = GroupState.MERGED, two.id
    db.session.commit()
    officer = sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    data = {"version": str(one.version), "into": str(two.id)}
    client.post(f"/unmet-needs/groups/{one.id}/merge", data=data)
    page = client.get(f"/unmet-needs/groups/{two.id}").text
    address = f"/unmet-needs/groups/{one.id}/take-back"
    assert f'action="{address}"' in page
    assert f"by {officer.name}, with 1 unmet need." in page
    assert page.count("Take this merge back") == 1
    assert "It was not kept yet what came with it." in page
    stale = client.post(address, data={"version": "1"})
    assert (stale.status_code, one.state) == (409, GroupState.MERGED)
    back = client.post(address, data={"version": str(two.version)}, follow_redirects=True)
    assert "Evenings is a group of its own again. 1 unmet need went back with it." in back.text
    again = client.post(address, data={"version": "1"}, follow_redirects=True)
    assert "It is a group of its own." in again.text
    assert client.get(address).location.endswith(str(one.id))


def test_where_somebody_may_be_asked_by_e_mail_again_it_is_asked_about_first(client: FlaskClient) -> None:
    body = make_body(name="The county council")
    sent = {"state": GroupState.SENT, "body": body, "sent_at": NOW, "due_on": date(2026, 6, 1)}
    one, two = make_pair(**sent)
    merge(one, two)
    db.session.commit()
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    address = f"/unmet-needs/groups/{one.id}/take-back"
    page = client.get(f"/unmet-needs/groups/{two.id}").text
    assert f'href="{address}"' in page
    assert f'action="{address}"' not in page
    asked = client.get(address).text
    assert "It waits for an answer from The county council again" in asked
    assert f'name="version" value="{two.version}"' in asked
    two.body, two.state, two.sent_at = body, GroupState.SENT, NOW + timedelta(hours=1)
    db.session.commit()
    refused = client.post(address, data={"version": str(two.version)})
    assert (refused.status_code, one.state) == (422, GroupState.MERGED)
    assert "It was sent to The county council since" in refused.text
    assert client.get(address).status_code == 422
