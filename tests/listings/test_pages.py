import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.listings.needs import count_entries, find_need
from directory.models.codes import Role
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_guidance, make_need, make_service

URGENT = ("tel:999", "55", "tel:111", "tel:116123", "85258", "0808 2000 247", "18001", "999bsl")
PLAIN_PAGES = ("/", "/needs", "/guidance", "/my-list", "/about", "/accessibility", "/privacy", "/cookies")


@pytest.mark.parametrize("path", [*PLAIN_PAGES, "/urgent-help", "/search", "/no-such-page"])
def test_every_public_page_carries_urgent_help_and_the_way_out(client: FlaskClient, path: str) -> None:
    html = client.get(path).get_data(as_text=True)
    missing = [words for words in (*URGENT, "data-leave", 'href="#maincontent"') if words not in html]
    assert missing == []


def test_a_visitor_gets_no_cookie(client: FlaskClient) -> None:
    for path in (*PLAIN_PAGES, "/search?q=debt"):
        assert "Set-Cookie" not in client.get(path).headers


def test_the_trusts_own_crisis_line_stands_with_the_others(app: Flask, client: FlaskClient) -> None:
    app.config["TRUST_CRISIS_LINE"] = "0116 496 0999"
    assert 'href="tel:01164960999"' in client.get("/urgent-help").get_data(as_text=True)


def test_the_nhs_logo_shows_only_by_setting(app: Flask, client: FlaskClient) -> None:
    assert "nhsuk-header__logo" not in client.get("/").get_data(as_text=True)
    app.config["NHS_IDENTITY"] = True
    assert "nhsuk-header__logo" in client.get("/").get_data(as_text=True)


def test_home_shows_the_areas_of_need_with_what_is_below_them(client: FlaskClient) -> None:
    money = make_need("benefits-and-money")
    make_need("debt", parent=money)
    html = client.get("/").get_data(as_text=True)
    assert 'href="/needs/benefits-and-money"' in html
    assert 'href="/needs/debt"' in html


def test_a_need_leads_to_what_is_published_under_it_and_below_it(client: FlaskClient) -> None:
    money = make_need("benefits-and-money")
    make_need("debt", parent=money)
    make_service(needs=["debt"])
    make_service(needs=["benefits-and-money"])
    make_service(needs=["debt"], status="draft")
    make_service(needs=["company"])
    html = client.get("/needs/benefits-and-money").get_data(as_text=True)
    assert "See what is listed" in html
    found = [find_need(slug) for slug in ("benefits-and-money", "debt")]
    assert [count_entries(need) for need in found if need] == [2, 1]


def test_a_need_nobody_knows_is_not_found(client: FlaskClient) -> None:
    make_need("debt")
    assert client.get("/needs/dragons").status_code == 404


def test_guidance_is_shown_once_published(client: FlaskClient) -> None:
    shown = make_guidance(name="How to sleep better", body="# Sleep\n\n<script>x</script> **Rest**")
    draft = make_guidance(name="Half written", status="draft")
    listed = client.get("/guidance").get_data(as_text=True)
    assert "How to sleep better" in listed
    assert "Half written" not in listed
    page = client.get(f"/guidance/{shown.id}").get_data(as_text=True)
    assert "<strong>Rest</strong>" in page
    assert "<script>x" not in page
    assert client.get(f"/guidance/{draft.id}").status_code == 404


def test_staff_find_their_own_pages_from_a_public_one_and_visitors_do_not(client: FlaskClient) -> None:
    assert 'aria-label="Staff"' not in client.get("/needs").get_data(as_text=True)
    sign_in_as(client, Role.STAFF)
    assert 'href="/network"' in client.get("/needs").get_data(as_text=True)
