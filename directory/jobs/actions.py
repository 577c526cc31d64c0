"""A job's life as a row: made known, taken under a lease, finished or tried again. Each of these is a short
transaction of its own, which the runner commits: a job may work for minutes and must not hold it open."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, or_, select, update
from sqlalchemy.exc import IntegrityError

from directory.extensions import db
from directory.jobs.registry import RegisteredJob
from directory.models import Job

_FIRST_PAUSE = timedelta(seconds=10)
_LONGEST_PAUSE = timedelta(hours=1)


@dataclass(frozen=True)
class Lease:
    """The right to run one job until `until`."""

    job_id: uuid.UUID
    job: RegisteredJob
    until: datetime
    attempts: int


def add_missing_jobs(jobs: list[RegisteredJob], now: datetime) -> None:
    for job in jobs:
        row = db.session.scalar(select(Job).where(Job.key == job.key))
        if row is None:
            _add_job(job, now)
        else:
            row.every_seconds = int(job.every.total_seconds())
            # A job that now runs more often does not wait for the time it was given before.
            row.run_at = min(row.run_at, now + job.every) if row.attempts == 0 else row.run_at


def _add_job(job: RegisteredJob, now: datetime) -> None:
    row = Job(name=job.name, key=job.key, run_at=now, every_seconds=int(job.every.total_seconds()))
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        # Another runner started at the same moment and made it first.
        db.session.expunge_all()


def is_any_due(jobs: list[RegisteredJob], now: datetime) -> bool:
    return db.session.scalar(_due(jobs, now).with_only_columns(Job.id).limit(1)) is not None


def take_next_job(jobs: list[RegisteredJob], now: datetime) -> Lease | None:
    """The longest waiting job that is due and that nobody else holds. What another runner is just taking
    is passed over on PostgreSQL; on SQLite the caller's transaction is the only one that may write."""
    row = db.session.scalar(_due(jobs, now).limit(1).with_for_update(skip_locked=True))
    if row is None:
        return None
    job = next(job for job in jobs if job.key == row.key)
    row.leased_until = now + job.lease
    row.last_started_at = now
    row.attempts += 1
    db.session.flush()
    return Lease(row.id, job, row.leased_until, row.attempts)


def finish_job(lease: Lease, now: datetime) -> None:
    _let_go(lease, attempts=0, last_error=None, last_finished_at=now, run_at=now + lease.job.every)


def fail_job(lease: Lease, error: Exception, now: datetime) -> None:
    """Tried again after 10 s, then twice as long each time, at most an hour."""
    pause = min(_FIRST_PAUSE * 2 ** min(lease.attempts - 1, 12), _LONGEST_PAUSE)
    reason = f"{type(error).__name__}: {error}".splitlines()[0][:300]
    _let_go(lease, last_error=reason, run_at=now + pause)


def _let_go(lease: Lease, **values: object) -> None:
    """Nothing happens where the lease ran out and somebody else holds the job by now."""
    held = (Job.id == lease.job_id, Job.leased_until == lease.until)
    db.session.execute(update(Job).where(*held).values(leased_until=None, **values))


def _due(jobs: list[RegisteredJob], now: datetime) -> Select[tuple[Job]]:
    free = or_(Job.leased_until.is_(None), Job.leased_until < now)
    mine = Job.key.in_([job.key for job in jobs])
    return select(Job).where(Job.run_at <= now, free, mine).order_by(Job.run_at, Job.key)
