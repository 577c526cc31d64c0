"""The official files of Leicester, Leicestershire and Rutland, with the traps they are known for."""

import csv
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from directory.extensions import db
from directory.models import Area, AreaMembership, PlacePoint, Postcode
from directory.models.codes import AreaKind, PointKind
from directory.places.containment import is_current
from directory.places.loading.load import load_places
from directory.places.queries import find_place, find_practice, list_practice_areas, list_practices
from tests.factories import make_area

ON = date(2024, 11, 1)
POSTCODES = ("postcodes_llr.csv", "sectors_gb.csv", "outcodes_gb.csv")
PRACTICES = ("gp_practices_llr.csv", "pcn_llr.csv", "practice_to_pcn_llr.csv")


@pytest.fixture
def geo(shared_data: Path) -> Path:
    return shared_data / "geo"


def load(geo: Path, *names: str) -> list[str]:
    make_area("llr", AreaKind.SYSTEM, code="QK1", name="Leicester, Leicestershire and Rutland")
    db.session.commit()
    summary = load_places([geo / name for name in names], report=lambda *_: None, on=ON)
    db.session.commit()
    return summary.lines


def count(model: type, *where: object) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*where))


@pytest.mark.both_engines
def test_the_postcodes_of_three_counties_load(app: Flask, geo: Path) -> None:
    load(geo, *POSTCODES)
    assert count(Postcode) == 23_156
    assert count(PlacePoint, PlacePoint.kind == PointKind.DISTRICT) == 2_880
    assert count(PlacePoint, PlacePoint.kind == PointKind.SECTOR) == 10_820
    assert find_place("le1 1").precision == "sector"
    assert find_place("EH1 1ZZ").precision == "sector"


def test_every_published_coordinate_is_the_one_we_give_back(app: Flask, geo: Path) -> None:
    load(geo, "postcodes_llr.csv")
    rows = {row.postcode: row for row in db.session.scalars(select(Postcode))}
    with (geo / "postcodes_llr.csv").open() as file:
        for row in csv.DictReader(file):
            mine = rows[row["postcode"].replace(" ", "")]
            assert mine.latitude == pytest.approx(float(row["latitude"]))
            assert mine.district_code == row["admin_district_code"]


def test_three_open_practices_have_no_present_network_and_are_in_the_system_all_the_same(
    app: Flask, geo: Path
) -> None:
    load(geo, *PRACTICES)
    practices = list_practices(on=ON)
    assert len(practices) == 129
    kinds = {p.code: [area.kind for area in list_practice_areas(p, on=ON)] for p in practices}
    assert {code for code, found in kinds.items() if AreaKind.PCN not in found} == {
        "C82662",
        "Y03584",
        "Y05412",
    }
    assert all(found.count(AreaKind.PCN) <= 1 and AreaKind.SYSTEM in found for found in kinds.values())


def test_two_practice_postcodes_are_newer_than_the_file_and_fall_back(app: Flask, geo: Path) -> None:
    load(geo, *POSTCODES, *PRACTICES)
    known = set(db.session.scalars(select(Postcode.postcode)))
    newer = [p for p in list_practices(on=ON) if p.postcode.replace(" ", "") not in known]
    assert sorted((p.code, p.postcode) for p in newer) == [("C82109", "LE17 6PU"), ("Y03584", "LE1 8FL")]
    assert all(52.3 < p.latitude < 52.8 for p in newer)
    assert find_place("LE17 6PU").precision in ("sector", "district")


def test_ended_memberships_are_kept_and_are_not_current(app: Flask, geo: Path) -> None:
    load(geo, *PRACTICES)
    assert count(AreaMembership) == 162
    assert count(AreaMembership, is_current(AreaMembership, ON)) == 126
    assert count(Area, Area.kind == AreaKind.PCN) == 28
    assert count(Area, Area.kind == AreaKind.PCN, is_current(Area, ON)) == 26
    moved = find_practice("C82628", on=ON)
    before = {area.code for area in list_practice_areas(moved, on=date(2021, 6, 1))}
    now = {area.code for area in list_practice_areas(moved, on=ON)}
    assert "U12169" in before - now
    assert moved.name == "Groby Surgery"


def test_the_whole_folder_loads_at_once(app: Flask, geo: Path) -> None:
    assert len(load(geo, ".")) == 7
