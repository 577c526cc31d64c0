"""`flask backup` and `flask restore`."""

import tempfile
import uuid
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import func, inspect, select, text, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DatabaseError

from directory.extensions import db, expect_writes
from directory.listings.withholding.keeping import find_directory
from directory.models import DatabaseIdentity, Guidance, Job, Service, User
from directory.operations.archive import (
    FORMAT,
    BadArchive,
    Manifest,
    extract_copy,
    measure,
    read_manifest,
    write_archive,
)
from directory.operations.dumps import dump_database, load_database
from directory.operations.keeping import forget_what_is_due, is_too_old, prune_backups
from directory.operations.prepare import MIGRATIONS, migrate_tables, prepare
from directory.operations.withheld import (
    begin_list,
    copy_list,
    describe_applied,
    describe_reach,
    finish_restore,
    unserved,
)
from directory.operations.withheld_sources import Gathered, gather_withheld

# A new database has rows in these before anybody has used it; the last belongs to PostGIS.
_FILLED_FROM_THE_START = ("alembic_version", "database_identity", "spatial_ref_sys")

# Far beyond any count that an account reaches by itself.
_EPOCHS_AHEAD = 1_000


@click.command("backup")
@click.argument("target", type=click.Path(path_type=Path))
@with_appcontext
def backup_command(target: Path) -> None:
    """Copy the whole database into TARGET, a file or a folder, while the directory is in use, and the list of
    what is withheld from the public beside it: keep the two together. In a folder, backups older than
    BACKUP_DAYS are deleted then."""
    _refuse_without_tables()
    # Before the time of the backup: a list that was begun later does not say what happened since.
    begin_list()
    now = datetime.now(UTC)
    folder = target if target.is_dir() else None
    if folder:
        target = target / f"directory-{now:%Y%m%dT%H%M%SZ}.zip"
    if target.exists():
        raise click.ClickException(f"{target} is already there.")
    manifest = make_backup(target, now)
    click.echo(f"{copy_list(target)}: what is withheld, for a restore")
    click.echo(f"{target}: {manifest.entries} entries, {target.stat().st_size / 1e6:.1f} MB")
    for gone in prune_backups(folder, now) if folder else ():
        click.echo(f"{gone}: deleted, it was too old")


@click.command("restore")
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace a database that holds something.")
@click.option("--old", is_flag=True, help="Even one that is older than backups are kept.")
@click.option(
    "--nothing-was-hidden",
    is_flag=True,
    help="Go on without a list or database that says what was hidden or suspended since the backup.",
)
@with_appcontext
def restore_command(source: Path, force: bool, old: bool, nothing_was_hidden: bool) -> None:
    """Bring back the database that SOURCE holds. What was hidden or suspended since stays so: the list of
    what is withheld, its copies beside SOURCE and the database that is replaced say what. Take out what may
    not be kept any longer, and make the search index."""
    now = datetime.now(UTC)
    manifest = read_manifest(source)
    _refuse_unfit(manifest)
    if not old and is_too_old(manifest.made_at, now):
        raise click.ClickException(
            "This backup is older than backups are kept: what was deleted since would come back. "
            "To restore it all the same, add --old."
        )
    is_empty = not has_content()
    if not force and not is_empty:
        raise click.ClickException("The database is not empty. To replace what it holds, add --force.")
    withheld = gather_withheld(source, manifest, is_empty=is_empty, nothing_was_hidden=nothing_was_hidden)
    restore_backup(source, withheld)
    migrate_tables()
    applied = finish_restore()
    forgotten = forget_what_is_due(now)
    prepare(with_example=False)
    for line in describe_applied(applied) if applied else ():
        click.echo(line)
    click.echo(describe_reach(withheld))
    click.echo(f"Forgotten, because its time was over: {forgotten}.")
    click.echo(f"Restored {manifest.entries} entries, as they were at {manifest.made_at}.")


def make_backup(target: Path, now: datetime) -> Manifest:
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        copy = Path(folder) / "database"
        revision, entries, directory = _describe()
        dump_database(db.engine.url, copy)
        sha256, size = measure(copy)
        made_at = now.isoformat(timespec="seconds")
        engine = db.engine.dialect.name
        manifest = Manifest(FORMAT, made_at, engine, revision, entries, sha256, size, directory)
        write_archive(target, copy, manifest)
    return manifest


def restore_backup(source: Path, withheld: Gathered) -> Manifest:
    """The restored database gets an identity of its own, so that no index made from another one is used. It
    is not served before finish_restore() has applied what is withheld."""
    manifest = read_manifest(source)
    _refuse_unfit(manifest)
    with tempfile.TemporaryDirectory(dir=_scratch_folder()) as folder:
        copy = Path(folder) / "database"
        extract_copy(source, manifest, copy)
        db.session.remove()
        db.engine.dispose()
        with unserved(withheld):
            load_database(db.engine.url, copy)
    _begin_anew()
    return manifest


def has_content() -> bool:
    """Also of a database that cannot be read: nobody knows what is in it."""
    try:
        return _has_any_rows()
    except DatabaseError:
        return True


def _has_any_rows() -> bool:
    with db.engine.connect() as connection:
        names = set(inspect(connection).get_table_names()) - set(_FILLED_FROM_THE_START)
        return any(_has_rows(connection, name) for name in names)


def _has_rows(connection: Connection, name: str) -> bool:
    quoted = connection.dialect.identifier_preparer.quote(name)
    return connection.scalar(text(f"SELECT 1 FROM {quoted} LIMIT 1")) is not None  # noqa: S608


def _refuse_without_tables() -> None:
    if not inspect(db.engine).has_table("alembic_version"):
        raise click.ClickException("There is no database yet.")


def _describe() -> tuple[str, int, str | None]:
    """The newest migration, the number of entries and the identity of the directory, as they are now."""
    expect_writes(False)
    directory = find_directory()
    revision = db.session.scalar(text("SELECT version_num FROM alembic_version"))
    counts = [db.session.scalar(select(func.count()).select_from(model)) for model in (Service, Guidance)]
    db.session.rollback()
    return str(revision), sum(count or 0 for count in counts), str(directory) if directory else None


def _refuse_unfit(manifest: Manifest) -> None:
    if manifest.engine != db.engine.dialect.name:
        raise BadArchive(
            f"This backup is of {manifest.engine}, and DATABASE_URL is {db.engine.dialect.name}."
        )
    if not any(path.name.startswith(f"{manifest.revision}_") for path in MIGRATIONS.glob("*.py")):
        raise BadArchive("This backup was made by a newer version of this software.")


def _scratch_folder() -> Path:
    folder = Path(current_app.config["INSTANCE_DIR"])
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _begin_anew() -> None:
    """What must not come back with the rows: who the database was, jobs that were running, and sign-ins that
    were ended after the backup was made."""
    expect_writes()
    identity = {"id": uuid.uuid4(), "made_at": datetime.now(UTC)}
    db.session.execute(update(DatabaseIdentity).values(**identity))
    db.session.execute(update(Job).values(leased_until=None))
    db.session.execute(update(User).values(session_epoch=User.session_epoch + _EPOCHS_AHEAD))
    db.session.commit()
