"""Entries that came before their postcodes are found near them once the postcodes are there."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from directory.extensions import db, expect_writes
from directory.models import Change, EntryVersion, Location, Service
from directory.places.queries import locate_postcode
from tests.factories import make_area, make_location_data, make_service
from tests.places.synthetic import write_code_point
from tests.search.searching import names, search_for
from tests.search.test_confidential_places import build


def make_unplaced(name: str, postcode: str, **values: object) -> Service:
    address = {"address_1": f"{ord(name[0])} {name} Street", "city": "Leicester", "postal_code": postcode}
    place = make_location_data(
        name=f"{name} Hall", addresses=[address], **{"latitude": None, "longitude": None} | values
    )
    return make_service(name=name, service_at_locations=[place])


def run(app: Flask, *arguments: str) -> str:
    db.session.commit()
    done = app.test_cli_runner().invoke(args=["places", *arguments])
    assert done.exit_code == 0, done.output
    expect_writes()
    db.session.expire_all()
    return done.output


def place_of(service: Service) -> Location:
    return service.service_at_locations[0].location


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.both_engines
def test_loading_postcodes_places_what_was_imported_before(app: Flask, tmp_path: Path) -> None:
    district_id = make_area("example-district", code="E07000001").id
    ids = {
        name: make_unplaced(name, postcode, **values).id
        for name, postcode, values in (
            ("Tea", "aa1 1aa", {}),
            ("Unknown", "ZZ9 1AA", {}),
            ("Placed", "AA1 1AA", {"latitude": 52.5, "longitude": -1.5}),
            ("Secret", "AA1 1AA", {"visibility": "confidential"}),
        )
    }
    output = run(app, "load", str(write_code_point(tmp_path / "gb.zip", 300)))
    found = {name: db.session.get_one(Service, one) for name, one in ids.items()}
    point = locate_postcode("AA1 1AA")
    assert point is not None
    assert "2 places of entries given the point of their postcode" in output
    assert (place_of(found["Tea"]).latitude, place_of(found["Tea"]).district_id) == (
        point.latitude,
        district_id,
    )
    assert (place_of(found["Placed"]).latitude, place_of(found["Placed"]).district_id) == (52.5, district_id)
    assert place_of(found["Unknown"]).latitude is None
    assert (place_of(found["Secret"]).latitude, place_of(found["Secret"]).district_id) == (None, None)
    assert {name: one.version for name, one in found.items()} == {
        "Tea": 2,
        "Unknown": 1,
        "Placed": 2,
        "Secret": 1,
    }


def test_a_second_time_changes_nothing(app: Flask, tmp_path: Path) -> None:
    make_unplaced("Tea", "AA1 1AA")
    run(app, "load", str(write_code_point(tmp_path / "gb.zip", 300)))
    before = count(Change), count(EntryVersion)
    assert run(app, "fill") == ""
    assert (count(Change), count(EntryVersion)) == before


def test_every_entry_at_the_place_is_found_near_it_without_a_new_index(app: Flask, tmp_path: Path) -> None:
    tea = make_unplaced("Tea", "AA1 1AA")
    shared = {"location": {"id": str(tea.service_at_locations[0].location_id)}}
    make_service(name="Choir", service_at_locations=[shared])
    make_service(name="Far away", service_at_locations=[make_location_data(50.1, -5.5)])
    build()
    run(app, "load", str(write_code_point(tmp_path / "gb.zip", 300)))
    assert sorted(names(search_for(place="AA1 1AA", within="5"))) == ["Choir", "Tea"]
