"""Who an entry is for, as other directories say it."""

import csv
from pathlib import Path

import pytest
from flask import Flask

from tests.exchange.imports import (
    GROUPS,
    SERVICE_ID,
    feed_service,
    find_service,
    read_report,
    run_import,
    write_json,
    write_mapping,
)
from tests.factories import make_need, make_term

pytestmark = pytest.mark.both_engines


def write_table(folder: Path, table: str, **row: str) -> None:
    with (folder / f"{table}.csv").open("w", newline="") as file:
        csv.writer(file).writerows([row.keys(), row.values()])


def make_attribute(number: int, name: str) -> dict[str, object]:
    """As Open Referral UK 3.0 sends it."""
    term_id = f"3f1c9b60-52a5-4e0e-8a3d-0c4e8f3f020{number}"
    term = {"id": term_id, "name": name, "description": name, "taxonomy": "Kinds", "code": name}
    link = {"link_id": SERVICE_ID, "link_type": "", "link_entity": "service", "taxonomy_term_id": term_id}
    return {"id": f"3f1c9b60-52a5-4e0e-8a3d-0c4e8f3f010{number}", "taxonomy_term": term} | link


def list_people(name: str) -> list[str]:
    return [one.taxonomy_term.slug for one in find_service(name).eligibility if one.taxonomy_term]


def test_a_mapping_names_groups_of_people_and_says_more_in_words(app: Flask, tmp_path: Path) -> None:
    for slug in ("carers", "women"):
        make_term(slug)
    tables = GROUPS + (
        "        people: {column: who, map: {Carers: [carers], Women only: [women]}, default: []}\n"
        "        eligibility_description: {column: about}\n"
    )
    rows = tmp_path / "groups.csv"
    rows.write_text("id,name,who,about\n1,Choir,Women only,Over 18\n2,Tea,anybody,\n", encoding="utf-8")
    mapping = write_mapping(tmp_path, tables)
    assert run_import(rows, "--mapping", str(mapping)).exit_code == 0
    assert (list_people("Choir"), find_service("Choir").eligibility_description) == (["women"], "Over 18")
    assert list_people("Tea") == []
    assert "2 unchanged" in run_import(rows, "--mapping", str(mapping)).output


def test_a_group_of_people_that_is_not_known_refuses_the_row(app: Flask, tmp_path: Path) -> None:
    tables = GROUPS + "        people: {column: who, map: {Dragons: [dragons]}}\n"
    rows = tmp_path / "groups.csv"
    rows.write_text("id,name,who,about\n1,Lair,Dragons,\n", encoding="utf-8")
    mapping, report = write_mapping(tmp_path, tables), tmp_path / "report.csv"
    for more in (["--dry-run"], []):
        result = run_import(rows, "--mapping", str(mapping), "--report", str(report), *more)
        assert result.exit_code == 1
        assert "There is no people term called “dragons”." in read_report(report)[0]["faults"]


def test_a_term_of_a_feed_that_names_people_says_who_it_is_for(app: Flask, tmp_path: Path) -> None:
    make_term("older-people")
    make_need("meeting-people")
    attributes = [
        make_attribute(n, name) for n, name in enumerate(("Older people", "Meeting people", "Ward 7"))
    ]
    run_import(write_json(tmp_path / "s.json", feed_service(attributes=attributes)))
    service = find_service("Tea on Tuesdays")
    assert list_people("Tea on Tuesdays") == ["older-people"]
    assert [one.taxonomy_term.name for one in service.attributes] == ["Meeting people", "Ward 7"]


def test_the_words_of_the_older_table_of_eligibility_stand_in_the_entry(app: Flask, tmp_path: Path) -> None:
    write_table(tmp_path, "services", id="s1", name="Tea", status="active")
    write_table(tmp_path, "eligibility", id="e1", service_id="s1", eligibility="Carers who live in Rutland")
    run_import(tmp_path, "--organization", "Example Tea")
    assert find_service("Tea").eligibility_description == "Carers who live in Rutland"
