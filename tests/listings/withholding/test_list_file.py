"""The list of what is withheld outside the database: complete, unreadable, and whole after a crash."""

import json
import multiprocessing
import os
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.extensions import db
from directory.listings.withholding import keeping, list_file, marks
from directory.listings.withholding.list_file import (
    WithheldList,
    append_records,
    merge_records,
    read_list,
    write_copy,
)
from directory.models import Location
from directory.models.withholding.records import WithheldKind, WithheldReason
from tests.factories import make_location_data, make_service

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def make_record(
    number: int = 1, *, since: datetime = NOW, lifted_at: datetime | None = None
) -> dict[str, Any]:
    return {
        "kind": WithheldKind.PLACE,
        "key": f"{number:064x}",
        "key_name": "abcdef01",
        "subject_id": uuid.UUID(int=number),
        "reason": WithheldReason.CONFIDENTIAL,
        "since": since,
        "lifted_at": lifted_at,
    }


def list_withheld(path: Path) -> set[int]:
    found = read_list(path).records.values()
    return {record["subject_id"].int for record in found if record["lifted_at"] is None}


def test_what_was_appended_is_read_again_and_only_its_owner_may(tmp_path: Path) -> None:
    path = tmp_path / "new" / "withheld.jsonl"
    append_records(path, [make_record(1), make_record(2)])
    append_records(path, [make_record(1, lifted_at=NOW + timedelta(minutes=1))])
    assert list_withheld(path) == {2}
    assert path.stat().st_mode & 0o077 == 0
    assert read_list(path).damaged == 0
    assert read_list(path).since is not None


def test_what_was_cut_off_is_noticed_and_lost_alone(tmp_path: Path) -> None:
    path = tmp_path / "withheld.jsonl"
    append_records(path, [make_record(1)])
    first = len(path.read_bytes())
    append_records(path, [make_record(2), make_record(4)])
    whole = path.read_bytes()
    for length in range(first + 1, len(whole), 7):
        path.write_bytes(whole[:length])
        assert (1 in list_withheld(path), read_list(path).damaged) == (True, 1)
        append_records(path, [make_record(3)])
        assert {1, 3} <= list_withheld(path)
        assert read_list(path).damaged <= 1


@settings(deadline=None)
@given(st.binary(max_size=200), st.integers(0, 400))
def test_a_damaged_line_is_counted_and_never_stops_the_others(damage: bytes, at: int) -> None:
    path = Path(os.environ["PYTEST_LIST_FOLDER"]) / f"{uuid.uuid4().hex}.jsonl"
    append_records(path, [make_record(number) for number in range(1, 9)])
    header, *lines = path.read_bytes().splitlines(keepends=True)
    lines[3] = lines[3][: at % len(lines[3])] + damage.replace(b"\n", b"") + b"!}\n"
    path.write_bytes(b"".join([header, *lines]))
    found = read_list(path)
    assert found.damaged == 1
    assert {1, 2, 3, 5, 6, 7, 8} == list_withheld(path)


@pytest.fixture(autouse=True)
def folder_of_lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTEST_LIST_FOLDER", str(tmp_path))


def test_a_file_that_is_no_list_is_refused(tmp_path: Path) -> None:
    for content in (b"", b"\n", b"{}\n", b"[1]\n", b"\xff\xfe", b"null\n"):
        (tmp_path / "list").write_bytes(content)
        with pytest.raises(ValueError, match="no list"):
            read_list(tmp_path / "list")


def test_a_copy_that_was_cut_off_anywhere_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "copy.jsonl"
    write_copy(path, WithheldList(merge_records([make_record(1), make_record(2)]), since=NOW))
    whole = path.read_bytes()
    assert (list_withheld(path), read_list(path).damaged) == ({1, 2}, 0)
    for length in range(len(whole.splitlines()[0]) + 1, len(whole)):
        path.write_bytes(whole[:length])
        assert read_list(path).damaged
    lines = whole.splitlines(keepends=True)
    path.write_bytes(b"".join([lines[0], lines[1], lines[3]]))
    assert read_list(path).damaged
    assert list(tmp_path.glob(".*")) == []


MOMENTS = st.integers(0, 3).map(lambda minutes: NOW + timedelta(minutes=minutes))


@given(st.lists(st.tuples(MOMENTS, st.booleans()), min_size=1))
def test_the_later_event_wins_and_of_two_of_one_time_the_one_that_hides(
    events: list[tuple[datetime, bool]],
) -> None:
    records = [make_record(since=at, lifted_at=at if is_lifted else None) for at, is_lifted in events]
    [merged] = merge_records(records[::2], records[1::2]).values()
    last = max(at for at, _ in events)
    assert (merged["lifted_at"] is None) == any(at == last and not lifted for at, lifted in events)


def append_many(path: Path, start: int) -> None:
    for number in range(start, start + 25):
        append_records(path, [make_record(number), make_record(number + 10_000)])


def test_processes_that_append_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "withheld.jsonl"
    processes = [
        multiprocessing.get_context("fork").Process(target=append_many, args=(path, start * 100))
        for start in range(1, 5)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
        assert process.exitcode == 0
    assert read_list(path).damaged == 0
    assert len(read_list(path).records) == 200
    headers = [line for line in path.read_text().splitlines() if "withheld_list" in line]
    assert len(headers) == 1


def make_place() -> Location:
    service = make_service(service_at_locations=[make_location_data()])
    db.session.commit()
    return service.service_at_locations[0].location


def is_listed(place: Location) -> bool | None:
    """None if the list has nothing about it; else whether it is withheld."""
    try:
        found = read_list(keeping.find_list_path()).records.values()
    except FileNotFoundError:
        return None
    states = {one["lifted_at"] is None for one in found if one["subject_id"] == place.id}
    return states.pop() if len(states) == 1 else None


@pytest.mark.both_engines
def test_withholding_is_listed_before_its_commit_and_lifting_after_it(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = make_place()
    marks.note_place(place, NOW)
    db.session.flush()
    assert is_listed(place) is None
    db.session.commit()
    assert is_listed(place) is True
    marks.lift_place(place, NOW + timedelta(days=1))
    db.session.flush()
    assert is_listed(place) is True
    db.session.commit()
    assert is_listed(place) is False


@pytest.mark.both_engines
def test_a_crash_between_the_list_and_the_commit_leaves_too_much_hidden_never_too_little(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = make_place()

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    engine = db.session.connection().engine
    marks.note_place(place, NOW)
    monkeypatch.setattr(engine.dialect, "do_commit", crash)
    with pytest.raises(KeyboardInterrupt):
        db.session.commit()
    monkeypatch.undo()
    db.session.rollback()
    assert is_listed(place) is True
    marks.note_place(place, NOW)
    db.session.commit()
    marks.lift_place(place, NOW + timedelta(days=1))
    monkeypatch.setattr(engine.dialect, "do_commit", crash)
    with pytest.raises(KeyboardInterrupt):
        db.session.commit()
    monkeypatch.undo()
    db.session.rollback()
    assert is_listed(place) is True


@pytest.mark.both_engines
def test_what_is_rolled_back_lifts_nothing(app: Flask) -> None:
    place = make_place()
    marks.note_place(place, NOW)
    db.session.commit()
    marks.lift_place(place, NOW + timedelta(days=1))
    db.session.rollback()
    make_service()
    db.session.commit()
    assert is_listed(place) is True
    savepoint = db.session.begin_nested()
    marks.lift_place(place, NOW + timedelta(days=1))
    db.session.flush()
    savepoint.rollback()
    make_service()
    db.session.commit()
    assert is_listed(place) is True
    with db.session.begin_nested():
        marks.lift_place(place, NOW + timedelta(days=1))
    assert is_listed(place) is True
    db.session.commit()
    assert is_listed(place) is False


@pytest.mark.both_engines
def test_a_list_that_cannot_be_written_keeps_no_place_in_view_and_is_completed_later(
    app: Flask, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    place = make_place()
    app.config["WITHHELD_LIST"] = tmp_path / "away" / "list.jsonl"
    (tmp_path / "away").touch()
    marks.note_place(place, NOW)
    db.session.commit()
    assert marks.is_place_withheld(place)
    assert "list of what is withheld not written" in caplog.text
    (tmp_path / "away").unlink()
    assert keeping.complete_list() > 0
    assert keeping.complete_list() == 0
    assert is_listed(place) is True


@pytest.mark.both_engines
def test_nothing_in_the_list_can_be_read(app: Flask) -> None:
    service = make_service(name="Haven refuge", service_at_locations=[make_location_data()])
    marks.note_place(service.service_at_locations[0].location)
    marks.note_entry(service, WithheldReason.SUSPENDED)
    db.session.commit()
    text = keeping.find_list_path().read_text().lower()
    assert not [word for word in ("haven", "refuge", "example", "street", "le1", "52.6") if word in text]
    lines = [json.loads(line) for line in text.splitlines()[1:]]
    for line in (one for one in lines if "batch" not in one):
        assert set(line) == {"at", "state", "kind", "key", "key_name", "subject_id", "reason"}


def test_a_list_that_is_none_any_more_is_put_aside(app: Flask) -> None:
    path = keeping.find_list_path()
    path.write_text("something else\n")
    assert keeping.add_to_list([make_record(1)]) == 1
    assert list_withheld(path) == {1}
    assert [one.read_text() for one in path.parent.glob("*.damaged-*")] == ["something else\n"]
    assert list_file.read_list(path).damaged == 0
