"""Finds full British postcodes in text, however they are broken up."""

import re

from directory.places.postcodes import parse_postcode

STRICT_POSTCODE = re.compile(
    r"(?<![A-Z0-9])[A-Z]{1,2}[0-9][A-Z0-9]?[\s.\-+_]{0,3}[0-9OIL][A-Z]{2}(?![A-Z0-9])", re.IGNORECASE
)
# With whatever signs between its letters, and with letters that are misread for digits.
_GAP = r"[^A-Za-z0-9]{0,3}"
_LOOSE_POSTCODE = re.compile(
    rf"(?<![A-Z0-9])(?=([A-Z]{_GAP}(?:[A-Z]{_GAP})?[0-9OIL]{_GAP}(?:[A-Z0-9]{_GAP})?[0-9OIL]{_GAP}[A-Z]{_GAP}"
    rf"[A-Z])(?![A-Z0-9]))",
    re.IGNORECASE,
)
_HALF = re.compile(
    r"(?<![A-Z0-9])(?:(?P<outward>[A-Z]{1,2}[0-9][A-Z0-9]?)|[0-9][ABD-HJLNP-UW-Z]{2})(?![A-Z0-9])",
    re.IGNORECASE,
)
_SPLIT_POSTCODE = 80  # between its two halves
_MISREAD = str.maketrans("OIL", "011")
_AREAS = frozenset((
    "AB", "AL", "B", "BA", "BB", "BD", "BH", "BL", "BN", "BR", "BS", "BT", "CA", "CB", "CF", "CH", "CM",
    "CO", "CR", "CT", "CV", "CW", "DA", "DD", "DE", "DG", "DH", "DL", "DN", "DT", "DY", "E", "EC", "EH",
    "EN", "EX", "FK", "FY", "G", "GL", "GU", "GY", "HA", "HD", "HG", "HP", "HR", "HS", "HU", "HX", "IG",
    "IM", "IP", "IV", "JE", "KA", "KT", "KW", "KY", "L", "LA", "LD", "LE", "LL", "LN", "LS", "LU", "M",
    "ME", "MK", "ML", "N", "NE", "NG", "NN", "NP", "NR", "NW", "OL", "OX", "PA", "PE", "PH", "PL", "PO",
    "PR", "RG", "RH", "RM", "S", "SA", "SE", "SG", "SK", "SL", "SM", "SN", "SO", "SP", "SR", "SS", "ST",
    "SW", "SY", "TA", "TD", "TF", "TN", "TQ", "TR", "TS", "TW", "UB", "W", "WA", "WC", "WD", "WF", "WN",
    "WR", "WS", "WV", "YO", "ZE",
))  # fmt: skip


def list_postcodes(text: str) -> list[str]:
    """The full British postcodes in a text, without their space."""
    return [one for one, _, _ in find_postcodes(text)]


def list_strict(text: str) -> list[str]:
    """Those that are written as postcodes are."""
    codes = [parse_postcode(match.group()) for match in STRICT_POSTCODE.finditer(text)]
    return [code.replace(" ", "") for code in codes if code and len(code.partition(" ")[2]) == 3]


def find_postcodes(text: str) -> list[tuple[str, int, int]]:
    """Each full postcode and where it starts and ends in the text, whatever signs are between its letters.
    What may be read in more than one way is there more than once. Of one whose halves stand apart, the
    second half is given."""
    found = []
    for match in _LOOSE_POSTCODE.finditer(text):
        found += [(code, match.start(1), match.end(1)) for code in _list_meanings(match[1])]
    first: re.Match[str] | None = None
    for half in _HALF.finditer(text):
        if half["outward"]:
            first = half
        elif first and half.start() - first.end() <= _SPLIT_POSTCODE:
            found += [(code, half.start(), half.end()) for code in _list_meanings(first[0] + half[0])]
    return found


def _list_meanings(written: str) -> list[str]:
    """The postcodes that a run of letters, digits and signs may be."""
    letters = re.sub(r"[^A-Z0-9]", "", written.upper())
    outward, inward = letters[:-3], letters[-3].translate(_MISREAD) + letters[-2:]
    codes = set()
    for length in (1, 2):
        area, rest = outward[:length], outward[length:]
        if area in _AREAS and rest:
            codes |= {area + rest.translate(_MISREAD), area + rest[0].translate(_MISREAD) + rest[1:]}
    valid = [parse_postcode(f"{code} {inward}") for code in sorted(codes)]
    return [code.replace(" ", "") for code in valid if code and len(code.partition(" ")[2]) == 3]
