"""A place that is here already is used for another entry without typing it again."""

import pytest
from flask.testing import FlaskClient

from directory.admin.known_places import find_places
from directory.extensions import db
from directory.models import Location
from directory.models.codes import Role
from tests.accounts.signing_in import sign_in_as
from tests.admin.forms import open_part, read_form, send_part
from tests.factories import make_location_data, make_service


def make_hall(**values: object) -> Location:
    address = {"address_1": "5 Mill Lane", "city": "Syston", "postal_code": "LE7 1AB"}
    place = make_location_data(name="Mill Hall", addresses=[address], **values)
    location = make_service(service_at_locations=[place]).service_at_locations[0].location
    make_service(service_at_locations=[make_location_data(name="Other Hall")])
    db.session.commit()
    return location


@pytest.mark.both_engines
@pytest.mark.parametrize("text", ["mill hall", "Mill Lane", "syston hall", "LE7 1AB", "le71ab", "le7"])
def test_a_place_is_found_by_name_street_town_or_postcode(client: FlaskClient, text: str) -> None:
    hall = make_hall()
    found = find_places(text)
    assert [(one.id, one.label, one.entry_count) for one in found] == [
        (hall.id, "Mill Hall, 5 Mill Lane, Syston, LE7 1AB", 1)
    ]


@pytest.mark.parametrize("text", ["", "   ", "100%", "_", "\0", "mill castle", "'; --"])
def test_other_words_find_nothing(client: FlaskClient, text: str) -> None:
    make_hall()
    assert find_places(text) == []


def test_a_found_place_is_used_without_a_script_and_stays_one_place(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    hall_id, service = make_hall().id, make_service()
    db.session.commit()
    form = open_part(client, service, "where-when") | {
        "find_place": "mill",
        "do": "find",
        "ends_on": "2030-01-02",
    }
    found = send_part(client, service, "where-when", form)
    assert f'value="use:{hall_id}"' in found.text
    assert "Mill Hall, 5 Mill Lane, Syston, LE7 1AB, 1 entry there" in " ".join(found.text.split())
    used = send_part(client, service, "where-when", read_form(found.text) | {"do": f"use:{hall_id}"})
    form = read_form(used.text)
    assert form["service_at_locations.0.location.id"] == [str(hall_id)]
    assert form["ends_on"] == ["2030-01-02"]
    assert send_part(client, service, "where-when", form).status_code == 302
    db.session.expire_all()
    assert [site.location_id for site in service.service_at_locations] == [hall_id]
    assert db.session.query(Location).filter_by(name="Mill Hall").one().addresses[0].city == "Syston"


@pytest.mark.parametrize("chosen", ["", "nothing", "00000000-0000-0000-0000-000000000000", "1" * 400])
def test_a_place_that_is_none_changes_nothing(client: FlaskClient, chosen: str) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    service = make_service()
    db.session.commit()
    form = open_part(client, service, "where-when") | {"do": f"use:{chosen}"}
    answer = send_part(client, service, "where-when", form)
    assert answer.status_code == 200
    assert "service_at_locations.0.location" not in answer.text


def test_a_confidential_place_says_so_and_stays_so(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    hall_id, service = make_hall(visibility="confidential").id, make_service()
    db.session.commit()
    form = open_part(client, service, "where-when") | {"find_place": "mill", "do": "find"}
    assert "(confidential)" in send_part(client, service, "where-when", form).text
    used = send_part(client, service, "where-when", form | {"do": f"use:{hall_id}"})
    send_part(client, service, "where-when", read_form(used.text))
    db.session.expire_all()
    assert db.session.get_one(Location, hall_id).visibility == "confidential"
