"""What is published and may be what was missing is offered to the officer. Yes tells the askers."""

import itertools
import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.extensions import db
from directory.models import OutgoingMail, TaxonomyTerm, UnmetNeedAnswer, UnmetNeedGroup
from directory.models.codes import AnswerKind, AreaKind, GroupState, Role
from directory.models.mixins import utc_now
from directory.unmet_needs.groups.matching import count_offers, list_offers, note_matches, note_recent_matches
from directory.unmet_needs.views.matches import link_to_entry
from tests.accounts.signing_in import sign_in_as
from tests.factories import (
    make_area,
    make_guidance,
    make_location_data,
    make_need,
    make_service,
    make_unmet_group,
    make_unmet_need,
    make_user,
)

PAGE = "/unmet-needs/matches"
_numbers = itertools.count(1)


def make_open_group(need: TaxonomyTerm | None = None, **values: object) -> UnmetNeedGroup:
    """Somebody asked for it yesterday."""
    need, area = need or make_need("debt"), values.pop("area", None) or make_area(f"area-{next(_numbers)}")
    made = utc_now() - timedelta(days=1)
    return make_unmet_group(need, area, created_at=made, **values)  # type: ignore[arg-type]


def list_addresses() -> list[str]:
    return sorted(db.session.scalars(select(OutgoingMail.to_address)))


@pytest.mark.both_engines
def test_an_entry_matches_by_need_and_by_area_both_ways(app: Flask) -> None:
    money = make_need("money")
    debt = make_need("debt", parent=money)
    county = make_area("leicestershire", AreaKind.PLACE)
    here = make_area("charnwood", parent=county)
    wanted = [make_open_group(debt, area=here), make_open_group(money, area=here)]
    make_open_group(debt, area=make_area("rutland"))
    make_open_group(make_need("company"), area=here)
    make_open_group(debt, area=here, state=GroupState.ANSWERED)
    for area in (county, here):
        entry = make_service(needs=["debt"], service_areas=[{"area": area.slug}])
        assert note_matches(entry, utc_now()) == 2
        assert {one.match.group_id for one in list_offers(entry_id=entry.id)} == {one.id for one in wanted}
        assert note_matches(entry, utc_now()) == 0


@pytest.mark.both_engines
def test_what_was_promised_is_asked_about_when_it_is_there(app: Flask) -> None:
    promised, there, refused = (make_open_group(state=GroupState.ANSWERED, name=name) for name in "abc")
    promised.answers = [UnmetNeedAnswer(kind=AnswerKind.PLANNED)]
    there.answers = [UnmetNeedAnswer(kind=AnswerKind.PLANNED), UnmetNeedAnswer(kind=AnswerKind.EXISTS)]
    refused.answers = [UnmetNeedAnswer(kind=AnswerKind.NOT_PLANNED, words="No money.")]
    assert note_matches(make_guidance(needs=["debt"]), utc_now()) == 1
    assert [one.match.group_id for one in list_offers()] == [promised.id]


def test_guidance_and_help_by_phone_without_an_area_are_for_everybody(app: Flask) -> None:
    make_open_group()
    for entry in (make_guidance(needs=["debt"]), make_service(needs=["debt"], attending_types=["phone"])):
        assert note_matches(entry, utc_now()) == 1
    nowhere = make_service(needs=["debt"], attending_types=["place"])
    assert note_matches(nowhere, utc_now()) == 0
    assert note_matches(make_guidance(needs=["debt"], status="draft"), utc_now()) == 0


def test_a_group_held_in_the_district_matches_by_where_it_is(app: Flask) -> None:
    here = make_area("charnwood", code="E07000130")
    make_open_group(area=here)
    make_open_group(area=make_area("rutland"))
    entry = make_service(needs=["debt"], service_at_locations=[make_location_data()])
    entry.service_at_locations[0].location.district_id = here.id
    assert note_matches(entry, utc_now()) == 1


def test_what_was_published_by_an_import_is_noted_by_the_job(app: Flask) -> None:
    make_open_group()
    make_guidance(needs=["debt"])
    assert note_recent_matches(utc_now() + timedelta(days=3)) == 0
    assert note_recent_matches(utc_now()) == 1
    assert note_recent_matches(utc_now()) == 0


def publish(client: FlaskClient) -> str:
    """A draft, published. The page the officer is led to."""
    entry = make_guidance(needs=["debt"], status="draft", name="A way out of debt")
    db.session.commit()
    answer = client.post(f"/admin/entries/{entry.id}/publish")
    assert answer.status_code == 302
    return answer.location


def test_publishing_leads_the_officer_to_the_needs_it_may_meet_and_the_askers_are_told(
    client: FlaskClient,
) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    group, decoy = make_open_group(name="Debt advice"), make_open_group(make_need("company"))
    for one, address in ((group, "asker@example.org"), (decoy, "decoy@example.org")):
        make_unmet_need(one.need, one.area, group=one, logged_by_id=make_user(email=address).id)
    location = publish(client)
    page = client.get(location).text
    assert "Published. People can find it now." in page
    assert "<strong>A way out of debt</strong> for: Debt advice" in page
    assert "new entries that may meet an unmet need" in client.get("/admin/").text
    match = list_offers()[0].match
    data = {"chosen": str(match.id), f"version-{group.id}": str(group.version), "do": "accept"}
    assert client.post(location, data=data).status_code == 302
    assert (group.state, decoy.state) == (GroupState.ANSWERED, GroupState.GROUPED)
    assert list_addresses() == ["asker@example.org"]
    assert count_offers() == 0


def test_a_no_is_not_asked_about_again_and_nobody_is_told(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    group = make_open_group()
    make_unmet_need(group.need, group.area, group=group, logged_by_id=make_user().id)
    publish(client)
    offer = list_offers()[0]
    assert client.post(PAGE, data={"chosen": str(offer.match.id), "do": "decline"}).status_code == 302
    assert note_matches(offer.entry, utc_now()) == 0
    assert (count_offers(), list_addresses(), group.state) == (0, [], GroupState.GROUPED)


def test_who_may_not_see_counts_is_led_back_to_the_entry(client: FlaskClient) -> None:
    sign_in_as(client, Role.ADMINISTRATOR)
    make_open_group()
    assert re.search(r"/admin/entries/[0-9a-f-]+$", publish(client))
    assert client.get(PAGE).status_code == 403
    assert count_offers() == 1


def test_an_officer_who_read_an_older_state_is_asked_to_look_again(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    group = make_open_group()
    publish(client)
    match = list_offers()[0].match
    data = {"chosen": str(match.id), f"version-{group.id}": str(group.version + 1), "do": "accept"}
    answer = client.post(PAGE, data=data)
    assert answer.status_code == 409
    assert "Look again" in answer.text
    assert client.post(PAGE, data={"do": "accept"}).status_code == 422
    assert list_addresses() == []


@pytest.mark.parametrize("visibility", ["staff", "confidential"])
def test_a_place_that_is_not_public_matches_no_group_by_where_it_is(app: Flask, visibility: str) -> None:
    here = make_area("charnwood")
    make_open_group(area=here)
    refuge = make_service(needs=["debt"], service_at_locations=[make_location_data(visibility=visibility)])
    refuge.service_at_locations[0].location.district_id = here.id
    db.session.flush()
    assert note_matches(refuge, utc_now()) == 0
    open_hall = make_service(needs=["debt"], service_at_locations=[make_location_data()])
    open_hall.service_at_locations[0].location.district_id = here.id
    assert note_matches(open_hall, utc_now()) == 1


def test_the_link_that_askers_are_sent_never_comes_from_where_a_request_says_it_went(app: Flask) -> None:
    app.config.update(SITE_URL="https://directory.example.org", LINKS_FOLLOW_HOST=False)
    entry_id = make_service().id
    with app.test_request_context(base_url="http://evil.example.com"):
        assert link_to_entry(entry_id) == f"https://directory.example.org/entry/{entry_id}"
