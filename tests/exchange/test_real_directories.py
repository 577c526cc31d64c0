"""The importer on real directories and published feeds, which are kept beside the project."""

import csv
import json
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from directory.exchange.hsds_csv_writer import write_hsds_csv
from directory.exchange.readers.choose import read_path_tables
from directory.extensions import db
from directory.models import EntryVersion, Schedule, Service
from directory.models.codes import Status
from tests.exchange.imports import count_services, find_service, read_report, run_import, write_json
from tests.factories import make_need, make_postcode

MAPPINGS = Path("seed/mappings")
TRAFFORD = {
    "charities": (717, 0, 19),
    "food_banks": (170, 0, 1),
    "mental_health_services": (60, 0, 0),
    "sports_clubs": (140, 0, 0),
    "libraries": (141, 0, 0),
    "general_practices": (26, 0, 0),
    "jobcentres": (26, 0, 0),
    "childrens_centres": (2, 0, 0),
}
NEEDS = ("food", "sport", "gentle-exercise", "reading-and-libraries", "digital-help", "health-checks", "work")
MORE_NEEDS = ("benefits", "parenting", "someone-to-talk-to")


def make_needs() -> None:
    for slug in (*NEEDS, *MORE_NEEDS):
        make_need(slug)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def outcomes(report: Path) -> tuple[int, int, int]:
    found = [row["outcome"] for row in read_report(report)]
    return found.count("created"), found.count("refused"), found.count("skipped")


@pytest.mark.parametrize("name", TRAFFORD)
def test_every_file_of_trafford_comes_in_whole(
    app: Flask, shared_data: Path, tmp_path: Path, name: str
) -> None:
    make_needs()
    path = shared_data / "directories" / "trafford_uk" / f"{name}.csv"
    report = tmp_path / "report.csv"
    result = run_import(path, "--mapping", str(MAPPINGS / f"trafford_{name}.yaml"), "--report", str(report))
    assert outcomes(report) == TRAFFORD[name], result.output
    assert sum(TRAFFORD[name]) == len(rows_of(path))


def test_charity_text_in_capitals_is_calmed_and_numbers_are_kept(
    app: Flask, shared_data: Path, tmp_path: Path
) -> None:
    path = shared_data / "directories" / "trafford_uk" / "charities.csv"
    run_import(path, "--mapping", str(MAPPINGS / "trafford_charities.yaml"))
    service = find_service("The Cheshire Wildlife Trust Limited")
    numbers = [(i.identifier_scheme, i.identifier) for i in service.organization.organization_identifiers]
    assert numbers == [("GB-CHC", "214927"), ("GB-COH", "00738693")]
    assert (service.service_at_locations, service.service_areas[0].name) == ([], "Trafford")
    assert not db.session.scalars(select(Service.name).where(Service.name == "NA")).all()


def test_food_banks_have_the_hours_their_words_say(app: Flask, shared_data: Path) -> None:
    make_needs()
    path = shared_data / "directories" / "trafford_uk" / "food_banks.csv"
    run_import(path, "--mapping", str(MAPPINGS / "trafford_food_banks.yaml"))
    with_days = select(func.count(func.distinct(Schedule.service_id))).where(Schedule.freq.is_not(None))
    assert (db.session.scalar(with_days) or 0) >= 115
    service = db.session.scalars(select(Service).where(Service.name.startswith("BRASS Bolton"))).one()
    [schedule] = service.schedules
    assert (schedule.byday, str(schedule.opens_at), str(schedule.closes_at)) == ("WE", "10:00:00", "16:00:00")


@pytest.mark.slow
def test_libraries_with_hours_come_in_with_split_sessions_and_without_the_closed(
    app: Flask, shared_data: Path, tmp_path: Path
) -> None:
    make_needs()
    points = {row["postcode"]: row for row in rows_of(shared_data / "geo" / "postcodes_llr.csv")}
    path = shared_data / "directories" / "uk_libraries" / "libraries_uk_with_hours.csv"
    local = [row for row in rows_of(path) if row["Postcode"] in points]
    for row in {row["Postcode"]: row for row in local}.values():
        point = points[row["Postcode"]]
        make_postcode(row["Postcode"], float(point["latitude"]), float(point["longitude"]))
    report, mapping = tmp_path / "report.csv", str(MAPPINGS / "uk_libraries_with_hours.yaml")
    result = run_import(path, "--mapping", mapping, "--status", "active", "--report", str(report))
    assert outcomes(report) == (3753, 0, 478), result.output
    airyhall = find_service("Airyhall Library")
    saturday = [(s.opens_at.hour, s.closes_at.hour) for s in airyhall.schedules if "SA" in s.byday.split(",")]
    assert saturday == [(10, 13), (14, 17)]
    assert airyhall.status == Status.ACTIVE
    placed = [s for s in db.session.scalars(select(Service)) if s.service_at_locations[0].location.latitude]
    assert len(placed) == len([row for row in local if not row["Year closed"]])
    some = tmp_path / "some.csv"
    with some.open("w", newline="") as file:
        writer = csv.DictWriter(file, rows_of(path)[0])
        writer.writeheader()
        writer.writerows([row for row in rows_of(path) if not row["Year closed"]][:200])
    again = run_import(some, "--mapping", mapping, "--status", "active")
    assert "200 unchanged" in again.output


def test_english_libraries_keep_hours_in_words(app: Flask, shared_data: Path, tmp_path: Path) -> None:
    """All are rehearsed, which checks each as an import does; the first hundred are imported."""
    make_needs()
    path = shared_data / "directories" / "uk_libraries" / "libraries_england_2023.csv"
    report, options = tmp_path / "report.csv", ("--mapping", str(MAPPINGS / "uk_libraries_england_2023.yaml"))
    run_import(path, *options, "--dry-run", "--report", str(report))
    created, refused, skipped = outcomes(report)
    assert (refused, created + skipped, created > 2900) == (0, 3487, True)
    some = tmp_path / "libraries_england_2023.csv"
    some.write_text("".join(path.read_text(encoding="utf-8-sig").splitlines(keepends=True)[:101]))
    assert run_import(some, *options).exit_code == 0
    hub = find_service("Barking Learning Centre Community Hub")
    assert {(s.byday, s.description) for s in hub.schedules} == {
        ("MO,TU,WE,TH", "All Day (continuous)"),
        ("FR,SA,SU", "AM & PM (continuous)"),
    }


# What the two layouts cannot both say, and how the rows are made comparable:
# white space is one space; "9:00" is "09:00"; a day without times is closed, which HSDS 3 says by having no
# row for it; of a day with several sessions the expected files keep only the first.
COMPARED = {
    "organizations": ("id", "name", "description", "email", "url"),
    "locations": ("id", "organization_id", "name"),
    "services": ("id", "organization_id", "name", "description", "url", "application_process", "fees"),
    "phones": ("location_id", "service_id", "organization_id", "number"),
    "postal_addresses": ("organization_id", "address_1", "state_province", "postal_code"),
}


def compared(path: Path, columns: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [tuple(" ".join(row[column].split()) for column in columns) for row in rows_of(path)]


def sessions_by_day(path: Path) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """In the order of the file."""
    sessions: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for row in rows_of(path):
        if row["opens_at"]:
            times = (row["opens_at"].zfill(5), row["closes_at"].zfill(5))
            sessions.setdefault((row["location_id"], row["weekday"]), []).append(times)
    return sessions


def test_illinois_legal_aid_gives_the_hsds_files_that_it_must(shared_data: Path, tmp_path: Path) -> None:
    directory = shared_data / "directories" / "ilao_hsds"
    tables = read_path_tables(directory / "input", MAPPINGS / "illinois_legal_aid.yaml")
    write_hsds_csv(tables, tmp_path, "1.1")
    for name, columns in COMPARED.items():
        expected = compared(directory / "output" / f"{name}.csv", columns)
        assert compared(tmp_path / f"{name}.csv", columns) == expected, name
        assert len(expected) > 30
    expected_days = sessions_by_day(directory / "output" / "regular_schedules.csv")
    days = sessions_by_day(tmp_path / "regular_schedules.csv")
    assert list(days) == list(expected_days)
    assert all(expected_days[day] in ([session] for session in days[day]) for day in days)
    assert sum(len(sessions) > 1 for sessions in days.values()) < 100 < len(days)


def test_illinois_legal_aid_is_imported_from_its_own_files_and_from_hsds_1_1(
    app: Flask, shared_data: Path, tmp_path: Path
) -> None:
    directory = shared_data / "directories" / "ilao_hsds"
    report = tmp_path / "report.csv"
    mapping = str(MAPPINGS / "illinois_legal_aid.yaml")
    result = run_import(directory / "input", "--mapping", mapping, "--report", str(report))
    assert (outcomes(report), result.exit_code) == ((429, 1, 0), 1)
    run_import(directory / "output", "--source", "The same in HSDS 1.1", "--report", str(report))
    assert outcomes(report) == (429, 1, 0)
    both = db.session.scalars(select(Service).where(Service.name == "Free bankruptcy filing")).all()
    assert {(s.organization.name, s.description) for s in both} == {("Upsolve", "Direct representation")}
    assert len(both) == 2


def test_florida_legal_aid_comes_in_by_a_mapping(app: Flask, shared_data: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.csv"
    path, mapping = shared_data / "directories" / "florida_hsds", MAPPINGS / "florida_legal_aid.yaml"
    result = run_import(path, "--mapping", str(mapping), "--report", str(report))
    assert outcomes(report) == (135, 0, 0)
    assert "378 locations that no service names are left aside." in result.output


@pytest.mark.parametrize("form", ["csv", "service_full.json", "tabular.json", "organization_full.json"])
def test_the_examples_of_hsds_3_come_in(app: Flask, shared_data: Path, form: str) -> None:
    path = shared_data / "openreferral" / "hsds-3.0" / "examples" / form
    result = run_import(path, "--source", "Examples")
    service = find_service("Community Counselling")
    assert result.exit_code == 0
    assert service.organization.organization_identifiers[0].identifier == "1234567"
    assert [p.number for p in service.phones] == ["+44 1234 234567"]
    assert service.schedules[0].byday == "TH,FR"
    assert service.service_at_locations[0].location.addresses[0].city == "MyCity"


@pytest.mark.parametrize("feed", ["test", "default", "warn"])
def test_a_sound_feed_is_imported_and_its_oddities_are_told(app: Flask, shared_data: Path, feed: str) -> None:
    result = run_import(shared_data / "openreferral" / "example-feeds" / feed)
    assert (result.exit_code, count_services()) == (0, 1), result.output
    said = {"test": "says total_items 31 and holds 128", "warn": "taxonomy_term_list: only 1 of 2 pages"}
    assert said.get(feed, "organization_list: only 1 of 10 pages are here") in result.output


def test_all_128_services_of_the_test_feed_come_in_once_each_has_an_id_of_its_own(
    app: Flask, shared_data: Path, tmp_path: Path
) -> None:
    """As published they all carry one id."""
    feed = json.loads((shared_data / "openreferral/example-feeds/test/service_list.json").read_text())
    for number, service in enumerate(feed["contents"]):
        service["id"] = f"00000000-0000-4000-8000-{number:012d}"
    path, by = write_json(tmp_path / "services.json", feed), ("--organization", "Example Council")
    result = run_import(path, *by)
    assert (result.exit_code, count_services()) == (0, 128), result.output
    assert "says total_items 31 and holds 128" in result.output
    assert "128 unchanged" in run_import(path, *by).output
    assert db.session.scalar(select(func.count()).select_from(EntryVersion)) == 128


def test_the_faulty_feed_is_refused_and_its_faults_named(
    app: Flask, shared_data: Path, tmp_path: Path
) -> None:
    report = tmp_path / "report.csv"
    result = run_import(shared_data / "openreferral" / "example-feeds" / "fail", "--report", str(report))
    assert (result.exit_code, count_services()) == (1, 0)
    faults = {row["origin"]: row["faults"] for row in read_report(report)}
    assert "url: Not a web address" in faults["service_full.json"]
    assert "email: Not an e-mail address" in faults["service_full.json"]
    assert "name: Missing data" in faults["service_list.json, contents.0"]
