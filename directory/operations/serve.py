"""Prepares, then keeps the web workers and the job runner going side by side. When one is told to stop, both
stop; when the runner dies, it is started again; when the web workers die, all ends.

    python -m directory.operations.serve

The application itself is not imported here: that would be half of the time that a start takes.
"""

import ctypes
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from types import FrameType
from typing import Any

from directory.config import flask_settings, read_settings
from directory.errors import BadSetting
from directory.operations.stamp import is_prepared

_PORTS_TO_TRY = 50
_READY_SECONDS = 60
_RUNNER_PAUSE_SECONDS = 3


class CannotServe(Exception):
    """Says why, for the person who started it."""


def main() -> int:
    """The exit code."""
    try:
        settings = flask_settings(read_settings())
        if not is_prepared(settings):
            _flask("prepare")
        return _Supervisor(settings, _choose_port(settings)).run()
    except (BadSetting, CannotServe) as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    except KeyboardInterrupt:
        return 130


def _choose_port(settings: Mapping[str, Any]) -> int:
    wanted: int = settings["PORT"]
    # On a server, something in front sends people to this port: another one would not be found.
    tries = 1 if settings["ENVIRONMENT"] == "production" else _PORTS_TO_TRY
    port = _find_free_port(settings["HOST"], wanted, tries)
    if port != wanted:
        _say(f"Port {wanted} is taken. Using {port}.")
    return port


def _flask(*arguments: str) -> None:
    """One of the application's own commands, with this terminal."""
    command = [sys.executable, "-m", "flask", *arguments]
    done = subprocess.run(command, env=os.environ | {"FLASK_APP": "wsgi.py"}, check=False)  # noqa: S603
    if done.returncode:
        raise CannotServe(f"flask {' '.join(arguments)} did not work: the reason stands above.")


def _say(words: str) -> None:
    print(words, flush=True)  # noqa: T201


def _find_free_port(host: str, wanted: int, tries: int) -> int:
    for port in range(wanted, min(wanted + tries, 65536)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    others = f" and the {tries - 1} after it are" if tries > 1 else " is"
    raise CannotServe(f"Port {wanted}{others} taken on {host}. Set PORT to a free one.")


class _Supervisor:
    def __init__(self, settings: Mapping[str, Any], port: int) -> None:
        self.settings = settings
        self.address = f"http://{settings['HOST']}:{port}"
        self.environment = os.environ | {"PORT": str(port), "FLASK_APP": "wsgi.py"}
        self.is_stopping = False
        self.web: subprocess.Popen[bytes] | None = None
        self.runner: subprocess.Popen[bytes] | None = None
        self.runner_due = 0.0

    def run(self) -> int:
        """The exit code of the web workers; 0 after a wish to stop."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._wish_stop)
        self.web = self._start("gunicorn", "--config", "gunicorn.conf.py", "wsgi:app")
        try:
            self._wait_until_ready()
            self._watch()
        finally:
            self._stop()
        return 0 if self.is_stopping else self.web.returncode or 1

    def _wish_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.is_stopping = True

    def _start(self, module: str, *arguments: str) -> subprocess.Popen[bytes]:
        # In a group of its own: Ctrl-C reaches this process alone, which then stops both in order.
        command = [sys.executable, "-m", module, *arguments]
        return subprocess.Popen(  # noqa: S603
            command,
            env=self.environment,
            process_group=0,
            preexec_fn=_end_with_parent,
        )

    def _wait_until_ready(self) -> None:
        give_up = time.monotonic() + _READY_SECONDS
        problem = "no answer"
        while not self.is_stopping and self.web and self.web.poll() is None:
            problem = _ask_ready(self.address, self.settings["TRUSTED_HOSTS"])
            if not problem:
                return self._announce()
            if time.monotonic() > give_up:
                raise CannotServe(f"The directory does not get ready: {problem}.")
            time.sleep(0.05)
        return None

    def _announce(self) -> None:
        _say(f"\nThe directory is ready: {self.address}\n")
        if self.settings["ENVIRONMENT"] == "local":
            _say("Demo sign-ins:")
            _flask("accounts", "demo")
        _say("Stop it with Ctrl-C.")

    def _watch(self) -> None:
        while not self.is_stopping and self.web and self.web.poll() is None:
            if self.runner is None or self.runner.poll() is not None:
                self._start_runner()
            time.sleep(0.2)

    def _start_runner(self) -> None:
        if time.monotonic() < self.runner_due:
            return
        if self.runner is not None:
            _say("The job runner ended. Starting it again.")
        self.runner_due = time.monotonic() + _RUNNER_PAUSE_SECONDS
        self.runner = self._start("flask", "jobs", "run")

    def _stop(self) -> None:
        running = [child for child in (self.web, self.runner) if child and child.poll() is None]
        for child in running:
            child.terminate()
        for child in running:
            try:
                child.wait(timeout=30)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def _end_with_parent() -> None:
    """Were this process killed outright, its children would go on alone and hold the port. Linux can tell
    them to stop; elsewhere they stay."""
    if sys.platform == "linux":
        set_parent_death_signal = 1  # PR_SET_PDEATHSIG in linux/prctl.h
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)


def _ask_ready(address: str, hosts: list[str] | None) -> str:
    """What keeps it from being ready, in words; empty when nothing does."""
    headers = {"Host": hosts[0].lstrip(".")} if hosts else {}
    request = urllib.request.Request(f"{address}/health/ready", headers=headers)  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=5):  # noqa: S310
            return ""
    except urllib.error.HTTPError as error:
        return _name_failing(error.read())
    except OSError:
        return "no answer"


def _name_failing(body: bytes) -> str:
    try:
        checks = json.loads(body)["checks"]
    except (ValueError, KeyError):
        return "it answers with an error"
    return ", ".join(name for name, answer in checks.items() if not answer["ok"])


if __name__ == "__main__":
    sys.exit(main())
