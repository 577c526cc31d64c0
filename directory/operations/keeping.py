"""How long backups are kept, and what a restored one has to forget before anybody is served."""

from datetime import datetime, timedelta
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from directory.extensions import db, expect_writes
from directory.jobs.registry import list_registered
from directory.models.mixins import utc_now
from directory.operations.archive import BadArchive, Manifest, read_manifest
from directory.operations.withheld_sources import find_copy

_MOST_ROUNDS = 1_000


@click.command("prune-backups")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@with_appcontext
def prune_backups_command(folder: Path) -> None:
    """Delete the backups in FOLDER that are older than BACKUP_DAYS. The newest stays in any case."""
    gone = prune_backups(folder, utc_now())
    click.echo(f"{len(gone)} backups deleted." if gone else "No backup is too old.")


def prune_backups(folder: Path, now: datetime) -> list[Path]:
    """Only what `flask backup` made is touched: a backup, and its copy of the list of what is withheld."""
    made = sorted((manifest.made_at, path) for path, manifest in _list_backups(folder))
    gone = [path for made_at, path in made[:-1] if is_too_old(made_at, now)]
    for path in gone:
        path.unlink()
        find_copy(path).unlink(missing_ok=True)
    return gone


def is_too_old(made_at: str, now: datetime) -> bool:
    """`made_at` as a manifest has it. Never kept longer than support records are: a record that was closed
    and deleted since would come back from an older one as if it were open still."""
    days = min(current_app.config["BACKUP_DAYS"], current_app.config["RECORD_DAYS"])
    return datetime.fromisoformat(made_at) < now - timedelta(days=days)


def forget_what_is_due(now: datetime) -> int:
    """Runs every job that takes away what may not be kept, each until nothing is left for it to do."""
    expect_writes()
    total = 0
    for job in list_registered():
        if job.forgets:
            for _ in range(_MOST_ROUNDS):
                done = job.function(now) or 0
                db.session.commit()
                total += done
                if not done:
                    break
    return total


def _list_backups(folder: Path) -> list[tuple[Path, Manifest]]:
    found = []
    for path in folder.glob("*.zip"):
        try:
            found.append((path, read_manifest(path)))
        except BadArchive:
            continue
    return found
