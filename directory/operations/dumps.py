"""The whole database into one file and back, by each engine's own means, while the directory is in use."""

import os
import shutil
import sqlite3
import subprocess
import uuid
from contextlib import closing
from pathlib import Path

import click
from sqlalchemy.engine import URL

_LONGEST_SECONDS = 3600


def dump_database(url: URL, target: Path) -> None:
    if url.get_backend_name() == "sqlite":
        _copy_sqlite(Path(str(url.database)), target)
    else:
        _run_postgres(url, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def load_database(url: URL, source: Path) -> None:
    """Replaces what is there, in one transaction: all of it or nothing."""
    if url.get_backend_name() == "sqlite":
        _put_damaged_aside(Path(str(url.database)))
        _copy_sqlite(source, Path(str(url.database)))
    else:
        options = ("--clean", "--if-exists", "--single-transaction", "--no-owner", "--no-privileges")
        _run_postgres(url, "pg_restore", *options, f"--dbname={url.database}", str(source))


def _put_damaged_aside(target: Path) -> None:
    """A file that is no database any more cannot be written over. It is kept, under another name."""
    if not target.exists():
        return
    try:
        with closing(sqlite3.connect(target)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            connection.execute("PRAGMA journal_mode").fetchone()
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        ending = f".damaged-{uuid.uuid4().hex[:8]}"
        for path in (
            target,
            *(target.with_name(target.name + part) for part in ("-wal", "-shm", "-journal")),
        ):
            if path.exists():
                path.replace(path.with_name(path.name + ending))


def _copy_sqlite(source: Path, target: Path) -> None:
    """All pages in one step: a consistent moment, with writers neither waiting nor lost."""
    if not source.exists():
        raise click.ClickException("There is no database yet.")
    target.parent.mkdir(parents=True, exist_ok=True)
    with (
        closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as reader,
        closing(sqlite3.connect(target, timeout=60)) as writer,
    ):
        reader.backup(writer, pages=-1)
        found = writer.execute("PRAGMA quick_check").fetchone()[0]
    if found != "ok":
        raise click.ClickException(f"The copy of the database is damaged: {found}")


def _run_postgres(url: URL, program: str, *arguments: str) -> None:
    path = shutil.which(program)
    if path is None:
        raise click.ClickException(f"{program} is needed. On Debian or Ubuntu: apt install postgresql-client")
    done = subprocess.run(  # noqa: S603
        [path, *arguments],
        env=os.environ | _connection_settings(url),
        capture_output=True,
        text=True,
        timeout=_LONGEST_SECONDS,
        check=False,
    )
    if done.returncode:
        raise click.ClickException(f"{program} failed: {done.stderr.strip()[-500:]}")


def _connection_settings(url: URL) -> dict[str, str]:
    """By environment: arguments show in the list of processes, with their password."""
    given = {
        "PGHOST": url.host,
        "PGPORT": url.port,
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
    }
    return {name: str(value) for name, value in given.items() if value}
