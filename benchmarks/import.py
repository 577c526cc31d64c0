"""Imports 5,000 entries into an empty database and builds their index, as an operator would: seconds and
peak memory of each step, of the second run too, beside the same rows read with csv and written by sqlite3 as
they stand. `python benchmarks/import.py [how many]`."""

import csv
import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MOST_SECONDS, MOST_MEGABYTES = 90, 500
_WORDS = (
    "advice tea walking debt housing benefits friends lonely garden art choir music carers bereavement food "
    "bank library sport swimming yoga sleep worry young older people families women men group weekly free "
    "support help drop-in learn computer phone visit home community church mosque temple park hall centre"
)
_MAPPING = """\
source: Benchmark
files:
  entries.csv:
    id: id
    tables:
      organizations: {id: {column: who}, name: {column: who}}
      services:
        name: {column: name}
        description: {column: about}
        url: {column: web}
        needs: [sport]
        attending_types: [place]
      phones: {number: {column: phone}}
      locations: {name: {column: hall}, latitude: {column: lat}, longitude: {column: lon}}
      addresses: {address_1: {column: street}, city: {column: town}, postal_code: {column: postcode}}
      cost_options: {option: Free, amount: 0}
      schedules: {hours: hours}
"""


def main() -> None:
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    with tempfile.TemporaryDirectory() as folder:
        rows, mapping = Path(folder, "entries.csv"), Path(folder, "mapping.yaml")
        _write_rows(rows, many)
        mapping.write_text(_MAPPING)
        environ = os.environ | {
            "INSTANCE_DIR": folder,
            "FLASK_APP": str(ROOT / "wsgi.py"),
            "DATABASE_URL": "",
        }
        _run(environ, "db", "upgrade")
        _run(environ, "seed", "load", "--no-casework")
        command = ("exchange", "import", str(rows), "--mapping", str(mapping), "--status", "active")
        first = _step(environ, f"import of {many:,} entries", *command)
        index = _step(environ, "index of all of them", "index", "rebuild")
        _step(environ, "second import, nothing new", *command)
        plain = _load_plainly(rows, Path(folder, "plain.sqlite"))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"import and index together: {first + index:.1f} s (to reach: {MOST_SECONDS} s for 5,000)")
    print(f"csv and sqlite3, nothing checked: {plain:.2f} s; the import takes {first / plain:.0f} x")
    print(f"largest process: {peak:.0f} MB (to reach: {MOST_MEGABYTES} MB)")


def _write_rows(path: Path, many: int) -> None:
    rng, words = random.Random(5), _WORDS.split()
    with path.open("w", newline="", encoding="utf-8") as file:
        writer: csv.DictWriter[str] = csv.DictWriter(file, list(_row(0, rng, words)))
        writer.writeheader()
        writer.writerows(_row(number, rng, words) for number in range(many))


def _load_plainly(rows: Path, database: Path) -> float:
    """The baseline: every row as it is, into one table with its key."""
    started = time.perf_counter()
    with sqlite3.connect(database) as connection, rows.open(newline="", encoding="utf-8") as file:
        reader = csv.reader(file)
        columns = ", ".join(next(reader))
        connection.execute(f"CREATE TABLE plain ({columns}, PRIMARY KEY (id))")
        marks = ", ".join("?" * (columns.count(",") + 1))
        connection.executemany(f"INSERT INTO plain VALUES ({marks})", reader)
    return time.perf_counter() - started


def _row(number: int, rng: random.Random, words: list[str]) -> dict[str, object]:
    return {
        "id": number,
        "who": f"Example organization {number // 3}",
        "name": f"{' '.join(rng.choices(words, k=3)).capitalize()} {number}",
        "about": f"{' '.join(rng.choices(words, k=60)).capitalize()}.",
        "web": f"https://www.example.org/{number}",
        "phone": f"0116 496 {number % 10_000:04d}",
        "hall": f"Hall {number}",
        "lat": 52.4 + rng.random() / 2,
        "lon": -1.5 + rng.random(),
        "street": f"{number} Example Street",
        "town": "Leicester",
        "postcode": f"LE{1 + number % 19} {number % 10}ZZ",
        "hours": f"{rng.choice(['Monday', 'Tue & Thu', 'Mon - Fri'])} 10am - 12noon; Sat 2pm - 4pm",
    }


def _step(environ: dict[str, str], what: str, *command: str) -> float:
    started, used = time.perf_counter(), os.times()
    _run(environ, *command)
    seconds, now = time.perf_counter() - started, os.times()
    processor = now.children_user + now.children_system - used.children_user - used.children_system
    print(f"{what}: {seconds:.1f} s, of them {processor:.1f} s of processor")
    return seconds


def _run(environ: dict[str, str], *command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi.py", *command],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise SystemExit(f"{command}: {done.stdout[-2000:]}{done.stderr[-2000:]}")


if __name__ == "__main__":
    main()
