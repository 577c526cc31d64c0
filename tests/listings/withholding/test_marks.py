"""Marks of withheld places and entries outlive their rows and hold no address."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from directory.extensions import db
from directory.listings import actions
from directory.listings.withholding import marks, sweep
from directory.models import EntryVersion, Location, Service, ServiceAtLocation, WithheldRecord
from directory.models.codes import Role, Status, Visibility
from directory.models.withholding.records import WithheldReason
from tests.factories import make_location_data, make_service, make_user

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
_ADDRESS = {"address_1": "3 Hush Lane", "city": "Shepshed", "postal_code": "LE12 9ZZ"}


def make_place(**values: object) -> Location:
    data = make_location_data(52.71234, -1.27654, addresses=[_ADDRESS | values])
    return make_service(service_at_locations=[data]).service_at_locations[0].location


@pytest.mark.both_engines
def test_another_row_of_a_withheld_place_is_withheld_until_that_row_is_released(app: Flask) -> None:
    place, twin = make_place(), make_place(address_1="3, HUSH LN", postal_code="le129zz")
    marks.note_place(place)
    db.session.flush()
    assert marks.is_place_withheld(twin)
    assert not marks.is_place_withheld(make_place(address_1="1 Market Place", postal_code="LE1 1AA"))
    marks.release_place(twin)
    db.session.flush()
    assert marks.is_place_released(twin)
    assert marks.is_place_withheld(place)
    assert not marks.is_place_released(place)
    marks.lift_place(place)
    assert not marks.is_place_withheld(place)
    assert marks.is_place_released(place)


def test_a_later_hiding_counts_more_than_an_earlier_release(app: Flask) -> None:
    place, twin = make_place(), make_place()
    marks.release_place(twin, NOW)
    marks.note_place(place, NOW + timedelta(days=1))
    db.session.flush()
    assert not marks.is_place_released(twin)


def test_a_row_that_is_merely_held_hides_no_neighbour(app: Flask) -> None:
    marks.note_place(make_place())
    db.session.flush()
    held = make_place(address_1="Shepshed")
    assert held.visibility == Visibility.CONFIDENTIAL
    address = _ADDRESS | {"address_1": "9 Hush Lane"}
    data = make_location_data(52.71404, -1.27654, name="Tea room", addresses=[address])
    neighbour = make_service(service_at_locations=[data]).service_at_locations[0].location
    assert neighbour.visibility == Visibility.PUBLIC
    sweep.note_everything_hidden()
    assert not marks.is_marked_place(held)


def test_no_mark_holds_a_street_or_postcode(app: Flask) -> None:
    marks.note_place(make_place())
    db.session.flush()
    rows = db.session.execute(select(WithheldRecord.__table__)).all()
    said = " ".join(str(tuple(row)) for row in rows).lower()
    assert len(rows) > 5
    assert not [word for word in ("hush", "le12", "shepshed", "52.7") if word in said]


def test_a_place_with_a_point_and_no_address_is_known_by_it(app: Flask) -> None:
    marks.note_place(make_place())
    db.session.flush()
    bare = make_service(service_at_locations=[make_location_data(52.71239, -1.27649, addresses=[])])
    assert bare.service_at_locations[0].location.visibility == Visibility.CONFIDENTIAL


@pytest.mark.parametrize(
    ("north", "street", "is_shown"),
    [(52.71234, "Market Place", False), (52.71274, "Market Place", True), (52.71234, "1 Market Place", True)],
)
def test_the_same_point_with_another_street_is_the_place_and_another_house_is_not(
    app: Flask, north: float, street: str, is_shown: bool
) -> None:
    marks.note_place(make_place())
    db.session.flush()
    near = {"address_1": street, "city": "Shepshed", "postal_code": "LE12 9AA"}
    other = make_service(service_at_locations=[make_location_data(north, -1.27654, addresses=[near])])
    found = other.service_at_locations[0].location.visibility
    assert found == (Visibility.PUBLIC if is_shown else Visibility.CONFIDENTIAL)


def test_marks_made_under_an_earlier_secret_are_found_while_it_is_named(app: Flask) -> None:
    place = make_place()
    marks.note_place(place)
    db.session.flush()
    before, app.config["SECRET_KEY"] = app.config["SECRET_KEY"], "n" * 40
    assert not marks.is_place_withheld(place)
    assert len(marks.list_unreadable_key_names()) == 1
    app.config["SECRET_KEY_FALLBACKS"] = [before]
    assert marks.is_place_withheld(place)
    assert marks.list_unreadable_key_names() == []


def test_an_entry_is_known_by_its_name_with_its_organization(app: Flask) -> None:
    service = make_service(name="Women's Refuge")
    marks.note_entry(service, WithheldReason.SUSPENDED)
    db.session.flush()
    twin = make_service(name="Womens refuge.", organization_id=str(service.organization_id))
    assert marks.is_entry_withheld(twin)
    other = make_service(name="Choir", organization_id=str(service.organization_id), service_at_locations=[])
    assert not marks.is_entry_withheld(other)
    marks.release_entry(twin)
    db.session.flush()
    assert not marks.is_entry_withheld(twin)
    assert marks.is_entry_withheld(service)
    marks.release_entry(service)
    assert not marks.is_entry_withheld(service)


@pytest.mark.parametrize("name", ["Other 1 (Town)", "Other 1 - Town", "Other 1 Group", "Other №1"])
def test_an_entry_is_known_by_what_its_name_begins_with(app: Flask, name: str) -> None:
    place = make_location_data(addresses=[_ADDRESS])
    service = make_service(name="Other 1", service_at_locations=[place])
    marks.note_entry(service, WithheldReason.SUSPENDED)
    db.session.flush()
    there = {"service_at_locations": [make_location_data(addresses=[_ADDRESS])]}
    assert marks.is_entry_withheld(make_service(name=name, **there))
    assert marks.is_entry_withheld(make_service(name="Fresh start", alternate_name="Other 1", **there))
    assert not marks.is_entry_withheld(make_service(name="Choir of joy", phones=[], **there))


def test_a_name_of_a_place_that_reads_like_a_street_does_not_hide_its_point(app: Flask) -> None:
    marks.note_place(make_place())
    db.session.flush()
    data = make_location_data(52.71239, -1.27649, name="Rose Court", addresses=[])
    bare = make_service(service_at_locations=[data])
    assert bare.service_at_locations[0].location.visibility == Visibility.CONFIDENTIAL


@pytest.mark.both_engines
def test_marks_kept_elsewhere_hide_what_a_database_shows(app: Flask) -> None:
    place, service = make_place(), make_service(name="Other 1")
    marks.note_place(place)
    marks.note_entry(service, WithheldReason.SUSPENDED)
    db.session.flush()
    kept = sweep.list_records()
    db.session.execute(db.delete(WithheldRecord))
    db.session.expire_all()
    assert sweep.apply_withheld() == sweep.Applied()
    assert sweep.add_records(kept) == len(kept)
    assert sweep.add_records(kept) == 0
    done = sweep.apply_withheld()
    assert (done.places, done.entries) == ([place.id], [service.id])
    assert (place.visibility, place.latitude) == (Visibility.CONFIDENTIAL, None)
    assert service.status == Status.SUSPENDED
    versions = db.session.scalars(select(EntryVersion)).all()
    assert not [one for one in versions if "Hush Lane" in str(one.snapshot)]
    assert sweep.apply_withheld() == sweep.Applied()


def test_of_two_marks_the_later_counts(app: Flask) -> None:
    place = make_place()
    marks.note_place(place)
    db.session.flush()
    hidden = sweep.list_records()
    marks.lift_place(place)
    db.session.flush()
    lifted = sweep.list_records()
    assert sweep.add_records(hidden) == 0
    assert not marks.is_place_withheld(place)
    db.session.execute(db.delete(WithheldRecord))
    db.session.expire_all()
    assert sweep.add_records(hidden) == sweep.add_records(lifted) == len(hidden)
    assert not marks.is_place_withheld(place)


def test_what_is_hidden_already_is_marked_for_a_database_from_before_the_marks(app: Flask) -> None:
    place = make_place()
    place.visibility = Visibility.CONFIDENTIAL
    service = make_service()
    actions.suspend_entry(actor=None, entry=service, reason="")
    db.session.execute(db.delete(WithheldRecord))
    sweep.note_everything_hidden()
    sweep.note_everything_hidden()
    assert marks.is_place_withheld(place)
    assert marks.is_entry_withheld(service)


def test_a_refuge_that_was_shown_before_is_withheld_with_the_first_start(app: Flask) -> None:
    place, hall = make_place(), make_place(address_1="1 Market Place", postal_code="LE1 1AA")
    service = db.session.scalars(select(Service).where(Service.id.in_(list_ids_at(place)))).one()
    service.name = "Women's Refuge"
    db.session.flush()
    sweep.note_everything_hidden()
    assert (place.visibility, hall.visibility) == (Visibility.CONFIDENTIAL, Visibility.PUBLIC)
    officer = make_user(Role.KNOWLEDGE_OFFICER)
    data = {"service_at_locations": [{"location": {"id": str(place.id), "visibility": "public"}}]}
    actions.edit_service(actor=officer, service=service, data=data, expected_version=service.version)
    sweep.note_everything_hidden()
    assert place.visibility == Visibility.PUBLIC


def list_ids_at(place: Location) -> list[uuid.UUID]:
    there = select(ServiceAtLocation.service_id).where(ServiceAtLocation.location_id == place.id)
    return list(db.session.scalars(there))
