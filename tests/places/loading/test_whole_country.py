"""The load at full size, in a process of its own so that its memory can be measured.
How long it takes, benchmarks/places.py says."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from directory.extensions import db
from directory.models import Postcode
from tests.places.synthetic import write_code_point

_COUNT = 1_700_000
# VmHWM begins anew with the program; ru_maxrss would begin with that of the tests that started it.
_COMMAND = """
import re, sys
from directory import create_app
from directory.places.commands import places
app = create_app()
with app.app_context():
    places.main(["load", sys.argv[1]], standalone_mode=False)
print("PEAK", re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read()).group(1))
"""


@pytest.mark.slow
@pytest.mark.both_engines
def test_the_whole_of_great_britain_loads_within_200_megabytes(
    app: Flask, database_url: str, tmp_path: Path
) -> None:
    db.session.commit()
    file = write_code_point(tmp_path / "codepo_gb.zip", _COUNT)
    environment = os.environ | {"DATABASE_URL": database_url, "INSTANCE_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", _COMMAND, str(file)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    megabytes = int(done.stdout.split("PEAK ")[1]) / 1024
    assert db.session.query(Postcode).count() == _COUNT
    assert megabytes < 200
