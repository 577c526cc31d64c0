"""A GP practice as a way to say whom a person may be served by: staff only."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from directory.places import queries
from directory.places.place import Place


@dataclass(frozen=True)
class Practice:
    """The areas whose people the practice's are, and where it stands, for want of a home address."""

    area_ids: frozenset[UUID]
    place: Place | None


def find_practice(code: str, today: date) -> Practice | None:
    """By its code, as on referral letters."""
    area = queries.find_practice(code, on=today)
    if area is None:
        return None
    areas = queries.list_practice_areas(area, on=today)
    place = queries.find_place(area.postcode, on=today) if area.postcode else None
    return Practice(frozenset(one.id for one in areas), place)
