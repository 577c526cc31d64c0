"""A process that runs what is due, once: `python -m tests.operations.runner URL FOLDER COUNT`. Each
job takes a moment and writes down that it ran."""

import sys
import time
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import text

from directory import create_app, jobs
from directory.extensions import db
from directory.jobs.runner import run_due
from tests.conftest import settings_for


def write_down(name: str, now: datetime) -> int:
    time.sleep(0.05)
    db.session.execute(text("INSERT INTO ran VALUES (:name)"), {"name": name})
    return 1


def main(url: str, folder: str, count: str) -> None:
    app = create_app(settings_for(url, Path(folder)))
    app.extensions["directory-jobs"] = {}
    for number in range(int(count)):
        name = f"job {number}"
        jobs.register(app, name, timedelta(days=1), partial(write_down, name))
    run_due(app)


if __name__ == "__main__":
    main(*sys.argv[1:])
