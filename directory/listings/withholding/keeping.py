"""Keeps the list outside the database in step with the marks in it."""

import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import event, inspect, select
from sqlalchemy.orm import Session

from directory.extensions import db
from directory.listings.withholding import list_file, marks
from directory.listings.withholding.list_file import Owner, Record, WithheldList
from directory.listings.withholding.sweep import list_records
from directory.models import DatabaseIdentity, WithheldRecord
from directory.models.mixins import utc_now

_TOUCHED, _LIFTED, _OWNER = "withheld_touched", "withheld_lifted", "withheld_owner"
_PIECE = 500


def find_list_path() -> Path:
    """In the instance folder unless WITHHELD_LIST names another place."""
    given = current_app.config.get("WITHHELD_LIST")
    return given or Path(current_app.config["INSTANCE_DIR"]) / "withheld.jsonl"


def find_owner() -> Owner:
    """This directory, by the identity in its database and its secrets."""
    return Owner(find_directory(), marks.list_secrets())


def find_directory() -> uuid.UUID | None:
    """None where the database is from before directories had an identity."""
    columns = inspect(db.session.connection()).get_columns(DatabaseIdentity.__tablename__)
    if not any(column["name"] == "directory_id" for column in columns):
        return None
    return db.session.scalar(select(DatabaseIdentity.directory_id))


def read_own_list() -> WithheldList:
    """Raises OSError if there is none, ValueError if it is no list at all."""
    return list_file.read_list(find_list_path(), marks.list_secrets())


def complete_list(_now: datetime | None = None) -> int:
    """Appends the marks of the database that the list does not have, or has in an earlier state: those of
    other machines, and those that could not be written. Notes then that it has everything. Returns how many
    were appended. A file that is no list of this directory, or a damaged one, is put aside and a new one
    begun. Raises OSError."""
    now, path, owner = utc_now(), find_list_path(), find_owner()
    _renew_list(path, owner)
    list_file.append_records(path, (), owner)
    listed = read_own_list().records
    missing = [record for record in list_marks() if _is_news(record, listed)]
    list_file.append_records(path, missing, owner)
    list_file.confirm_list(path, now, owner)
    return len(missing)


def _renew_list(path: Path, owner: Owner) -> None:
    if path.exists() and list_file.renew_list(path, owner):
        current_app.logger.error(
            "list of what is withheld is damaged or not of this directory, a new one is begun"
        )


def list_marks() -> list[dict[str, Any]]:
    """Every mark of the database as plain values; none where the database is from before there were any."""
    if not inspect(db.session.connection()).has_table(WithheldRecord.__tablename__):
        return []
    return list_records()


def _is_news(record: Record, listed: dict[list_file.Place, Record]) -> bool:
    old = listed.get(list_file.identify(record))
    return old is None or list_file.find_last_change(record) > list_file.find_last_change(old)


def _remember(_mapper: Any, _connection: Any, row: WithheldRecord) -> None:
    session = Session.object_session(row)
    if session is not None:
        session.info.setdefault(_TOUCHED, set()).add(row.id)


def _write_withheld(session: Session) -> None:
    """Before the outermost commit. Asks the database: a rolled back savepoint may have taken marks back."""
    if session.in_nested_transaction():
        return
    session.flush()
    touched = session.info.pop(_TOUCHED, None)
    if not touched:
        return
    records = [record for part in _split(touched) for record in list_records(WithheldRecord.id.in_(part))]
    session.info[_LIFTED] = [record for record in records if record["lifted_at"] is not None]
    session.info[_OWNER] = owner = find_owner()
    _append((record for record in records if record["lifted_at"] is None), owner)


def _split(ids: set[uuid.UUID]) -> Iterator[list[uuid.UUID]]:
    """In pieces, because a statement has a limit of values."""
    left = list(ids)
    return (left[start : start + _PIECE] for start in range(0, len(left), _PIECE))


def _write_lifted(session: Session) -> None:
    if not session.in_nested_transaction() and (lifted := session.info.pop(_LIFTED, ())):
        _append(lifted, session.info[_OWNER])


def _forget(session: Session) -> None:
    """Marks that were rolled back. Those of the list that withhold do no harm."""
    if not session.in_nested_transaction():
        session.info.pop(_TOUCHED, None)
        session.info.pop(_LIFTED, None)


def _append(records: Iterable[Record], owner: Owner) -> None:
    """A full disk must not keep a place in public view: the mark in the database is then the only one, the
    log says so, and `complete_list` appends it later."""
    found = list(records)
    if not found:
        return
    path = find_list_path()
    try:
        try:
            list_file.append_records(path, found, owner)
        except list_file.OtherList:
            _renew_list(path, owner)
            list_file.append_records(path, found, owner)
    except (OSError, ValueError) as error:
        facts = {"error": type(error).__name__, "marks": len(found)}
        current_app.logger.error("list of what is withheld not written", extra={"facts": facts})


event.listen(WithheldRecord, "after_insert", _remember)
event.listen(WithheldRecord, "after_update", _remember)
event.listen(db.session, "before_commit", _write_withheld)
event.listen(db.session, "after_commit", _write_lifted)
event.listen(db.session, "after_rollback", _forget)
