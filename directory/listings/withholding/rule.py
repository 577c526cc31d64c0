"""The rule that every write of an entry meets: what is or was confidential or suspended gets no place and no
publication without an officer. Called before the rows are flushed."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import inspect

from directory import audit
from directory.accounts.permissions import CURATORS
from directory.errors import InvalidData
from directory.extensions import db
from directory.listings.locations import hidden
from directory.listings.withholding import marks, review_queue, row_labels, rows, safe_accommodation, twins
from directory.listings.withholding.text import OwnPlaces
from directory.models import Entry, Guidance, Location, Organization, Service, User
from directory.models.codes import PUBLISHED, Status, Visibility
from directory.models.withholding.records import ReviewCause, ReviewSubject, WithheldReason

_LIKE_ANOTHER = (
    "An entry like this one was suspended. An officer has to decide about it under “Held back” first."
)


def hold_back(entry: Entry, actor: User | None, now: datetime) -> list[Entry]:
    """Hides the places and holds the publication that nobody may show without an officer, takes withheld
    addresses out of the text, and marks what is newly hidden or suspended. Returns the other entries that
    changed because of it: they are to be saved too."""
    with db.session.no_autoflush:
        return _hold_back(entry, actor, now)


def _hold_back(entry: Entry, actor: User | None, now: datetime) -> list[Entry]:
    others: dict[uuid.UUID, Entry] = {}
    if isinstance(entry, Service):
        for place in _list_places(entry):
            others |= {one.id: one for one in _meet_place(entry, place, actor, now)}
        _hold_publication(entry, entry.organization, actor, now)
    if _is_newly(entry, Status.SUSPENDED):
        marks.note_entry(entry, WithheldReason.SUSPENDED, now)
        others |= {one.id: one for one in _suspend_twins(entry, now)}
    _clean_unsaved(entry, now)
    others.pop(entry.id, None)
    for other in others.values():
        other.last_modified = now
    return sorted(others.values(), key=lambda one: one.id)


def is_officer(actor: User | None) -> bool:
    """Whether somebody acts who may decide what the public sees. A feed has nobody."""
    return actor is not None and not set(CURATORS).isdisjoint(actor.roles)


def allow_publication(entry: Entry, actor: User | None, now: datetime) -> None:
    """Before an entry is published. An officer who publishes a suspended entry lifts its mark. Raises
    InvalidData where it is withheld otherwise."""
    if not _is_withheld(entry):
        return
    if is_officer(actor) and marks.is_marked_itself(entry):
        marks.release_entry(entry, now)
        audit.record("entry.lift_mark", actor, entry)
        return
    raise InvalidData(_LIKE_ANOTHER, {"": _LIKE_ANOTHER})


def hide_everywhere(place: Location, now: datetime) -> list[Entry]:
    """Marks a place that has become confidential, hides every other row of the same place, and takes its
    street and postcode out of versions and text. Returns the entries that are shown differently now. The
    other rows are not marked: what they have besides may be another place's."""
    same, point = twins.list_same_places(place), row_labels.find_point(place)
    marks.note_place(place, now)
    services = _hide_rows(place, same, now)
    cleaned = rows.clean_everywhere(place, point)
    review_queue.request_for_words(cleaned, now)
    return [*services.values(), *review_queue.list_entries(cleaned, without=services)]


def _hide_rows(place: Location, same: list[Location], now: datetime) -> dict[uuid.UUID, Entry]:
    """Returns the entries at the other rows, which wait for an officer."""
    for row in (place, *same):
        hide(row)
    hidden.forget_places([place.id, *(twin.id for twin in same)])
    services: dict[uuid.UUID, Entry] = {one.id: one for one in twins.list_services_at(same)}
    for service in services.values():
        review_queue.request(ReviewSubject.PLACE, ReviewCause.KNOWN_PLACE, now, entry=service)
    return services


def clean_organization(organization: Organization, now: datetime) -> None:
    """Before an organization is saved, withheld addresses are taken out of its text."""
    with db.session.no_autoflush:
        own = rows.find_organization_places(organization)
        cleaned = rows.clean_rows(rows.list_unsaved_rows(), own)
        names = sorted({name for found in cleaned.values() for name in found})
        if names:
            subject, cause = ReviewSubject.WORDS, ReviewCause.ADDRESS_IN_TEXT
            review_queue.request(subject, cause, now, organization_id=organization.id, fields=names)


def hide(place: Location) -> None:
    place.visibility = Visibility.CONFIDENTIAL
    place.latitude = place.longitude = place.district_id = None


def _meet_place(service: Service, place: Location, actor: User | None, now: datetime) -> list[Entry]:
    """Hides the place where the data says so or nobody may show it. Returns the other entries concerned."""
    before = _before(place, "visibility")
    if place.visibility == Visibility.CONFIDENTIAL:
        if before != Visibility.CONFIDENTIAL:
            return hide_everywhere(place, now)
        if _says_more(place) and (is_officer(actor) or marks.is_marked_place(place)):
            marks.note_place(place, now)
        hide(place)
        return []
    if before == Visibility.CONFIDENTIAL and is_officer(actor):
        if place.visibility == Visibility.PUBLIC:
            marks.release_place(place, now)
            audit.record("place.make_public", actor, service, place=str(place.id))
        return []
    cause = _find_cause(service, place, before)
    if cause is None:
        return []
    review_queue.request(ReviewSubject.PLACE, cause, now, entry=service, location_id=place.id)
    return _hold_place(service, place, now)


def _hold_place(service: Service, place: Location, now: datetime) -> list[Entry]:
    """Hides the place with the other rows of it that the same organization has. It is marked once an officer
    decides, so that one row of a source does not hide its neighbours; where it was marked, with what is new
    of it."""
    if marks.is_marked_place(place):
        return hide_everywhere(place, now)
    own = twins.list_own_twins(place, service.organization)
    return list(_hide_rows(place, own, now).values())


def _says_more(place: Location) -> bool:
    """Whether a hidden place is about to be stored with a point or another address."""
    unsaved = any(address in db.session.dirty or address in db.session.new for address in place.addresses)
    return unsaved or place.latitude is not None


def _find_cause(service: Service, place: Location, before: Any) -> ReviewCause | None:
    if before == Visibility.CONFIDENTIAL:
        return ReviewCause.KNOWN_PLACE
    if marks.is_place_released(place):
        return None
    if marks.is_place_withheld(place) or twins.has_hidden_twin(place, service.organization):
        return ReviewCause.KNOWN_PLACE
    if not row_labels.can_be_found(place):
        return None
    if safe_accommodation.is_safe_accommodation(service) or safe_accommodation.is_safe_place(place):
        return ReviewCause.SAFE_ACCOMMODATION
    return None


def _hold_publication(
    service: Service, organization: Organization, actor: User | None, now: datetime
) -> None:
    """A new entry, or one that comes to be published or takes another's name, is held where it is
    withheld."""
    is_new = not inspect(service).persistent
    comes = service.status in PUBLISHED and _before(service, "status") not in PUBLISHED
    renamed = not is_officer(actor) and any(_has_changed(service, name) for name in ("name", "organization"))
    if service.status == Status.SUSPENDED or not (is_new or comes or renamed) or not _is_withheld(service):
        return
    if service.status in PUBLISHED:
        before = _before(service, "status")
        service.status = before if before and before not in PUBLISHED else Status.DRAFT
    by_organization = marks.is_organization_withheld(organization)
    cause = ReviewCause.KNOWN_ORGANIZATION if by_organization else ReviewCause.KNOWN_ENTRY
    review_queue.request(ReviewSubject.PUBLICATION, cause, now, entry=service)


def _is_withheld(entry: Entry) -> bool:
    if isinstance(entry, Service) and marks.is_organization_withheld(entry.organization):
        return True
    return marks.is_entry_withheld(entry)


def _suspend_twins(entry: Entry, now: datetime) -> list[Service]:
    if isinstance(entry, Guidance):
        return []
    found = twins.list_same_entries(entry)
    for twin in found:
        twin.status = Status.SUSPENDED
        marks.note_entry(twin, WithheldReason.SUSPENDED, now)
        review_queue.request(ReviewSubject.PUBLICATION, ReviewCause.KNOWN_ENTRY, now, entry=twin)
    return found


def _clean_unsaved(entry: Entry, now: datetime) -> None:
    own = rows.find_own_places(entry) if isinstance(entry, Service) else OwnPlaces()
    cleaned = rows.clean_rows(rows.list_unsaved_rows(), own)
    names = sorted({name for found in cleaned.values() for name in found})
    if names:
        review_queue.request(ReviewSubject.WORDS, ReviewCause.ADDRESS_IN_TEXT, now, entry=entry, fields=names)


def _list_places(service: Service) -> Iterable[Location]:
    return list({id(site.location): site.location for site in service.service_at_locations}.values())


def _is_newly(entry: Entry, status: Status) -> bool:
    return entry.status == status and _before(entry, "status") != status


def _before(row: Any, name: str) -> Any:
    """The value that is stored; None for a new row."""
    if not inspect(row).persistent:
        return None
    deleted = inspect(row).attrs[name].history.deleted
    return deleted[0] if deleted else getattr(row, name)


def _has_changed(row: Any, name: str) -> bool:
    return bool(inspect(row).persistent and inspect(row).attrs[name].history.has_changes())
