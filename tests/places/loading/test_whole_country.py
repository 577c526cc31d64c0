"""The load at full size, in a process of its own so that its memory can be measured."""

import os
import subprocess
import sys
import time
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
def test_the_whole_of_great_britain_loads_in_a_minute_and_200_megabytes(
    app: Flask, database_url: str, tmp_path: Path
) -> None:
    db.session.commit()
    file = write_code_point(tmp_path / "codepo_gb.zip", _COUNT)
    environment = os.environ | {"DATABASE_URL": database_url, "INSTANCE_DIR": str(tmp_path)}
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", _COMMAND, str(file)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    seconds = time.monotonic() - start
    megabytes = int(done.stdout.split("PEAK ")[1]) / 1024
    print(f"{_COUNT:,} postcodes: {seconds:.1f} s, {megabytes:.0f} MB at most")  # noqa: T201 - the measurement
    assert db.session.query(Postcode).count() == _COUNT
    # A minute of a machine with nothing else to do: beside other work it takes its share longer.
    busy = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
    assert seconds < 60 * busy
    assert megabytes < 200
