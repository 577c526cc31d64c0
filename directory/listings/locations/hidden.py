"""A confidential place in what is kept of its entries: no version says where it is. What is not stored twice
cannot leak the second time."""

import uuid
from collections.abc import Collection
from typing import Any

from sqlalchemy import String, cast, or_, select

from directory.extensions import db
from directory.listings.dumping import dump_entry
from directory.models import Entry, EntryVersion, Location, Service
from directory.models.codes import EntryType, Visibility


def make_snapshot(entry: Entry) -> dict[str, Any]:
    """The entry as a version keeps it."""
    data = dump_entry(entry)
    if not isinstance(entry, Service):
        return data
    return without_places(data, {place.id for place in _list_places(entry) if _is_hidden(place)})


def forget_places(location_ids: Collection[uuid.UUID]) -> None:
    """Takes where these places are out of every version that is kept, of whichever entry. Written with the
    next flush."""
    if not location_ids:
        return
    text = cast(EntryVersion.snapshot, String)
    named = or_(*(text.contains(str(one)) for one in location_ids))
    of_services = EntryVersion.entry_type == EntryType.SERVICE
    for version in db.session.scalars(select(EntryVersion).where(of_services, named)):
        version.snapshot = without_places(version.snapshot, location_ids)


def without_places(data: dict[str, Any], location_ids: Collection[uuid.UUID]) -> dict[str, Any]:
    """Entry data in which only id and type are left of these places, and that they are confidential. Loading
    it again keeps what is known of them."""
    ids = {str(one) for one in location_ids}
    sites = data.get("service_at_locations") or []
    if not any(site["location"]["id"] in ids for site in sites):
        return data
    return data | {"service_at_locations": [_hide(site) if _is_at(site, ids) else site for site in sites]}


def _hide(site: dict[str, Any]) -> dict[str, Any]:
    place = site["location"]
    kept = {key: place[key] for key in ("id", "location_type") if key in place}
    return site | {"location": kept | {"visibility": Visibility.CONFIDENTIAL.value}}


def _is_at(site: dict[str, Any], ids: Collection[str]) -> bool:
    return site["location"]["id"] in ids


def _list_places(service: Service) -> list[Location]:
    return [site.location for site in service.service_at_locations]


def _is_hidden(place: Location) -> bool:
    return place.visibility == Visibility.CONFIDENTIAL
