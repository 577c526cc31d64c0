import threading
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from openpyxl import Workbook
from sqlalchemy import create_engine, func, inspect, select, text

from directory.extensions import db
from directory.models import Area, AreaMembership, AuditEvent, PlacePoint, Postcode
from directory.models.codes import AreaKind, PointKind
from directory.places.loading import postcode_rows, staging
from directory.places.loading.files import LoadRefused
from directory.places.loading.load import Summary, load_places
from directory.places.queries import find_place, find_practice
from tests.factories import make_area, make_postcode
from tests.places.synthetic import list_code_point_rows, write_code_point

ON = date(2024, 11, 1)


def load(*paths: Path, **values: object) -> Summary:
    """Loads and commits, from a session without an open transaction, as the command does."""
    db.session.commit()
    summary = load_places(paths, report=lambda *_: None, on=ON, **values)
    db.session.commit()
    return summary


def write(path: Path, *lines: str) -> Path:
    path.write_text("\r\n".join(lines))
    return path


def list_postcodes() -> list[str]:
    return list(db.session.scalars(select(Postcode.postcode).order_by(Postcode.postcode)))


def list_staged() -> list[str]:
    names = inspect(db.session.connection()).get_table_names()
    return [name for name in names if name.startswith("postcode_incoming")]


def count(model: type, *where: object) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*where))


@pytest.fixture
def headed(tmp_path: Path) -> Path:
    return write(
        tmp_path / "postcodes.csv",
        "postcode,latitude,longitude,admin_district_code,admin_ward_code",
        "LE1 1AA,52.63,-1.13,E06000016,E05010458",
        "LE1 1AB,52.65,-1.15,E06000016,E05010458",
        "LE1 2AA,52.67,-1.17,E07000129,",
    )


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


@pytest.mark.both_engines
def test_a_postcode_named_twice_refuses_the_whole_load(app: Flask, headed: Path, tmp_path: Path) -> None:
    make_postcode("LE9 9ZZ")
    again = write(tmp_path / "again.csv", *headed.read_text().splitlines())
    with pytest.raises(LoadRefused, match="twice"):
        load(headed, again)
    assert list_postcodes() == ["LE99ZZ"]
    assert list_staged() == []


@pytest.mark.both_engines
def test_a_load_that_is_stopped_changes_nothing_and_the_next_one_tidies_up(
    app: Flask, headed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_postcode("LE9 9ZZ")

    def stop(_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(staging.StagedPostcodes, "__exit__", lambda *_: None)
        patch.setattr(staging.StagedPostcodes, "finish", stop)
        with pytest.raises(KeyboardInterrupt):
            load(headed)
    db.session.rollback()
    assert list_postcodes() == ["LE99ZZ"]
    assert len(list_staged()) == 1
    db.session.rollback()
    load(headed)
    assert list_postcodes() == ["LE11AA", "LE11AB", "LE12AA"]
    assert list_staged() == []


@pytest.mark.both_engines
def test_readers_never_see_an_empty_or_half_filled_table(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postcode_rows, "_CHUNK", 50)
    small, large = write_code_point(tmp_path / "a.zip", 300), write_code_point(tmp_path / "b.zip", 900)
    load(small)
    seen, stop = set(), threading.Event()
    reader = create_engine(db.engine.url)

    def read() -> None:
        while not stop.is_set():
            with reader.connect() as connection:
                seen.add(connection.scalar(text("SELECT count(*) FROM postcode")))

    thread = threading.Thread(target=read)
    thread.start()
    try:
        for _ in range(3):
            load(large)
            load(small)
    finally:
        stop.set()
        thread.join()
        reader.dispose()
    assert seen <= {300, 900}
    assert 300 in seen


@pytest.mark.both_engines
def test_a_connection_that_asked_before_the_swap_gets_the_new_rows_after_it(
    app: Flask, headed: Path, tmp_path: Path
) -> None:
    load(headed)
    kept = create_engine(db.engine.url)
    with kept.connect() as connection:
        for _ in range(10):
            # Often enough for the driver to prepare the statement.
            assert connection.scalar(text("SELECT count(*) FROM postcode")) == 3
            connection.rollback()
        load(write_code_point(tmp_path / "gb.zip", 20))
        assert connection.scalar(text("SELECT count(*) FROM postcode")) == 20
    kept.dispose()


@pytest.mark.both_engines
def test_others_can_write_while_postcodes_are_being_read_in(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postcode_rows, "_CHUNK", 5)
    other = create_engine(db.engine.url, connect_args={"timeout": 1} if db.engine.name == "sqlite" else {})
    written = []

    def write_meanwhile(*_: object) -> None:
        with other.begin() as connection:
            written.append(connection.execute(text("UPDATE area SET name = name")))

    db.session.commit()
    load_places([write_code_point(tmp_path / "gb.zip", 30)], report=write_meanwhile, on=ON)
    db.session.commit()
    other.dispose()
    assert len(written) > 3


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


PRACTICES = (
    "code,name,hl_health_geography,postcode,open_date,close_date,status_code,prescribing_setting",
    "C82001,SOUTH PRACTICE,QK1,LE1 1AA,19740401,,A,4",
    "C82002,NORTH PRACTICE,QK1,LE1 1ZZ,19740401,20230331,C,4",
    "C82003,SLEEPING PRACTICE,QK1,LE1 1AB,19740401,,D,4",
    "A99927,A HOSPITAL,QK1,LE1 1AA,20180401,,A,0",
    "A81001,A PRACTICE ELSEWHERE,QHM,TS1 1AA,19740401,,A,4",
)
NETWORKS = (
    "pcn_code,pcn_name,sub_icb_name,open_date,close_date,postcode",
    'U00001,OLD PCN,"NHS LEICESTER, LEICESTERSHIRE AND RUTLAND ICB - 04C",20191001,20220331,LE1 1AA',
    'U00002,NEW PCN,"NHS LEICESTER, LEICESTERSHIRE AND RUTLAND ICB - 04V",20220401,,LE1 1AA',
    'U00003,FAR PCN,"NHS FAR AWAY ICB - 15M",20191001,,DE1 1AA',
)
MEMBERSHIPS = (
    "practice_code,pcn_code,start_date,end_date",
    "C82001,U00001,20191001,20220331",
    "C82001,U00002,20220401,",
    "A81001,U00003,20191001,",
)


@pytest.fixture
def nhs_lists(tmp_path: Path) -> Iterator[list[Path]]:
    lists = {"practices.csv": PRACTICES, "networks.csv": NETWORKS, "memberships.csv": MEMBERSHIPS}
    return [write(tmp_path / name, *lines) for name, lines in lists.items()]


def make_system() -> Area:
    return make_area("llr", AreaKind.SYSTEM, code="QK1", name="Leicester, Leicestershire and Rutland")


@pytest.mark.both_engines
def test_practices_and_networks_of_our_systems_become_areas_with_their_history(
    app: Flask, headed: Path, nhs_lists: list[Path]
) -> None:
    system = make_system()
    load(headed, *nhs_lists)
    assert count(Area, Area.kind == AreaKind.PRACTICE) == 3
    practice = find_practice("C82001", on=ON)
    assert (practice.name, practice.parent_id, practice.latitude) == ("South Practice", system.id, 52.63)
    assert find_practice("A81001") is None
    networks = {area.code: area for area in db.session.scalars(select(Area).where(Area.kind == AreaKind.PCN))}
    assert set(networks) == {"U00001", "U00002"}
    assert networks["U00001"].ends_on == date(2022, 3, 31)
    rows = db.session.execute(select(AreaMembership.group_id, AreaMembership.ends_on)).all()
    assert dict(rows) == {networks["U00001"].id: date(2022, 3, 31), networks["U00002"].id: None}


def test_closed_and_dormant_practices_are_not_current(app: Flask, nhs_lists: list[Path]) -> None:
    make_system()
    load(*nhs_lists)
    assert find_practice("C82001", on=ON) is not None
    assert find_practice("C82002", on=ON) is None
    assert find_practice("C82003", on=ON) is None


def test_a_practice_whose_postcode_is_unknown_stands_in_the_middle_of_its_sector(
    app: Flask, headed: Path, nhs_lists: list[Path]
) -> None:
    make_system()
    load(headed, *nhs_lists)
    closed = db.session.scalar(select(Area).where(Area.code == "C82002"))
    assert (closed.postcode, closed.latitude) == ("LE1 1ZZ", 52.64)


def test_loading_the_lists_again_changes_nothing_but_what_they_changed(
    app: Flask, nhs_lists: list[Path], tmp_path: Path
) -> None:
    make_system()
    load(*nhs_lists)
    practice = find_practice("C82001", on=ON)
    east = make_area("east", AreaKind.NEIGHBOURHOOD)
    db.session.add(AreaMembership(member_id=practice.id, group_id=east.id))
    before = {area.id for area in db.session.scalars(select(Area))}
    moved = write(tmp_path / "moved.csv", MEMBERSHIPS[0], MEMBERSHIPS[1], "C82001,U00001,20220401,")
    load(*nhs_lists)
    load(moved)
    assert {area.id for area in db.session.scalars(select(Area))} == before
    links = db.session.execute(select(Area.slug, AreaMembership.starts_on).join(AreaMembership.group)).all()
    assert sorted(links, key=str) == [
        ("east", None),
        ("old-pcn-u00001", date(2019, 10, 1)),
        ("old-pcn-u00001", date(2022, 4, 1)),
    ]


def test_everything_is_kept_when_asked_or_when_no_system_is_known(app: Flask, nhs_lists: list[Path]) -> None:
    load(*nhs_lists)
    assert count(Area, Area.kind == AreaKind.PRACTICE) == 4
    make_system()
    load(*nhs_lists, everywhere=True)
    assert find_practice("A81001", on=ON) is not None


def test_branches_belong_to_their_practice(app: Flask, tmp_path: Path, nhs_lists: list[Path]) -> None:
    make_system()
    line = ",".join(["{}", "A BRANCH", "Y60", "QK1", *[""] * 5, "LE1 1AA", "20200101", "", "A"])
    branches = write(tmp_path / "b.csv", line.format("C82001001"), line.format("A81001001"))
    load(*nhs_lists, branches)
    branch = find_practice("C82001001", on=ON)
    assert branch.parent.code == "C82001"
    assert find_practice("A81001001") is None


def test_the_workbook_of_networks_is_read_sheet_by_sheet(
    app: Flask, tmp_path: Path, nhs_lists: list[Path]
) -> None:
    make_system()
    book = Workbook()
    details, partners = book.active, book.create_sheet("PCN Core Partner Details")
    details.append(
        ["PCN Code", "PCN Name", "Current Sub ICB Loc Name", "Open Date", "Close Date", "Postcode"]
    )
    details.append(
        ["U00002", "NEW PCN", "NHS LEICESTER, LEICESTERSHIRE AND RUTLAND ICB - 04V", date(2022, 4, 1)]
    )
    heads = ["Partner Organisation Code", "Partner Name", "PCN Code"]
    days = ["Practice to PCN Relationship Start Date", "Practice to PCN Relationship End Date"]
    partners.append([*heads, *days])
    partners.append(["C82001", "SOUTH PRACTICE", "U00002", 20220401, None])
    book.save(tmp_path / "ePCN.xlsx")
    with zipfile.ZipFile(tmp_path / "ePCN.zip", "w") as archive:
        archive.write(tmp_path / "ePCN.xlsx", "ePCN.xlsx")
    load(nhs_lists[0], tmp_path / "ePCN.zip")
    network = db.session.scalar(select(Area).where(Area.kind == AreaKind.PCN))
    assert (network.name, network.starts_on) == ("New PCN", date(2022, 4, 1))
    assert db.session.scalar(select(AreaMembership.starts_on)) == date(2022, 4, 1)
