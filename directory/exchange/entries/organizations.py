"""Who runs what is imported."""

import uuid
from typing import Any

from sqlalchemy import select

from directory.exchange.entries.data import make_organization_data
from directory.exchange.entries.parts import derived_id, text_of
from directory.exchange.records import FoundRecord
from directory.extensions import db
from directory.models import Organization

Data = dict[str, Any]


class Organizations:
    """Each is told in full once a run, with the first entry that names it; later entries are tied to it.
    One that is known from elsewhere by the same name keeps what it says. `fallback` runs what names nobody,
    and where there is none, the source stands for it."""

    def __init__(self, source: str, fallback: str | None) -> None:
        self._source, self._fallback = source, fallback
        rows = db.session.execute(select(Organization.id, Organization.name)).all()
        self._by_name = {name.casefold(): organization_id for organization_id, name in rows}
        self._known = {organization_id for organization_id, _ in rows}
        self._told: set[uuid.UUID] = set()
        self._pending: tuple[uuid.UUID, str] | None = None

    def is_named(self, found: FoundRecord) -> bool:
        raw = found.data.get("organization")
        return bool(self._fallback or (isinstance(raw, dict) and text_of(raw.get("name"))))

    def describe(self, found: FoundRecord) -> Data:
        raw = found.data.get("organization")
        if isinstance(raw, dict) and text_of(raw.get("name")):
            return make_organization_data(raw, self._source, found.warnings.append)
        if self._fallback is None:
            found.warnings.append("organization: nobody is said to run it, so it stands under its source")
        name = self._fallback or self._source
        return {"id": str(derived_id(self._source, "organization", name.casefold())), "name": name}

    def link(self, found: FoundRecord) -> Data:
        """The organization, or the id of one that is there, as part of entry data."""
        data = self.describe(found)
        own_id, name = uuid.UUID(data["id"]), data["name"].casefold()
        if own_id in self._told:
            return {"organization_id": str(own_id)}
        if own_id not in self._known and name in self._by_name:
            return {"organization_id": str(self._by_name[name])}
        parent = text_of((found.data.get("organization") or {}).get("parent_organization_id"))
        parent_id = derived_id(self._source, "organization", parent)
        if parent and parent_id in self._known and parent_id != own_id:
            data["parent_organization_id"] = str(parent_id)
        self._pending = (own_id, name)
        return {"organization": data}

    def keep(self) -> None:
        """The entry of the last link was written."""
        if self._pending:
            own_id, name = self._pending
            self._told.add(own_id)
            self._known.add(own_id)
            self._by_name.setdefault(name, own_id)
        self._pending = None

    def forget(self) -> None:
        """It was not."""
        self._pending = None
