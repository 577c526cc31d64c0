"""Loads every postcode of Great Britain, invented ones in the publisher's layout, as an operator would:
seconds and peak memory, beside the same file read with csv and written by sqlite3 as it stands.
`python benchmarks/places.py [how many]`."""

import csv
import io
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.places.synthetic import write_code_point  # noqa: E402 - after the path to it

MOST_SECONDS, MOST_MEGABYTES = 60, 200
# VmHWM begins anew with the program; ru_maxrss would begin with that of whoever started it.
_LOAD = """
import re, sys
from directory import create_app
from directory.places.commands import places
with create_app().app_context():
    places.main(["load", sys.argv[1]], standalone_mode=False)
print("PEAK", re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read()).group(1))
"""


def main() -> None:
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 1_700_000
    with tempfile.TemporaryDirectory() as folder:
        file = write_code_point(Path(folder, "codepo_gb.zip"), many)
        environ = os.environ | {"INSTANCE_DIR": folder, "DATABASE_URL": ""}
        _run(environ, "-m", "flask", "--app", "wsgi.py", "db", "upgrade")
        started = time.perf_counter()
        said = _run(environ, "-c", _LOAD, str(file))
        seconds = time.perf_counter() - started
        plain = _load_plainly(file, Path(folder, "plain.sqlite"))
    found = re.search(r"PEAK (\d+)", said)
    megabytes = int(found.group(1)) / 1024 if found else float("nan")
    print(f"{many:,} postcodes: {seconds:.1f} s (to reach: {MOST_SECONDS} s for 1,700,000)")
    print(f"memory at most: {megabytes:.0f} MB (to reach: {MOST_MEGABYTES} MB)")
    print(
        f"csv and sqlite3, nothing checked or placed: {plain:.1f} s; the load takes {seconds / plain:.1f} x"
    )


def _load_plainly(file: Path, database: Path) -> float:
    """The baseline: the ten columns of each row as they are, into one table with its key."""
    started = time.perf_counter()
    marks = ", ".join("?" * 10)
    with sqlite3.connect(database) as connection, zipfile.ZipFile(file) as archive:
        columns = ", ".join(f"c{number}" for number in range(1, 10))
        connection.execute(f"CREATE TABLE plain (postcode PRIMARY KEY, {columns})")
        for name in archive.namelist():
            if name.startswith("Data/"):
                rows = csv.reader(io.TextIOWrapper(archive.open(name), encoding="utf-8", newline=""))
                connection.executemany(f"INSERT INTO plain VALUES ({marks})", rows)
    return time.perf_counter() - started


def _run(environ: dict[str, str], *command: str) -> str:
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{command}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


if __name__ == "__main__":
    main()
