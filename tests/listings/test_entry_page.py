from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.extensions import db
from directory.listings import actions
from directory.models.codes import AssuranceMethod, Role
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_area, make_location_data, make_need, make_service, make_term


@pytest.fixture
def staff_client(client: FlaskClient) -> FlaskClient:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    return client


def page_of(client: FlaskClient, entry_id: object) -> str:
    db.session.commit()
    return client.get(f"/entry/{entry_id}").get_data(as_text=True)


def test_an_entry_answers_what_a_visitor_asks(client: FlaskClient) -> None:
    make_term("carers")
    make_area("charnwood")
    make_service(name="Another group")
    service = make_service(
        name="Tea and talk",
        description="Come as you **are**.",
        minimum_age=18,
        eligibility=[{"people": "carers"}],
        cost_options=[{"option": "A cup of tea", "amount": "1.50"}],
        schedules=[{"freq": "WEEKLY", "byday": "TU", "opens_at": "10:00", "closes_at": "12:00"}],
        service_at_locations=[make_location_data(accessibility=[{"description": "Step-free entrance"}])],
        languages=[{"name": "English"}, {"name": "Gujarati"}],
        referral_routes=["self", "gp"],
        service_areas=[{"area": "charnwood"}],
        phones=[{"number": "01164960123", "description": "Ask for Bev"}],
    )
    html = page_of(client, service.id)
    expected = (
        "<h1", "Tea and talk", "<strong>are</strong>", "Carers", "Age 18 and over", "£1.50", "A cup of tea",
        "Every Tuesday, 10am to 12pm", "Next dates", "1 Example Street", "LE1 1AA", "Step-free entrance",
        "English and Gujarati", "You can contact them yourself.", "Charnwood", 'href="tel:01164960123"',
        "0116 496 0123", "Ask for Bev", "Example Neighbours", "Not checked yet", "calendar.ics", "mailto:?",
    )  # fmt: skip
    assert [words for words in expected if words not in html] == []
    assert "Another group" not in html


def test_it_says_when_and_how_it_was_checked(client: FlaskClient) -> None:
    service = make_service()
    when = datetime(2026, 5, 2, 23, 30, tzinfo=UTC)
    actions.assure_entry(actor=None, entry=service, how=AssuranceMethod.PHONE, now=when)
    assert "Checked by phone on 3 May 2026" in page_of(client, service.id)


@pytest.mark.parametrize("status", ["draft", "suspended", "inactive"])
def test_what_is_not_published_is_not_found_by_the_public(client: FlaskClient, status: str) -> None:
    service = make_service(status=status, name="Hidden group")
    db.session.commit()
    answer = client.get(f"/entry/{service.id}")
    assert answer.status_code == 404
    assert "Hidden group" not in answer.get_data(as_text=True)
    assert client.get(f"/entry/{service.id}/calendar.ics").status_code == 404
    assert client.get(f"/entry/{uuid4()}").status_code == 404


def test_what_has_closed_for_good_says_so_and_leads_on(client: FlaskClient) -> None:
    make_need("debt")
    service = make_service(status="defunct", name="Old advice shop", needs=["debt"])
    db.session.commit()
    answer = client.get(f"/entry/{service.id}")
    assert answer.status_code == 410
    assert 'href="/needs/debt"' in answer.get_data(as_text=True)


def test_staff_see_an_unpublished_entry_and_that_it_is_one(staff_client: FlaskClient) -> None:
    service = make_service(status="suspended", name="Hidden group")
    html = page_of(staff_client, service.id)
    assert "Hidden group" in html
    assert "Suspended: the public cannot see this entry." in html


def test_a_place_for_staff_only_is_shown_to_staff_alone(client: FlaskClient) -> None:
    sites = [make_location_data(visibility="staff", name="Quiet House", latitude=52.61234)]
    service = make_service(service_at_locations=sites)
    html = page_of(client, service.id)
    assert "The address is not shown" in html
    for secret in ("Quiet House", "1 Example Street", "LE1 1AA", "52.61234"):
        assert secret not in html
    sign_in_as(client, Role.STAFF)
    assert "Quiet House" in page_of(client, service.id)


def test_a_confidential_place_is_on_no_page_not_even_for_staff(staff_client: FlaskClient) -> None:
    sites = [make_location_data(visibility="confidential", name="Safe House", latitude=52.61234)]
    sites[0]["schedules"] = [{"freq": "WEEKLY", "byday": "TU", "opens_at": "10:00"}]
    service = make_service(service_at_locations=sites)
    html = page_of(staff_client, service.id)
    assert "The address is not shown" in html
    for secret in ("Safe House", "1 Example Street", "LE1 1AA", "52.61234", "Every Tuesday"):
        assert secret not in html
    assert staff_client.get(f"/entry/{service.id}/calendar.ics").status_code == 404


def test_what_was_said_of_free_places_lapses(client: FlaskClient, app: Flask) -> None:
    days = app.config["AVAILABILITY_DAYS"]
    today = datetime.now(UTC).date()
    fresh = make_service(availability={"status": "full", "said_on": today.isoformat()})
    long_ago = date.fromordinal(today.toordinal() - days - 2).isoformat()
    stale = make_service(availability={"status": "full", "said_on": long_ago})
    assert "Full at the moment" in page_of(client, fresh.id)
    assert "Full at the moment" not in page_of(client, stale.id)


def test_a_group_that_is_paused_has_no_next_dates(client: FlaskClient) -> None:
    weekly = [{"freq": "WEEKLY", "byday": "TU", "opens_at": "10:00"}]
    until = date.fromordinal(datetime.now(UTC).toordinal() + 40).isoformat()
    paused = make_service(schedules=weekly, availability={"status": "paused", "paused_until": until})
    running = make_service(schedules=weekly)
    assert "Next dates" not in page_of(client, paused.id)
    assert "Paused until" in page_of(client, paused.id)
    assert "Next dates" in page_of(client, running.id)


def test_it_names_what_it_is_reached_through(client: FlaskClient) -> None:
    hub = make_service(name="The Hub")
    service = make_service(referred_through=[str(hub.id)])
    assert f'href="/entry/{hub.id}"' in page_of(client, service.id)


def test_a_suspended_entry_is_not_named_by_those_reached_through_it(client: FlaskClient) -> None:
    hub, open_hub = make_service(name="The Shut Hub"), make_service(name="The Hub Next Door")
    service = make_service(referred_through=[str(hub.id), str(open_hub.id)])
    actions.suspend_entry(actor=None, entry=hub, reason="")
    page = page_of(client, service.id)
    assert "The Hub Next Door" in page
    assert "The Shut Hub" not in page


def test_the_calendar_file_holds_the_next_dates(client: FlaskClient) -> None:
    service = make_service(
        name="Tea, talk; and more",
        schedules=[{"freq": "WEEKLY", "byday": "TU", "opens_at": "10:00", "closes_at": "12:00"}],
        service_at_locations=[make_location_data()],
    )
    db.session.commit()
    answer = client.get(f"/entry/{service.id}/calendar.ics")
    text = answer.get_data(as_text=True)
    assert answer.mimetype == "text/calendar"
    assert text.count("BEGIN:VEVENT") == 12
    assert "SUMMARY:Tea\\, talk\\; and more" in text
    assert "1 Example Street" in text


def test_markup_in_an_entry_is_shown_as_text(client: FlaskClient) -> None:
    bad = "<img src=x onerror=alert(1)>"
    service = make_service(
        name=bad,
        summary=bad,
        description=f"{bad} [x](javascript:alert(1))",
        organization={"name": f"Example {bad}"},
        phones=[{"number": "0116 496 0123", "description": bad}],
        schedules=[{"freq": "WEEKLY", "byday": "TU", "description": bad}],
    )
    html = page_of(client, service.id)
    assert "<img" not in html
    assert 'href="javascript' not in html


def test_something_wrong_can_be_reported_where_there_is_somebody_to_write_to(
    app: Flask, client: FlaskClient
) -> None:
    service = make_service()
    assert "Something%20is%20wrong" not in page_of(client, service.id)
    app.config["CONTACT_EMAIL"] = "directory@example.org"
    assert "mailto:directory@example.org?subject=Something%20is%20wrong" in page_of(client, service.id)


def test_the_map_of_an_entry_holds_its_public_places_only(staff_client: FlaskClient) -> None:
    shown = make_location_data(52.61, -1.11)
    hidden = make_location_data(52.62, -1.12, visibility="staff")
    page = page_of(staff_client, make_service(service_at_locations=[shown, hidden]).id)
    assert "52.61" in page
    assert "52.62" not in page
