"""Reads what people type for a postcode. Nothing here asks whether the postcode exists."""

import re
import unicodedata

# The six shapes of the first half (A9, A99, AA9, AA99, A9A, AA9A), and the letters that the second
# half never uses because they are misread: both as Royal Mail publishes them.
_DISTRICT = r"[A-Z]{1,2}[0-9](?:[0-9]|[A-HJKMNP-Y])?"
_UNIT_LETTERS = "[ABD-HJLNP-UW-Z]{2}"

_UNIT = re.compile(rf"({_DISTRICT}) ?([0-9OIL])({_UNIT_LETTERS})")
_SPACED_SECTOR = re.compile(rf"({_DISTRICT}) ([0-9])[A-Z]?")
_WHOLE_DISTRICT = re.compile(_DISTRICT)
_JOINED_SECTOR = re.compile(rf"({_DISTRICT})([0-9])[A-Z]?")
_UNIT_WITHIN = re.compile(rf"(?<![A-Z0-9])({_DISTRICT}) ?([0-9])({_UNIT_LETTERS})(?![A-Z0-9])")
_SAID = re.compile(
    rf"(?:\b(?:in|near|around|outside)\s+)?(?<![A-Z0-9])({_DISTRICT}(?: ?[0-9]{_UNIT_LETTERS})?)(?![A-Z0-9])",
    re.IGNORECASE,
)
_LONGEST = 200
_MISREAD = str.maketrans("OIL", "011")


def parse_postcode(text: str) -> str | None:
    """A postcode ("LE1 1AA"), sector ("LE1 1") or district ("LE1") as it is properly written, whatever the
    case and spacing; None for anything else.

    Four characters without a space can be read two ways. "LE11" is the district LE11, because that is
    how people write districts, and "LE1 1" is the sector. A postcode that lacks its last letter counts
    as its sector."""
    tidy = _tidy(text)
    if unit := _UNIT.fullmatch(tidy) or _UNIT.fullmatch(tidy.replace(" ", "")):
        return f"{unit[1]} {unit[2].translate(_MISREAD)}{unit[3]}"
    if sector := _SPACED_SECTOR.fullmatch(tidy):
        return f"{sector[1]} {sector[2]}"
    joined = tidy.replace(" ", "")
    if _WHOLE_DISTRICT.fullmatch(joined):
        return joined
    if sector := _JOINED_SECTOR.fullmatch(joined):
        return f"{sector[1]} {sector[2]}"
    return None


def find_postcode_within(text: str) -> str | None:
    """The last full postcode somewhere in an address."""
    found = _UNIT_WITHIN.findall(_tidy(text))
    return f"{found[-1][0]} {found[-1][1]}{found[-1][2]}" if found else None


def list_postcodes_said(words: str) -> list[tuple[str, int, int]]:
    """The full postcodes and the districts among other words, in order, and where each starts and ends there,
    with the "near" before it."""
    said = [(parse_postcode(one[1]), one.start(), one.end()) for one in _SAID.finditer(words)]
    return [(postcode, start, end) for postcode, start, end in said if postcode]


def widen_postcode(postcode: str) -> list[str]:
    """The larger postcode areas to fall back to, nearest first. Takes what parse_postcode() returns.

    A district that ends in two digits is last of all read as a sector written without its space."""
    district, _, rest = postcode.partition(" ")
    if len(rest) == 3:
        return [f"{district} {rest[0]}", district]
    if rest:
        return [district]
    if re.fullmatch(r"[A-Z]{1,2}[0-9]{2}", district):
        return [f"{district[:-1]} {district[-1]}", district[:-1]]
    return []


def _tidy(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text[:_LONGEST]).upper()
    return re.sub(r"[^A-Z0-9]+", " ", folded).strip()
