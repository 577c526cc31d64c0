"""Starts a PostgreSQL server that lives as long as the test run."""

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg


def _binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


def why_unavailable() -> str | None:
    if os.environ.get("TEST_POSTGRES_URL") or _binaries():
        return None
    return "needs a PostgreSQL server: install postgresql, or set TEST_POSTGRES_URL"


@dataclass(frozen=True)
class Server:
    """`url` is postgresql://user[:password]@host:port, without a database."""

    url: str

    @contextmanager
    def new_database(self) -> Iterator[str]:
        """A new empty database with all tables, dropped afterwards."""
        name = f"test_{secrets.token_hex(6)}"
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{self._template()}"')
        try:
            yield f"{self.url.replace('postgresql://', 'postgresql+psycopg://')}/{name}"
        finally:
            self._run(f'DROP DATABASE "{name}" WITH (FORCE)')

    @contextmanager
    def bare_database(self) -> Iterator[str]:
        """A new database with nothing in it, dropped afterwards."""
        name = f"bare_{secrets.token_hex(6)}"
        self._run(f'CREATE DATABASE "{name}"')
        try:
            yield f"{self.url.replace('postgresql://', 'postgresql+psycopg://')}/{name}"
        finally:
            self._run(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _template(self) -> str:
        name = f"template_{os.getpid()}"
        with psycopg.connect(f"{self.url}/postgres", autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
            if not known:
                connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]
        if not known:
            _create_tables(f"{self.url.replace('postgresql://', 'postgresql+psycopg://')}/{name}")
        return name

    def _run(self, statement: str) -> None:
        with psycopg.connect(f"{self.url}/postgres", autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]


def _create_tables(url: str) -> None:
    from sqlalchemy import create_engine

    import directory.models  # noqa: F401
    from directory.extensions import db

    engine = create_engine(url)
    db.metadata.create_all(engine)
    engine.dispose()


@contextmanager
def start() -> Iterator[Server]:
    given = os.environ.get("TEST_POSTGRES_URL")
    if given:
        yield Server(given.rstrip("/"))
        return
    binaries = _binaries()
    assert binaries, why_unavailable()
    # Not below pytest's own folder: another run of pytest closes that one to every other user.
    folder = Path(tempfile.mkdtemp(prefix="directory-postgres-"))
    as_user = _drop_root(folder)
    data, port = folder / "data", _free_port()
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "cwd": "/"}
    init = [binaries / "initdb", "-D", data, "-U", "tester", "-A", "trust", "-N", "-E", "UTF8", "--locale=C"]
    subprocess.run([*as_user, *init], **quiet)  # type: ignore[call-overload]
    options = f"-c listen_addresses=127.0.0.1 -p {port} -c unix_socket_directories= -c fsync=off"
    control = [*as_user, binaries / "pg_ctl", "-D", data, "-w"]
    log = ["-l", folder / "log"]
    subprocess.run([*control, *log, "-o", options, "start"], **quiet)  # type: ignore[call-overload]
    try:
        yield Server(f"postgresql://tester@127.0.0.1:{port}")
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], **quiet)  # type: ignore[call-overload]
        shutil.rmtree(folder, ignore_errors=True)


def _drop_root(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: there, its own user takes over."""
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, "postgres")
    return ["runuser", "-u", "postgres", "--"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
