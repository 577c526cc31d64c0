"""The list of what is withheld outside the database: complete, unreadable, and whole after a crash."""

import contextlib
import json
import multiprocessing
import os
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.extensions import db
from directory.listings.withholding import keeping, list_file, list_lines, marks
from directory.listings.withholding.list_file import (
    OtherList,
    Owner,
    Record,
    WithheldList,
    merge_records,
)
from directory.models import Location
from directory.models.withholding.records import WithheldKind, WithheldReason
from tests.factories import make_location_data, make_service

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
OWNER = Owner(uuid.UUID(int=1), [b"a secret of today"])
OTHER = Owner(uuid.UUID(int=2), OWNER.secrets)


def append_records(path: Path, records: list[dict[str, Any]], owner: Owner = OWNER) -> None:
    list_file.append_records(path, records, owner)


def read_list(path: Path, owner: Owner = OWNER) -> WithheldList:
    return list_file.read_list(path, owner.secrets)


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


def test_a_line_that_was_cut_off_is_lost_alone(tmp_path: Path) -> None:
    path = tmp_path / "withheld.jsonl"
    append_records(path, [make_record(1), make_record(2)])
    whole = path.read_bytes()
    append_records(path, [make_record(3)])
    head, crashed = whole[: list_lines.HEAD_BYTES], path.read_bytes()[list_lines.HEAD_BYTES :]
    for length in range(1, len(crashed) - (len(whole) - len(head)), 7):
        # The crash came before the first line was written anew: it does not count the cut line.
        path.write_bytes(head + crashed[: len(whole) - len(head) + length])
        assert (list_withheld(path), read_list(path).damaged) == ({1, 2}, 0)
        append_records(path, [make_record(4)])
        assert (list_withheld(path), read_list(path).damaged) == ({1, 2, 4}, 0)
    path.write_bytes(head + crashed)
    append_records(path, [make_record(4)])
    assert (list_withheld(path), read_list(path).damaged) == ({1, 2, 3, 4}, 0)


@given(st.integers(0, 8), st.integers(1, 8), st.booleans(), st.booleans())
def test_lines_that_were_taken_out_anywhere_are_noticed(
    start: int, count: int, is_appended: bool, is_copy: bool
) -> None:
    path = Path(os.environ["PYTEST_LIST_FOLDER"]) / f"{uuid.uuid4().hex}.jsonl"
    append_records(path, [make_record(number) for number in range(1, 9)])
    if is_copy:
        list_file.write_copy(path, read_list(path), OWNER)
    header, *lines = path.read_bytes().splitlines(keepends=True)
    left = [*lines[:start], *lines[start + count :]]
    path.write_bytes(b"".join([header, *left]))
    if is_appended:
        append_records(path, [make_record(9)])
    assert read_list(path).damaged == len(lines) - len(left)


@given(st.data())
def test_a_list_that_was_cut_anywhere_is_noticed(data: st.DataObject) -> None:
    path = Path(os.environ["PYTEST_LIST_FOLDER"]) / f"{uuid.uuid4().hex}.jsonl"
    append_records(path, [make_record(number) for number in range(1, 4)])
    whole = path.read_bytes()
    path.write_bytes(whole[: data.draw(st.integers(0, len(whole) - 1))])
    length = len(path.read_bytes())
    if length < list_lines.HEAD_BYTES - 1 - len(b" "):
        with contextlib.suppress(ValueError):
            assert read_list(path).damaged
    else:
        assert read_list(path).damaged


@given(st.sampled_from(["at", "state", "subject_id", "number"]), st.integers(0, 3))
def test_a_line_that_was_changed_or_moved_is_noticed(name: str, at: int) -> None:
    path = Path(os.environ["PYTEST_LIST_FOLDER"]) / f"{uuid.uuid4().hex}.jsonl"
    append_records(path, [make_record(number) for number in range(1, 5)])
    header, *lines = path.read_text().splitlines()
    changed = {
        "at": "2020-01-01T00:00:00+00:00",
        "state": "lifted",
        "subject_id": str(uuid.UUID(int=99)),
        "number": 7,
    }
    edited = [*lines[:at], json.dumps(json.loads(lines[at]) | {name: changed[name]}), *lines[at + 1 :]]
    path.write_text("\n".join([header, *edited, ""]))
    assert read_list(path).damaged
    path.write_text("\n".join([header, *reversed(lines), ""]))
    assert read_list(path).damaged


def test_the_first_line_cannot_be_changed_to_hide_what_was_taken_out(tmp_path: Path) -> None:
    path = tmp_path / "withheld.jsonl"
    append_records(path, [make_record(number) for number in range(1, 5)])
    header, *lines = path.read_text().splitlines()
    last = json.loads(lines[1])
    values = json.loads(header) | {"lines": 2, "chain": last["chain"]}
    text = "\n".join([json.dumps(values).ljust(list_lines.HEAD_BYTES - 1), *lines[:2], ""])
    path.write_text(text)
    assert read_list(path).damaged == 1
    with pytest.raises(OtherList):
        append_records(path, [make_record(9)])


def test_nothing_is_appended_to_the_list_of_another_directory(tmp_path: Path) -> None:
    path = tmp_path / "withheld.jsonl"
    append_records(path, [make_record(1)])
    with pytest.raises(OtherList):
        append_records(path, [make_record(2)], OTHER)
    aside = list_file.renew_list(path, OTHER)
    append_records(path, [make_record(2)], OTHER)
    assert aside is not None
    assert (list_withheld(aside), list_withheld(path)) == ({1}, {2})
    assert read_list(path).directory == OTHER.directory


def test_a_list_knows_everything_until_it_was_last_compared(tmp_path: Path) -> None:
    path = tmp_path / "withheld.jsonl"
    append_records(path, [make_record(1)])
    assert read_list(path).confirmed is None
    list_file.confirm_list(path, NOW, OWNER)
    append_records(path, [make_record(2)])
    assert (read_list(path).confirmed, read_list(path).damaged) == (NOW, 0)


def test_a_list_by_an_earlier_secret_is_signed_anew_and_one_by_an_unknown_secret_is_begun_anew(
    tmp_path: Path,
) -> None:
    path = tmp_path / "withheld.jsonl"
    append_records(path, [make_record(1)])
    begun = read_list(path).since
    rotated = Owner(OWNER.directory, [b"a later secret", *OWNER.secrets])
    append_records(path, [make_record(2)], rotated)
    assert (read_list(path, rotated).damaged, read_list(path, rotated).unverified) == (0, 0)
    assert list_file.renew_list(path, rotated) is None
    alone = Owner(OWNER.directory, [b"a later secret"])
    assert read_list(path, alone).unverified == 0
    assert (list_withheld(path), read_list(path, alone).since) == ({1, 2}, begun)
    unknown = Owner(OWNER.directory, [b"another secret"])
    assert read_list(path, unknown).unverified == 3
    assert list_file.renew_list(path, unknown) is not None
    assert (list_withheld(path), read_list(path, unknown).unverified) == ({1, 2}, 0)


def write_first_format(path: Path, records: list[Record], *, is_copy: bool = False) -> None:
    """As lists were written before they had a chain."""
    head: dict[str, Any] = {"withheld_list": 1, "since": NOW.isoformat()}
    lines = [head | ({"copy": True} if is_copy else {})]
    for one in records:
        names = ("kind", "key", "key_name", "subject_id", "reason")
        lines.append(
            {"at": one["since"].isoformat(), "state": "withheld"} | {name: str(one[name]) for name in names}
        )
    lines += [{"records": len(records)}] if is_copy else []
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))


def test_a_list_of_the_first_format_is_read_and_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "withheld.jsonl"
    write_first_format(path, [make_record(1), make_record(2)])
    found = read_list(path)
    assert (list_withheld(path), found.damaged, found.is_sealed) == ({1, 2}, 0, False)
    with pytest.raises(OtherList):
        append_records(path, [make_record(3)])
    assert list_file.renew_list(path, OWNER) is None
    append_records(path, [make_record(3)])
    found = read_list(path)
    assert (list_withheld(path), found.since, found.is_sealed) == ({1, 2, 3}, NOW, True)
    write_first_format(path, [make_record(1), make_record(2)], is_copy=True)
    assert (read_list(path).damaged, read_list(path).is_sealed) == (0, True)
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:-1]))
    assert read_list(path).damaged == 1


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
    records = merge_records([make_record(1), make_record(2)])
    list_file.write_copy(path, WithheldList(records, since=NOW), OWNER)
    whole = path.read_bytes()
    assert (list_withheld(path), read_list(path).damaged) == ({1, 2}, 0)
    for length in range(len(whole.splitlines()[0]) + 1, len(whole)):
        path.write_bytes(whole[:length])
        assert read_list(path).damaged
    lines = whole.splitlines(keepends=True)
    path.write_bytes(b"".join([lines[0], lines[2]]))
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
        found = keeping.read_own_list().records.values()
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
    for line in text.splitlines()[1:]:
        assert set(json.loads(line)) == {
            "at",
            "state",
            "kind",
            "key",
            "key_name",
            "subject_id",
            "reason",
            "number",
            "by",
            "chain",
        }


@pytest.mark.parametrize("content", ["something else\n", "", "{", "\x00" * 600])
def test_a_list_that_is_none_any_more_is_put_aside(app: Flask, content: str) -> None:
    marks.note_place(make_place(), NOW)
    db.session.commit()
    path = keeping.find_list_path()
    path.write_text(content)
    assert keeping.complete_list() > 0
    assert keeping.complete_list() == 0
    assert [one.read_text() for one in path.parent.glob("*.aside-*")] == ([content] if content else [])
    assert (keeping.read_own_list().damaged, keeping.read_own_list().confirmed is None) == (0, False)


def test_a_list_without_its_last_lines_is_completed_from_the_database_and_counts_as_begun_now(
    app: Flask,
) -> None:
    first, second = make_place(), make_place()
    marks.note_place(first, NOW)
    db.session.commit()
    marks.note_place(second, NOW)
    db.session.commit()
    path = keeping.find_list_path()
    begun = datetime(2020, 1, 1, tzinfo=UTC)
    list_file.write_copy(path, replace(keeping.read_own_list(), since=begun), keeping.find_owner())
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-3]))
    assert keeping.read_own_list().damaged == 3
    assert keeping.complete_list() == 3
    assert keeping.read_own_list().damaged == 0
    assert keeping.read_own_list().since > begun
    assert is_listed(first) is is_listed(second) is True
