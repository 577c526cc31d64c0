"""Where a question is asked for: a place in several districts is offered as a choice of them."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.extensions import db
from directory.models import Enquiry
from directory.models.codes import Role
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_area, make_need, make_town
from tests.helpline.test_asking import find_asked, typed_words


def make_shared_town() -> None:
    for slug, code in (("leicester", "E06000016"), ("blaby", "E07000129"), ("oadby", "E07000135")):
        make_area(slug, code=code, latitude=52.6, longitude=-1.1)
    make_town("Glenfield", district_code="E07000129", district_codes="E07000129 E06000016")
    make_town("Wigston", district_code="E07000135", district_codes="E07000135")


def test_a_place_in_several_districts_is_offered_as_a_choice_of_them_at_once(client: FlaskClient) -> None:
    make_shared_town()
    sign_in_as(client, Role.STAFF)
    form = client.get("/helpline/ask?q=walking&place=Glenfield").text
    assert "Glenfield is in more than one district. Which one?" in form
    assert re.findall(r'name="district" type="radio" value="([^"]+)"', form) == [
        "Blaby",
        "Leicester",
        "not-sure",
    ]
    assert "more than one district" not in client.get("/helpline/ask?q=walking&place=Wigston").text


@pytest.mark.parametrize(
    ("place", "district", "area"),
    [
        ("Glenfield", "Blaby", "blaby"),
        ("Glenfield", "not-sure", None),
        ("Wigston", "Blaby", "oadby"),
        ("Oadby", "not-sure", "oadby"),
        ("", "Blaby", None),
    ],
)
def test_the_district_that_was_chosen_is_kept_where_the_place_lies_in_it(
    client: FlaskClient, place: str, district: str, area: str | None
) -> None:
    make_need("debt")
    make_shared_town()
    sign_in_as(client, Role.STAFF)
    answer = client.post("/helpline/ask", data=typed_words(place=place, district=district))
    assert answer.status_code == 302
    kept = find_asked().area
    assert (kept.slug if kept else None) == area


@pytest.mark.parametrize("district", ["", "Oadby", "<b>"])
def test_without_a_district_of_the_place_the_choice_is_asked_for(client: FlaskClient, district: str) -> None:
    make_need("debt")
    make_shared_town()
    sign_in_as(client, Role.STAFF)
    answer = client.post("/helpline/ask", data=typed_words(place="Glenfield", district=district))
    assert answer.status_code == 422
    assert '<a href="#district">Choose a district.</a>' in answer.text
    assert 'name="place" type="text" value="Glenfield"' in answer.text
    assert db.session.scalars(select(Enquiry)).all() == []
