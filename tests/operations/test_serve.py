"""The supervisor as a person or a machine runs it: real processes, real sockets."""

import os
import signal
import socket
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.operations.serving import is_alive, list_children, serve, wait_until

pytestmark = pytest.mark.slow


def test_it_starts_from_nothing_answers_and_stops_with_its_runner(tmp_path: Path) -> None:
    with serve(tmp_path) as served:
        address = served.wait_for(r"ready: (http://\S+)")[1]
        with urllib.request.urlopen(f"{address}/health/ready", timeout=5) as answer:
            assert answer.status == 200
        wait_until(lambda: list_children(served.process.pid, "jobs run"))
        runner = list_children(served.process.pid, "jobs run")[0]
        assert served.stop() == 0
    assert not is_alive(runner)
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(f"{address}/health/live", timeout=5)


def test_a_runner_that_dies_is_started_again(tmp_path: Path) -> None:
    with serve(tmp_path) as served:
        served.wait_for("ready: ")
        wait_until(lambda: list_children(served.process.pid, "jobs run"))
        first = list_children(served.process.pid, "jobs run")[0]
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: set(list_children(served.process.pid, "jobs run")) - {first})
        served.wait_for("job runner ended")


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux: only there children learn of it")
def test_nothing_goes_on_when_the_supervisor_was_killed(tmp_path: Path) -> None:
    with serve(tmp_path) as served:
        served.wait_for("ready: ")
        wait_until(lambda: list_children(served.process.pid, "jobs run"))
        runner = list_children(served.process.pid, "jobs run")[0]
        web = list_children(served.process.pid, "gunicorn")[0]
        served.process.kill()
        wait_until(lambda: not is_alive(runner) and not is_alive(web))


def test_a_taken_port_is_named_and_the_next_free_one_used(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with serve(tmp_path, PORT=str(port)) as served:
            served.wait_for(f"Port {port} is taken. Using ")
            address = served.wait_for(r"ready: (http://\S+)")[1]
            assert address != f"http://127.0.0.1:{port}"
            assert served.stop(signal.SIGINT) == 0


def test_in_production_a_taken_port_stops_the_start(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        settings = {"SECRET_KEY": "k" * 40, "SITE_URL": "https://directory.example.org"}
        with serve(tmp_path, PORT=port, ENVIRONMENT="production", **settings) as served:
            assert served.process.wait(timeout=120) != 0
            served.wait_for(f"Port {port} is taken", 1)
