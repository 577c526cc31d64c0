"""Many at once, as real processes and threads, on both engines."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, select, text

from directory.extensions import db, expect_writes
from directory.models import Change, EntryVersion, Job
from tests.factories import make_service
from tests.operations.serving import start

pytestmark = [pytest.mark.both_engines, pytest.mark.slow]


def follow(url: str, is_over: Callable[[], bool]) -> list[int]:
    """The numbers in the order in which a follower meets them, asking only for what is after the last."""
    engine = create_engine(url)
    met: list[int] = []
    with engine.connect() as connection:
        while True:
            over = is_over()
            after = met[-1] if met else 0
            rows = connection.scalars(select(Change.seq).where(Change.seq > after).order_by(Change.seq))
            met.extend(rows)
            connection.rollback()
            if over:
                break
            time.sleep(0.002)
    engine.dispose()
    return met


def test_a_follower_misses_none_of_1000_changes_by_four_writers(
    app: Flask, database_url: str, tmp_path: Path
) -> None:
    entries = [make_service() for _ in range(4)]
    db.session.commit()
    ids = [entry.id for entry in entries]
    db.session.remove()
    writers = [start("tests.operations.writer", database_url, tmp_path, one, 250) for one in ids]
    met = follow(database_url, lambda: all(writer.poll() is not None for writer in writers))
    assert [writer.returncode for writer in writers] == [0, 0, 0, 0]
    expect_writes(False)
    kept = list(db.session.scalars(select(Change.seq).order_by(Change.seq)))
    assert len(kept) == 4 + 1000
    assert met == kept
    for entry_id in ids:
        versions = db.session.scalars(select(EntryVersion.version).where(EntryVersion.entry_id == entry_id))
        assert sorted(versions) == list(range(1, 252))


def test_twenty_readers_are_answered_while_a_write_takes_five_seconds(app: Flask) -> None:
    make_service(name="Tea and company")
    db.session.commit()
    db.session.remove()
    app.config["SHOW_FAULT_PAGES"] = True
    is_writing, over = threading.Event(), threading.Event()

    def write() -> None:
        with app.app_context():
            expect_writes()
            make_service(name="Slow to save")
            is_writing.set()
            time.sleep(5)
            db.session.commit()
            over.set()

    def read(_number: int) -> tuple[set[int], int]:
        statuses, in_time = set(), 0
        client = app.test_client()
        while not over.is_set():
            for path in ("/", "/search?q=tea", "/health/live"):
                statuses.add(client.get(path).status_code)
                in_time += not over.is_set()
        return statuses, in_time

    with ThreadPoolExecutor(21) as pool:
        writing = pool.submit(write)
        assert is_writing.wait(20)
        answers = list(pool.map(read, range(20)))
        writing.result()
    assert set().union(*(statuses for statuses, _ in answers)) == {200}
    # Who had to wait for the writer gets no answer at all before it is over.
    assert all(in_time for _, in_time in answers)


def test_two_runners_at_once_run_each_job_once(app: Flask, database_url: str, tmp_path: Path) -> None:
    with db.engine.begin() as connection:
        connection.execute(text("CREATE TABLE ran (name varchar(40))"))
    runners = [start("tests.operations.runner", database_url, tmp_path, 20) for _ in range(2)]
    assert [runner.wait(timeout=90) for runner in runners] == [0, 0]
    expect_writes(False)
    ran = list(db.session.scalars(text("SELECT name FROM ran")))
    assert sorted(ran) == sorted(f"job {number}" for number in range(20))
    assert {row.attempts for row in db.session.query(Job)} == {0}
