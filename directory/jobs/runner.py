"""Takes due jobs and runs them, one after another, in one process. Any number of runners may work on one
database: a lease keeps a job with one of them."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial

from flask import Flask

from directory.extensions import db, expect_writes
from directory.jobs.actions import Lease, add_missing_jobs, fail_job, finish_job, is_any_due, take_next_job
from directory.jobs.registry import list_registered
from directory.models.mixins import utc_now

_log = logging.getLogger("directory.jobs")

POLL_SECONDS = 1.0


def run_forever(app: Flask, stop: threading.Event, now: Callable[[], datetime] = utc_now) -> None:
    """Until `stop` is set; the job at hand is finished first. A database that is away is waited for."""
    is_prepared = False
    while not stop.is_set():
        try:
            if not is_prepared:
                prepare(app, now())
                is_prepared = True
            has_worked = run_next(app, now)
        except Exception:
            _log.exception("the runner cannot reach its jobs")
            stop.wait(5)
            continue
        if not has_worked:
            stop.wait(POLL_SECONDS)


def run_due(app: Flask, now: Callable[[], datetime] = utc_now) -> int:
    """Everything that is due now, once. How many jobs ran."""
    prepare(app, now())
    count = 0
    limit = now()
    while run_next(app, lambda: limit):
        count += 1
    return count


def prepare(app: Flask, now: datetime) -> None:
    with app.app_context():
        expect_writes()
        add_missing_jobs(list_registered(), now)
        db.session.commit()


def run_next(app: Flask, now: Callable[[], datetime]) -> bool:
    lease = _take(app, now())
    if lease is None:
        return False
    started = time.perf_counter()
    try:
        done = _work(app, lease, now())
    except Exception as error:
        _log.exception("job failed", extra={"facts": {"job": lease.job.name, "attempt": lease.attempts}})
        _close(app, partial(fail_job, lease, error), now())
        return True
    _close(app, partial(finish_job, lease), now())
    facts = {"job": lease.job.name, "done": done, "ms": round((time.perf_counter() - started) * 1000)}
    _log.log(logging.INFO if done else logging.DEBUG, "job finished", extra={"facts": facts})
    return True


def _take(app: Flask, now: datetime) -> Lease | None:
    with app.app_context():
        jobs = list_registered()
        # Looking costs no lock: SQLite's single writer is not disturbed by a runner without work.
        expect_writes(False)
        if not is_any_due(jobs, now):
            return None
        db.session.rollback()
        expect_writes()
        lease = take_next_job(jobs, now)
        db.session.commit()
        return lease


def _work(app: Flask, lease: Lease, now: datetime) -> int | None:
    with app.app_context():
        expect_writes(lease.job.writes)
        done = lease.job.function(now)
        db.session.commit()
        return done


def _close(app: Flask, write: Callable[[datetime], None], now: datetime) -> None:
    with app.app_context():
        expect_writes()
        write(now)
        db.session.commit()
