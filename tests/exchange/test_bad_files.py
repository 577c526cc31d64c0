"""Files that are broken, hostile or of another kind: a clear message, the right exit status, no traceback."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.exchange.entries.data import make_entry_data, make_organization_data
from directory.exchange.entries.faults import find_faults
from directory.exchange.readers import files
from directory.exchange.readers.choose import read_path
from directory.exchange.records import UnreadableFile
from tests.exchange.imports import (
    GROUPS,
    SERVICE_ID,
    count_services,
    feed_service,
    find_service,
    read_report,
    run_import,
    write_json,
    write_mapping,
)

HEAD = b"id,name,who,about\n"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.json", b'{"name": ', "a.json, line 1, column 10: is not JSON."),
        ("a.json", b"", "a.json, line 1, column 1: is not JSON."),
        ("a.json", b"[NaN]", "NaN is no number of JSON"),
        ("a.json", b"[" * 100_000, "a.json is not JSON that can be read"),
        ("a.json", b"[" + b"9" * 5_000 + b"]", "a.json is not JSON that can be read"),
        ("a.json", b'{"name": "\xff"}', "a.json, line 1: is not utf-8 text."),
        ("a.json", b'{"a":\n "\x00"}', "a.json, line 2: holds a NUL character."),
        ("a.json", b"3", "a.json holds no service"),
        ("a.json", b"{}", "a.json holds no service"),
        ("a.json", b'{"contents": []}', "a.json holds no service"),
        ("a.csv", HEAD, "a.csv: say what its columns mean with --mapping FILE"),
        ("a.xlsx", b"PK", "a.xlsx: neither JSON nor CSV, by its name."),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_the_reason(
    app: Flask, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    result = run_import(tmp_path / name)
    assert (result.exit_code, count_services()) == (2, 0)
    assert said in result.output


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "groups.csv, line 1: has no headings."),
        (b"id,name,who,about,name\n", "groups.csv, line 1: the heading “name” is there twice."),
        (HEAD + b"1,Tea,We,Talk,more\n", "groups.csv, line 2: has 5 cells under 4 headings."),
        (HEAD + b'1,"Tea,We,Talk\n', "groups.csv, line 2: a quotation mark is opened and never closed."),
        (HEAD + b"1," + b"x" * 300_000 + b",We,Talk\n", "a cell is longer than 200,000 characters"),
        (HEAD + b"1,Caf\xe9,We,Talk\n", "groups.csv, line 2: is not utf-8 text."),
        (HEAD + b"1,Tea\x00,We,Talk\n", "groups.csv, line 2: holds a NUL character."),
        (b"id,name,who\n1,Tea,We\n", "has no column “about”. It has id, name, who."),
    ],
)
def test_a_table_that_cannot_be_read_is_named_with_its_line(
    app: Flask, tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "groups.csv"
    path.write_bytes(content)
    result = run_import(path, "--mapping", str(write_mapping(tmp_path, GROUPS)))
    assert (result.exit_code, count_services()) == (2, 0)
    assert said in result.output


@pytest.mark.parametrize(
    ("encoding", "head"), [("utf-16", ""), ("utf-8-sig", ""), ("cp1252", "encoding: cp1252\n")]
)
def test_encodings_that_say_what_they_are_or_are_named_are_read(
    app: Flask, tmp_path: Path, encoding: str, head: str
) -> None:
    path = tmp_path / "groups.csv"
    path.write_bytes("id,name,who,about\n1,Café,We,Talk\n".encode(encoding))
    result = run_import(path, "--mapping", str(write_mapping(tmp_path, GROUPS, head=head)))
    assert result.exit_code == 0, result.output
    assert find_service("Café").kind == "group"


def test_rows_with_one_id_are_refused_unless_they_are_alike(app: Flask, tmp_path: Path) -> None:
    path, report = tmp_path / "groups.csv", tmp_path / "report.csv"
    path.write_text("id,name,who,about\n1,Tea,We,A\n1,Coffee,We,B\n2,Cake,We,C\n2,Cake,We,C\n,Nobody,We,D\n")
    mapping = str(write_mapping(tmp_path, GROUPS))
    result = run_import(path, "--mapping", mapping, "--report", str(report))
    assert result.exit_code == 1
    assert [(row["outcome"], row["origin"]) for row in read_report(report)] == [
        ("refused", "groups.csv, line 2"),
        ("refused", "groups.csv, line 3"),
        ("repeated", "groups.csv, line 5"),
        ("created", "groups.csv, line 4"),
        ("refused", "groups.csv, line 6"),
    ]
    assert "“1” is also the id of groups.csv, line 3" in read_report(report)[0]["faults"]


def test_links_are_not_followed_out_of_a_folder(app: Flask, tmp_path: Path) -> None:
    outside, folder = tmp_path / "outside", tmp_path / "folder"
    outside.mkdir()
    folder.mkdir()
    write_json(outside / "secret.json", feed_service(name="Secret"))
    (folder / "link.json").symlink_to(outside / "secret.json")
    (folder / "linked").symlink_to(outside)
    write_json(folder / "service.json", feed_service())
    run_import(folder)
    assert find_service("Tea on Tuesdays")
    assert count_services() == 1


def test_files_that_are_too_large_or_too_many_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_json(tmp_path / "a.json", feed_service())
    write_json(tmp_path / "b.json", feed_service())
    monkeypatch.setattr(files, "MOST_BYTES", 100)
    with pytest.raises(UnreadableFile, match=r"a\.json is larger than"):
        read_path(path)
    monkeypatch.setattr(files, "MOST_FILES", 1)
    with pytest.raises(UnreadableFile, match="holds 2 files"):
        read_path(tmp_path)


def test_a_path_that_is_not_there_is_told(app: Flask, tmp_path: Path) -> None:
    result = run_import(tmp_path / "none.json")
    assert (result.exit_code, "There is nothing at" in result.output) == (2, True)


def test_markup_and_odd_letters_are_kept_as_words(app: Flask, tmp_path: Path) -> None:
    name = "<img src=x onerror=alert(1)> مقهى ☕"
    run_import(write_json(tmp_path / "s.json", feed_service(name=name, description="\u202e{{7*7}}")))
    assert find_service(name).description == "\u202e{{7*7}}"


def test_values_too_long_for_an_entry_are_left_out_and_told(app: Flask, tmp_path: Path) -> None:
    report = tmp_path / "report.csv"
    data = feed_service(alternate_name="x" * 300)
    result = run_import(write_json(tmp_path / "s.json", data), "--report", str(report))
    assert result.exit_code == 0
    assert find_service("Tea on Tuesdays").alternate_name is None
    assert "alternate_name: Must be 200 characters or fewer" in read_report(report)[0]["warnings"]


def test_a_name_too_long_is_refused(app: Flask, tmp_path: Path) -> None:
    result = run_import(write_json(tmp_path / "s.json", feed_service(name="x" * 300)))
    assert (result.exit_code, count_services()) == (1, 0)
    assert "name: Must be 200 characters or fewer" in result.output


def test_a_report_as_json_holds_every_record(app: Flask, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    run_import(write_json(tmp_path / "s.json", [feed_service(), 7]), "--report", str(report))
    document = json.loads(report.read_text())
    assert (document["counts"]["created"], document["counts"]["refused"]) == (1, 1)
    assert {record["external_id"] for record in document["records"]} == {SERVICE_ID, ""}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
KEYS = (
    *(
        "schedules",
        "phones",
        "contacts",
        "cost_options",
        "service_areas",
        "service_at_locations",
        "languages",
    ),
    *("funding", "urls", "attributes", "minimum_age", "assured_date", "needs", "attending_types", "kind"),
    *("referred_through", "url", "email", "name", "description", "status", "organization"),
)
FIELDS = (
    *(
        "number",
        "amount",
        "interval",
        "byday",
        "freq",
        "opens_at",
        "valid_from",
        "valid_to",
        "extent",
        "phones",
    ),
    *("location", "latitude", "longitude", "addresses", "country", "location_type", "name", "taxonomy_term"),
    *("identifier", "identifier_type", "languages"),
)
PARTS = st.dictionaries(st.sampled_from(FIELDS), JSON)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), JSON | st.lists(PARTS, max_size=2), max_size=6))
def test_no_record_however_odd_breaks_the_import(values: dict[str, Any]) -> None:
    """What passes the input schemas can be turned into entry data; what does not is named."""
    record = feed_service(**values)
    for is_feed in (True, False):
        if not find_faults(record, is_feed):
            make_entry_data(record, "Example", lambda _warning: None)
            make_organization_data(record.get("organization") or {}, "Example", lambda _warning: None)
