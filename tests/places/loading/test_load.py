import zipfile
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import inspect, select

from directory.extensions import db
from directory.models import Area, AuditEvent, PlacePoint, Postcode
from directory.models.codes import AreaKind, PointKind
from directory.places.loading.files import LoadRefused
from directory.places.queries import find_place
from tests.factories import make_area, make_postcode
from tests.places.loading.loaded import count, list_postcodes, list_staged, load, write
from tests.places.synthetic import list_code_point_rows, write_code_point


@pytest.mark.both_engines
def test_code_point_open_replaces_the_postcodes_in_one_step(app: Flask, tmp_path: Path) -> None:
    make_postcode("ZZ1 1AA")
    summary = load(write_code_point(tmp_path / "codepo_gb.zip", 500))
    assert count(Postcode) == 500
    assert find_place("ZZ1 1AA") is None
    place = find_place("aa1 1aa")
    assert (place.precision, place.postcode) == ("postcode", "AA1 1AA")
    assert place.latitude == pytest.approx(52.5979, abs=0.0002)
    assert place.longitude == pytest.approx(-2.0014, abs=0.0002)
    assert "500 postcodes (there were 1)" in summary.lines[0]
    assert inspect(db.session.connection()).get_pk_constraint("postcode")["constrained_columns"] == [
        "postcode"
    ]
    assert count(AuditEvent, AuditEvent.event == "places.loaded") == 1


@pytest.mark.both_engines
def test_loading_the_same_file_twice_gives_the_same_tables(app: Flask, headed: Path) -> None:
    first = (load(headed), list_postcodes(), count(PlacePoint))[1:]
    assert (load(headed), list_postcodes(), count(PlacePoint))[1:] == first
    assert list_staged() == []


def test_sectors_and_districts_are_the_middle_of_their_postcodes(app: Flask, headed: Path) -> None:
    load(headed)
    points = {(p.kind, p.key): p for p in db.session.scalars(select(PlacePoint))}
    sector, district = points[PointKind.SECTOR, "LE1 1"], points[PointKind.DISTRICT, "LE1"]
    assert (sector.latitude, sector.longitude) == (52.64, -1.14)
    assert (district.latitude, district.longitude) == (52.65, -1.15)
    assert (sector.district_codes, district.district_codes) == ("E06000016", "E06000016 E07000129")


def test_districts_and_wards_we_know_as_areas_move_to_the_middle_of_their_postcodes(
    app: Flask, headed: Path
) -> None:
    leicester = make_area("leicester", code="E06000016", latitude=1.0, longitude=1.0)
    ward = make_area("castle", AreaKind.WARD, code="E05010458")
    other = make_area("elsewhere", code="E07000999", latitude=2.0, longitude=2.0)
    load(headed)
    assert (leicester.latitude, leicester.longitude) == (52.64, -1.14)
    assert ward.latitude == 52.64
    assert other.latitude == 2.0


def test_districts_that_are_no_areas_here_are_told_and_not_made(app: Flask, headed: Path) -> None:
    make_area("leicester", code="E06000016")
    summary = load(headed)
    assert "1 of the 2 local authority districts" in summary.lines[1]
    assert count(Area) == 1


def test_the_ons_directory_is_read_without_what_has_ended_or_has_no_place(app: Flask, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "ONSPD.zip", "w") as archive:
        rows = "pcd,pcd2,pcds,dointr,doterm,oslaua,osward,lat,long\n"
        rows += '"LE1 1AA","LE1  1AA","LE1 1AA","198001","","E06000016","E05010458",52.63,-1.13\n'
        rows += '"LE1 1AB","LE1  1AB","LE1 1AB","198001","200001","E06000016","E05010458",52.63,-1.13\n'
        rows += '"JE2 3AA","JE2  3AA","JE2 3AA","198001","","L99999999","L99999999",99.999999,0.000000\n'
        rows += '"BT1 1AA","BT1  1AA","BT1 1AA","198001","","N09000003","N99999999",54.6,-5.93\n'
        archive.writestr("Data/ONSPD_AUG_2025_UK.csv", rows)
        archive.writestr("Data/multi_csv/ONSPD_AUG_2025_UK_LE.csv", rows)
        archive.writestr("Documents/names.csv", "LAD23CD,LAD23NM\n")
    summary = load(tmp_path / "ONSPD.zip")
    assert list_postcodes() == ["BT11AA", "LE11AA"]
    assert "1 rows left out that are no longer used." in summary.lines
    assert "1 rows left out without coordinates." in summary.lines
    assert db.session.get(Postcode, "BT11AA").ward_code is None


def test_code_point_rows_without_coordinates_are_left_out(app: Flask, tmp_path: Path) -> None:
    with_place, without = list_code_point_rows("LE", 2)
    without[1:4] = ["90", "0", "0"]
    load(write(tmp_path / "le.csv", ",".join(with_place), ",".join(without)))
    assert list_postcodes() == ["LE11AA"]


def test_a_folder_and_single_files_load_together_as_one_table(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for area in ("LE", "DE"):
        write(tmp_path / "folder" / f"{area}.csv", *(",".join(row) for row in list_code_point_rows(area, 2)))
    single = write(tmp_path / "ng.csv", *(",".join(row) for row in list_code_point_rows("NG", 1)))
    load(tmp_path / "folder", single)
    assert list_postcodes() == ["DE11AA", "DE11AB", "LE11AA", "LE11AB", "NG11AA"]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("name,address\nx,y\n", "begins “name,address”"),
        ("", "is empty"),
        ("postcode,latitude,longitude\n", "holds no postcode with a place"),
        ("postcode,latitude,longitude\nLE1 1AA,north,west\n", "cannot be read, such as “LE1 1AA,north,west”"),
        ("\x00\xff\x00binary", "cannot be loaded"),
    ],
)
def test_an_unknown_or_damaged_file_is_refused_by_what_it_holds(
    app: Flask, tmp_path: Path, text: str, seen: str
) -> None:
    make_postcode("LE9 9ZZ")
    with pytest.raises(LoadRefused, match=seen):
        load(write(tmp_path / "file.csv", text))
    db.session.rollback()
    assert list_postcodes() == ["LE99ZZ"]


def test_a_missing_file_and_a_broken_zip_are_named(app: Flask, tmp_path: Path) -> None:
    with pytest.raises(LoadRefused, match=r"no file or folder .*nowhere\.csv"):
        load(tmp_path / "nowhere.csv")
    whole = write_code_point(tmp_path / "whole.zip", 100).read_bytes()
    (tmp_path / "broken.zip").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(LoadRefused, match=r"broken\.zip cannot be loaded"):
        load(tmp_path / "broken.zip")


def test_published_sector_points_serve_where_our_own_postcodes_are_fewer(
    app: Flask, headed: Path, tmp_path: Path
) -> None:
    sectors = write(
        tmp_path / "sectors.csv",
        "sector,postcode_count,easting,northing,latitude,longitude",
        "LE1 1,2,0,0,52.0,-1.0",
        "LE1 2,40,0,0,52.1,-1.1",
        "AB10 1,216,0,0,57.144096,-2.107002",
    )
    load(headed, sectors)
    points = {
        p.key: p for p in db.session.scalars(select(PlacePoint).where(PlacePoint.kind == PointKind.SECTOR))
    }
    assert points["LE1 1"].latitude == 52.64
    assert (points["LE1 2"].latitude, points["LE1 2"].district_code) == (52.1, "E07000129")
    assert points["LE1 2"].district_codes is None
    assert find_place("AB10 1ZZ").label == "AB10 1"
