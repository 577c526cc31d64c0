"""The keyed hashes by which a withheld place, entry or organization is known again. Pure: a secret and
plain values in, hexadecimal text out. Of an address, some labels are noted with it and some are asked for,
so that a part of the address that is missing or written otherwise still finds it."""

import hashlib
import hmac
import math
import uuid
from collections.abc import Iterable

from directory.listings.withholding.reading.addresses import (
    ReadAddress,
    is_distinctive,
    list_name_forms,
    name_key,
)
from directory.listings.withholding.reading.street_names import COMMON_STREETS, join_street

_PURPOSE = b"directory.withheld.1"
_CELLS = 1000  # cells of a thousandth of a degree: about 110 metres from south to north
_SPOTS = 10_000

Label = tuple[str, ...]


def derive_secret(secret_key: str) -> bytes:
    """The secret of these keys alone, from the application's own."""
    return hmac.digest(secret_key.encode(), _PURPOSE, "sha256")


def name_secret(secret: bytes) -> str:
    """A short name by which rows say which secret they were made with."""
    return hashlib.sha256(b"name\0" + secret).hexdigest()[:8]


def make_key(secret: bytes, label: Label) -> str:
    """64 hexadecimal digits."""
    return hmac.digest(secret, "\x1f".join(label).encode(), "sha256").hex()


# By these alone a neighbour is taken for the place.
VAGUE = frozenset(
    (
        "postcode",
        "postcode-only",
        "unnumbered-street",
        "any-house",
        "any-house-or-postcode",
        "cell",
        "street",
        "street-town",
    )
)


def list_noted_labels(address: ReadAddress) -> set[Label]:
    """What is kept of a withheld place."""
    has_postcode, is_placed = bool(address.postcodes), bool(address.postcodes or address.towns)
    labels = list_exact_labels(address)
    for postcode in address.postcodes:
        labels |= {("street-postcode", street, postcode) for street in address.streets}
        if not address.numbers:
            labels |= {("unnumbered-street", street, postcode) for street in address.streets}
        if address.is_british:
            labels.add(("postcode", postcode))
            labels |= set() if address.numbers or address.streets else {("postcode-only", postcode)}
    labels |= {("house", house) for house in address.houses} | {("street", one) for one in address.streets}
    labels |= {("house-rough", house) for house in address.rough}
    if not address.numbers:
        kind = "any-house-or-postcode" if has_postcode else "any-house"
        labels |= {(kind, street, town) for street in address.streets for town in address.localities}
    labels |= {("street-town", street, town) for street in address.streets for town in address.localities}
    labels |= set() if is_placed else {("house-only", house) for house in address.houses}
    kinds = ("line-town",) if has_postcode else ("line-town", "line-town-only")
    lines = address.lines | {house.partition(" ")[2] for house in address.houses}
    return labels | {(kind, line, town) for kind in kinds for line in lines for town in address.towns}


def list_asked_labels(address: ReadAddress) -> set[Label]:
    """What is looked up for a place that comes in. One with another house number in the same street is a
    neighbour and is not found; one without a number, or with its postcode alone, is. Without a full postcode,
    the number and street are enough, whatever town is named."""
    has_postcode = bool(address.postcodes)
    labels = list_exact_labels(address)
    for postcode in address.postcodes:
        labels |= {("unnumbered-street", street, postcode) for street in address.streets}
        if not address.numbers:
            labels |= {("street-postcode", street, postcode) for street in address.streets}
        if address.is_british:
            labels.add(("postcode-only", postcode))
            labels |= set() if address.numbers or address.streets else {("postcode", postcode)}
    labels |= {("house-only", house) for house in address.houses}
    labels |= {("any-house", street, town) for street in address.streets for town in address.localities}
    if not has_postcode:
        labels |= {("house", house) for house in address.houses}
        labels |= {("house-rough", house) for house in address.rough}
        streets = ((street, town) for street in address.streets for town in address.localities)
        labels |= {("any-house-or-postcode", street, town) for street, town in streets}
    if not (has_postcode or address.numbers):
        labels |= {("street-town", street, town) for street in address.streets for town in address.localities}
        labels |= {
            ("street", one) for one in address.streets if not (address.towns and one in COMMON_STREETS)
        }
    kind = "line-town-only" if has_postcode else "line-town"
    if has_postcode and address.numbers:
        return labels  # a full address of its own: the name of the house says nothing more
    is_bare = not (has_postcode or address.numbers)
    lines = [line for line in address.lines if is_bare or is_distinctive(line)]
    return labels | {(kind, line, town) for line in lines for town in address.towns}


def list_exact_labels(address: ReadAddress) -> set[Label]:
    """What is the same place whoever writes it."""
    labels: set[Label] = {("house-town", house, town) for house in address.houses for town in address.towns}
    for postcode in address.postcodes:
        labels |= {("house-postcode", house, postcode) for house in address.houses}
        labels |= {("line-postcode", line, postcode) for line in address.lines}
        if address.is_british:
            labels |= {("number-postcode", number, postcode) for number in address.numbers}
    return labels


def list_text_labels(address: ReadAddress) -> set[Label]:
    """What is looked for in free text."""
    labels: set[Label] = {("text-house", house) for house in address.houses}
    for street in address.streets:
        labels |= {("text-street", street), ("text-joined", join_street(street))}
    return labels | ({("text-postcode", one) for one in address.postcodes} if address.is_british else set())


def label_place_id(location_id: uuid.UUID) -> Label:
    return "place-id", str(location_id)


def label_cell(latitude: float, longitude: float) -> Label:
    return "cell", str(math.floor(latitude * _CELLS)), str(math.floor(longitude * _CELLS))


def label_spot(latitude: float, longitude: float) -> Label:
    """A square of about ten metres: a point in it is the same one, whatever street is written beside it."""
    return "spot", str(math.floor(latitude * _SPOTS)), str(math.floor(longitude * _SPOTS))


def list_spots_around(latitude: float, longitude: float) -> set[Label]:
    north, east = math.floor(latitude * _SPOTS), math.floor(longitude * _SPOTS)
    return {("spot", str(north + up), str(east + along)) for up in (-1, 0, 1) for along in (-1, 0, 1)}


def list_cells_around(latitude: float, longitude: float) -> set[Label]:
    """Its own cell and the eight next to it: a point near the edge of a cell is found too."""
    north, east = math.floor(latitude * _CELLS), math.floor(longitude * _CELLS)
    return {("cell", str(north + up), str(east + along)) for up in (-1, 0, 1) for along in (-1, 0, 1)}


def label_id(row_id: uuid.UUID) -> Label:
    return "id", str(row_id)


def label_source(source: str | None, source_id: str | None) -> set[Label]:
    return {("source", source, source_id)} if source and source_id else set()


def list_entry_names(
    names: Iterable[str], organization: str, addresses: Iterable[ReadAddress], phones: Iterable[str]
) -> set[Label]:
    """Each name of the entry with who runs it, with each postcode and house it is at, and each house with
    each telephone number."""
    keys = {key for name in names for form in list_name_forms(name) for key in name_key(form)}
    runners, addresses = name_key(organization), list(addresses)
    labels: set[Label] = {("name", key, runner) for key in keys for runner in runners}
    houses = {house for one in addresses for house in one.houses}
    labels |= {("name-postcode", key, code) for one in addresses for code in one.postcodes for key in keys}
    labels |= {("name-house", key, house) for house in houses for key in keys}
    return labels | {("house-phone", house, phone) for house in houses for phone in phones}


def list_organization_names(name: str) -> set[Label]:
    return {("organization", one) for one in name_key(name)}
