"""Applies what is withheld to every row of the database: after a restore, and when a secret has changed."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from directory.extensions import db
from directory.listings import actions
from directory.listings.withholding import (
    keys,
    marks,
    review_queue,
    row_labels,
    rule,
    safe_accommodation,
    safe_accommodation_words,
    twins,
)
from directory.listings.withholding.list_file import find_last_change
from directory.models import (
    Attribute,
    Entry,
    Guidance,
    Location,
    Organization,
    Service,
    ServiceAtLocation,
    TaxonomyTerm,
    WithheldRecord,
)
from directory.models.codes import PUBLISHED, Status, Visibility
from directory.models.mixins import utc_now
from directory.models.withholding.records import WithheldKind, WithheldReason

_COLUMNS = ("kind", "key", "key_name", "subject_id", "reason", "since", "lifted_at")


@dataclass
class Applied:
    """What was public and is hidden now. The entries at a hidden place stay, without it."""

    places: list[uuid.UUID] = field(default_factory=list)
    entries: list[uuid.UUID] = field(default_factory=list)


def list_records(*rules: ColumnElement[bool]) -> list[dict[str, Any]]:
    """Every mark as plain values, to be kept elsewhere. No street, postcode or name can be read from them."""
    query = select(WithheldRecord).where(*rules).order_by(WithheldRecord.since, WithheldRecord.id)
    return [_describe(row) for row in db.session.scalars(query)]


def _describe(row: WithheldRecord) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _COLUMNS}


def add_records(records: Iterable[Mapping[str, Any]]) -> int:
    """Adds marks that were kept elsewhere; of two about the same, the later one counts, and of two of one
    time the one that withholds. Returns how many were new or later. Values as in `list_records`."""
    stored = {(row.kind, row.key, row.subject_id): row for row in db.session.scalars(select(WithheldRecord))}
    count = 0
    for record in records:
        values = {name: record[name] for name in _COLUMNS}
        at = (WithheldKind(values["kind"]), values["key"], values["subject_id"])
        row = stored.get(at)
        if row is None:
            stored[at] = row = WithheldRecord(**values)
            db.session.add(row)
            count += 1
        elif find_last_change(values) > find_last_change(_describe(row)):
            row.since, row.lifted_at = values["since"], values["lifted_at"]
            count += 1
    db.session.flush()
    return count


def apply_withheld() -> Applied:
    """Hides each public place and suspends each published entry that a mark names. Every entry concerned
    gets a new version, and its earlier ones forget the place. Flushes and does not commit."""
    done = Applied()
    hide_places([place for place in _list_shown_places() if _is_to_be_hidden(place)], done)
    entries: list[Entry] = [*_list_withheld_services(), *_list_withheld_guidance()]
    for entry in entries:
        reason = "It was suspended before this copy of the database was put back."
        actions.suspend_entry(actor=None, entry=entry, reason=reason)
        done.entries.append(entry.id)
    return done


def _is_to_be_hidden(place: Location) -> bool:
    return marks.is_place_withheld(place) and not marks.is_place_released(place)


def hide_places(places: Iterable[Location], done: Applied) -> None:
    """Hides them with every other row and trace of them, and saves the entries concerned. A place that was
    held and is decided to stay hidden is marked with it."""
    now, others = utc_now(), dict[uuid.UUID, Entry]()
    for place in places:
        if place.visibility != Visibility.CONFIDENTIAL or not marks.is_marked_place(place):
            changed = rule.hide_everywhere(place, now)
            others |= {one.id: one for one in (*changed, *twins.list_services_at([place]))}
        done.places.append(place.id)
    actions.note_changes(actor=None, entries=list(others.values()), now=now)


def note_everything_hidden() -> None:
    """Marks what is hidden or suspended now and has no mark under the secret of today: in a database from
    before the marks, and after SECRET_KEY has changed. A mark that was lifted stays so. Safe accommodation
    that was shown before is withheld with it."""
    name = keys.name_secret(marks.list_secrets()[0])
    marked = select(WithheldRecord.subject_id).where(WithheldRecord.key_name == name)
    confidential = select(Location).where(Location.visibility == Visibility.CONFIDENTIAL)
    for place in db.session.scalars(confidential.where(Location.id.not_in(marked))).all():
        if marks.was_place_marked(place) or not _is_held(place):
            marks.note_place(place)
    services = select(Service).where(Service.status == Status.SUSPENDED, Service.id.not_in(marked))
    guidance = select(Guidance).where(Guidance.status == Status.SUSPENDED, Guidance.id.not_in(marked))
    entries: list[Entry] = [*db.session.scalars(services), *db.session.scalars(guidance)]
    for entry in entries:
        marks.note_entry(entry, WithheldReason.SUSPENDED)
    db.session.flush()
    actions.note_places(actor=None, services=_list_shown_accommodation())


def _list_shown_accommodation() -> list[Service]:
    """Safe accommodation with a place that is shown and that no officer made public."""
    columns = (Service.name, Service.alternate_name, Service.summary, Service.description)
    spoken = (column.icontains(word) for column in columns for word in safe_accommodation_words.SEARCH_WORDS)
    by_runner = (Organization.name.icontains("refuge"), Organization.description.icontains("refuge"))
    named = or_(*spoken, *by_runner)
    need = select(Attribute.service_id).join(TaxonomyTerm)
    need = need.where(TaxonomyTerm.slug.in_(safe_accommodation.ABUSE_NEEDS))
    shown = select(ServiceAtLocation.service_id).join(Location)
    shown = shown.where(Location.visibility != Visibility.CONFIDENTIAL)
    query = select(Service).join(Organization).where(Service.id.in_(shown), or_(named, Service.id.in_(need)))
    found = db.session.scalars(query.order_by(Service.id)).all()
    return [one for one in found if safe_accommodation.is_safe_accommodation(one) and _is_undecided(one)]


def _is_held(place: Location) -> bool:
    """Whether it waits for an officer: it is marked once it is decided."""
    return any(map(review_queue.is_place_waiting, (one.id for one in twins.list_services_at([place]))))


def _is_undecided(service: Service) -> bool:
    places = [site.location for site in service.service_at_locations]
    shown = [
        one for one in places if one.visibility != Visibility.CONFIDENTIAL and row_labels.can_be_found(one)
    ]
    return not all(marks.is_place_released(place) for place in shown)


def _list_shown_places() -> list[Location]:
    return list(db.session.scalars(select(Location).where(Location.visibility != Visibility.CONFIDENTIAL)))


def _list_withheld_services() -> list[Service]:
    """By id or record of their source, by their name at the same postcode, or by who runs them. The name
    with the organization alone is not enough here: one organization may run many groups of one name."""
    published = db.session.scalars(select(Service).where(Service.status.in_(PUBLISHED))).all()
    return [service for service in published if _is_same_entry(service)]


def _list_withheld_guidance() -> list[Guidance]:
    """By id only: pages of guidance are written here, and two of one name are two."""
    published = db.session.scalars(select(Guidance).where(Guidance.status.in_(PUBLISHED))).all()
    return [page for page in published if marks.is_withheld(WithheldKind.ENTRY, {keys.label_id(page.id)})]


def _is_same_entry(service: Service) -> bool:
    labels = {keys.label_id(service.id), *keys.label_source(service.source, service.source_id)}
    names = row_labels.list_name_labels(service)
    labels |= {label for label in names if label[0] == "name-postcode" or not service.service_at_locations}
    if marks.is_withheld(WithheldKind.ENTRY, labels) and marks.is_entry_withheld(service):
        return True
    organization: Organization = service.organization
    return marks.is_organization_withheld(organization)
