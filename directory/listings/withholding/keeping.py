"""Keeps the list outside the database in step with the marks in it."""

import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import event, inspect
from sqlalchemy.orm import Session

from directory.extensions import db
from directory.listings.withholding import list_file
from directory.listings.withholding.list_file import Record
from directory.listings.withholding.sweep import list_records
from directory.models import WithheldRecord

_TOUCHED, _LIFTED = "withheld_touched", "withheld_lifted"
_PIECE = 500


def find_list_path() -> Path:
    """In the instance folder unless WITHHELD_LIST names another place."""
    given = current_app.config.get("WITHHELD_LIST")
    return given or Path(current_app.config["INSTANCE_DIR"]) / "withheld.jsonl"


def complete_list(_now: datetime | None = None) -> int:
    """Appends the marks of the database that the list does not have, or has in an earlier state: those of
    other machines, and those that could not be written. Returns how many. Raises OSError."""
    return add_to_list(list_marks())


def add_to_list(records: Iterable[Record]) -> int:
    """Appends what the list does not have yet, or has in an earlier state. Returns how many."""
    path = find_list_path()
    list_file.create_list(path)
    listed = _read_what_is_listed(path)
    missing = [record for record in records if _is_news(record, listed)]
    list_file.append_records(path, missing)
    return len(missing)


def _read_what_is_listed(path: Path) -> dict[list_file.Place, Record]:
    """What can be read of the list; nothing where it is no list any more. Such a file is put aside."""
    try:
        return list_file.read_list(path).records
    except ValueError:
        current_app.logger.error("list of what is withheld is damaged, a new one is begun")
        path.replace(path.with_suffix(f".damaged-{uuid.uuid4().hex[:8]}"))
        list_file.create_list(path)
        return {}


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
    _append(record for record in records if record["lifted_at"] is None)


def _split(ids: set[uuid.UUID]) -> Iterator[list[uuid.UUID]]:
    """In pieces, because a statement has a limit of values."""
    left = list(ids)
    return (left[start : start + _PIECE] for start in range(0, len(left), _PIECE))


def _write_lifted(session: Session) -> None:
    if not session.in_nested_transaction():
        _append(session.info.pop(_LIFTED, ()))


def _forget(session: Session) -> None:
    """Marks that were rolled back. Those of the list that withhold do no harm."""
    if not session.in_nested_transaction():
        session.info.pop(_TOUCHED, None)
        session.info.pop(_LIFTED, None)


def _append(records: Iterable[Record]) -> None:
    """A full disk must not keep a place in public view: the mark in the database is then the only one, the
    log says so, and `complete_list` appends it later."""
    found = list(records)
    if not found:
        return
    try:
        list_file.append_records(find_list_path(), found)
    except OSError as error:
        facts = {"error": type(error).__name__, "marks": len(found)}
        current_app.logger.error("list of what is withheld not written", extra={"facts": facts})


event.listen(WithheldRecord, "after_insert", _remember)
event.listen(WithheldRecord, "after_update", _remember)
event.listen(db.session, "before_commit", _write_withheld)
event.listen(db.session, "after_commit", _write_lifted)
event.listen(db.session, "after_rollback", _forget)
