"""One record of a source, written as an entry."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from directory.errors import DirectoryError, InvalidData
from directory.exchange.entries.data import make_entry_data
from directory.exchange.entries.faults import take_out
from directory.exchange.entries.memory import SourceMemory, was_edited_here
from directory.exchange.entries.organizations import Organizations
from directory.exchange.entries.parts import derived_id
from directory.exchange.entries.terms import Terms, load_words
from directory.exchange.records import FoundRecord
from directory.exchange.report import Outcome
from directory.extensions import db
from directory.listings import actions as listings
from directory.listings import assembly
from directory.listings.known import KnownRecords
from directory.listings.schemas import ServiceSchema
from directory.listings.withholding.review_queue import is_waiting
from directory.models import Service
from directory.models.codes import AssuranceMethod, Status
from directory.models.mixins import utc_now

_CLOSED = (Status.INACTIVE, Status.DEFUNCT, Status.TEMPORARILY_CLOSED)


@dataclass(slots=True)
class Written:
    outcome: Outcome
    entry_id: uuid.UUID | None
    changed: list[str] = field(default_factory=list)


class EntryWriter:
    """Keeps what a long run asks for again and again. `waiting` counts records written since the last batch
    was finished; nothing of them lasts before the caller commits."""

    def __init__(self, source: str, status: Status, overwrite: bool, organization: str | None) -> None:
        self.source, self.status, self.overwrite = source, status, overwrite
        self.waiting = 0
        self.memory = SourceMemory(source)
        self._need_words, self._people_words = load_words("needs"), load_words("people")
        self._organizations = Organizations(source, organization)
        self._start_batch()

    def write(self, found: FoundRecord, checksum: str) -> Written:
        """Raises InvalidData, having written nothing of the record."""
        self.waiting += 1
        now = utc_now()
        written = self._leaving_out(found, lambda: self._attempt(found, now))
        if written.entry_id and is_waiting(written.entry_id):
            # The report goes to the source too: it does not say what for.
            found.warnings.append("an officer has to look at this before all of it is shown")
        if written.entry_id and written.outcome is not Outcome.KEPT:
            self.memory.remember(found.external_id, written.entry_id, checksum, now)
        return written

    def rehearse(self, found: FoundRecord) -> Written:
        """What `write` would do, without writing. Raises InvalidData as it would."""
        return self._leaving_out(found, lambda: self._rehearse(found))

    def _leaving_out(self, found: FoundRecord, attempt: Callable[[], Written]) -> Written:
        """A second attempt without the values that an entry cannot keep (too long, say)."""
        told = len(found.warnings)
        self._left_out: dict[str, str] = {}
        try:
            return attempt()
        except InvalidData as error:
            if not error.fields:
                raise
            self._left_out = error.fields
        del found.warnings[told:]
        written = attempt()
        found.warnings += [f"{path}: {message} It was left out." for path, message in self._left_out.items()]
        return written

    def _attempt(self, found: FoundRecord, now: datetime) -> Written:
        try:
            with db.session.begin_nested():
                written = self._write(found, now)
        except DirectoryError:
            self._organizations.forget()
            self._start_batch()
            raise
        self._organizations.keep()
        return written

    def _rehearse(self, found: FoundRecord) -> Written:
        service = self._find_entry(found)
        if service and self._is_kept(found, service):
            return Written(Outcome.KEPT, service.id)
        data = self._entry_data(found) | {"organization": self._organizations.describe(found)}
        self._leave_out(data)
        checked = listings.check_data(ServiceSchema(), data)
        for number, slug in enumerate(checked.get("needs", [])):
            self._known.find_term("needs", slug, f"needs.{number}")
        if service is None:
            self.memory.expect(found.external_id)
            return Written(Outcome.CREATED, None)
        return Written(Outcome.UPDATED, service.id, _changed_keys(service, checked))

    def finish_batch(self) -> None:
        """Writes what later runs know the records by. The caller commits next."""
        self.memory.flush()
        self.waiting = 0
        db.session.flush()
        db.session.expunge_all()
        self._start_batch()

    def _start_batch(self) -> None:
        """Rows read before a commit or a rollback are read anew."""
        self._known = KnownRecords()
        self._terms = Terms(self.source, self._need_words, self._people_words)

    def _write(self, found: FoundRecord, now: datetime) -> Written:
        service = self._find_entry(found)
        if service and self._is_kept(found, service):
            return Written(Outcome.KEPT, service.id)
        data = self._entry_data(found)
        data["attributes"] = self._terms.keep_attributes(found.data.get("attributes"))
        data |= self._organizations.link(found)
        self._leave_out(data)
        if service is None:
            created = self._create(found, data, now)
            _ask_officer(found, created, now)
            return Written(Outcome.CREATED, created.id)
        if found.held_because:
            data.pop("name")
        before = assembly.dump_entry(service)
        _freshen_assurance(service, data)
        listings.edit_service(
            actor=None,
            service=service,
            data=data,
            expected_version=service.version,
            known=self._known,
            now=now,
        )
        self._follow_status(found, service)
        _ask_officer(found, service, now)
        after = assembly.dump_entry(service)
        changed = [key for key in after if _without_ids(after[key]) != _without_ids(before.get(key))]
        return Written(Outcome.UPDATED, service.id, changed)

    def _create(self, found: FoundRecord, data: dict[str, Any], now: datetime) -> Service:
        data["id"] = str(self._new_id(found))
        data["status"] = self._status_for(found).value
        if found.held_because:
            data["internal_note"] = found.held_because
        if data["status"] != Status.ACTIVE:
            return listings.create_service(actor=None, data=data, known=self._known, now=now)
        attempt = db.session.begin_nested()
        service = listings.create_service(actor=None, data=data, known=self._known, now=now)
        lacking = listings.list_what_publishing_needs(service)
        if not lacking:
            attempt.commit()
            return service
        attempt.rollback()
        self._start_batch()
        found.warnings.append(f"kept as a draft: {' '.join(lacking.values())}")
        data |= {"status": Status.DRAFT.value} | self._organizations.link(found)
        self._leave_out(data)
        data["attributes"] = self._terms.keep_attributes(found.data.get("attributes"))
        return listings.create_service(actor=None, data=data, known=self._known, now=now)

    def _entry_data(self, found: FoundRecord) -> dict[str, Any]:
        data = make_entry_data(found.data, self.source, found.warnings.append)
        if needs := self._terms.find_needs(found.data.get("attributes")):
            data["needs"] = list(dict.fromkeys([*data.get("needs", []), *needs]))
        if people := self._list_people(found):
            data["eligibility"] = [{"people": slug} for slug in people]
        if "referred_through" in found.data:
            data["referred_through"] = self._through_ids(found)
        return data

    def _list_people(self, found: FoundRecord) -> list[str]:
        """Raises InvalidData for a group that is not known: without it the entry would be for everybody."""
        named = found.data.get("people") or []
        for number, slug in enumerate(named):
            self._known.find_term("people", slug, f"people.{number}")
        return list(dict.fromkeys([*named, *self._terms.find_people(found.data.get("attributes"))]))

    def _leave_out(self, data: dict[str, Any]) -> None:
        for path in self._left_out:
            take_out(data, path.split("."))

    def _through_ids(self, found: FoundRecord) -> list[str]:
        ids = []
        for number, external_id in enumerate(found.data["referred_through"] or []):
            entry_id = self.memory.find_entry_id(str(external_id))
            if entry_id is None:
                message = f"There is no record “{external_id}” of this source, or it was refused."
                raise InvalidData(message, {f"referred_through.{number}": message})
            ids.append(str(entry_id))
        return ids

    def _find_entry(self, found: FoundRecord) -> Service | None:
        entry_id = self.memory.find_entry_id(found.external_id)
        return db.session.get(Service, entry_id) if entry_id else None

    def _is_kept(self, found: FoundRecord, service: Service) -> bool:
        """Somebody here changed the entry since it was imported, and their words stand."""
        return not self.overwrite and was_edited_here(service.id, self.memory, found.external_id)

    def _new_id(self, found: FoundRecord) -> uuid.UUID:
        """A UUID of the source is kept where it is free, so that both sides call the record by one name."""
        try:
            given = uuid.UUID(found.external_id)
        except ValueError:
            given = None
        if given and db.session.get(Service, given) is None:
            return given
        return derived_id(self.source, "service", found.external_id)

    def _status_for(self, found: FoundRecord) -> Status:
        said = Status(found.data.get("status") or Status.ACTIVE)
        if said in _CLOSED:
            return said
        return self.status if self._organizations.is_named(found) and not found.held_because else Status.DRAFT

    def _follow_status(self, found: FoundRecord, service: Service) -> None:
        """What its source says is closed is closed here. Opening it again is for an officer to decide."""
        said = Status(found.data.get("status") or Status.ACTIVE)
        if said in _CLOSED and service.status != said:
            listings.mark_closed(actor=None, entry=service, status=said)
        elif said == Status.ACTIVE and service.status in _CLOSED:
            found.warnings.append(f"status: its source says active, here it is {service.status.value}")


def _ask_officer(found: FoundRecord, service: Service, now: datetime) -> None:
    if found.held_because:
        due_on = now.date() - timedelta(days=1)
        listings.request_review(actor=None, entry=service, reason=found.held_because, due_on=due_on)


def _freshen_assurance(service: Service, data: dict[str, Any]) -> None:
    """An edit leaves assurance alone; a later check by the source is still news."""
    said = data.get("assured_at")
    if said and (service.assured_at is None or datetime.fromisoformat(said) > service.assured_at):
        service.assured_at = datetime.fromisoformat(said)
        service.assured_by, service.assured_how = None, AssuranceMethod.PUBLISHER
        service.assurer_email = data.get("assurer_email") or None


def _changed_keys(service: Service, checked: dict[str, Any]) -> list[str]:
    """Fields that would be different. Compared as JSON, because parts get new ids."""
    before = _without_ids(assembly.dump_entry(service))
    after = _without_ids(ServiceSchema().dump(checked))
    return [key for key in after if key in before and after[key] != before[key] and key != "organization"]


def _without_ids(value: Any) -> Any:
    """Nor who may know a place: that no source says."""
    if isinstance(value, dict):
        return {key: _without_ids(inner) for key, inner in value.items() if key not in ("id", "visibility")}
    return [_without_ids(item) for item in value] if isinstance(value, list) else value
