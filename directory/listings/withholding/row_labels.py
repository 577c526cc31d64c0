"""What a row of a place, entry or organization is known by: the labels of its addresses, point and names."""

import re

from sqlalchemy import inspect

from directory.listings.withholding import keys
from directory.listings.withholding.keys import Label
from directory.listings.withholding.reading.addresses import ReadAddress, read_address
from directory.models import Entry, Location, Organization, Service
from directory.places.queries import locate_postcode

_SAME_POINT = 0.0002  # degrees: some 20 metres


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


def list_organization_labels(organization: Organization) -> set[Label]:
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
    if point and not any(a.address_1 or a.address_2 or a.postal_code for a in location.addresses):
        labels |= keys.list_cells_around(*point)
    if point and not any(one.houses for one in addresses) and not _is_of_postcode(location, point):
        labels |= keys.list_spots_around(*point)
    return labels


def _read_point(location: Location) -> tuple[float, float] | None:
    found = []
    for name in ("latitude", "longitude"):
        before = inspect(location).attrs[name].history.deleted
        value = getattr(location, name)
        found.append(value if value is not None else (*before, None)[0])
    return (found[0], found[1]) if None not in found else None


def list_entry_labels(entry: Entry) -> set[Label]:
    return {keys.label_id(entry.id), *_list_record_labels(entry), *list_name_labels(entry)}
