"""Where an entry takes place, as far as the reader may know it."""

from dataclasses import dataclass

from directory.listings.presenters.phones import PhoneLine, present_phones
from directory.models import Location, Service, ServiceAtLocation
from directory.models.codes import LocationType, Visibility

_MAP = "https://www.openstreetmap.org/?mlat={lat:.5f}&mlon={lon:.5f}#map=17/{lat:.5f}/{lon:.5f}"


@dataclass(frozen=True)
class PlaceShown:
    """`point` is latitude and longitude, of public places only. `map_address` opens a map of somebody else,
    only when it is followed."""

    name: str
    lines: list[str]
    point: tuple[float, float] | None
    map_address: str
    travel: str
    access: list[str]
    phones: list[PhoneLine]
    note: str
    is_staff_only: bool


def list_open_sites(service: Service, staff: bool) -> list[ServiceAtLocation]:
    """The places the reader may know. A confidential place is shown to nobody, on no page."""
    allowed = {Visibility.PUBLIC, Visibility.STAFF} if staff else {Visibility.PUBLIC}
    return [site for site in service.service_at_locations if site.location.visibility in allowed]


def present_places(sites: list[ServiceAtLocation]) -> list[PlaceShown]:
    return [_present(site) for site in sites if site.location.location_type != LocationType.VIRTUAL]


def list_address_lines(location: Location) -> list[str]:
    """Name and physical address, each line once."""
    lines = [location.name]
    for address in location.addresses[:1]:
        lines += [address.address_1, address.address_2, address.city, address.postal_code]
    return list(dict.fromkeys(line for line in lines if line))


def find_public_point(location: Location) -> tuple[float, float] | None:
    """Only public places have one: all others stay off maps, for staff too, because a map is looked at over
    shoulders."""
    if location.visibility != Visibility.PUBLIC or location.latitude is None or location.longitude is None:
        return None
    return location.latitude, location.longitude


def _present(site: ServiceAtLocation) -> PlaceShown:
    location = site.location
    lines = list_address_lines(location)
    point = find_public_point(location)
    return PlaceShown(
        name=location.name or (lines[0] if lines else ""),
        lines=lines[1:] if location.name else lines,
        point=point,
        map_address=_MAP.format(lat=point[0], lon=point[1]) if point else "",
        travel=location.transportation or "",
        access=[text for a in location.accessibility for text in (a.description, a.details) if text],
        phones=present_phones(location.phones),
        note=site.description or location.description or "",
        is_staff_only=location.visibility == Visibility.STAFF,
    )
