"""Which jobs are late, for the officer's page."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from directory.extensions import db
from directory.jobs.registry import RegisteredJob, list_registered
from directory.models import Job

_PATIENCE = timedelta(minutes=5)
_TOO_MANY_ATTEMPTS = 3


@dataclass(frozen=True)
class OverdueJob:
    name: str
    due_at: datetime
    attempts: int
    last_error: str | None


def list_overdue_jobs(now: datetime) -> list[OverdueJob]:
    """Jobs that should have run well before `now`, or fail again and again. Longest overdue first."""
    known = {job.name: job for job in list_registered()}
    rows = db.session.scalars(select(Job).where(Job.name.in_(known)).order_by(Job.run_at))
    return [
        OverdueJob(row.key, row.run_at, row.attempts, row.last_error)
        for row in rows
        if _is_overdue(row, known[row.name], now)
    ]


def _is_overdue(row: Job, job: RegisteredJob, now: datetime) -> bool:
    if row.attempts > _TOO_MANY_ATTEMPTS:
        return True
    is_running = row.leased_until is not None and row.leased_until > now
    return not is_running and now - row.run_at > max(_PATIENCE, job.every)
