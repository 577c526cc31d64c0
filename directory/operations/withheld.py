"""What a restored database must not show again is kept until it is applied, and applied before anybody is
served."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path

import click
from flask import current_app, request
from sqlalchemy import select, update

from directory.errors import DirectoryError
from directory.extensions import db, expect_writes
from directory.listings.withholding import list_file, marks, sweep
from directory.listings.withholding.keeping import complete_list, find_owner, read_own_list
from directory.listings.withholding.list_file import Owner, WithheldList, merge_records
from directory.models import DatabaseIdentity, Guidance, Service, ServiceAtLocation
from directory.models.mixins import utc_now
from directory.operations.withheld_sources import (
    Gathered,
    check_list_place,
    find_copy,
    find_mark,
    list_unreadable,
    name_by_id,
)


class RestoreUnfinished(DirectoryError):
    """A restored database is not served before what is withheld was applied to it."""

    status = HTTPStatus.SERVICE_UNAVAILABLE


def begin_list() -> None:
    """Raises ClickException where the list cannot be written."""
    check_list_place()
    expect_writes(False)
    complete_list()
    db.session.rollback()


def copy_list(backup: Path) -> Path:
    """Writes the list beside a backup, with all that the database knows."""
    expect_writes(False)
    complete_list()
    list_file.write_copy(find_copy(backup), read_own_list(), find_owner())
    db.session.rollback()
    return find_copy(backup)


@contextmanager
def unserved(withheld: Gathered) -> Iterator[None]:
    """Keeps all that is known in a file, on disk, which also says that the database is not to be served,
    until finish_restore(): after a crash, `flask prepare` goes on from here. A database that could not be
    replaced is served again."""
    mark = find_mark()
    known = WithheldList(merge_records(withheld.records), since=utc_now(), confirmed=withheld.until)
    earlier = mark.read_bytes() if mark.exists() else None
    list_file.write_copy(mark, known, Owner(withheld.directory, marks.list_secrets()))
    try:
        yield
    except Exception:
        mark.unlink() if earlier is None else mark.write_bytes(earlier)
        raise


def finish_restore() -> sweep.Applied | None:
    """Applies what is withheld to the database, and lets it be served; None if no restore is unfinished.
    Commits."""
    if not find_mark().exists():
        return None
    expect_writes()
    kept = _read_mark()
    listed = kept.records.values()
    if kept.directory is not None:
        db.session.execute(update(DatabaseIdentity).values(directory_id=kept.directory))
    sweep.add_records(merge_records(listed, name_by_id(list_unreadable(listed))).values())
    sweep.note_everything_hidden()
    applied = sweep.apply_withheld()
    db.session.commit()
    _complete_list()
    find_mark().unlink()
    return applied


def _read_mark() -> WithheldList:
    """An earlier version left an empty file, and had put everything into the list before."""
    try:
        return list_file.read_list(find_mark(), marks.list_secrets())
    except ValueError:
        return read_own_list()


def _complete_list() -> None:
    """The database has everything now: a list that cannot be written is completed later."""
    try:
        complete_list()
    except OSError as error:
        click.echo(f"The list of what is withheld cannot be written ({error.strerror}). Check WITHHELD_LIST.")
        current_app.logger.error("list of what is withheld not written")
    db.session.rollback()


def describe_reach(withheld: Gathered) -> str:
    """Until when the restored directory knows what was hidden, for the person at the terminal."""
    if withheld.until is None:
        return "What was hidden or suspended since the backup is not known: an officer has to look at it."
    until = withheld.until.isoformat(sep=" ", timespec="minutes")
    return (
        f"What was hidden or suspended is known until {until}. If anything was hidden later, hide it again."
    )


def describe_applied(applied: sweep.Applied) -> list[str]:
    """What was kept hidden, for the person at the terminal."""
    lines = [f"Kept hidden: {len(applied.places)} places. Kept suspended: {len(applied.entries)} entries."]
    there = select(ServiceAtLocation.service_id).where(ServiceAtLocation.location_id.in_(applied.places))
    for title, names in (
        ("its place is hidden", select(Service.name).where(Service.id.in_(there))),
        ("suspended", select(Service.name).where(Service.id.in_(applied.entries))),
        ("suspended", select(Guidance.name).where(Guidance.id.in_(applied.entries))),
    ):
        lines += [f"  {name}: {title}" for name in sorted(db.session.scalars(names))]
    db.session.rollback()
    return lines


def refuse_unfinished() -> None:
    """Before each request: somebody who asks meanwhile gets urgent help, and no page of the directory."""
    is_asked_by_people = request.endpoint not in ("static", "health.live")
    if is_asked_by_people and find_mark().exists():
        raise RestoreUnfinished("The directory is being restored. Please try again in a minute.")
