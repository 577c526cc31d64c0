from datetime import UTC, datetime

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from directory.extensions import db
from directory.listings.dumping import dump_entry
from directory.models import Change
from directory.models.codes import AreaKind, Role
from tests.accounts.signing_in import give_session, sign_in_as
from tests.admin.forms import make_full_service, open_part, read_form, send_part
from tests.factories import make_area, make_guidance, make_postcode, make_service

ALL_PARTS = (
    "basics",
    "needs",
    "where-when",
    "contact",
    "cost",
    "joining",
    "areas",
    "checks",
    "crisis",
    "notes",
)


@pytest.mark.parametrize("slug", ALL_PARTS)
def test_a_page_opened_and_saved_unchanged_changes_nothing(client: FlaskClient, slug: str) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    service = make_full_service()
    before = dump_entry(service)
    page = client.get(f"/admin/entries/{service.id}/edit/{slug}")
    answer = client.post(f"/admin/entries/{service.id}/edit/{slug}", data=read_form(page.text))
    assert answer.status_code == 302, answer.text
    db.session.expire_all()
    assert dump_entry(service) == before


@pytest.mark.parametrize("slug", ["basics", "needs", "links", "crisis", "notes"])
def test_a_page_of_guidance_saved_unchanged_changes_nothing(client: FlaskClient, slug: str) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    guidance = make_guidance(links=[{"label": "More", "url": "https://www.example.org/"}], body="\n# A\n\nb")
    db.session.commit()
    before = dump_entry(guidance)
    page = client.get(f"/admin/entries/{guidance.id}/edit/{slug}")
    answer = client.post(f"/admin/entries/{guidance.id}/edit/{slug}", data=read_form(page.text))
    assert answer.status_code == 302
    db.session.expire_all()
    assert dump_entry(guidance) == before


def test_adding_and_removing_rows_keeps_everything_typed_and_saves_nothing(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    service = make_full_service()
    form = open_part(client, service, "contact") | {
        "phones.0.number": "0116 496 0777",
        "url": "not an address",
    }
    added = send_part(client, service, "contact", form | {"do": "add:phones"})
    assert added.status_code == 200
    again = read_form(added.text)
    assert again["phones.0.number"] == ["0116 496 0777"]
    assert again["url"] == ["not an address"]
    assert again["phones.1.number"] == [""]
    removed = send_part(client, service, "contact", again | {"do": "remove:phones.0"})
    assert "0116 496 0777" not in removed.text
    db.session.expire_all()
    assert (service.version, service.phones[0].number) == (1, "0116 496 0123")


def test_a_place_with_its_times_is_added_row_by_row(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    service = make_service()
    make_postcode("LE3 0AA", 52.6, -1.2)
    db.session.commit()
    form = open_part(client, service, "where-when")
    form = read_form(send_part(client, service, "where-when", form | {"do": "add:service_at_locations"}).text)
    press = {"do": "add:service_at_locations.0.schedules"}
    form = read_form(send_part(client, service, "where-when", form | press).text)
    start = "service_at_locations.0"
    form |= {
        f"{start}.location.name": "Example Hall",
        f"{start}.location.addresses.0.address_1": "2 Example Road",
        f"{start}.location.addresses.0.postal_code": "LE3 0AA",
        f"{start}.schedules.0.repeat": "monthly",
        f"{start}.schedules.0.weeks": ["1", "-1"],
        f"{start}.schedules.0.days": ["FR"],
        f"{start}.schedules.0.opens_at": "14:00",
    }
    answer = send_part(client, service, "where-when", form)
    assert answer.status_code == 302, answer.text
    db.session.expire_all()
    site = service.service_at_locations[0]
    assert (site.location.name, site.location.latitude) == ("Example Hall", 52.6)
    assert (site.schedules[0].freq, site.schedules[0].byday) == ("MONTHLY", "1FR,-1FR")


def test_a_place_that_moves_gets_the_position_of_its_new_postcode(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    service = make_full_service()
    make_postcode("LE3 0AA", 52.6, -1.2)
    db.session.commit()
    form = open_part(client, service, "where-when")
    form["service_at_locations.0.location.addresses.0.postal_code"] = ["LE3 0AA"]
    assert send_part(client, service, "where-when", form).status_code == 302
    db.session.expire_all()
    location = service.service_at_locations[0].location
    assert (location.latitude, location.longitude) == (52.6, -1.2)


def test_making_a_place_confidential_takes_its_position_away(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    service = make_full_service()
    form = open_part(client, service, "where-when")
    form["service_at_locations.0.location.visibility"] = ["confidential"]
    assert send_part(client, service, "where-when", form).status_code == 302
    db.session.expire_all()
    assert service.service_at_locations[0].location.latitude is None


def test_a_change_to_a_shared_place_is_told_for_every_entry_there(app: Flask, client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    service, decoy = make_full_service(), make_service()
    shared = {"location": {"id": str(service.service_at_locations[0].location_id)}}
    neighbour = make_service(service_at_locations=[shared])
    db.session.commit()
    last = db.session.scalar(select(func.max(Change.seq))) or 0
    form = open_part(client, service, "where-when")
    form["service_at_locations.0.location.transportation"] = ["Bus 22 stops outside."]
    send_part(client, service, "where-when", form)
    told = set(db.session.scalars(select(Change.entry_id).where(Change.seq > last)))
    assert told == {service.id, neighbour.id}
    assert decoy.id not in told


def test_every_second_week_needs_a_first_date_to_count_from(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    service = make_full_service()
    start = "service_at_locations.0.schedules.0"
    form = open_part(client, service, "where-when") | {f"{start}.repeat": "2"}
    answer = send_part(client, service, "where-when", form)
    assert "the right weeks are counted" in answer.text
    form[f"{start}.valid_from"] = ["2026-03-03"]
    assert send_part(client, service, "where-when", form).status_code == 302
    db.session.expire_all()
    schedule = service.service_at_locations[0].schedules[0]
    assert (schedule.interval, str(schedule.dtstart)) == (2, "2026-03-03")


def test_saying_that_there_is_room_without_a_date_means_today(client: FlaskClient) -> None:
    officer = sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    service = make_service()
    db.session.commit()
    form = open_part(client, service, "joining") | {"availability.status": "open"}
    with time_machine.travel(datetime(2026, 3, 2, 10, tzinfo=UTC), tick=False):
        give_session(client, officer)
        send_part(client, service, "joining", form)
    db.session.expire_all()
    assert (service.availability, str(service.availability_said_on)) == ("open", "2026-03-02")


def test_a_hub_is_found_by_name_and_ticked(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    service, hub = make_service(), make_service(name="Example Wellbeing Hub")
    db.session.commit()
    form = open_part(client, service, "joining")
    found = send_part(client, service, "joining", form | {"do": "find", "find_entry": "wellbeing"})
    assert f'value="{hub.id}"' in found.text
    own = send_part(client, service, "joining", form | {"do": "find", "find_entry": service.name})
    assert f'value="{service.id}"' not in own.text
    send_part(client, service, "joining", read_form(found.text) | {"referred_through": [str(hub.id)]})
    db.session.expire_all()
    assert [link.through_id for link in service.referred_through] == [hub.id]


def test_markdown_is_shown_as_it_will_look_before_it_is_saved(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    guidance = make_guidance()
    db.session.commit()
    typed = {"name": "A", "body": "## Hello\n\n**bold** <script>alert(1)</script>", "do": "preview"}
    answer = client.post(f"/admin/entries/{guidance.id}/edit/basics", data=typed)
    assert "<strong>bold</strong>" in answer.text
    assert "<script>alert" not in answer.text
    db.session.expire_all()
    assert guidance.version == 1


def test_a_ward_or_a_practice_is_found_by_name_and_chosen(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    service = make_full_service()
    make_area("castle-ward", AreaKind.WARD, code="E05000001")
    make_area("abbey-ward", AreaKind.WARD)
    db.session.commit()
    form = open_part(client, service, "areas")
    assert "Castle Ward" not in client.get(f"/admin/entries/{service.id}/edit/areas").text
    found = send_part(client, service, "areas", form | {"do": "find", "find_entry": "castle"})
    assert "Castle Ward" in found.text
    assert "Abbey Ward" not in found.text
    send_part(client, service, "areas", read_form(found.text) | {"service_areas.0.area": "castle-ward"})
    db.session.expire_all()
    assert [row.area and row.area.slug for row in service.service_areas] == ["castle-ward", None]
    assert "Castle Ward" in client.get(f"/admin/entries/{service.id}").text
