"""Notes what is withheld, lifts that again, and answers whether something is withheld. Flushes nothing and
commits nothing. Whoever publishes or shows a place asks here."""

import re
import uuid
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import inspect, select

from directory.extensions import db
from directory.listings.withholding import keys
from directory.listings.withholding.keys import Label
from directory.listings.withholding.reading.addresses import ReadAddress, read_address
from directory.models import Entry, Location, Organization, Service, WithheldRecord
from directory.models.mixins import utc_now
from directory.models.withholding.records import WithheldKind, WithheldReason
from directory.places.queries import locate_postcode

_SAME_POINT = 0.0002  # degrees: some 20 metres
_PIECE = 5_000  # keys in one query
_UNDECIDED = ("cell", "spot", "line-postcode", "line-town", "line-town-only")  # a name or point may change


def note_place(location: Location, now: datetime | None = None) -> None:
    """The place is confidential from now on, by its id and by its street and postcode. Called before its
    point is taken out, the point is noted too."""
    _note(WithheldKind.PLACE, location.id, list_noted(location), WithheldReason.CONFIDENTIAL, now)


def note_entry(entry: Entry, reason: WithheldReason, now: datetime | None = None) -> None:
    """By its id, its record in its source, and its name with who runs it and where."""
    labels = {keys.label_id(entry.id), *_list_record_labels(entry), *list_name_labels(entry)}
    _note(WithheldKind.ENTRY, entry.id, labels, reason, now)


def note_organization(organization: Organization, now: datetime | None = None) -> None:
    labels = _list_organization_labels(organization)
    _note(WithheldKind.ORGANIZATION, organization.id, labels, WithheldReason.SUSPENDED, now)


def release_place(location: Location, now: datetime | None = None) -> None:
    """An officer made this very place public. What else is at its address stays as it is: it may be another
    place, or one that has to stay hidden."""
    note_place(location, now)
    lift_place(location, now)


def lift_place(location: Location, now: datetime | None = None) -> int:
    """Returns how many keys of this place were lifted."""
    return _lift(WithheldKind.PLACE, {location.id}, now)


def lift_entry(entry: Entry, now: datetime | None = None) -> int:
    """An officer published it. Keys of another entry of the same name are lifted too."""
    labels = {keys.label_id(entry.id), *_list_record_labels(entry), *list_name_labels(entry)}
    subjects = {entry.id} | {row.subject_id for row in _find(WithheldKind.ENTRY, labels)}
    return _lift(WithheldKind.ENTRY, subjects, now)


def lift_organization(organization: Organization, now: datetime | None = None) -> int:
    found = _find(WithheldKind.ORGANIZATION, _list_organization_labels(organization))
    return _lift(WithheldKind.ORGANIZATION, {organization.id, *(row.subject_id for row in found)}, now)


def is_place_withheld(location: Location) -> bool:
    """By its id, its address, or its point."""
    return is_withheld(WithheldKind.PLACE, list_asked(location))


def is_marked_place(location: Location) -> bool:
    """Whether this very place became confidential, not another one at its address."""
    return is_withheld(WithheldKind.PLACE, {keys.label_place_id(location.id)})


def was_place_marked(location: Location) -> bool:
    return bool(_find(WithheldKind.PLACE, {keys.label_place_id(location.id)}))


def is_address_withheld(place: Mapping[str, Any]) -> bool:
    """For a place as entry data."""
    labels: set[Label] = set()
    for a in place.get("addresses") or ():
        names = (place.get("name"), place.get("alternate_name"))
        lines = (a.get("address_1"), a.get("address_2"), a.get("attention"), *names)
        regions = (a.get("region"), a.get("state_province"))
        labels |= keys.list_asked_labels(read_address(lines, (a.get("city"),), a.get("postal_code"), regions))
    return is_withheld(WithheldKind.PLACE, labels)


def is_place_released(location: Location) -> bool:
    """Whether an officer made this very place public, as it is now, and nothing at its address was hidden
    since."""
    secrets, labels = list_secrets(), {one for one in list_noted(location) if one[0] not in _UNDECIDED}
    asked = _find(WithheldKind.PLACE, list_asked(location) | labels)
    own = {row.key: row.lifted_at for row in asked if row.subject_id == location.id}
    lifted = [
        next((own[key] for key in (keys.make_key(one, label) for one in secrets) if key in own), None)
        for label in labels
    ]
    if not lifted or None in lifted:
        return False
    others = [row.since for row in asked if row.subject_id != location.id and row.lifted_at is None]
    return not others or max(others) <= min(at for at in lifted if at)


def is_entry_withheld(entry: Entry) -> bool:
    """By its id, its record in its source, or its name with who runs it or where it is."""
    labels = {keys.label_id(entry.id), *_list_record_labels(entry), *list_name_labels(entry)}
    return is_withheld(WithheldKind.ENTRY, labels)


def is_marked_itself(entry: Entry) -> bool:
    """Whether this very entry was suspended, not another one like it."""
    return is_withheld(WithheldKind.ENTRY, {keys.label_id(entry.id)})


def is_organization_withheld(organization: Organization) -> bool:
    return is_withheld(WithheldKind.ORGANIZATION, _list_organization_labels(organization))


def is_withheld(kind: WithheldKind, labels: Iterable[Label]) -> bool:
    return any(row.lifted_at is None for row in _find(kind, labels))


def find_withheld_labels(kind: WithheldKind, labels: Collection[Label]) -> set[Label]:
    """Those of `labels` that are withheld now."""
    by_key = {keys.make_key(secret, label): label for secret in list_secrets() for label in labels}
    rows = _find_rows(kind, by_key)
    return {by_key[row.key] for row in rows if row.lifted_at is None}


def list_secrets() -> list[bytes]:
    """The secret of today, then those of earlier values of SECRET_KEY."""
    earlier = current_app.config.get("SECRET_KEY_FALLBACKS") or []
    return [keys.derive_secret(one) for one in [current_app.config["SECRET_KEY"], *earlier]]


def list_unreadable_key_names() -> list[str]:
    """Names of secrets that marks were made with and that are not known here: such marks find nothing."""
    known = [keys.name_secret(secret) for secret in list_secrets()]
    query = select(WithheldRecord.key_name).where(WithheldRecord.key_name.not_in(known)).distinct()
    return sorted(db.session.scalars(query))


def read_addresses(location: Location) -> list[ReadAddress]:
    """One for each address; the names of the place count as lines of it."""
    names = (location.name, location.alternate_name)
    read = [
        read_address(
            (a.address_1, a.address_2, a.attention, *names),
            (a.city,),
            a.postal_code,
            (a.region, a.state_province),
        )
        for a in location.addresses
    ]
    return [one for one in read or [read_address(names, (), None)] if not one.is_empty]


def list_name_labels(entry: Entry) -> set[Label]:
    if not isinstance(entry, Service):
        return keys.list_entry_names((entry.name,), "", (), ())
    names = tuple(filter(None, (entry.name, entry.alternate_name)))
    read = [one for site in entry.service_at_locations for one in read_addresses(site.location)]
    numbers = (re.sub(r"\D", "", phone.number)[-9:] for phone in entry.phones if phone.number)
    phones = {number for number in numbers if len(number) == 9}
    return keys.list_entry_names(names, entry.organization.name, read, phones)


def _list_record_labels(entry: Entry) -> set[Label]:
    return keys.label_source(getattr(entry, "source", None), getattr(entry, "source_id", None))


def _list_organization_labels(organization: Organization) -> set[Label]:
    labels = keys.list_organization_names(organization.name)
    labels |= keys.label_source(organization.source, organization.source_id)
    return labels | {keys.label_id(organization.id)}


def list_noted(location: Location) -> set[Label]:
    """All by which the place and its traces in text are known again."""
    labels = {keys.label_place_id(location.id)}
    for address in read_addresses(location):
        labels |= keys.list_noted_labels(address) | keys.list_text_labels(address)
    own = _read_point(location)
    labels |= {keys.label_spot(*own)} if own and not _is_of_postcode(location, own) else set()
    return labels | {keys.label_cell(*point) for point in [find_point(location)] if point}


def _is_of_postcode(location: Location, point: tuple[float, float]) -> bool:
    """Whether the point is that of all its neighbours with the same postcode."""
    places = [locate_postcode(one.postal_code) for one in location.addresses if one.postal_code]
    return any(
        place
        and place.latitude is not None
        and place.longitude is not None
        and abs(place.latitude - point[0]) + abs(place.longitude - point[1]) < _SAME_POINT
        for place in places
    )


def find_point(location: Location) -> tuple[float, float] | None:
    """The one it has or had until what is about to be flushed, else that of its postcode."""
    point = _read_point(location)
    for address in () if point else location.addresses:
        place = locate_postcode(address.postal_code) if address.postal_code else None
        if place and place.latitude is not None and place.longitude is not None:
            return place.latitude, place.longitude
    return point


def can_be_found(location: Location) -> bool:
    """Whether anything in its row says where it is."""
    return bool(read_addresses(location)) or find_point(location) is not None


def list_asked(location: Location) -> set[Label]:
    """All by which a place that comes in may be one that is withheld."""
    addresses, point = read_addresses(location), _read_point(location)
    labels = {keys.label_place_id(location.id)}
    for address in addresses:
        labels |= keys.list_asked_labels(address)
    if point and not any(address.postcodes or address.houses or address.streets for address in addresses):
        labels |= keys.list_cells_around(*point)
    if point and not _is_of_postcode(location, point):
        labels |= keys.list_spots_around(*point)
    return labels


def _read_point(location: Location) -> tuple[float, float] | None:
    found = []
    for name in ("latitude", "longitude"):
        before = inspect(location).attrs[name].history.deleted
        value = getattr(location, name)
        found.append(value if value is not None else (*before, None)[0])
    return (found[0], found[1]) if None not in found else None


def _note(
    kind: WithheldKind,
    subject_id: uuid.UUID,
    labels: set[Label],
    reason: WithheldReason,
    now: datetime | None,
) -> None:
    now, secret = now or utc_now(), list_secrets()[0]
    wanted = {keys.make_key(secret, label) for label in labels}
    stored = {row.key: row for row in _find_rows(kind, wanted) if row.subject_id == subject_id}
    for row in stored.values():
        if row.lifted_at is not None:
            row.since, row.lifted_at, row.reason = now, None, reason
    db.session.add_all(
        WithheldRecord(
            kind=kind,
            key=key,
            key_name=keys.name_secret(secret),
            subject_id=subject_id,
            reason=reason,
            since=now,
        )
        for key in sorted(wanted - set(stored))
    )


def _lift(kind: WithheldKind, subject_ids: Collection[uuid.UUID], now: datetime | None) -> int:
    fresh = [one for one in _list_fresh(kind) if one.subject_id in subject_ids and not one.lifted_at]
    query = select(WithheldRecord).where(
        WithheldRecord.kind == kind,
        WithheldRecord.subject_id.in_(subject_ids),
        WithheldRecord.lifted_at.is_(None),
    )
    with db.session.no_autoflush:
        rows = [*fresh, *db.session.scalars(query)]
    for row in rows:
        row.lifted_at = now or utc_now()
    return len(rows)


def _find(kind: WithheldKind, labels: Iterable[Label]) -> list[WithheldRecord]:
    labels = list(labels)
    return _find_rows(kind, {keys.make_key(secret, label) for secret in list_secrets() for label in labels})


def _find_rows(kind: WithheldKind, wanted: Iterable[str]) -> list[WithheldRecord]:
    """Rows that are not flushed yet count too."""
    wanted = list(names := set(wanted))
    fresh = [row for row in _list_fresh(kind) if row.key in names]
    query = select(WithheldRecord).where(WithheldRecord.kind == kind)
    with db.session.no_autoflush:
        for start in range(0, len(wanted), _PIECE):
            piece = WithheldRecord.key.in_(wanted[start : start + _PIECE])
            fresh += db.session.scalars(query.where(piece))
    return fresh


def _list_fresh(kind: WithheldKind) -> list[WithheldRecord]:
    return [row for row in db.session.new if isinstance(row, WithheldRecord) and row.kind == kind]
