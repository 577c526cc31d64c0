"""Makes the database and the index ready to serve: migrated, filled where empty, indexed where missing."""

import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import inspect, select, text

from directory.extensions import db, expect_writes
from directory.jobs import runner
from directory.listings.withholding.keeping import complete_list
from directory.listings.withholding.sweep import note_everything_hidden
from directory.models import Postcode, Service
from directory.models.mixins import utc_now
from directory.operations.stamp import remember_prepared
from directory.operations.stored_numbers import mend_stored_numbers
from directory.operations.withheld import finish_restore
from directory.search.find import find_follower
from directory.search.index.generation import open_newest
from directory.search.index.log import read_position

MIGRATIONS = Path(__file__).parent.parent / "models" / "migrations" / "versions"


@click.command("prepare")
@click.option("--no-example", is_flag=True, help="Leave the example directory out.")
@with_appcontext
def prepare_command(no_example: bool) -> None:
    """Migrate the database, load the example directory if it is empty, build the index if it is missing."""
    prepare(with_example=not no_example)


def prepare(*, with_example: bool) -> None:
    """Example entries and demo accounts are for trying it out on one's own machine, and only there."""
    with_example = with_example and current_app.config["ENVIRONMENT"] == "local"
    migrate_tables()
    finish_restore()
    _note_withheld()
    is_new = _is_empty(Service)
    if with_example and is_new:
        _run_step("Loading the example directory", "seed", "load")
    if not _is_indexed():
        _run_step("Building the search index", "index", "rebuild")
    # Known before a runner has ever run: one that never starts shows as late on the officer's page.
    runner.prepare(current_app._get_current_object(), utc_now())  # type: ignore[attr-defined]
    remember_prepared(current_app.config)
    if is_new and with_example and _is_empty(Postcode):
        _offer_exact_places()


def _note_withheld() -> None:
    """Marks what was hidden before there were marks or with another secret, and completes the list outside
    the database. The directory starts without that list too: the database has the same marks."""
    expect_writes()
    note_everything_hidden()
    db.session.commit()
    try:
        complete_list()
    except OSError as error:
        click.echo(f"The list of what is withheld cannot be written ({error.strerror}). Check WITHHELD_LIST.")
    db.session.rollback()


def migrate_tables() -> None:
    if not _is_migrated():
        click.echo("Preparing the database ...")
        # Alembic is a quarter of the time that a start takes, and rarely needed.
        import flask_migrate

        flask_migrate.upgrade()
        if mended := mend_stored_numbers():
            click.echo(f"NHS numbers were taken out of {mended:,} texts. Their entries wait for an officer.")


def _is_migrated() -> bool:
    """By the newest file name: Alembic itself takes a second to say the same."""
    newest = max(path.name.split("_")[0] for path in MIGRATIONS.glob("[0-9]*.py"))
    with db.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        return connection.scalar(text("SELECT version_num FROM alembic_version")) == newest


def _is_indexed() -> bool:
    follower = find_follower()
    database_id = follower.read(read_position).database_id
    return open_newest(follower.root, database_id) is not None


def _is_empty(model: type[Service] | type[Postcode]) -> bool:
    has_rows = db.session.scalar(select(select(model).exists()))
    db.session.rollback()
    return not has_rows


def _run_step(title: str, *names: str) -> None:
    """One of the application's own commands, by name."""
    click.echo(f"{title} ...")
    current_app.cli.main(list(names), prog_name="flask", standalone_mode=False)


def _offer_exact_places() -> None:
    """Towns and postcode districts are known without it; exact postcodes come from their publishers."""
    hint = "For exact postcodes and GP practices, at any time: .venv/bin/flask places update"
    if not sys.stdin.isatty():
        click.echo(hint)
    elif click.confirm("Download exact postcodes and GP practices from their publishers now?", default=False):
        try:
            _run_step("Downloading", "places", "update")
        except Exception as error:
            click.echo(f"That did not work ({error}). The directory works without. {hint}")
    else:
        click.echo(hint)
