"""What is known of what was hidden or suspended since a backup was made. Only what is of the same directory
as the backup, can be read whole and reaches beyond the backup counts as knowing it. Marks that can be read
are used in any case: one too many hides something, one too few would show it."""

import os
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import click
from flask import current_app
from sqlalchemy import func, inspect, select, text
from sqlalchemy.exc import DatabaseError, SQLAlchemyError

from directory.extensions import db, expect_writes
from directory.listings.withholding import keys, list_file, marks, sweep
from directory.listings.withholding.keeping import find_directory, find_list_path
from directory.listings.withholding.list_file import Record, WithheldList, merge_records
from directory.models import EntryVersion, WithheldRecord
from directory.models.mixins import utc_now
from directory.models.withholding.records import WithheldKind
from directory.operations.archive import BadArchive, Manifest, read_manifest

_COPY_ENDING = ".withheld.jsonl"
_ID_LABELS = {WithheldKind.PLACE: keys.label_place_id}
_OWN, _COPY = "The list of what is withheld", "The copy of that list beside the backup"
_STOP = (
    "It is not known what was hidden or suspended since this backup was taken: it would be public again. Put "
    "the list of what is withheld of the same directory back, or the copy that belongs to its newest backup "
    "beside this one. If nothing was hidden or suspended since, add --nothing-was-hidden."
)


@dataclass(frozen=True)
class Gathered:
    """`directory` is the identity that the restored database is to have: the one of the database that is
    replaced where that is of the same directory. `until` is until when it is known what was withheld."""

    records: list[Record]
    directory: uuid.UUID
    until: datetime | None


@dataclass
class Sources:
    """`records` are of all that could be read. `problems` say in words why something does not count. Times
    are until when a source that counts knows everything."""

    manifest: Manifest
    alive_until: datetime
    records: list[Iterable[Record]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    own: datetime | None = None
    copies: list[datetime] = field(default_factory=list)
    database: uuid.UUID | None = None
    is_list_damaged: bool = False
    is_database_lost: bool = False

    @property
    def made_at(self) -> datetime:
        return datetime.fromisoformat(self.manifest.made_at)

    def is_enough(self) -> bool:
        """A copy beside a backup knows what was withheld until it was made: enough for an empty place, and
        not where a database that holds something, or the list in its place, cannot be read, nor where a
        backup of a later time shows that there was more to know."""
        if self.database or self.own:
            return True
        if not self.copies or max(self.copies) < self.alive_until:
            return False
        return not self.is_database_lost and not self.is_list_damaged

    def find_until(self) -> datetime | None:
        return utc_now() if self.database else max([*self.copies, *filter(None, [self.own])], default=None)


def find_copy(backup: Path) -> Path:
    """Where the copy of the list is that belongs to a backup."""
    return backup.with_name(backup.stem + _COPY_ENDING)


def find_mark() -> Path:
    """The file that says that a restore is unfinished, and holds what it has to apply."""
    return Path(current_app.config["INSTANCE_DIR"]) / "restoring"


def gather_withheld(
    backup: Path, manifest: Manifest, *, is_empty: bool, nothing_was_hidden: bool
) -> Gathered:
    """Returns the last state of each mark that the list in its place, the copies in the folder of the backup
    or the database that is about to be replaced have. Raises ClickException if they do not tell enough."""
    check_list_place()
    sources = Sources(manifest, _find_last_sign_of_life(backup, manifest))
    _read_own_list(sources)
    for copy in sorted({find_copy(backup), *backup.parent.glob(f"*{_COPY_ENDING}")}):
        _read_copy(sources, copy)
    _read_mark(sources)
    if not is_empty:
        _read_database(sources)
    merged = merge_records(*sources.records)
    unreadable = list_unreadable(merged.values())
    if unreadable:
        sources.problems.append(
            f"{len(unreadable)} marks were made with another SECRET_KEY. Give it in SECRET_KEY_FALLBACKS."
        )
    for problem in sources.problems:
        click.echo(problem, err=True)
    is_enough = sources.is_enough() and not (unreadable and not sources.database)
    if not is_enough and not nothing_was_hidden:
        raise click.ClickException(_STOP)
    until = sources.find_until() if is_enough else None
    records = [*merged.values(), *name_by_id(unreadable)]
    return Gathered(records, sources.database or uuid.uuid4(), until)


def check_list_place() -> None:
    """Raises ClickException where the list could not be written: what is hidden from now on must be in it."""
    path = find_list_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            os.close(os.open(path, os.O_RDWR | os.O_NONBLOCK))
            if not path.is_file():
                raise OSError(0, "not a file")
    except OSError as error:
        raise click.ClickException(
            f"The list of what is withheld cannot be read or written ({error.strerror}): {path}. Put a file "
            "there that this user may write, or set WITHHELD_LIST."
        ) from error


def list_unreadable(records: Iterable[Record]) -> list[Record]:
    """Marks that count and were made with a secret that is not known here: they recognize nothing. Those
    whose row was marked again with a secret that is known do not matter."""
    known = {keys.name_secret(secret) for secret in marks.list_secrets()}
    found = list(records)
    marked = {one["subject_id"] for one in found if one["key_name"] in known}
    unknown = [one for one in found if one["key_name"] not in known and one["subject_id"] not in marked]
    return [one for one in unknown if one["lifted_at"] is None]


def name_by_id(unreadable: Iterable[Record]) -> list[Record]:
    """Marks by the id of the row, with the secret of today: that much can be told of them in any case."""
    secret = marks.list_secrets()[0]
    made: list[Record] = []
    for record in unreadable:
        label = _ID_LABELS.get(record["kind"], keys.label_id)(record["subject_id"])
        made.append({**record, "key": keys.make_key(secret, label), "key_name": keys.name_secret(secret)})
    return made


def _find_last_sign_of_life(backup: Path, manifest: Manifest) -> datetime:
    """When the newest backup of the same directory was made that is in the folder."""
    found = [datetime.fromisoformat(manifest.made_at)]
    for path in backup.parent.glob("*.zip"):
        try:
            other = read_manifest(path)
        except (BadArchive, OSError):
            continue
        if manifest.directory is not None and other.directory == manifest.directory:
            found.append(datetime.fromisoformat(other.made_at))
    return max(found)


def _read_own_list(sources: Sources) -> None:
    found, problem = _read_list(sources, find_list_path(), _OWN)
    sources.is_list_damaged = found is None and problem is not None
    if found is not None and problem is None:
        problem = _find_gap(sources, found)
    if problem is not None:
        sources.problems.append(problem)
    elif found is not None:
        sources.own = found.confirmed


def _find_gap(sources: Sources, found: WithheldList) -> str | None:
    """Why a list that can be read whole does not tell all that happened since the backup, or None."""
    reach = found.confirmed
    if reach is None:
        return f"{_OWN} was begun and never completed: it does not tell all."
    if found.since is None or found.since > sources.made_at:
        return f"{_OWN} was begun after this backup was made: it does not tell all."
    if reach < sources.alive_until:
        return f"{_OWN} ends at {_write(reach)}, and a backup is of a later time: it does not tell all."
    return None


def _read_copy(sources: Sources, path: Path) -> None:
    found, problem = _read_list(sources, path, _COPY)
    if problem is not None:
        sources.problems.append(problem)
    elif found is not None:
        reach = found.confirmed or sources.made_at
        sources.copies += [reach] if reach >= sources.made_at else []


def _read_list(sources: Sources, path: Path, name: str) -> tuple[WithheldList | None, str | None]:
    """Returns the list if it could be read whole, and why it does not count. What can be read of it is used
    in any case."""
    try:
        found = list_file.read_list(path, marks.list_secrets())
    except FileNotFoundError:
        return None, None
    except (OSError, ValueError):
        return None, f"{name} cannot be read: {path}"
    sources.records.append(found.records.values())
    if found.damaged:
        return None, f"{name} is damaged ({found.damaged} lines were changed or are missing): {path}"
    if found.unverified:
        return found, f"{name} was written with another SECRET_KEY. Give it in SECRET_KEY_FALLBACKS: {path}"
    if not found.is_sealed:
        return found, f"{name} is of an earlier version and does not show whether its end is missing: {path}"
    if sources.manifest.directory and str(found.directory) != sources.manifest.directory:
        return found, f"{name} is of another directory than the backup: {path}"
    return found, None


def _read_mark(sources: Sources) -> None:
    """While a restore is unfinished, what that restore has to apply is known, and the database lacks it."""
    found, problem = _read_list(sources, find_mark(), "The file of the restore that was not finished")
    sources.problems += [problem] if problem else []
    is_known = found is not None and problem is None and found.confirmed is not None
    if found is not None and is_known and sources.manifest.directory:
        sources.database = found.directory


def _read_database(sources: Sources) -> None:
    """The marks of the database that is about to be replaced, and what is hidden or suspended in it now. It
    is left as it is."""
    try:
        expect_writes()
        _check_pages()
        if not inspect(db.session.connection()).has_table(WithheldRecord.__tablename__):
            sources.problems.append(
                "The database that is replaced is of an earlier version. Run flask prepare first, so that it "
                "can tell what is hidden in it."
            )
            sources.is_database_lost = True
            return
        sweep.note_everything_hidden()
        sources.records.append(sweep.list_records())
        if not find_mark().exists():
            sources.database = _find_same_directory(sources)
    except SQLAlchemyError as error:
        sources.problems.append(f"The database that is replaced cannot be read ({type(error).__name__}).")
        sources.is_database_lost = True
    finally:
        db.session.rollback()


def _check_pages() -> None:
    """Half a database file may answer, and lack what is in its other half."""
    if db.engine.dialect.name == "sqlite":
        found = db.session.scalar(text("PRAGMA quick_check(1)"))
        if found != "ok":
            raise DatabaseError("PRAGMA quick_check", None, Exception(found))


def _find_same_directory(sources: Sources) -> uuid.UUID | None:
    """The identity of the database that is replaced if it knows what happened since the backup."""
    directory = find_directory()
    if sources.manifest.directory is None:
        first = db.session.scalar(select(func.min(EntryVersion.at)))
        is_same = first is not None and first <= sources.made_at
    else:
        is_same = str(directory) == sources.manifest.directory
    if not is_same:
        sources.problems.append(
            "The database that is replaced is of another directory than the backup: it does not tell what "
            "was hidden since."
        )
    return directory if is_same else None


def _write(time: datetime) -> str:
    return time.isoformat(sep=" ", timespec="minutes")
