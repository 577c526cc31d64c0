"""The import as a process of its own, killed while it works."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from directory.extensions import db, expect_writes
from directory.models import Change, EntryVersion, Service, ServiceAtLocation, SourceRecord
from tests.exchange.imports import GROUPS, write_mapping

MANY = 250
PLACES = """\
      locations:
        name: {column: name}
      addresses:
        postal_code: {column: postcode}
"""


def start(app: Flask, path: Path, mapping: Path) -> subprocess.Popen[str]:
    environ = os.environ | {
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "INSTANCE_DIR": str(path.parent),
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi.py", "exchange", "import", str(path)]
    command += ["--mapping", str(mapping)]
    return subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def count(model: type) -> int:
    """Without holding a transaction open in front of the import."""
    number = db.session.scalar(select(func.count()).select_from(model)) or 0
    db.session.rollback()
    return number


@pytest.mark.slow
@pytest.mark.parametrize(("how", "code"), [(signal.SIGKILL, -9), (signal.SIGINT, 130), (signal.SIGTERM, 130)])
def test_stopped_in_the_middle_every_entry_is_whole_and_the_next_run_completes(
    app: Flask, tmp_path: Path, how: signal.Signals, code: int
) -> None:
    db.session.commit()
    expect_writes(False)
    rows = [f"{n},Group {n},Example {n // 4},Words of group {n},LE1 1AA" for n in range(MANY)]
    path = tmp_path / "groups.csv"
    path.write_text("\n".join(["id,name,who,about,postcode", *rows]))
    mapping = write_mapping(tmp_path, GROUPS + PLACES)
    process = start(app, path, mapping)
    while count(Service) == 0:
        assert process.poll() is None, process.communicate()[0]
        time.sleep(0.02)
    process.send_signal(how)
    output = process.communicate(timeout=60)[0]
    assert process.returncode == code, output
    done = count(Service)
    assert 0 < done < MANY
    for model in (SourceRecord, EntryVersion, Change, ServiceAtLocation):
        assert count(model) == done
    again = start(app, path, mapping)
    output = again.communicate(timeout=120)[0]
    assert again.returncode == 0, output
    assert f"{MANY - done} created" in output
    assert f"{done} unchanged" in output
    for model in (Service, SourceRecord, EntryVersion, Change, ServiceAtLocation):
        assert count(model) == MANY
