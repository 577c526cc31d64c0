"""Staff ask who can help, on its page and beside search results."""

import html
import re

import pytest
from flask.testing import FlaskClient

from directory.extensions import db
from directory.models.codes import Role
from tests.accounts.signing_in import sign_in_as
from tests.factories import (
    make_need,
)
from tests.network.test_pages import make_place


@pytest.mark.parametrize(
    "query", ["practice=Y00001", "practice=North+Surgery+(Y00001)", "practice=north+surgery", "pcn=north-pcn"]
)
def test_staff_ask_who_can_help(client: FlaskClient, query: str) -> None:
    make_place()
    sign_in_as(client, Role.STAFF)
    page = client.get(f"/network?{query}")
    assert "North team" in page.text
    assert "North link worker" in page.text
    assert page.text.count("No team covers this place") == 3


def test_a_town_is_answered_by_the_nearest_practice_and_says_so(client: FlaskClient) -> None:
    make_place()
    sign_in_as(client, Role.STAFF)
    page = client.get("/network?place=Northton").text
    assert "North team" in page
    assert "No practice was given" in page


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("place=Xanadu", "We do not know this place"),
        ("practice=Nowhere", "We do not know this practice"),
        ("practice=surgery", "Which one?"),
        ("pcn=nowhere", "Choose one from the list"),
        ("team=nowhere", "Choose one from the list"),
        ("need=debt", "Give a postcode or town"),
        (
            "place=%00&practice=%F0%9F%98%80&pcn=%ED%A0%80&team=x&need=%00&need=" + "y" * 5000,
            "We do not know",
        ),
        ("place=" + "9" * 5000, "We do not know this place"),
    ],
)
def test_what_is_not_understood_is_told_beside_its_field(
    client: FlaskClient, query: str, message: str
) -> None:
    make_place()
    sign_in_as(client, Role.STAFF)
    page = client.get(f"/network?{query}")
    assert page.status_code == 200
    assert message in page.text


def test_what_was_typed_stays_when_one_field_is_not_understood(client: FlaskClient) -> None:
    make_place()
    make_need("debt")
    sign_in_as(client, Role.STAFF)
    page = client.get("/network?place=Xanadu&practice=Y00001&need=debt&no_address=1").text
    assert 'value="Xanadu"' in page
    assert '<option value="debt" selected>' in page
    assert re.search(r'id="no_address"[^>]*checked', page)
    assert "North team" in page


@pytest.mark.parametrize("query", ["practice=Y00001", "place=Northton"])
def test_staff_see_who_can_help_beside_search_results_and_visitors_do_not(
    client: FlaskClient, query: str
) -> None:
    make_place()
    db.session.commit()
    assert "North team" not in client.get(f"/search?q=tea&{query}").text
    sign_in_as(client, Role.STAFF)
    page = client.get(f"/search?q=tea&{query}").text
    assert "North team" in page
    assert "North link worker" in page
    assert "Who can help here?" not in client.get("/search?q=tea").text


def test_one_of_several_practices_is_chosen_by_a_press_and_the_rest_of_the_question_stays(
    client: FlaskClient,
) -> None:
    make_place()
    make_need("debt")
    db.session.commit()
    sign_in_as(client, Role.STAFF)
    page = client.get("/network?practice=surgery&place=Northton&need=debt&no_address=1").text
    address = re.search(r'href="(/network\?[^"]*practice=Y00001[^"]*)"', page)
    assert address
    chosen = client.get(html.unescape(address[1])).text
    assert "North team" in chosen
    assert 'value="Northton"' in chosen
    assert '<option value="debt" selected' in chosen


def test_several_needs_stay_in_the_question(client: FlaskClient) -> None:
    make_place()
    for slug in ("debt", "food", "decoy"):
        make_need(slug)
    sign_in_as(client, Role.STAFF)
    page = client.get("/network?practice=Y00001&need=debt&need=food&need=nonsense").text
    assert '<option value="debt" selected>' in page
    assert re.search(r'type="checkbox" value="food" checked', page)
    assert "nonsense" not in page
