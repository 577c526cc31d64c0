import logging
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from directory import create_app
from directory.extensions import db
from directory.search.pages import views
from tests.conftest import settings_for
from tests.factories import make_area, make_guidance, make_location_data, make_need, make_service, make_town
from tests.search.searching import search_page as search


def make_groups(count: int, **values: object) -> None:
    for number in range(count):
        make_service(name=f"Coffee morning {number:02}", **values)


def test_results_say_what_it_is_and_lead_to_the_entry(client: FlaskClient) -> None:
    service = make_service(name="Coffee morning", cost_options=[{"amount": "1"}])
    make_service(name="Walking football")
    html = search(client, "q=coffee")
    assert f'href="/search/open/entry/{service.id}/' in html
    assert "<mark>Coffee</mark>" in html
    assert "£1" in html
    assert "1 result" in html
    assert "Walking football" not in html


def test_guidance_is_found_with_groups(client: FlaskClient) -> None:
    guidance = make_guidance(name="Coffee and sleep")
    make_service(name="Coffee morning")
    assert f'href="/search/open/guidance/{guidance.id}/' in search(client, "q=coffee")


def test_pages_of_twenty_keep_the_search(client: FlaskClient) -> None:
    make_groups(45, cost_options=[{"amount": "0"}])
    html = search(client, "q=coffee&cost=free&page=2")
    assert "45 results" in html
    assert "Page 2 of 3" in html
    assert 'start="21"' in html
    assert html.count("<article") == 20
    assert "/search?q=coffee&amp;cost=free&amp;page=3" in html


def test_each_result_says_why_it_is_there(client: FlaskClient) -> None:
    make_town("Loughborough")
    make_service(name="Near tea", service_at_locations=[make_location_data(52.772, -1.25)])
    make_service(name="Phone tea", attending_types=["phone"])
    html = search(client, "q=tea&place=Loughborough")
    assert "1.8 miles away" in html
    assert "By phone" in html
    assert "Distances are from the middle of Loughborough." in html


def test_a_place_nobody_knows_keeps_what_was_typed_and_shows_results_without_it(client: FlaskClient) -> None:
    make_service(name="Coffee morning")
    html = search(client, "q=coffee&place=Xanadu")
    assert 'value="coffee"' in html
    assert 'value="Xanadu"' in html
    assert 'id="place-error"' in html
    assert "1 result" in html


def test_filters_show_counts_and_can_be_taken_away(client: FlaskClient) -> None:
    make_need("debt")
    make_service(name="Coffee one", needs=["debt"], cost_options=[{"amount": "0"}])
    make_service(name="Coffee two", cost_options=[{"amount": "9"}])
    html = search(client, "q=coffee&need=debt")
    assert 'name="need" value="debt" form="search-form" checked' in html
    assert 'name="need" value="company"' in html
    assert 'href="/search?q=coffee"' in html
    assert "Coffee two" not in html


def test_a_bad_value_is_named_and_the_rest_of_the_search_stands(client: FlaskClient) -> None:
    make_service(name="Coffee morning")
    html = search(client, "q=coffee&age=old&within=far")
    assert "Enter an age in years" in html
    assert 'id="within-error"' in html
    assert "1 result" in html


def test_ages_are_offered_with_counts_and_any_age_in_a_link_stands(client: FlaskClient) -> None:
    make_service(name="Coffee for some", minimum_age=18)
    make_service(name="Coffee for all")
    html = search(client, "q=coffee&age=42")
    assert 'name="age" value="42" form="search-form" checked' in html
    assert re.search(r'name="age" value="5"[^>]*> <span>Children \(up to 11\) <span[^>]*>\(1\)', html)
    assert "Coffee for some" not in search(client, "q=coffee&age=5")


def test_a_misspelt_word_is_asked_about(client: FlaskClient) -> None:
    make_service(name="Gardening together")
    html = search(client, "q=gardenng")
    assert "Did you mean" in html
    assert "/search?q=gardening" in html


def test_nothing_found_leads_on(client: FlaskClient) -> None:
    make_service(name="Walking football")
    html = search(client, "q=xylophone&cost=free&within=3&place=Leicester")
    for words in (
        "Nothing found",
        "Look further away",
        "Take all filters away",
        "by phone or online",
        "116 123",
    ):
        assert words in html


def test_a_page_that_does_not_exist_is_no_error(client: FlaskClient) -> None:
    make_service(name="Coffee morning")
    for page in ("0", "-1", "99999999999999999999", "two", "7"):
        assert "Coffee" in search(client, f"q=coffee&page={page}")


def test_the_title_tells_nothing_of_the_search(client: FlaskClient) -> None:
    make_service()
    html = search(client, "q=he+hits+me&place=Leicester")
    title = html[html.index("<title>") : html.index("</title>")]
    assert "hits" not in title
    assert "Leicester" not in title


def test_hidden_places_are_not_on_the_map(client: FlaskClient) -> None:
    make_town()
    for visibility, latitude in (("public", 52.7711), ("staff", 52.7722), ("confidential", 52.7733)):
        site = make_location_data(latitude, -1.2, visibility=visibility, name=f"{visibility} house")
        make_service(name=f"Tea {visibility}", service_at_locations=[site])
    html = search(client, "q=tea&place=Loughborough")
    assert "52.7711" in html
    assert "52.7722" not in html
    assert "52.7733" not in html


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "\x00\u202e"]
)
def test_what_was_typed_comes_back_as_text(client: FlaskClient, text: str) -> None:
    make_service()
    db.session.commit()
    html = client.get("/search", query_string={"q": text, "place": text, "age": text}).get_data(as_text=True)
    assert "<script>alert" not in html
    assert "<img" not in html


@pytest.mark.parametrize(
    ("words", "lead", "number"),
    [
        ("I want to kill myself", "You do not have to face this alone", "tel:116123"),
        ("took too many tablets", "Call 999 now", "tel:999"),
        ("he hits me", "Is somebody hurting or frightening you?", "tel:08082000247"),
    ],
)
def test_words_of_crisis_put_the_right_help_first(
    client: FlaskClient, words: str, lead: str, number: str
) -> None:
    make_service(name="Myself and tablets and hits")
    db.session.commit()
    html = client.post("/search", data={"q": words}).get_data(as_text=True)
    crisis, rest = html.index(lead), html.index("<h1")
    assert crisis < rest
    assert number in html[crisis:rest]
    assert "tel:999" in html[crisis:rest]


def test_a_match_is_logged_without_the_words(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    make_service()
    with caplog.at_level(logging.INFO):
        search(client, "q=my+husband+beats+me")
    facts = [record.facts for record in caplog.records if record.getMessage() == "crisis words"]
    assert facts == [{"crisis": "domestic_abuse"}]
    assert "husband" not in caplog.text


def test_crisis_help_stands_when_search_is_down(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OperationalError("select", {}, Exception("database is gone"))

    monkeypatch.setattr(views, "find", fail)
    html = search(client, "q=suicidal&place=LE3", status=503)
    assert "You do not have to face this alone" in html
    assert "Sorry, we cannot search just now" in html
    assert 'name="same_words" value="suicidal"' in html
    assert "database is gone" not in html


def test_too_many_searches_get_a_kind_page(database_url: str, tmp_path: Path) -> None:
    app = create_app(settings_for(database_url, tmp_path) | {"RATELIMIT_ENABLED": True})
    client = app.test_client()
    answers = [client.get("/search?q=tea") for _ in range(121)]
    assert [a.status_code for a in answers[118:]] == [200, 200, 429]
    html = answers[-1].get_data(as_text=True)
    assert "Please wait a minute" in html
    assert "tel:999" in html
    with app.app_context():
        db.engine.dispose()


def test_a_district_filter_names_the_district(client: FlaskClient) -> None:
    make_area("charnwood", code="E07000130")
    make_service(name="Coffee morning", service_areas=[{"area": "charnwood"}])
    assert "Coffee" in search(client, "q=coffee")


def test_crisis_help_needs_no_database_and_no_index(tmp_path: Path) -> None:
    gone = f"sqlite:///{tmp_path}/no/such/folder/directory.sqlite"
    app = create_app(settings_for(gone, tmp_path) | {"SHOW_FAULT_PAGES": True})
    client = app.test_client()
    found = client.post("/search", data={"q": "took too many tablets", "place": "LE3"})
    assert found.status_code == 503
    assert "Call 999 now" in found.text
    by_address = client.get("/search?q=took+too+many+tablets&place=LE3", follow_redirects=True)
    assert by_address.status_code == 200
    assert "Call 999 now" in by_address.text
    home = client.get("/")
    assert home.status_code == 500
    assert "tel:116123" in home.text
    assert client.get("/urgent-help").status_code == 200
