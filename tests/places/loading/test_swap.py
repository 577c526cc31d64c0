"""The table of postcodes is swapped whole, while others read and write."""

import threading
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, text

from directory.extensions import db
from directory.places.loading import postcode_rows, staging
from directory.places.loading.files import LoadRefused
from directory.places.loading.load import load_places
from tests.factories import make_postcode
from tests.places.loading.loaded import ON, list_postcodes, list_staged, load, write
from tests.places.synthetic import write_code_point


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
