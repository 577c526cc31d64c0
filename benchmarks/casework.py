"""Every page of casework after a year of work, against the same pages of a near-empty year, in one run.

    python -m benchmarks.casework [--engine sqlite|postgres] [--records 30000] [--unmet 5000]
                                 [--enquiries 20000] [--samples 40]

Server time from the first byte of the request to the last of the answer, one request after another, and how
many statements each page sends to the database. The near-empty year holds sixty records, thirty
unmet needs and sixty enquiries. Dashboards are asked for by somebody with every role, who sees true counts,
and by a commissioner, to whom small ones are hidden. What is sent most often has calls and records of its
own.

Ends with 1 where a page is over its target, whatever else the machine is doing: on a busy machine the figures
are no measure, which is said.
"""

import argparse
import gc
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

import numpy as np
from flask import Flask
from flask.testing import FlaskClient
from rich.console import Console
from rich.table import Table
from sqlalchemy import event

from benchmarks.casework_pages import Sizes, lay_samples, list_pages
from benchmarks.casework_shapes import Page
from benchmarks.year.ground import Year
from directory import create_app
from directory.extensions import db, expect_writes
from tests import postgres

console = Console(width=150)
TARGETS = {"page": 150.0, "dashboard": 400.0, "keystroke": 100.0}
"""Milliseconds of server time at the 95th percentile."""

MOST_STATEMENTS = 60
"""More on one page, or more than in a near-empty year, says that something is asked row by row."""

NEAR_EMPTY = Sizes(60, 30, 60)
WARM_UP = 2


@dataclass(frozen=True)
class Measured:
    """Milliseconds of each request, of processor alone too, and the most statements that one of them took."""

    took: list[float]
    worked: list[float]
    statements: int
    bytes: int

    @property
    def middle(self) -> float:
        return median(self.took)

    @property
    def high(self) -> float:
        return float(np.percentile(self.took, 95))

    @property
    def high_worked(self) -> float:
        """Where it is far less than `high`, something else kept the machine or the database busy."""
        return float(np.percentile(self.worked, 95))


class Statements:
    """Counts what is sent to the database; transactions' own words are not counted."""

    def __init__(self, app: Flask) -> None:
        self.count = 0
        with app.app_context():
            event.listen(db.engine, "before_cursor_execute", self._note)

    def _note(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        self.count += not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK"))


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--engine", choices=("sqlite", "postgres"), default="sqlite")
    options.add_argument("--records", type=int, default=30_000)
    options.add_argument("--unmet", type=int, default=5_000)
    options.add_argument("--enquiries", type=int, default=20_000)
    options.add_argument("--samples", type=int, default=40, help="requests for each page")
    asked = options.parse_args()
    with open_database(asked.engine) as (url, folder):
        app = create_app(settings_for(url, folder))
        load = os.getloadavg()[0]
        console.rule(f"{asked.engine}, load average {load:.1f} on {os.cpu_count()} processors")
        prepare(app)
        statements, full = Statements(app), Sizes(asked.records, asked.unmet, asked.enquiries)
        before = measure_year(app, statements, NEAR_EMPTY, asked.samples, "near-empty year")
        after = measure_year(app, statements, full, asked.samples, "full year")
    is_fast = show(before, after)
    busiest = max(load, os.getloadavg()[0])
    if busiest > (os.cpu_count() or 1):
        console.print(f"[yellow]Load average {busiest:.1f}: the machine was busy. Measure again.")
    sys.exit(0 if is_fast else 1)


@contextmanager
def open_database(engine: str) -> Iterator[tuple[str, Path]]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if engine == "sqlite":
            yield f"sqlite:///{folder / 'directory.sqlite'}", folder
            return
        reason = postgres.why_unavailable()
        if reason:
            sys.exit(reason)
        with postgres.start() as server, server.bare_database() as url:
            yield url, folder


def settings_for(url: str, folder: Path) -> dict[str, object]:
    """As it runs for real, without form tokens and limits, which would refuse a single hurried client."""
    return {
        "SQLALCHEMY_DATABASE_URI": url,
        "INSTANCE_DIR": folder,
        "WTF_CSRF_ENABLED": False,
        "RATELIMIT_ENABLED": False,
        "LOG_LEVEL": "WARNING",
    }


def prepare(app: Flask) -> None:
    with app.app_context(), console.status("loading the example directory"):
        for command in (["db", "upgrade"], ["seed", "load", "--no-casework"], ["index", "rebuild"]):
            app.cli.main(command, prog_name="flask", standalone_mode=False)
        expect_writes()
        year = Year(datetime.now(UTC))
        year.lay_workers()
        app.extensions["casework_year"] = year


def measure_year(
    app: Flask, statements: Statements, sizes: Sizes, samples: int, name: str
) -> dict[Page, Measured]:
    with app.app_context(), console.status(f"laying a {name}"):
        expect_writes()
        started, year = perf_counter(), app.extensions["casework_year"]
        ground = lay_samples(year, sizes)
        if db.engine.dialect.name == "postgresql":
            with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("ANALYZE")
        console.print(f"{name}: {year.count:,} rows so far, laid in {perf_counter() - started:.0f} s")
    clients = {reader: sign_in(app, key) for reader, key in ground.session_keys.items()}
    with app.app_context():
        pages = list_pages(app, ground)
    # As a web worker does at its start. What laid the year is this program's own.
    gc.collect()
    gc.freeze()
    with console.status(f"measuring {len(pages)} pages"):
        return {page: measure(clients[page.reader], page, statements, samples) for page in pages}


def sign_in(app: Flask, session_key: str) -> FlaskClient:
    client = app.test_client()
    with client.session_transaction() as session:
        now = int(datetime.now(UTC).timestamp())
        session.update(_user_id=session_key, signed_in_at=now, seen_at=now)
    return client


def measure(client: FlaskClient, page: Page, statements: Statements, samples: int) -> Measured:
    took, worked, most, size = [], [], 0, 0
    for number in range(samples + WARM_UP):
        ask = page.ask(number)
        statements.count, started, idle = 0, perf_counter(), process_time()
        answer = client.open(**ask)
        size = len(answer.get_data())
        milliseconds, busy = (perf_counter() - started) * 1000, (process_time() - idle) * 1000
        if answer.status_code >= 400 or page.status not in (None, answer.status_code):
            sys.exit(f"{page.name}: {ask['path']} answers {answer.status_code}")
        if number >= WARM_UP:
            took.append(milliseconds)
            worked.append(busy)
            most = max(most, statements.count)
    return Measured(took, worked, most, size)


def show(before: dict[Page, Measured], after: dict[Page, Measured]) -> bool:
    """Prints everything, the slowest first; whether all of it is fast enough."""
    table = Table(
        "page", "median ms", "95 % ms", "of it CPU", "at most", "x near-empty", "statements", "kB", ""
    )
    failed = 0
    for page, now in sorted(after.items(), key=lambda item: -item[1].high):
        was, target = before[page], TARGETS[page.kind]
        is_slow, is_many = now.high > target, now.statements > MOST_STATEMENTS
        failed += is_slow
        verdict = "[red]too slow" if is_slow else "[yellow]many statements" if is_many else "ok"
        table.add_row(
            page.name,
            f"{now.middle:.1f}",
            f"{now.high:.1f}",
            f"{now.high_worked:.1f}",
            f"{target:.0f}",
            f"{now.high / was.high:.1f}",
            f"{now.statements} ({was.statements})",
            f"{now.bytes / 1000:.0f}",
            verdict,
        )
    console.print(table)
    console.print(f"{len(after) - failed} of {len(after)} pages within their target")
    return failed == 0


if __name__ == "__main__":
    main()
