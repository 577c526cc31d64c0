"""Serves the example directory under load for a while and watches the memory of each process.

    python benchmarks/soak.py [SECONDS]        (make soak; 60 seconds unless told)

Four clients search and read without a pause while an editor changes an entry five times a second, so that
every worker follows the change log and takes up new generations. Everything is on the loopback address and in
a folder of its own. Ends with 1 where an answer failed, or where a process keeps growing.
"""

import http.client
import itertools
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

SECONDS = 60
CLIENTS = 4
EDITS_A_SECOND = 5
NEW_CONNECTION = 10  # requests, about: a connection that is kept stays with one worker
SAMPLE_SECONDS = 2.0
WARM_UP = 0.4  # of the time: caches fill, each thread has answered
MOST_GROWTH_MB = 25.0
MOST_PRIVATE_MB = 300.0

WORDS = (
    "debt",
    "lonely",
    "someone to talk to",
    "food",
    "walking group",
    "eviction",
    "carer",
    "gambling",
    "arts",
)
PLACES = ("", "LE1", "LE3", "Loughborough", "Oakham", "Hinckley")


class Sample(NamedTuple):
    """Private memory in MB by the name of the process, `at` seconds after the start."""

    at: float
    private: dict[str, float]


class Load:
    """What the clients met."""

    def __init__(self) -> None:
        self.over = threading.Event()
        self.took: list[float] = []
        self.failed: list[str] = []
        self.edits = 0

    def read(self, port: int, number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        for path in itertools.islice(_list_paths(), number * 7, None):
            if self.over.is_set():
                break
            if len(self.took) % NEW_CONNECTION == 0:
                connection.close()
            started = time.perf_counter()
            status = _ask(connection, path)
            self.took.append(time.perf_counter() - started)
            if status != 200:
                self.failed.append(f"{path} {status}")
        connection.close()

    def edit(self, folder: Path) -> None:
        from directory import create_app
        from directory.extensions import db, expect_writes
        from directory.listings.actions import edit_service
        from directory.models import Service

        app = create_app({"INSTANCE_DIR": folder, "SQLALCHEMY_DATABASE_URI": _database(folder)})
        while not self.over.wait(1 / EDITS_A_SECOND):
            with app.app_context():
                expect_writes()
                entry = db.session.query(Service).order_by(Service.name).first()
                assert entry
                data = {"summary": f"Edited {self.edits} times."}
                edit_service(actor=None, service=entry, data=data, expected_version=entry.version)
                db.session.commit()
            self.edits += 1


def main(seconds: float) -> int:
    with tempfile.TemporaryDirectory() as folder, _serve(Path(folder)) as (process, port):
        load = Load()
        threads = [threading.Thread(target=load.read, args=(port, number)) for number in range(CLIENTS)]
        threads.append(threading.Thread(target=load.edit, args=(Path(folder),)))
        for thread in threads:
            thread.start()
        samples = _watch(process.pid, seconds)
        load.over.set()
        for thread in threads:
            thread.join()
    return _report(load, samples, seconds)


def _list_paths() -> Iterator[str]:
    pages = ("/", "/needs", "/guidance", "/about", "/urgent-help")
    for count in itertools.count():
        if count % 5 == 0:
            yield pages[count // 5 % len(pages)]
            continue
        words = WORDS[count % len(WORDS)].replace(" ", "+")
        yield f"/search?q={words}&place={PLACES[count % len(PLACES)]}&page={1 + count % 2}"


def _ask(connection: http.client.HTTPConnection, path: str) -> int:
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    except (OSError, http.client.HTTPException) as error:
        connection.close()
        print(f"{path}: {error!r}")
        return 0


@contextmanager
def _serve(folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    settings = {"INSTANCE_DIR": str(folder), "DATABASE_URL": _database(folder), "PORT": str(port)}
    settings |= {"ENVIRONMENT": "local", "RATE_LIMITS": "0", "LOG_LEVEL": "WARNING", "FLASK_APP": "wsgi.py"}
    command = [sys.executable, "-m", "directory.operations.serve"]
    environment = os.environ | settings
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=quiet, stdout=quiet)
    try:
        _wait_until_ready(process, port)
        yield process, port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def _database(folder: Path) -> str:
    return f"sqlite:///{folder / 'directory.sqlite'}"


def _wait_until_ready(process: subprocess.Popen[bytes], port: int) -> None:
    print("Starting with the example directory ...")
    for _ in range(1200):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/health/ready")
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        finally:
            connection.close()
        assert process.poll() is None, "it did not start"
        time.sleep(0.1)
    raise AssertionError("it did not get ready in two minutes")


def _watch(pid: int, seconds: float) -> list[Sample]:
    started = time.monotonic()
    samples = []
    while (at := time.monotonic() - started) < seconds:
        samples.append(Sample(at, dict(_list_private(pid))))
        print(
            f"\r{at:5.0f} s  " + "  ".join(f"{k} {v:.0f} MB" for k, v in samples[-1].private.items()), end=""
        )
        time.sleep(SAMPLE_SECONDS)
    print()
    return samples


def _list_private(pid: int) -> Iterator[tuple[str, float]]:
    """The web workers and the job runner below the supervisor, by kind and process id."""
    for child in _children(pid):
        if "gunicorn" in _command(child):
            for worker in _children(child):
                yield f"web {worker}", _private_mb(worker)
        else:
            yield f"jobs {child}", _private_mb(child)


def _children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _command(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")


def _private_mb(pid: int) -> float:
    """What no other process shares: mapped index files are not counted."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("RssAnon"))


def _report(load: Load, samples: list[Sample], seconds: float) -> int:
    took = sorted(load.took)
    print(f"{len(took)} answers in {seconds:.0f} s, {len(load.failed)} failed, {load.edits} edits meanwhile")
    slow = took[len(took) * 95 // 100]
    print(f"median {statistics.median(took) * 1000:.1f} ms, 95th percentile {slow * 1000:.1f} ms")
    faults = len(load.failed)
    warm = [sample for sample in samples if sample.at >= seconds * WARM_UP]
    for name in warm[-1].private:
        sizes = [sample.private[name] for sample in warm if name in sample.private]
        growth = sizes[-1] - sizes[0]
        is_fault = growth > MOST_GROWTH_MB or sizes[-1] > MOST_PRIVATE_MB
        faults += is_fault
        print(
            f"{name}: {sizes[-1]:.0f} MB private, {growth:+.1f} MB after warming up{'  TOO MUCH' * is_fault}"
        )
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS))
