"""Grouped, sent, answered, and the askers told."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.accounts.bodies import set_bodies
from directory.errors import InvalidData
from directory.extensions import db
from directory.models import OutgoingMail, UnmetNeedGroup
from directory.models.codes import AreaKind, GroupState, Role
from directory.models.mixins import utc_now
from directory.unmet_needs.commissioning import routing
from directory.unmet_needs.groups import loop, matching
from directory.unmet_needs.retention import empty_old_words
from tests.accounts.signing_in import sign_in_as
from tests.factories import (
    make_area,
    make_body,
    make_need,
    make_service,
    make_unmet_group,
    make_unmet_need,
    make_user,
)

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def list_mail() -> list[tuple[str, str]]:
    rows = db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.to_address, OutgoingMail.queued_at))
    return [(mail.to_address, mail.subject) for mail in rows]


def send(group: UnmetNeedGroup, body: object = None) -> None:
    officer = make_user()
    loop.send_group(
        actor=officer, group=group, body_id=getattr(body, "id", None), expected_version=group.version, now=NOW
    )


def answer(group: UnmetNeedGroup, **typed: str) -> None:
    typed = {"kind": "commissioned"} | typed
    loop.answer_group(actor=make_user(), group=group, typed=typed, expected_version=group.version, now=NOW)


def test_the_nearest_need_wins_then_the_narrowest_area(app: Flask) -> None:
    place = make_area("leicestershire", AreaKind.PLACE)
    district = make_area("charnwood", parent=place)
    housing = make_need("housing")
    eviction = make_need("eviction", parent=housing)
    anything, county = make_body(), make_body(area=place)
    homes, homes_here = make_body(need=housing), make_body(need=housing, area=district)
    make_body(need=make_need("debt"), area=make_area("rutland"))
    on = date(2026, 5, 4)
    assert routing.find_body(eviction, district, on) == homes_here
    assert routing.find_body(housing, place, on) == homes
    assert routing.find_body(make_need("company"), district, on) == county
    assert routing.find_body(make_need("company"), make_area("elsewhere"), on) == anything


def test_sending_tells_the_contact_of_who_is_asked_and_sets_a_day(app: Flask) -> None:
    group = make_unmet_group(make_need("debt"), make_area())
    body = make_body(contact_email="board@example.org", answer_days=28)
    send(group, body)
    assert (group.state, group.due_on) == (GroupState.SENT, date(2026, 6, 1))
    assert list_mail() == [("board@example.org", f"Unmet need: {group.name}")]


def test_where_a_body_has_no_contact_those_who_answer_for_it_are_told(app: Flask) -> None:
    group, body = make_unmet_group(make_need("debt"), make_area()), make_body(contact_email=None)
    make_user(Role.COMMISSIONER, email="decoy@example.org")
    member = make_user(Role.COMMISSIONER, email="member@example.org")
    set_bodies(actor=None, account=member, slugs=[body.slug])
    send(group, body)
    assert list_mail() == [("member@example.org", f"Unmet need: {group.name}")]


def test_nothing_is_sent_without_a_summary_for_those_who_read_it(app: Flask) -> None:
    group = make_unmet_group(make_need("debt"), make_area(), summary=None)
    with pytest.raises(InvalidData):
        send(group, make_body())
    assert list_mail() == []


def test_every_asker_is_told_the_answer_once(app: Flask) -> None:
    asker = make_user(email="asker@example.org")
    group = make_unmet_group(make_need("debt"), make_area())
    for _ in range(2):
        make_unmet_need(group.need, group.area, group=group, logged_by_id=asker.id)
    make_unmet_need(group.need, group.area, group=group, tell_address="caller@example.org")
    make_unmet_need(group.need, group.area, logged_by_id=make_user(email="decoy@example.org").id)
    db.session.expire(group, ["unmet_needs"])
    send(group, make_body(contact_email=None))
    answer(group, words="It starts in June.")
    assert group.state == GroupState.ANSWERED
    assert [address for address, _ in list_mail()] == ["asker@example.org", "caller@example.org"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"kind": "not_planned"}, "words"),
        ({"kind": "exists"}, "link"),
        ({"kind": "exists", "link": "javascript:alert(1)"}, "link"),
        ({"kind": "under_review"}, "review_on"),
        ({"kind": "under_review", "review_on": "2020-01-01"}, "review_on"),
        ({"kind": "yes"}, "kind"),
        ({"words": "For 943 476 5919"}, "words"),
    ],
)
def test_an_answer_says_what_its_kind_must_say(app: Flask, typed: dict[str, str], field: str) -> None:
    group = make_unmet_group(make_need("debt"), make_area())
    send(group, make_body())
    with pytest.raises(InvalidData) as refused:
        answer(group, **typed)
    assert list(refused.value.fields) == [field]


def test_under_review_is_due_again_on_its_day(app: Flask) -> None:
    group = make_unmet_group(make_need("debt"), make_area())
    send(group, make_body())
    answer(group, kind="under_review", review_on="2026-09-01")
    assert (group.state, group.due_on) == (GroupState.SENT, date(2026, 9, 1))


def test_an_overdue_answer_is_asked_for_again_once_a_week(app: Flask) -> None:
    make_user(Role.KNOWLEDGE_OFFICER, email="officer@example.org")
    group, answered = (make_unmet_group(make_need("debt"), make_area(slug)) for slug in ("here", "there"))
    body = make_body(contact_email="board@example.org", answer_days=10)
    send(group, body)
    send(answered, body)
    answer(answered)
    before = len(list_mail())
    assert loop.escalate_overdue(NOW + timedelta(days=10)) == 0
    late = NOW + timedelta(days=11)
    assert loop.escalate_overdue(late) == 1
    assert loop.escalate_overdue(late + timedelta(days=1)) == 0
    assert loop.escalate_overdue(late + timedelta(days=7)) == 1
    again = list_mail()
    assert len(again) - before == 4
    assert ("officer@example.org", f"Answer overdue: {group.name}") in again


def test_a_new_entry_for_an_open_need_and_area_is_offered_to_close_it(client: FlaskClient) -> None:
    area, need = make_area(), make_need("debt")
    asker = make_user(email="asker@example.org")
    group = make_unmet_group(need, area, created_at=NOW)
    make_unmet_need(need, area, group=group, logged_by_id=asker.id)
    match = make_service(needs=["debt"], service_areas=[{"area": area.slug}])
    make_service(needs=["debt"], service_areas=[{"area": make_area("rutland").slug}])
    make_service(needs=["company"], service_areas=[{"area": area.slug}])
    assert matching.note_recent_matches(utc_now()) == 1
    assert [offer.entry for offer in matching.list_offers()] == [match]
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    assert match.name in client.get(f"/unmet-needs/groups/{group.id}").text
    data = {"entry": str(match.id), "version": str(group.version)}
    client.post(f"/unmet-needs/groups/{group.id}/found", data=data)
    assert list_mail() == [("asker@example.org", f"Answer: {group.name}")]


def test_a_commissioner_answers_and_the_asker_reads_it(client: FlaskClient, app: Flask) -> None:
    asker = sign_in_as(client, Role.STAFF)
    group = make_unmet_group(make_need("debt"), make_area())
    make_unmet_need(group.need, group.area, group=group, logged_by_id=asker.id)
    body = make_body()
    send(group, body)
    db.session.commit()
    commissioner = app.test_client()
    set_bodies(actor=None, account=sign_in_as(commissioner, Role.COMMISSIONER), slugs=[body.slug])
    db.session.commit()
    address = f"/unmet-needs/sent/{group.id}"
    data = {
        "kind": "planned",
        "words": "Planned for the autumn.",
        "version": str(group.version),
        "do": "send",
    }
    assert commissioner.post(f"{address}/answer", data=data).status_code == 302
    stale = commissioner.post(f"{address}/answer", data=data | {"words": "Typed too late"})
    assert stale.status_code == 409
    assert "Typed too late" in stale.text
    assert "Planned for the autumn." in client.get("/unmet-needs/mine").text


def test_an_answer_is_shown_once_more_before_the_askers_get_it(client: FlaskClient) -> None:
    group = make_unmet_group(make_need("debt"), make_area())
    make_unmet_need(group.need, group.area, group=group, logged_by_id=make_user().id)
    send(group, make_body(contact_email=None))
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    address = f"/unmet-needs/sent/{group.id}/answer"
    data = {"kind": "planned", "words": "Mrs Jones will run it.", "version": str(group.version)}
    asked = client.post(address, data=data)
    assert "Mrs Jones will run it." in asked.text
    assert "looks like a person&#39;s name" in asked.text
    assert (group.answers, list_mail()) == ([], [])
    assert "Mrs Jones will run it." in client.post(address, data=data | {"do": "change"}).text
    assert group.answers == []
    assert client.post(address, data=data | {"do": "send"}).status_code == 302
    assert len(list_mail()) == 1


def test_a_small_count_in_an_answer_is_asked_about_before_it_goes_out(client: FlaskClient) -> None:
    group, body = make_unmet_group(make_need("debt"), make_area()), make_body(contact_email=None)
    send(group, body)
    set_bodies(actor=None, account=sign_in_as(client, Role.COMMISSIONER), slugs=[body.slug])
    db.session.commit()
    data = {"kind": "exists", "link": "https://example.org", "version": str(group.version)}
    address = f"/unmet-needs/sent/{group.id}/answer"
    asks = {
        words: "looks like a count under 5" in client.post(address, data=data | {"words": words}).text
        for words in ("Two men asked.", "Some men asked.", "It has been there for two years.")
    }
    assert list(asks.values()) == [True, False, False]


def test_sending_and_merging_are_asked_about_first(client: FlaskClient) -> None:
    need, area = make_need("debt"), make_area()
    one, two = (make_unmet_group(need, area, times_asked=12) for _ in range(2))
    body = make_body(name="Quiet council", contact_email=None)
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    asked = client.get(f"/unmet-needs/groups/{one.id}/send").text
    assert "Send this to Quiet council?" in asked
    assert "Nobody is told by e-mail" in asked
    assert "An evening group" not in asked
    one.state, one.body, one.sent_at = GroupState.SENT, body, NOW
    asked = client.get(f"/unmet-needs/groups/{one.id}/merge?into={two.id}").text
    assert f"<strong>{one.name}</strong>" in asked
    assert "Quiet council is not asked about it any more" in asked
    assert client.get(f"/unmet-needs/groups/{one.id}/merge?into={one.id}").status_code == 422
    two.summary = None
    refused = client.get(f"/unmet-needs/groups/{two.id}/send")
    assert (refused.status_code, "Write the summary first" in refused.text) == (422, True)
    assert (two.state, len(two.unmet_needs)) == (GroupState.GROUPED, 1)


def test_an_old_e_mail_leads_a_commissioner_to_what_the_group_is_part_of(
    client: FlaskClient,
) -> None:
    need, area = make_need("debt"), make_area()
    old, decoy = make_unmet_group(need, area, state=GroupState.MERGED), make_unmet_group(need, area)
    new = make_unmet_group(need, area, state=GroupState.SENT, sent_at=NOW, name="Both together")
    old.merged_into_id = new.id
    sign_in_as(client, Role.COMMISSIONER)
    assert "Both together" in client.get(f"/unmet-needs/sent/{old.id}").text
    old.merged_into_id = decoy.id
    assert client.get(f"/unmet-needs/sent/{old.id}").status_code == 404


def test_what_was_not_sent_is_the_officers_alone(client: FlaskClient) -> None:
    group = make_unmet_group(make_need("debt"), make_area())
    db.session.commit()
    sign_in_as(client, Role.COMMISSIONER)
    assert client.get(f"/unmet-needs/sent/{group.id}").status_code == 404
    assert client.get(f"/unmet-needs/groups/{group.id}").status_code == 403
    assert client.get("/unmet-needs/").status_code == 403


@pytest.mark.both_engines
def test_old_words_go_and_counts_stay(app: Flask) -> None:
    need, area = make_need("debt"), make_area()
    old = make_unmet_need(need, area, logged_at=NOW - timedelta(days=1096), times_asked=4)
    new = make_unmet_need(need, area, logged_at=NOW)
    assert empty_old_words(NOW) == 1
    assert empty_old_words(NOW) == 0
    db.session.refresh(old)
    assert (old.missing, old.times_asked, new.missing) == ("", 4, "An evening group")
