"""Notes what is withheld, lifts that again, and answers whether something is withheld. Flushes nothing and
commits nothing. Whoever publishes or shows a place asks here."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import select

from directory.extensions import db
from directory.listings.withholding import keys
from directory.listings.withholding.keys import Label
from directory.listings.withholding.reading.addresses import read_address
from directory.listings.withholding.row_labels import (
    list_asked,
    list_entry_labels,
    list_noted,
    list_organization_labels,
)
from directory.models import Entry, Location, Organization, WithheldRecord
from directory.models.mixins import utc_now
from directory.models.withholding.records import WithheldKind, WithheldReason

_PIECE = 5_000  # keys in one query
_UNDECIDED = ("cell", "spot", "line-postcode", "line-town", "line-town-only")  # a name or point may change


def note_place(location: Location, now: datetime | None = None) -> None:
    """The place is confidential from now on, by its id and by its street and postcode. Called before its
    point is taken out, the point is noted too."""
    _note(WithheldKind.PLACE, location.id, list_noted(location), WithheldReason.CONFIDENTIAL, now)


def note_entry(entry: Entry, reason: WithheldReason, now: datetime | None = None) -> None:
    """By its id, its record in its source, and its name with who runs it and where."""
    _note(WithheldKind.ENTRY, entry.id, list_entry_labels(entry), reason, now)


def note_organization(organization: Organization, now: datetime | None = None) -> None:
    labels = list_organization_labels(organization)
    _note(WithheldKind.ORGANIZATION, organization.id, labels, WithheldReason.SUSPENDED, now)


def release_place(location: Location, now: datetime | None = None) -> None:
    """An officer made this very place public. What else is at its address stays as it is: it may be another
    place, or one that has to stay hidden."""
    note_place(location, now)
    lift_place(location, now)


def lift_place(location: Location, now: datetime | None = None) -> int:
    """Returns how many keys of this place were lifted."""
    return _lift(WithheldKind.PLACE, {location.id}, now)


def release_entry(entry: Entry, now: datetime | None = None) -> None:
    """An officer published this very entry. Another one of the same name stays as it is."""
    note_entry(entry, WithheldReason.SUSPENDED, now)
    _lift(WithheldKind.ENTRY, {entry.id}, now)


def lift_organization(organization: Organization, now: datetime | None = None) -> int:
    found = _find(WithheldKind.ORGANIZATION, list_organization_labels(organization))
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
    own = {r.key: r.lifted_at for r in _find(WithheldKind.PLACE, labels) if r.subject_id == location.id}
    lifted = [
        next((own[key] for key in (keys.make_key(one, label) for one in secrets) if key in own), None)
        for label in labels
    ]
    if not lifted or None in lifted:
        return False
    asked = _find(WithheldKind.PLACE, list_asked(location))
    others = [row.since for row in asked if row.subject_id != location.id and row.lifted_at is None]
    return not others or max(others) <= min(at for at in lifted if at)


def is_entry_withheld(entry: Entry) -> bool:
    """By its id, its record in its source, or its name with who runs it or where it is. One that an officer
    published is not, as long as it is called so and nothing like it was suspended since."""
    rows = _find(WithheldKind.ENTRY, list_entry_labels(entry))
    counting = [row for row in rows if row.lifted_at is None]
    released = [row.lifted_at for row in rows if row.subject_id == entry.id and row.lifted_at]
    if not counting or not released or any(row.subject_id == entry.id for row in counting):
        return bool(counting)
    return max(row.since for row in counting) > max(released)


def is_marked_itself(entry: Entry) -> bool:
    """Whether this very entry was suspended, not another one like it."""
    return is_withheld(WithheldKind.ENTRY, {keys.label_id(entry.id)})


def is_organization_withheld(organization: Organization) -> bool:
    return is_withheld(WithheldKind.ORGANIZATION, list_organization_labels(organization))


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
