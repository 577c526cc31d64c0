"""Places that are here already, to be used for another entry without typing them again."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from directory.extensions import db
from directory.listings.part_schemas import LocationSchema
from directory.models import Address, Location, ServiceAtLocation
from directory.models.codes import Visibility
from directory.places.postcodes import parse_postcode

_SCHEMA = LocationSchema()


@dataclass(frozen=True)
class KnownPlace:
    """`entry_count`: how many entries are there already."""

    id: uuid.UUID
    label: str
    entry_count: int
    is_confidential: bool


def find_places(text: str, limit: int = 20) -> list[KnownPlace]:
    """Those that hold every word of `text` in their name, street, town or postcode; those with most entries
    first."""
    words = _list_words(text)
    if not words:
        return []
    there = select(func.count()).where(ServiceAtLocation.location_id == Location.id).correlate(Location)
    count = there.scalar_subquery()
    query = select(Location, count).options(selectinload(Location.addresses))
    query = query.where(*(_holds(word) for word in words)).order_by(count.desc(), Location.name, Location.id)
    return [_describe(place, number) for place, number in db.session.execute(query.limit(limit))]


def read_place(text: str) -> dict[str, Any] | None:
    """The entry data of the place with this id, as text; None where there is no such place."""
    try:
        place = db.session.get(Location, uuid.UUID(text))
    except ValueError:
        return None
    return dict(_SCHEMA.dump(place)) if place else None


def _list_words(text: str) -> Sequence[str]:
    """A postcode is one word, however it is spaced."""
    tidy = text.replace("\0", "").strip()[:200]
    postcode = parse_postcode(tidy)
    return [postcode] if postcode else [word[:100] for word in tidy.split()[:8]]


def _holds(word: str) -> Any:
    columns = (Address.address_1, Address.address_2, Address.city, Address.postal_code)
    address = (
        select(Address.id)
        .where(
            Address.location_id == Location.id,
            or_(*(column.icontains(word, autoescape=True) for column in columns)),
        )
        .correlate(Location)
    )
    named = (column.icontains(word, autoescape=True) for column in (Location.name, Location.alternate_name))
    return or_(*named, address.exists())


def _describe(place: Location, entry_count: int) -> KnownPlace:
    lines = [(a.address_1, a.city, a.postal_code) for a in place.addresses[:1]]
    words = [place.name, *(text for line in lines for text in line)]
    label = ", ".join(filter(None, words)) or "A place without a name"
    return KnownPlace(place.id, label, entry_count, place.visibility == Visibility.CONFIDENTIAL)
