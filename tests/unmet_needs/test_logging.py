"""An unmet need is logged from a search that found nothing."""

import re
import uuid

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.errors import InvalidData
from directory.extensions import db
from directory.models import UnmetNeed
from directory.models.codes import AreaKind, Role, UnmetNeedSource
from directory.search.request import SearchRequest
from directory.unmet_needs.actions import log_unmet_need
from directory.unmet_needs.tried import describe_search
from tests.accounts.signing_in import sign_in_as
from tests.factories import (
    make_area,
    make_framework,
    make_index,
    make_need,
    make_service,
    make_unmet_group,
    make_unmet_need,
    make_user,
)
from tests.looked import read_looked

NHS_NUMBER = "943 476 5919"


def typed_words(**values: object) -> dict[str, object]:
    return {
        "needs": ["debt"],
        "area": "charnwood",
        "missing": "Help in the evening",
        "barrier": "times",
    } | values


def lay_words() -> None:
    make_need("debt")
    make_area("charnwood")


def count_logged() -> int:
    return len(db.session.scalars(select(UnmetNeed.id)).all())


def test_it_keeps_what_is_missing_and_who_logged_it(app: Flask) -> None:
    lay_words()
    actor = make_user()
    unmet = log_unmet_need(actor=actor, typed=typed_words(times_asked="3"))
    assert (unmet.needs[0].term.slug, unmet.area.slug, unmet.times_asked) == ("debt", "charnwood", 3)
    assert unmet.logged_by_id == actor.id


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("needs", []),
        ("needs", ["no-such-need"]),
        ("area", "soar-ward"),
        ("missing", " \x00"),
        ("missing", f"Somebody with {NHS_NUMBER}"),
        ("evidence", f"Letter about {NHS_NUMBER}"),
        ("missing", "x" * 2001),
        ("barrier", "<b>"),
        ("times_asked", "0"),
        ("times_asked", "-1"),
        ("times_asked", "9" * 400),
        ("level", "none such"),
        ("team", "not an id"),
        ("group", "00000000-0000-0000-0000-000000000000"),
        ("population", "no-such-people"),
    ],
)
def test_what_cannot_be_right_is_refused_beside_its_field(app: Flask, field: str, value: object) -> None:
    lay_words()
    make_area("soar-ward", AreaKind.WARD)
    with pytest.raises(InvalidData) as refused:
        log_unmet_need(actor=make_user(), typed=typed_words(**{field: value}))
    assert list(refused.value.fields) == [field]
    assert count_logged() == 0


def test_a_search_that_found_nothing_leads_staff_to_the_form_filled_in(client: FlaskClient) -> None:
    lay_words()
    make_index()
    visitor = client.get("/search?q=unicycling&need=debt&district=charnwood").text
    sign_in_as(client, Role.STAFF)
    page = client.get("/search?q=unicycling&need=debt&district=charnwood").text
    assert "Log this as an unmet need" in page
    assert "Log this as an unmet need" not in visitor
    form = client.get("/unmet-needs/log?q=unicycling&need=debt&district=charnwood&day=tu&found=0").text
    assert "words: unicycling; needs: Debt; days: Tuesday; district: Charnwood" in form
    assert '<option value="charnwood" selected>' in form
    assert '<option value="debt" selected>' in form


def test_what_was_tried_never_says_who_or_exactly_where() -> None:
    asked = SearchRequest(q="food for Mrs Jones", place="LE1 1AA")
    said = describe_search(asked, 0, "Leicester")
    assert "Jones" not in said
    assert "LE1 1AA" not in said
    assert "place: in Leicester" in said


def test_others_who_asked_for_the_same_are_offered_before_it_is_logged(client: FlaskClient) -> None:
    need, charnwood = make_need("debt"), make_area("charnwood")
    make_unmet_group(need, make_area("rutland"), name="Decoy elsewhere")
    same = make_unmet_group(need, charnwood, name="Evening debt advice", times_asked=7391)
    sign_in_as(client, Role.STAFF)
    form = typed_words(needs=["debt"])
    asked = client.post("/unmet-needs/log", data=form)
    assert "Others in Charnwood have asked for this: Evening debt advice" in asked.text
    assert "Decoy elsewhere" not in asked.text
    assert "7391" not in asked.text
    assert count_logged() == 2
    joined = client.post("/unmet-needs/log", data=form | {"group": str(same.id)})
    assert joined.status_code == 302
    assert len(same.unmet_needs) == 2


def test_likely_details_of_a_person_are_warned_about_once_and_nothing_is_lost(client: FlaskClient) -> None:
    lay_words()
    sign_in_as(client, Role.STAFF)
    form = typed_words(needs=["debt"], missing="Mrs Jones wants a class")
    warned = client.post("/unmet-needs/log", data=form).text
    assert "looks like a person&#39;s name" in warned
    assert "Mrs Jones wants a class" in warned
    assert count_logged() == 0
    assert client.post("/unmet-needs/log", data=form | read_looked(warned)).status_code == 302
    assert count_logged() == 1


def test_a_refused_form_shows_all_that_was_typed(client: FlaskClient) -> None:
    lay_words()
    sign_in_as(client, Role.STAFF)
    form = typed_words(needs=["debt"], missing=f"Group for {NHS_NUMBER}", evidence="Three calls")
    answer = client.post("/unmet-needs/log", data=form)
    assert answer.status_code == 422
    assert f"Group for {NHS_NUMBER}" in answer.text
    assert "Three calls" in answer.text
    assert "looks like an NHS number" in answer.text


def test_any_search_leads_staff_to_the_form_even_one_that_found_something(client: FlaskClient) -> None:
    lay_words()
    make_service(name="Debt advice", needs=["debt"])
    make_index()
    address = "/search?q=debt&need=debt"
    assert "Log it as an unmet need" not in client.get(address).text
    sign_in_as(client, Role.STAFF)
    page = client.get(address).text
    link = re.search(r'href="(/unmet-needs/log[^"]*)"[^>]*>Log it as', page)
    assert link
    form = client.get(link[1].replace("&amp;", "&")).text
    assert "Searched the directory (words: debt; needs: Debt): 1 entry found." in form


def test_several_needs_are_kept_in_their_order_and_shown_again(client: FlaskClient) -> None:
    lay_words()
    make_need("company")
    make_need("transport")
    sign_in_as(client, Role.STAFF)
    form = typed_words(needs=["transport", "", "debt", "company", "debt"])
    refused = client.post("/unmet-needs/log", data=form | {"missing": ""})
    assert refused.status_code == 422
    for slug in ("transport", "debt", "company"):
        assert f'<option value="{slug}" selected>' in refused.text
    assert client.post("/unmet-needs/log", data=form).status_code == 302
    unmet = db.session.scalar(select(UnmetNeed))
    assert unmet
    assert [link.term.slug for link in unmet.needs] == ["transport", "debt", "company"]


def test_more_needs_than_fit_are_refused(client: FlaskClient) -> None:
    lay_words()
    for number in range(6):
        make_need(f"need-{number}")
    sign_in_as(client, Role.STAFF)
    form = typed_words(needs=[f"need-{number}" for number in range(6)])
    answer = client.post("/unmet-needs/log", data=form)
    assert answer.status_code == 422
    assert "Choose 5 needs or fewer" in answer.text
    assert count_logged() == 0


def test_what_a_support_record_knows_is_filled_in_and_its_source_kept(client: FlaskClient) -> None:
    make_framework()
    lay_words()
    sign_in_as(client, Role.STAFF)
    record_id = uuid.uuid4()
    known = f"need=debt&area=charnwood&level=needing-help&record={record_id}"
    page = client.get(f"/unmet-needs/log?{known}").text
    for value in ("charnwood", "needing-help", "debt"):
        assert f'<option value="{value}" selected>' in page
    assert f'name="record" value="{record_id}"' in page
    answer = client.post("/unmet-needs/log", data=typed_words(record=str(record_id)))
    assert answer.location == f"/support/records/{record_id}"
    unmet = db.session.scalar(select(UnmetNeed))
    assert unmet
    assert unmet.source == UnmetNeedSource.SUPPORT_RECORD


def test_what_was_logged_by_mistake_is_taken_back_until_it_is_in_a_group(client: FlaskClient) -> None:
    need, area = make_need("debt"), make_area("charnwood")
    actor = sign_in_as(client, Role.STAFF)
    mine = make_unmet_need(need, area, logged_by_id=actor.id)
    theirs = make_unmet_need(need, area, logged_by_id=make_user().id)
    grouped = make_unmet_need(need, area, logged_by_id=actor.id, group=make_unmet_group(need, area))
    asked = make_unmet_need(need, area, logged_by_id=actor.id, source=UnmetNeedSource.ENQUIRY)
    ids = {one: one.id for one in (mine, theirs, grouped, asked)}
    db.session.commit()
    assert client.get("/unmet-needs/mine").text.count("Take it back") == 1
    codes = [client.post(f"/unmet-needs/mine/{one}/withdraw").status_code for one in ids.values()]
    assert codes == [302, 404, 302, 404]
    kept = set(db.session.scalars(select(UnmetNeed.id)))
    assert ids[mine] not in kept
    assert {ids[theirs], ids[grouped], ids[asked]} <= kept


def test_a_form_that_is_sent_twice_is_logged_once_and_leads_to_the_same_page(client: FlaskClient) -> None:
    lay_words()
    sign_in_as(client, Role.STAFF)
    record_id = uuid.uuid4()
    for more, address in (
        ({}, "/unmet-needs/mine"),
        ({"record": str(record_id)}, f"/support/records/{record_id}"),
    ):
        before = count_logged()
        opened = client.get("/unmet-needs/log?need=debt&area=charnwood").text
        form = typed_words(form_key=find_form_key(opened), **more)
        answers = [client.post("/unmet-needs/log", data=form) for _ in range(3)]
        assert [(answer.status_code, answer.location) for answer in answers] == [(302, address)] * 3
        assert count_logged() == before + 1
        # Who goes back and logs something else with the same form means another one.
        client.post("/unmet-needs/log", data=form | {"missing": "Help in the morning"})
        assert count_logged() == before + 2
    assert "This was logged already." in client.get("/unmet-needs/mine").text


def test_a_form_that_is_shown_again_keeps_its_key_and_another_one_has_another(client: FlaskClient) -> None:
    lay_words()
    sign_in_as(client, Role.STAFF)
    keys = {find_form_key(client.get("/unmet-needs/log").text) for _ in range(2)}
    assert len(keys) == 2
    key = keys.pop()
    for missing in ("", "Mrs Jones wants a class"):
        shown = client.post("/unmet-needs/log", data=typed_words(form_key=key, missing=missing)).text
        assert find_form_key(shown) == key


def find_form_key(page: str) -> str:
    found = re.search(r'name="form_key" value="([0-9a-f-]{36})"', page)
    assert found
    return found[1]


@pytest.mark.parametrize("key", ["", "x", "9" * 40])
def test_a_form_without_a_key_is_logged_each_time(client: FlaskClient, key: str) -> None:
    lay_words()
    sign_in_as(client, Role.STAFF)
    for _ in range(2):
        assert client.post("/unmet-needs/log", data=typed_words(form_key=key)).status_code == 302
    assert count_logged() == 2
