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
        target = Path(str(url.database))
        _put_damaged_aside(target)
        _copy_sqlite(source, target)
    else:
        options = ("--clean", "--if-exists", "--single-transaction", "--no-owner", "--no-privileges")
        _run_postgres(url, "pg_restore", *options, f"--dbname={url.database}", str(source))


def _put_damaged_aside(target: Path) -> None:
    """A file that is no database any more cannot be written over. Its log goes with it: SQLite would apply it
    to the new one."""
    if not target.is_file() or _is_whole(target):
        return
    ending = f".damaged-{uuid.uuid4().hex[:8]}"
    for part in (target, *(target.with_name(target.name + name) for name in ("-wal", "-shm", "-journal"))):
        if part.exists():
            part.rename(part.with_name(part.name + ending))
    click.echo(f"{target} is damaged. It is kept as {target.name}{ending}, and a new one is made.", err=True)


def _is_whole(database: Path) -> bool:
    """Raises OperationalError where another program holds it."""
    try:
        with closing(sqlite3.connect(database, timeout=60)) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise
        return False
    except sqlite3.DatabaseError:
        return False


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
