"""`flask jobs run` beside the web workers, or `flask jobs once` from cron."""

import signal
import threading
from datetime import UTC, datetime

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from directory.jobs import runner
from directory.jobs.queries import list_overdue_jobs

jobs_commands = AppGroup("jobs", help="Work that runs by itself.")


def _app() -> Flask:
    return current_app._get_current_object()  # type: ignore[attr-defined]


@jobs_commands.command("run")
def run() -> None:
    """Run jobs as they fall due, until stopped. The job at hand is finished first."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    runner.run_forever(_app(), stop)


@jobs_commands.command("once")
def run_once() -> None:
    """Run everything that is due now, and end."""
    click.echo(f"{runner.run_due(_app())} jobs run")


@jobs_commands.command("overdue")
def show_overdue() -> None:
    """Name the jobs that are late or keep failing. Ends with 1 when there are any."""
    overdue = list_overdue_jobs(datetime.now(UTC))
    for job in overdue:
        due = f"{job.due_at:%Y-%m-%d %H:%M} UTC"
        click.echo(f"{job.name}: due {due}, {job.attempts} attempts, {job.last_error or 'no error'}")
    raise SystemExit(1 if overdue else 0)
