"""Where a confidential place is stands in its own rows and nowhere else, old versions included."""

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.extensions import db
from directory.listings import actions
from directory.listings.dumping import dump_entry
from directory.models import EntryVersion, Service
from directory.models.codes import Role, Visibility
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_location_data, make_service

_WHERE = ("52.71234", "-1.27654", "Hush Lane", "LE12 9ZZ", "Hidden House", "behind the chapel")
_OWN_TABLES = ("location", "address", "accessibility")
_ADDRESS = {"address_1": "3 Hush Lane", "city": "Shepshed", "postal_code": "LE12 9ZZ"}


def make_house(**values: object) -> Service:
    place = make_location_data(
        52.71234, -1.27654, name="Hidden House", addresses=[_ADDRESS], transportation="behind the chapel"
    )
    return make_service(service_at_locations=[place], **values)


def hide(service: Service) -> None:
    data = dump_entry(service)
    data["service_at_locations"][0]["location"]["visibility"] = Visibility.CONFIDENTIAL.value
    actions.edit_service(actor=None, service=service, data=data, expected_version=service.version)


def list_rows_that_tell() -> list[tuple[str, str]]:
    """(table, what it tells) for every row of the database but those of the place itself."""
    tables = [table for table in db.metadata.sorted_tables if table.name not in _OWN_TABLES]
    rows = [(table.name, str(tuple(row))) for table in tables for row in db.session.execute(select(table))]
    return [(table, words) for table, row in rows for words in _WHERE if words in row]


def find_version(service: Service, number: int) -> EntryVersion:
    return db.session.query(EntryVersion).filter_by(entry_id=service.id, version=number).one()


@pytest.mark.both_engines
def test_no_row_but_its_own_tells_where_a_place_is_once_it_is_confidential(app: Flask) -> None:
    service, decoy = make_house(), make_service(service_at_locations=[make_location_data()])
    actions.edit_service(actor=None, service=service, data={"summary": "Second."}, expected_version=1)
    db.session.commit()
    assert ("entry_version", "Hush Lane") in list_rows_that_tell()
    hide(service)
    db.session.commit()
    db.session.expire_all()
    assert list_rows_that_tell() == []
    assert service.service_at_locations[0].location.addresses[0].address_1 == "3 Hush Lane"
    assert "1 Example Street" in json.dumps(find_version(decoy, 1).snapshot)


@pytest.mark.both_engines
def test_versions_of_every_entry_that_was_ever_there_forget_the_place(app: Flask) -> None:
    service = make_house()
    place_id = str(service.service_at_locations[0].location_id)
    other = make_service(service_at_locations=[{"location": {"id": place_id}}])
    gone = make_service(service_at_locations=[{"location": {"id": place_id}}])
    actions.edit_service(actor=None, service=gone, data={"service_at_locations": []}, expected_version=1)
    hide(service)
    db.session.commit()
    assert list_rows_that_tell() == []
    assert other.version == 2


def test_a_new_entry_that_hides_a_known_place_makes_old_versions_forget_it(app: Flask) -> None:
    service = make_house()
    place = {"id": str(service.service_at_locations[0].location_id), "visibility": "confidential"}
    make_service(service_at_locations=[{"location": place}])
    db.session.commit()
    assert list_rows_that_tell() == []


def test_an_old_version_put_back_keeps_the_place_and_its_secret(app: Flask) -> None:
    service = make_house(summary="First.")
    actions.edit_service(actor=None, service=service, data={"summary": "Second."}, expected_version=1)
    hide(service)
    db.session.commit()
    actions.restore_version(actor=None, entry=service, version=find_version(service, 1), expected_version=3)
    db.session.commit()
    db.session.expire_all()
    place = service.service_at_locations[0].location
    assert (service.summary, place.visibility) == ("First.", Visibility.CONFIDENTIAL)
    assert (place.name, place.addresses[0].postal_code) == ("Hidden House", "LE12 9ZZ")
    assert list_rows_that_tell() == []


def test_versions_of_a_hidden_place_can_still_be_compared(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    service = make_house(summary="First.")
    hide(service)
    actions.edit_service(actor=None, service=service, data={"summary": "Third."}, expected_version=2)
    db.session.commit()
    for number in (1, 2, 3):
        page = client.get(f"/admin/entries/{service.id}/versions/{number}")
        assert page.status_code == 200
        assert "Hush Lane" not in page.text
    assert "Third." in page.text
