"""An edit is findable in every worker within a second, whichever index folder it reads."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from directory.extensions import db, expect_writes
from directory.listings import actions
from directory.listings.proposals.deciding import accept_proposal
from directory.models import Service
from directory.models.codes import Role
from directory.search.find import find, find_follower
from directory.search.follower import Follower
from directory.search.index.builder import fold_changes, rebuild_index
from directory.search.request import SearchRequest
from directory.search.view import SearchNotReady
from tests.factories import make_need, make_proposal, make_service, make_user
from tests.search.searching import names, search_for

PROJECT = Path(__file__).resolve().parents[2]


@contextmanager
def watching(words: str, url: str, instance: Path) -> Iterator["subprocess.Popen[str]"]:
    environ = {
        **os.environ,
        "DATABASE_URL": url.replace("postgresql+psycopg://", "postgresql://"),
        "INSTANCE_DIR": str(instance),
        "ENVIRONMENT": "test",
        "SECRET_KEY": "x" * 40,
    }
    command = [sys.executable, "-m", "tests.search.watcher", words]
    with subprocess.Popen(command, cwd=PROJECT, env=environ, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.both_engines
def test_an_edit_is_found_within_a_second_by_two_processes_with_two_index_folders(app: Flask, tmp_path: Path):
    make_service(name="Chess club")
    db.session.commit()
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        follower = Follower(folder / "search", lambda: db.engine)
        follower.read(lambda session, root=follower.root: rebuild_index(session, root))
    with ExitStack() as stack:
        url = app.config["SQLALCHEMY_DATABASE_URI"]
        workers = [stack.enter_context(watching("trampolining", url, folder)) for folder in folders]
        assert [worker.stdout.readline().split() for worker in workers] == [["ready", "0"]] * 2
        make_service(name="Trampolining club")
        db.session.commit()
        committed = time.time()
        for worker in workers:
            word, total, at = worker.stdout.readline().split()
            assert (word, total) == ("found", "1")
            assert float(at) - committed < 1


@pytest.mark.both_engines
def test_an_accepted_word_is_at_work_in_two_processes_within_a_second(app: Flask, tmp_path: Path):
    make_need("debt")
    make_service(name="Money advice", needs=["debt"])
    make_service(name="Chess club")
    proposal = make_proposal(text="skint till friday", need=make_need("debt"))
    officer = make_user(Role.KNOWLEDGE_OFFICER)
    db.session.commit()
    with ExitStack() as stack:
        url = app.config["SQLALCHEMY_DATABASE_URI"]
        folders = [tmp_path / "one", tmp_path / "two"]
        workers = [stack.enter_context(watching("skint till friday", url, folder)) for folder in folders]
        assert [worker.stdout.readline().split() for worker in workers] == [["ready", "0"]] * 2
        accept_proposal(actor=officer, proposal=proposal, typed={}, now=datetime.now(UTC))
        db.session.commit()
        committed = time.time()
        for worker in workers:
            word, total, at = worker.stdout.readline().split()
            assert (word, total) == ("found", "1")
            assert float(at) - committed < 1


@pytest.mark.both_engines
def test_threads_searching_while_entries_change_and_generations_follow_lose_nothing(app: Flask):
    make_service(name="Club 000")
    db.session.commit()
    follower = find_follower()
    follower._wait = 0.01
    faults: list[BaseException] = []
    done = threading.Event()

    def keep_searching() -> None:
        with app.app_context():
            expect_writes(False)
            seen = 0
            try:
                while not done.is_set():
                    total = find(SearchRequest(q="club"), viewer="public", now=datetime.now(UTC)).total
                    assert total >= seen
                    seen = total
                    db.session.rollback()
            except BaseException as fault:
                faults.append(fault)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=keep_searching) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(1, 25):
        make_service(name=f"Club {number:03}")
        db.session.commit()
        if number % 8 == 0:
            follower.read(lambda session: fold_changes(session, follower.root))
    done.set()
    for thread in threads:
        thread.join()
    assert faults == []
    follower._wait = 0
    assert search_for(q="club").total == 25
    assert follower.lag() == 0


def test_a_search_inside_an_unsaved_edit_neither_waits_nor_sees_it(app: Flask):
    make_service(name="Chess club")
    db.session.commit()
    make_service(name="Draughts club")
    found = find(SearchRequest(q="club"), viewer="public", now=datetime.now(UTC))
    assert names(found) == ["Chess club"]
    db.session.rollback()


def test_changes_beyond_one_look_arrive_at_the_next(app: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("directory.search.view.MOST_CHANGES", 3)
    make_service(name="Club")
    db.session.commit()
    assert search_for(q="club").total == 1
    for number in range(5):
        make_service(name=f"Club {number}")
    assert search_for(q="club").total == 4
    assert search_for(q="club").total == 6


def test_a_large_directory_without_an_index_says_that_it_is_being_prepared(
    app: Flask, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("directory.search.view.SMALL", 1)
    make_service(name="Chess club")
    make_service(name="Draughts club")
    with pytest.raises(SearchNotReady):
        search_for(q="club")
    follower = find_follower()
    follower.read(lambda session: fold_changes(session, follower.root))
    assert search_for(q="club").total == 2


def test_many_changes_in_memory_are_found_like_few(app: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("directory.search.view.MOST_FRESH", 3)
    services = [make_service(name=f"Club {number}") for number in range(6)]
    db.session.commit()
    follower = find_follower()
    follower.read(lambda session: rebuild_index(session, follower.root))
    for number, service in enumerate(services):
        service = db.session.get_one(Service, service.id)
        actions.edit_service(
            actor=None,
            service=service,
            data={"name": f"Circle {number}"},
            expected_version=service.version,
        )
        assert search_for(q="circle").total == number + 1
        assert search_for(q="club").total == 5 - number
    assert len(follower.current().parts) == 3
    actions.suspend_entry(actor=None, entry=db.session.get_one(Service, services[0].id), reason="closed")
    assert search_for(q="circle").total == 5
    make_service(name="Circle 9")
    assert search_for(q="circle").total == 6
