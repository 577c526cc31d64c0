from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from directory.errors import InvalidData
from directory.extensions import db
from directory.models import Area, AreaMembership, PlacePoint
from directory.models.codes import AreaKind, PointKind
from directory.places.actions import load_areas, load_points
from directory.places.queries import find_place
from tests.factories import make_postcode

ROWS = [
    {
        "kind": "practice",
        "slug": "surgery",
        "name": "Surgery",
        "code": "gp1",
        "memberships": [{"group": "pcn"}],
    },
    {"kind": "pcn", "slug": "pcn", "name": "Network", "parent": "llr"},
    {"kind": "system", "slug": "llr", "name": "Example system", "code": "QK1"},
    {"kind": "place", "slug": "county", "name": "County", "parent": "llr"},
    {"kind": "district", "slug": "charnwood", "name": "Charnwood", "code": "E07000130", "parent": "county"},
]


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


@pytest.mark.both_engines
def test_loading_areas_twice_changes_nothing(app: Flask) -> None:
    first = {slug: area.id for slug, area in load_areas(ROWS).items()}
    db.session.expire_all()
    assert {slug: area.id for slug, area in load_areas(ROWS).items()} == first
    assert (count(Area), count(AreaMembership)) == (5, 1)
    assert db.session.scalar(select(Area).where(Area.slug == "pcn")).parent_id == first["llr"]


def test_an_area_gets_the_same_id_in_every_database(app: Flask) -> None:
    before = load_areas(ROWS)["charnwood"].id
    db.session.rollback()
    assert load_areas(ROWS)["charnwood"].id == before


def test_loading_areas_puts_right_what_differs_and_leaves_other_areas_alone(app: Flask) -> None:
    load_areas([*ROWS, {"kind": "pcn", "slug": "other", "name": "Other"}])
    moved = {"group": "pcn", "ends_on": date(2023, 3, 31)}, {"group": "other", "starts_on": date(2023, 4, 1)}
    areas = load_areas([ROWS[0] | {"name": "New Surgery", "memberships": moved}])
    assert areas["surgery"].name == "New Surgery"
    assert areas["charnwood"].name == "Charnwood"
    ends = dict(db.session.execute(select(AreaMembership.group_id, AreaMembership.ends_on)).all())
    assert ends == {areas["pcn"].id: date(2023, 3, 31), areas["other"].id: None}


def test_an_area_that_names_an_unknown_parent_is_refused_by_name(app: Flask) -> None:
    with pytest.raises(InvalidData, match=r"“charnwood” names “county”"):
        load_areas([ROWS[4]])


@pytest.mark.both_engines
def test_points_are_loaded_once_and_place_the_areas_around_them(app: Flask) -> None:
    load_areas(ROWS)
    rows = [
        {
            "kind": "town",
            "name": "Loughborough",
            "latitude": "52.772",
            "longitude": "-1.206",
            "district": "charnwood",
        },
        {"name": "Saint Example", "latitude": "52.70", "longitude": "-1.10", "district": "E07000130"},
        {
            "kind": "district",
            "code": "LE12",
            "latitude": "52.766",
            "longitude": "-1.192",
            "district": "charnwood",
        },
    ]
    load_points(rows)
    load_points(rows)
    assert count(PlacePoint) == 3
    assert find_place("st. example").label == "Saint Example"
    assert find_place("le12").precision == "district"
    charnwood = db.session.scalar(select(Area).where(Area.kind == AreaKind.DISTRICT))
    assert charnwood.latitude == pytest.approx(52.736)
    assert find_place("County").latitude == pytest.approx(52.736)


def test_a_postcode_district_from_the_official_file_is_not_overwritten(app: Flask) -> None:
    load_areas(ROWS)
    make_postcode("LE12 7RX")
    official = PlacePoint(kind=PointKind.DISTRICT, key="LE12", name="LE12", latitude=52.75, longitude=-1.2)
    db.session.add(official)
    db.session.flush()
    load_points(
        [{"kind": "district", "code": "LE12", "latitude": "1", "longitude": "1", "district": "charnwood"}]
    )
    assert official.latitude == 52.75


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([{"name": "Norton", "latitude": "1", "longitude": "1"}] * 2, "longer name"),
        ([{"name": "Norton", "latitude": "1", "longitude": "1", "district": "nowhere"}], "nowhere"),
    ],
)
def test_points_that_cannot_be_told_apart_or_placed_are_refused(app: Flask, rows: list, message: str) -> None:
    with pytest.raises(InvalidData, match=message):
        load_points(rows)
