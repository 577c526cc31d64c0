"""The lists of practices, branches and networks of the NHS."""

import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from openpyxl import Workbook
from sqlalchemy import select

from directory.extensions import db
from directory.models import Area, AreaMembership
from directory.models.codes import AreaKind
from directory.places.queries import find_practice
from tests.factories import make_area
from tests.places.loading.loaded import ON, count, load, write

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
