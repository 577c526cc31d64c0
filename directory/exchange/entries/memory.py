"""What earlier runs made of the records of a source, and what this one makes of them."""

import uuid
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, insert, select, update

from directory.extensions import db
from directory.models import EntryVersion, SourceRecord
from directory.models.mixins import utc_now

_KEPT = ("entry_id", "checksum", "imported_at")
_GONE = "gone from its source"  # stands where the checksum would; a record that comes back differs from it


class _Made(NamedTuple):
    row_id: uuid.UUID | None
    entry_id: uuid.UUID
    checksum: str
    imported_at: datetime


class SourceMemory:
    """Read once, when a run begins; `flush` writes what it learnt in the transaction of its entries."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._made = _load(source)
        self._new: list[dict[str, Any]] = []
        self._changed: list[dict[str, Any]] = []

    def is_unchanged(self, external_id: str, checksum: str) -> bool:
        made = self._made.get(external_id)
        return made is not None and made.checksum == checksum

    def find_entry_id(self, external_id: str) -> uuid.UUID | None:
        made = self._made.get(external_id)
        return made.entry_id if made else None

    def imported_at(self, external_id: str) -> datetime:
        return self._made[external_id].imported_at

    def count(self) -> int:
        return len(self._made)

    def list_others(self, seen: set[str]) -> list[tuple[str, uuid.UUID, bool]]:
        """What earlier runs made of records that are not among `seen`: the record, the entry, and whether it
        has been noted before that it is gone."""
        others = [key for key in self._made if key not in seen]
        return [(key, self._made[key].entry_id, self._made[key].checksum == _GONE) for key in sorted(others)]

    def remember_gone(self, external_id: str, entry_id: uuid.UUID) -> None:
        self.remember(external_id, entry_id, _GONE, self.imported_at(external_id))

    def expect(self, external_id: str) -> None:
        """For a rehearsal: it would be there."""
        self._made.setdefault(external_id, _Made(None, uuid.uuid4(), "", utc_now()))

    def remember(self, external_id: str, entry_id: uuid.UUID, checksum: str, now: datetime) -> None:
        made = self._made.get(external_id)
        row_id = made.row_id if made else None
        self._made[external_id] = _Made(row_id, entry_id, checksum, now)
        values = {"entry_id": entry_id, "checksum": checksum, "imported_at": now}
        if row_id:
            self._changed.append({"row_id": row_id} | {f"new_{key}": values[key] for key in _KEPT})
        else:
            key = {"source": self._source, "entity": "service", "external_id": external_id}
            self._new.append({"id": uuid.uuid4()} | key | values)

    def flush(self) -> None:
        if self._new:
            db.session.execute(insert(SourceRecord), self._new)
        if self._changed:
            values: dict[str, Any] = {key: bindparam(f"new_{key}") for key in _KEPT}
            statement = update(SourceRecord).where(SourceRecord.id == bindparam("row_id")).values(values)
            db.session.connection().execute(statement, self._changed)
        self._new, self._changed = [], []


def _load(source: str) -> dict[str, _Made]:
    record = SourceRecord
    columns = (record.external_id, record.id, record.entry_id, record.checksum, record.imported_at)
    query = select(*columns).where(record.source == source, record.entity == "service")
    return {external_id: _Made(*rest) for external_id, *rest in db.session.execute(query)}


def was_edited_here(entry_id: uuid.UUID, memory: SourceMemory, external_id: str) -> bool:
    """Since it was last imported."""
    edited = select(EntryVersion.id).where(
        EntryVersion.entry_id == entry_id,
        EntryVersion.action == "edit",
        EntryVersion.at > memory.imported_at(external_id),
    )
    return db.session.scalar(edited.limit(1)) is not None
