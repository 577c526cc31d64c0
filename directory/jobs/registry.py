"""The jobs this application has, as its features named them."""

import hashlib
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask, current_app

# What a job did, as one number for the log; nothing when it found nothing to do.
JobFunction = Callable[[datetime], int | None]


@dataclass(frozen=True)
class RegisteredJob:
    """`writes` False leaves the single writer of SQLite to others while the job works. `each_machine` is
    for what lies on a machine's own disk: every machine runs it, not one for all. `forgets` is for what takes
    away what may no longer be kept, and gives back how much it did: a restored database runs it first."""

    name: str
    every: timedelta
    function: JobFunction
    writes: bool
    each_machine: bool
    lease: timedelta
    forgets: bool = False

    @property
    def key(self) -> str:
        return f"{self.name}@{_machine()}" if self.each_machine else self.name


def register(
    app: Flask,
    name: str,
    every: timedelta,
    function: JobFunction,
    *,
    writes: bool = True,
    each_machine: bool = False,
    lease: timedelta = timedelta(minutes=10),
    forgets: bool = False,
) -> None:
    """`function` must be idempotent: after a crash, or when it outlives its `lease`, it runs again."""
    _jobs_of(app)[name] = RegisteredJob(name, every, function, writes, each_machine, lease, forgets)


def list_registered() -> list[RegisteredJob]:
    return list(_jobs_of(current_app._get_current_object()).values())  # type: ignore[attr-defined]


def _jobs_of(app: Flask) -> dict[str, RegisteredJob]:
    jobs: dict[str, RegisteredJob] = app.extensions.setdefault("directory-jobs", {})
    return jobs


def _machine() -> str:
    """Two copies on one machine with folders of their own count as two."""
    folder = Path(current_app.config["INSTANCE_DIR"]).resolve()
    return f"{socket.gethostname()}-{hashlib.sha256(str(folder).encode()).hexdigest()[:8]}"
