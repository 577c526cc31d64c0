"""The mapping language: what each part makes, and that mistakes in it are named before anything is read."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from directory.exchange.readers.mapped_csv import apply_steps, calm_text, make_id, shorten
from directory.exchange.readers.mapping import read_mapping
from directory.exchange.records import UnreadableFile
from directory.extensions import db
from directory.models import Service
from tests.exchange.imports import (
    GROUPS,
    count_services,
    find_service,
    read_report,
    run_import,
    write_mapping,
)
from tests.factories import make_need, make_postcode


def write_rows(folder: Path, *rows: str, head: str = "id,name,who,about") -> Path:
    path = folder / "groups.csv"
    path.write_text("\n".join([head, *rows]), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("texts", "steps", "made"),
    [
        (["a", "b"], {}, "a, b"),
        (["a", "b"], {"join": ""}, "ab"),
        (["1 High St, Blaby, Leicester"], {"split": ",", "take": "last"}, "Leicester"),
        (["1 High St, Blaby, Leicester"], {"split": ",", "take": "first"}, "1 High St"),
        (["1 High St, Blaby, Leicester"], {"split": ",", "take": "all-but-last"}, "1 High St, Blaby"),
        (["1 High St, Blaby, Leicester"], {"split": ",", "take": "rest"}, "Blaby, Leicester"),
        (["x"], {"prefix": "About ", "suffix": "."}, "About x."),
        ([], {"prefix": "About ", "suffix": "."}, ""),
        ([], {"default": "none"}, "none"),
        (["Golf"], {"map": {"golf": ["sport"]}}, ["sport"]),
        (["Golf", "Bowls"], {"map": {"golf": ["sport"], "bowls": ["sport", "old"]}}, ["sport", "old"]),
        (["Chess"], {"map": {"golf": ["sport"]}, "default": ["games"]}, ["games"]),
        (["A LONG NAME"], {"calm": True}, "A long name"),
        (["one two three"], {"longest": 9}, "one two…"),
    ],
)
def test_steps_make_one_value_of_the_cells(texts: list[str], steps: dict[str, object], made: object) -> None:
    assert apply_steps(texts, steps) == made


def test_text_in_capitals_is_calmed_and_other_text_is_left_alone() -> None:
    assert calm_text("TO HELP THE POOR. AND THE OLD! ALSO") == "To help the poor. And the old! Also"
    assert calm_text("The NHS and the RSPCA") == "The NHS and the RSPCA"
    assert calm_text("DIY") == "DIY"
    assert calm_text("THE FRIENDS OF ST MARY'S HALL", as_name=True) == "The Friends of St Mary's Hall"
    assert calm_text("Friends OF Tea", as_name=True) == "Friends OF Tea"


def test_a_long_id_stays_its_own() -> None:
    first, second = make_id(["x" * 300, "1"]), make_id(["x" * 300, "2"])
    assert len(first) < 200
    assert first != second
    assert make_id(["", "a", "b"]) == "a | b"


def test_text_is_cut_at_a_word() -> None:
    assert shorten("one  two three", 100) == "one two three"


def test_rows_become_entries_with_all_that_the_mapping_says(app: Flask, tmp_path: Path) -> None:
    make_need("sport")
    make_postcode("LE1 1AA", 52.63, -1.13)
    tables = (
        GROUPS
        + """\
        needs: {column: about, map: {Football: [sport]}, default: []}
        referral_routes: [self, gp]
      phones: {number: {column: phone}}
      locations: {name: {column: name}}
      addresses: {address_1: {column: name}, postal_code: {column: postcode}}
      schedules: {hours: when}
      cost_options: {option: Each time, amount: {column: cost, match: '([0-9.]+)'}}
"""
    )
    path = write_rows(
        tmp_path,
        "7,Kick about,Example FC,Football,0116 496 0001,LE1 1AA,Tue 6pm - 8pm,£2.50",
        "8,Sit about,Example FC,Sitting,N/A,,,",
        head="id,name,who,about,phone,postcode,when,cost",
    )
    mapping = write_mapping(tmp_path, tables, head="empty: [N/A]\n")
    result = run_import(path, "--mapping", str(mapping), "--status", "active")
    service, bare = find_service("Kick about"), find_service("Sit about")
    assert result.exit_code == 0, result.output
    assert [a.taxonomy_term.slug for a in service.attributes] == ["sport"]
    assert (service.kind, service.status, service.source_id) == ("group", "active", "7")
    assert service.service_at_locations[0].location.latitude == 52.63
    assert [(s.byday, s.opens_at.hour) for s in service.schedules] == [("TU", 18)]
    assert service.cost_options[0].amount_pence == 250
    assert (bare.phones, bare.schedules, bare.cost_options, bare.status) == ([], [], [], "draft")
    assert bare.organization_id == service.organization_id


def test_rows_of_several_files_are_joined_by_their_keys(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "groups.csv").write_text("id,name,run_by,at\n1,Tea,o2,h1\n2,Coffee,o1,h1\n")
    (tmp_path / "people.csv").write_text("id,name\no1,Example One\no2,Example Two\no3,Unused\n")
    (tmp_path / "halls.csv").write_text("id,hall,hours\nh1,Example Hall,Mon 10-12\n")
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text("""\
source: Example list
files:
  people.csv:
    id: id
    tables:
      organizations: {id: {column: id}, name: {column: name}}
  halls.csv:
    id: id
    tables:
      locations: {name: {column: hall}}
      schedules: {hours: hours, also: {location_id: {column: id}}}
  groups.csv:
    id: id
    tables:
      services: {name: {column: name}, organization_id: {column: run_by}}
      service_at_locations: {service_id: {column: id}, location_id: {column: at}}
""")
    result = run_import(tmp_path, "--mapping", str(mapping))
    tea = find_service("Tea")
    assert tea.organization.name == "Example Two"
    assert tea.service_at_locations[0].location.name == "Example Hall"
    assert [s.byday for s in tea.service_at_locations[0].schedules] == ["MO"]
    assert (
        find_service("Coffee").service_at_locations[0].location_id == tea.service_at_locations[0].location_id
    )
    assert "1 organizations that no service names are left aside." in result.output


def test_rows_that_the_mapping_skips_are_told_with_the_reason(app: Flask, tmp_path: Path) -> None:
    path, report = write_rows(tmp_path, "1,Tea,We,", "2,Cake,We,closed", "3,Jam,We,Gone"), tmp_path / "r.csv"
    mapping = write_mapping(tmp_path, GROUPS)
    skip = "    skip:\n      - {column: about, is: [closed, gone], because: it has closed}\n"
    mapping.write_text(mapping.read_text().replace("    tables:\n", skip + "    tables:\n"))
    run_import(path, "--mapping", str(mapping), "--report", str(report))
    rows = read_report(report)
    assert [(r["outcome"], r["warnings"]) for r in rows[:2]] == [("skipped", "it has closed")] * 2
    assert db.session.scalars(select(Service.name)).all() == ["Tea"]


def test_a_bad_value_of_a_table_is_left_out_and_told_but_an_unknown_need_refuses(
    app: Flask, tmp_path: Path
) -> None:
    tables = GROUPS + "        url: {column: web}\n        needs: {column: need, map: {a: [dragons]}}\n"
    rows = ("1,Tea,We,Talk,not an address,", "2,Cake,We,Talk,,a")
    path = write_rows(tmp_path, *rows, head="id,name,who,about,web,need")
    report = tmp_path / "r.csv"
    result = run_import(path, "--mapping", str(write_mapping(tmp_path, tables)), "--report", str(report))
    tea, cake = read_report(report)
    assert "url: Not a web address" in tea["warnings"]
    assert cake["faults"] == "needs.0: There is no needs term called “dragons”."
    assert (result.exit_code, count_services()) == (1, 1)


START = "source: x\nfiles:\n  a.csv:\n    tables:\n      "


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("source: x", "line 1: A mapping needs source"),
        ("- a", "line 1: is not a mapping of names to values"),
        ("source: x\nfiles: {a.csv: {tables: {}}}\nfiels: 1", "line 1: “fiels” is not known in a mapping."),
        ("source: x\nsource: y", "line 2: “source” is there twice"),
        ("source: [", "line 1:"),
        ("source: !!python/name:os.system x", "line 1:"),
        (START + "servces: {}", "line 5: “servces” is no table."),
        (START + "services:\n        name: {colum: n}", "line 6: Give a"),
        (START + "services:\n        name: {column: n, tke: first}",
         "line 6: “tke” is not known in a value."),
        (START + "services:\n        name: {column: n, take: half}",
         "line 6: take is one of"),
        (START + "services:\n        name: {column: n, match: '('}",
         "line 6: match is no regular expression"),
        (START + "schedules: {hours: {XX: a}}", "line 5: hours is one"),
        (START + "schedules: {hours: a, clock: 13}", "line 5: clock is"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_mapping_is_named_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text(text)
    with pytest.raises(UnreadableFile) as caught:
        read_mapping(path)
    assert caught.value.message.startswith(f"mapping.yaml, {said}")


def test_a_file_that_the_mapping_names_and_the_folder_lacks_is_told(app: Flask, tmp_path: Path) -> None:
    result = run_import(tmp_path, "--mapping", str(write_mapping(tmp_path, GROUPS)))
    assert result.exit_code == 2
    assert "mapping.yaml, line 4: there is no groups.csv in" in result.output


def test_every_mapping_of_the_project_can_be_read() -> None:
    paths = sorted(Path("seed/mappings").glob("*.yaml"))
    assert len(paths) >= 12
    assert all(read_mapping(path).files for path in paths)
