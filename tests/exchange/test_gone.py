"""What a source no longer has is told, and put before an officer or withdrawn only where somebody asked."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from directory.extensions import db
from directory.listings import actions
from directory.models import Change, EntryVersion
from directory.models.codes import Status
from tests.exchange.imports import (
    feed_service,
    find_service,
    read_report,
    run_import,
    write_json,
)
from tests.factories import make_need

pytestmark = pytest.mark.both_engines

_OTHER = "6b6c0b0a-0f3c-4a58-9d5a-0a1b2c3d4e5f"


def write_feed(path: Path, *names: str) -> Path:
    """A page of a list with these services, whose ids follow from their names."""
    contents = [feed_service(id=make_id(name), name=name, service_at_locations=[]) for name in names]
    return write_json(path, {"total_pages": 1, "page_number": 1, "contents": contents})


def make_id(name: str) -> str:
    return _OTHER[:-2] + f"{sum(name.encode()) % 256:02x}"


def import_feed(path: Path, *options: str) -> Any:
    return run_import(path, "--source", "Example feed", *options)


def count_writes() -> tuple[int, ...]:
    counts = (db.session.scalar(select(func.count()).select_from(one)) or 0 for one in (EntryVersion, Change))
    return tuple(counts)


def test_it_is_told_and_nothing_else_happens(app: Flask, tmp_path: Path) -> None:
    import_feed(write_feed(tmp_path / "a.json", "Tea", "Choir"))
    before = count_writes()
    result = import_feed(write_feed(tmp_path / "a.json", "Tea"), "--report", str(tmp_path / "report.csv"))
    assert "1 gone from its source" in result.output
    rows = {row["outcome"]: row for row in read_report(tmp_path / "report.csv")}
    gone = rows["gone from its source"]
    assert (gone["name"], gone["entry_id"]) == ("Choir", str(find_service("Choir").id))
    assert "nothing was changed" in gone["warnings"]
    assert count_writes() == before


@pytest.mark.parametrize("option", ["withdraw", "review"])
def test_where_asked_it_is_dealt_with_once(app: Flask, tmp_path: Path, option: str) -> None:
    make_need("company")
    import_feed(write_feed(tmp_path / "a.json", "Tea", "Choir"))
    actions.mark_closed(actor=None, entry=find_service("Choir"), status=Status.ACTIVE)
    db.session.commit()
    only_tea = write_feed(tmp_path / "a.json", "Tea")
    rehearsed = import_feed(only_tea, "--when-gone", option, "--dry-run")
    assert "1 gone from its source" in rehearsed.output
    assert find_service("Choir").version == 2
    import_feed(only_tea, "--when-gone", option)
    choir = find_service("Choir")
    assert choir.version == 3
    if option == "withdraw":
        assert choir.status == Status.INACTIVE
    else:
        assert choir.status == Status.ACTIVE
        assert choir.next_review_on is not None
        assert choir.next_review_on < date.today()  # noqa: DTZ011
    before = count_writes()
    import_feed(only_tea, "--when-gone", option)
    assert count_writes() == before
    assert find_service("Tea").version == 1


def test_what_somebody_here_edited_is_put_to_an_officer_and_not_withdrawn(app: Flask, tmp_path: Path) -> None:
    import_feed(write_feed(tmp_path / "a.json", "Tea", "Choir"))
    choir = find_service("Choir")
    actions.mark_closed(actor=None, entry=choir, status=Status.ACTIVE)
    actions.edit_entry(actor=None, entry=choir, data={"summary": "Ours."}, expected_version=2)
    db.session.commit()
    import_feed(write_feed(tmp_path / "a.json", "Tea"), "--when-gone", "withdraw")
    assert find_service("Choir").status == Status.ACTIVE
    assert find_service("Choir").next_review_on is not None


def test_a_record_that_comes_back_is_taken_in_again(app: Flask, tmp_path: Path) -> None:
    both = write_feed(tmp_path / "both.json", "Tea", "Choir")
    import_feed(both)
    import_feed(write_feed(tmp_path / "a.json", "Tea"), "--when-gone", "withdraw")
    result = import_feed(both, "--report", str(tmp_path / "report.csv"))
    assert "1 updated" in result.output
    assert "its source says active, here it is inactive" in (tmp_path / "report.csv").read_text()


def test_one_page_of_several_or_a_single_record_says_nothing_about_the_rest(
    app: Flask, tmp_path: Path
) -> None:
    import_feed(write_feed(tmp_path / "a.json", "Tea", "Choir"))
    tea = feed_service(id=make_id("Tea"), name="Tea", service_at_locations=[])
    page = write_json(tmp_path / "page.json", {"total_pages": 2, "page_number": 1, "contents": [tea]})
    single = write_json(tmp_path / "tea.json", tea)
    for path in (page, single):
        result = import_feed(path, "--when-gone", "withdraw")
        assert "gone" not in result.output
    assert find_service("Choir").status == Status.DRAFT


def test_another_file_under_the_same_name_touches_nothing(app: Flask, tmp_path: Path) -> None:
    import_feed(write_feed(tmp_path / "a.json", *(f"Group {letter}" for letter in "abcdefghijkl")))
    result = import_feed(write_feed(tmp_path / "a.json", "Something else"), "--when-gone", "withdraw")
    assert "looks like another file" in result.output
    assert find_service("Group a").status == Status.DRAFT
