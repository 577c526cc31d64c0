"""Jobs run when they are due, once, and again after a failure."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from directory import jobs
from directory.extensions import db
from directory.jobs import runner
from directory.jobs.queries import list_overdue_jobs
from directory.models import Job
from tests.factories import make_user

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)

pytestmark = pytest.mark.both_engines


@pytest.fixture(autouse=True)
def no_other_jobs(app: Flask) -> None:
    """The features' own jobs are left out: each test registers what it is about."""
    app.extensions["directory-jobs"] = {}


def find_row(name: str) -> Job:
    db.session.rollback()
    return db.session.query(Job).filter_by(name=name).one()


def test_a_job_runs_when_it_is_due_and_not_before(app: Flask) -> None:
    ran = []
    jobs.register(app, "count", HOUR, ran.append)
    jobs.register(app, "decoy", HOUR * 24, lambda now: None)
    for minutes in (0, 59, 61):
        at = NOW + timedelta(minutes=minutes)
        runner.run_due(app, lambda at=at: at)
    assert ran == [NOW, NOW + timedelta(minutes=61)]
    assert find_row("count").last_finished_at == NOW + timedelta(minutes=61)


def test_what_a_job_writes_is_kept(app: Flask) -> None:
    jobs.register(app, "invite", HOUR, lambda now: make_user(email="new@example.org") and 1)
    assert runner.run_due(app, lambda: NOW) >= 1
    assert db.session.execute(db.text("SELECT count(*) FROM user_account")).scalar() == 1


def test_a_failing_job_is_tried_again_later_and_later_and_keeps_nothing(app: Flask) -> None:
    def fail(now: datetime) -> None:
        make_user(email="half@example.org")
        raise RuntimeError("the disk is full")

    jobs.register(app, "fails", HOUR, fail)
    for expected in (10, 20, 40):
        before = find_row("fails").run_at if expected > 10 else NOW
        runner.run_due(app, lambda before=before: before)
        assert find_row("fails").run_at - before == timedelta(seconds=expected)
    row = find_row("fails")
    assert (row.attempts, row.last_error) == (3, "RuntimeError: the disk is full")
    assert db.session.execute(db.text("SELECT count(*) FROM user_account")).scalar() == 0


def test_success_after_failure_forgets_the_failure(app: Flask) -> None:
    answers = iter([RuntimeError("once"), None])

    def sometimes(now: datetime) -> None:
        answer = next(answers)
        if answer:
            raise answer

    jobs.register(app, "sometimes", HOUR, sometimes)
    runner.run_due(app, lambda: NOW)
    runner.run_due(app, lambda: NOW + timedelta(seconds=11))
    row = find_row("sometimes")
    assert (row.attempts, row.last_error, row.leased_until) == (0, None, None)


def test_a_job_whose_runner_died_runs_again_when_its_lease_is_over(app: Flask) -> None:
    ran = []
    jobs.register(app, "long", HOUR, ran.append, lease=timedelta(minutes=10))
    runner.prepare(app, NOW)
    assert runner._take(app, NOW) is not None  # and then the power went
    runner.run_due(app, lambda: NOW + timedelta(minutes=9))
    assert ran == []
    runner.run_due(app, lambda: NOW + timedelta(minutes=11))
    assert len(ran) == 1


def test_who_finishes_after_losing_the_lease_changes_nothing(app: Flask) -> None:
    jobs.register(app, "slow", HOUR, lambda now: None, lease=timedelta(minutes=10))
    runner.prepare(app, NOW)
    first = runner._take(app, NOW)
    second = runner._take(app, NOW + timedelta(minutes=11))
    assert first is not None
    assert second is not None
    runner._close(app, lambda now: runner.finish_job(first, now), NOW + timedelta(minutes=12))
    assert find_row("slow").leased_until == second.until


def test_overdue_and_failing_jobs_are_named_and_others_are_not(app: Flask) -> None:
    def fail(now: datetime) -> None:
        raise RuntimeError("no answer")

    jobs.register(app, "fails", timedelta(minutes=1), fail)
    jobs.register(app, "fine", HOUR * 24, lambda now: None)
    moment = NOW
    for _ in range(5):
        runner.run_due(app, lambda at=moment: at)
        moment += HOUR
    overdue = list_overdue_jobs(NOW + timedelta(hours=4, minutes=1))
    assert [job.name for job in overdue] == ["fails"]
    assert overdue[0].last_error == "RuntimeError: no answer"


def test_a_job_that_nobody_runs_is_overdue(app: Flask) -> None:
    jobs.register(app, "waiting", timedelta(minutes=1), lambda now: None)
    runner.prepare(app, NOW)
    assert "waiting" in [job.name for job in list_overdue_jobs(NOW + HOUR)]
    assert "waiting" not in [job.name for job in list_overdue_jobs(NOW)]


def test_a_job_of_one_machine_is_not_taken_by_another(app: Flask, tmp_path: Path) -> None:
    ran = []
    jobs.register(app, "fold", HOUR, ran.append, each_machine=True)
    runner.run_due(app, lambda: NOW)
    app.config["INSTANCE_DIR"] = tmp_path / "elsewhere"
    runner.run_due(app, lambda: NOW)
    assert len(ran) == 2
    assert db.session.query(Job).filter_by(name="fold").count() == 2
