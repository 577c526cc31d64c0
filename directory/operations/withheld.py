"""What a restored database must not show again: reads every source that knows it before the database is
replaced, and applies it before anybody is served."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from pathlib import Path

import click
from flask import current_app, request
from sqlalchemy import inspect, select
from sqlalchemy.exc import SQLAlchemyError

from directory.errors import DirectoryError
from directory.extensions import db, expect_writes
from directory.listings.withholding import keys, list_file, marks, sweep
from directory.listings.withholding.keeping import add_to_list, complete_list, find_list_path
from directory.listings.withholding.list_file import Record, WithheldList, merge_records
from directory.models import EntryVersion, Guidance, Service, ServiceAtLocation, WithheldRecord
from directory.models.withholding.records import WithheldKind

_COPY_ENDING = ".withheld.jsonl"
_ID_LABELS = {WithheldKind.PLACE: keys.label_place_id}


class RestoreUnfinished(DirectoryError):
    """A restored database is not served before what is withheld was applied to it."""

    status = HTTPStatus.SERVICE_UNAVAILABLE


@dataclass
class Sources:
    """`records` are of all that could be read. `copies` are those that could be read whole, `databases`
    counts those that know of the time since the backup; `problems` say in words what could not be read."""

    records: list[Iterable[Record]] = field(default_factory=list)
    copies: list[WithheldList] = field(default_factory=list)
    databases: int = 0
    has_own_list: bool = False
    problems: list[str] = field(default_factory=list)

    @property
    def is_enough(self) -> bool:
        """A copy beside a backup knows nothing of what was withheld later: it counts, and is not enough."""
        return bool(self.databases) or self.has_own_list

    def add_own_list(self, found: WithheldList, made_at: datetime) -> None:
        """The list in its place, if it was begun before the backup was made and has no end missing."""
        began_before = found.since is not None and found.since <= made_at
        self.has_own_list = began_before and not found.is_copy
        if not began_before:
            self.problems.append(
                "The list of what is withheld was begun after this backup was made: it does not tell all."
            )
        elif found.is_copy:
            self.problems.append("The list of what is withheld is a copy: it does not tell what came later.")
        else:
            click.echo(f"The list of what is withheld ends with {_format_time(found.last_change)}.")

    def add_copy(self, found: WithheldList, own: WithheldList | None) -> None:
        self.copies.append(found)
        lacking = [place for place in found.records if own and place not in own.records]
        if lacking and self.has_own_list:
            self.has_own_list = False
            self.problems.append(
                f"The list of what is withheld lacks {len(lacking)} marks that its copy has: its end is lost."
            )


def find_copy(backup: Path) -> Path:
    """Where the copy of the list is that belongs to a backup."""
    return backup.with_name(backup.stem + _COPY_ENDING)


def begin_list() -> None:
    try:
        list_file.create_list(find_list_path())
    except OSError as error:
        raise click.ClickException(
            f"The list of what is withheld cannot be written ({type(error).__name__}): {find_list_path()}"
        ) from error


def copy_list(backup: Path) -> Path:
    """Writes the list beside a backup, with all that the database knows."""
    expect_writes(False)
    complete_list()
    db.session.rollback()
    list_file.write_copy(find_copy(backup), list_file.read_list(find_list_path()))
    return find_copy(backup)


def gather_withheld(
    backup: Path, made_at: datetime, *, is_empty: bool, nothing_was_hidden: bool
) -> list[Record]:
    """Returns the last state of each mark that the list in its place, the copies in the folder of the backup
    or the database that is about to be replaced have. Raises ClickException if they do not tell enough."""
    sources = Sources()
    own = _read_list(sources, find_list_path(), "The list of what is withheld")
    if own is not None:
        sources.add_own_list(own, made_at)
    for path in sorted({find_copy(backup), *backup.parent.glob(f"*{_COPY_ENDING}")}):
        copy = _read_list(sources, path, "The copy of that list beside the backup")
        if copy is not None:
            sources.add_copy(copy, own)
    if not is_empty:
        _read_database(sources, made_at)
    merged = merge_records(*sources.records)
    unreadable = _list_unreadable(merged.values())
    is_enough = sources.is_enough and not (unreadable and not sources.databases)
    if unreadable:
        sources.problems.append(
            f"{len(unreadable)} marks were made with another SECRET_KEY. Give it in SECRET_KEY_FALLBACKS."
        )
    for problem in sources.problems:
        click.echo(problem, err=True)
    if not is_enough and not nothing_was_hidden:
        raise click.ClickException(_describe_unknown(sources))
    return [*merged.values(), *_name_by_id(unreadable)]


def _describe_unknown(sources: Sources) -> str:
    """What the person at the terminal has to know before going on."""
    ends = [one.last_change for one in sources.copies if one.last_change]
    known = f" The newest copy ends with {_format_time(max(ends))}." if ends else ""
    return (
        "It is not known what was hidden or suspended since this backup was taken: it would be public again."
        f"{known} Put the list of what is withheld back in its place. If nothing was hidden or suspended "
        "since, add --nothing-was-hidden: what the copies know is kept hidden in any case."
    )


def _format_time(at: datetime | None) -> str:
    return at.isoformat(sep=" ", timespec="minutes") if at else "an unknown time"


@contextmanager
def unserved(records: Iterable[Record]) -> Iterator[None]:
    """Puts all that is known into the list, on disk, and marks that the database is not to be served, until
    finish_restore(): after a crash, `flask prepare` goes on from here. A database that could not be replaced
    is served again."""
    try:
        add_to_list(records)
    except OSError as error:
        raise click.ClickException(
            f"The list of what is withheld cannot be written ({type(error).__name__}): {find_list_path()}"
        ) from error
    with _find_mark().open("w", encoding="utf-8") as file:
        os.fsync(file.fileno())
    try:
        yield
    except Exception:
        _find_mark().unlink()
        raise


def finish_restore() -> sweep.Applied | None:
    """Applies the list to the database, and lets it be served; None if no restore is unfinished. Commits."""
    if not _find_mark().exists():
        return None
    expect_writes()
    listed = list_file.read_list(find_list_path()).records.values()
    sweep.add_records(merge_records(listed, _name_by_id(_list_unreadable(listed))).values())
    sweep.note_everything_hidden()
    applied = sweep.apply_withheld()
    db.session.commit()
    complete_list()
    db.session.rollback()
    _find_mark().unlink()
    return applied


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
    if is_asked_by_people and _find_mark().exists():
        raise RestoreUnfinished("The directory is being restored. Please try again in a minute.")


def _find_mark() -> Path:
    return Path(current_app.config["INSTANCE_DIR"]) / "restoring"


def _read_list(sources: Sources, path: Path, name: str) -> WithheldList | None:
    """The list, if it could be read whole. What can be read of it counts in any case."""
    try:
        found = list_file.read_list(path)
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        sources.problems.append(f"{name} cannot be read: {path}")
        return None
    sources.records.append(found.records.values())
    if found.damaged:
        sources.problems.append(f"{name} is damaged ({found.damaged} lines): {path}")
        return None
    return found


def _read_database(sources: Sources, made_at: datetime) -> None:
    """The marks of the database that is about to be replaced, and what is hidden or suspended in it now. It
    is left as it is. One that has no entry from before the backup, as a first start makes it, is another
    directory and does not tell what happened in this one."""
    try:
        expect_writes()
        if not inspect(db.engine).has_table(WithheldRecord.__tablename__):
            sources.problems.append(
                "The database that is replaced is of an earlier version. Run flask prepare first, so that it "
                "can tell what is hidden in it."
            )
            return
        sweep.note_everything_hidden()
        sources.records.append(sweep.list_records())
        older = select(EntryVersion.id).where(EntryVersion.at <= made_at + timedelta(seconds=1)).limit(1)
        knows = db.session.scalar(older) is not None
        sources.databases += knows
        if not knows:
            sources.problems.append("The database that is replaced was begun after this backup was made.")
    except SQLAlchemyError as error:
        sources.problems.append(f"The database that is replaced cannot be read ({type(error).__name__}).")
    finally:
        db.session.rollback()


def _list_unreadable(records: Iterable[Record]) -> list[Record]:
    """Marks that count and were made with a secret that is not known here: they recognize nothing. Those
    whose row was marked again with a secret that is known do not matter."""
    known = {keys.name_secret(secret) for secret in marks.list_secrets()}
    found = list(records)
    marked = {one["subject_id"] for one in found if one["key_name"] in known}
    unknown = [one for one in found if one["key_name"] not in known and one["subject_id"] not in marked]
    return [one for one in unknown if one["lifted_at"] is None]


def _name_by_id(unreadable: Iterable[Record]) -> list[Record]:
    """Marks by the id of the row, with the secret of today: that much can be told of them in any case."""
    secret = marks.list_secrets()[0]
    made: list[Record] = []
    for record in unreadable:
        label = _ID_LABELS.get(record["kind"], keys.label_id)(record["subject_id"])
        made.append({**record, "key": keys.make_key(secret, label), "key_name": keys.name_secret(secret)})
    return made
