"""Where an enquiry is about: a district or primary care network, and a practice. What was typed may be a
person's postcode, so it is reduced here and never stored."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from directory.extensions import db
from directory.models import Area
from directory.models.codes import AreaKind
from directory.network.asking import name_practice
from directory.network.queries import list_pcns
from directory.places import said as places_said
from directory.places.queries import find_place, list_practice_areas

_NOT_KNOWN = "We do not know this place. Try a town, a district, or the first half of a postcode."


def reduce_place(text: str, on: date) -> tuple[Area | None, str]:
    """The network of this name or the one district that surely holds the place, or a message."""
    network = next((pcn for pcn in list_pcns(on) if pcn.name.casefold() == text.casefold()), None)
    if network:
        return network, ""
    place = find_place(text, on=on)
    if place is None:
        return None, _NOT_KNOWN
    certain = _list_districts(place.area_ids)
    if certain:
        return certain[0], ""
    possible = _list_districts(place.part_area_ids)
    if len(possible) == 1:
        return possible[0], ""
    names = " or ".join(district.name for district in possible[:8])
    return None, f"This is in more than one district. Write which: {names}." if names else _NOT_KNOWN


def list_possible_districts(text: str, on: date) -> tuple[str, list[Area]]:
    """What a place that lies in several districts is called, and which they are; else "" and none."""
    place = find_place(text, on=on) if text.strip() else None
    if place is None or place.is_exact or _list_districts(place.area_ids):
        return "", []
    possible = _list_districts(place.part_area_ids)
    return (place.label, possible) if len(possible) > 1 else ("", [])


def find_place_said(words: str, on: date) -> str:
    """The last town or district that somebody says it is in or near; else ""."""
    said = places_said.find_place_said(words, on)
    return said.name if said else ""


def find_network_of(practice: Area, on: date) -> Area | None:
    areas = list_practice_areas(practice, on=on)
    return next((area for area in areas if area.kind == AreaKind.PCN), None)


def describe_practice(practice: Area | None) -> str:
    return name_practice(practice) if practice else ""


def _list_districts(area_ids: Iterable[object]) -> list[Area]:
    query = select(Area).where(Area.kind == AreaKind.DISTRICT, Area.id.in_(list(area_ids)))
    return list(db.session.scalars(query.order_by(Area.name)))
