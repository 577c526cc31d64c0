"""Knows a file by what is in it, never by its name: by its headings, or where the publisher gives none, by
the shape of its first line."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Content(StrEnum):
    """What the rows of a table are. Coordinates of the first are on the national grid, in metres."""

    GRID_POSTCODES = "postcodes on the national grid"
    POSTCODES = "postcodes"
    SECTORS = "postcode sectors"
    DISTRICTS = "postcode districts"
    PRACTICES = "GP practices"
    BRANCHES = "branch surgeries"
    NETWORKS = "primary care networks"
    MEMBERSHIPS = "practices in primary care networks"


@dataclass(frozen=True)
class Layout:
    """`columns` gives the position of each field."""

    content: Content
    columns: Mapping[str, int]
    has_headings: bool

    def pick(self, row: Sequence[str], field: str) -> str:
        """The text of a field, without surrounding space; "" where the row or the file lacks it."""
        position = self.columns.get(field, -1)
        return row[position].strip() if 0 <= position < len(row) else ""


ACCEPTED = (
    "OS Code-Point Open, the ONS Postcode Directory, a list of postcodes, sectors or districts with "
    "latitude and longitude, or the NHS lists epraccur, ebranchs, epcn (ePCN) and epcncorepartnerdetails"
)

# A heading is compared in lower case with "_" for everything between words. The first content whose
# required fields are all there is taken, so the most particular stand first.
_HEADINGS: tuple[tuple[Content, Mapping[str, str], Mapping[str, str]], ...] = (
    (
        Content.MEMBERSHIPS,
        {
            "practice": "practice_code|partner_organisation_code",
            "network": "pcn_code",
            "starts_on": "start_date|practice_to_pcn_relationship_start_date",
            "ends_on": "end_date|practice_to_pcn_relationship_end_date",
        },
        {},
    ),
    (
        Content.NETWORKS,
        {"code": "pcn_code", "name": "pcn_name", "starts_on": "open_date", "ends_on": "close_date"},
        {
            "postcode": "postcode",
            "body": "sub_icb_name|current_sub_icb_loc(ation)?_name|current_clinical_commissioning_group_name",
        },
    ),
    (
        Content.PRACTICES,
        {
            "code": "code|organisation_code",
            "name": "name",
            "setting": "prescribing_setting",
            "status": "status(_code)?",
        },
        {
            "system": "(hl|high_level)_health_geography",
            "postcode": "postcode",
            "starts_on": "open_date",
            "ends_on": "close_date",
        },
    ),
    (
        Content.POSTCODES,
        {"postcode": "postcode|pcds", "latitude": "lat(itude)?", "longitude": "long?(gitude)?"},
        {
            "ended": "doterm",
            "district": "(admin_)?district_code|oslaua|laua|lad\\d\\dcd",
            "ward": "(admin_)?ward_code|osward|ward|wd\\d\\dcd",
        },
    ),
    (
        Content.SECTORS,
        {"name": "sector", "latitude": "latitude", "longitude": "longitude"},
        {"count": "postcode_count"},
    ),
    (
        Content.DISTRICTS,
        {"name": "outcode", "latitude": "latitude", "longitude": "longitude"},
        {"count": "postcode_count"},
    ),
)

_ODS_COLUMNS = {
    "code": 0,
    "name": 1,
    "system": 3,
    "postcode": 9,
    "starts_on": 10,
    "ends_on": 11,
    "status": 12,
    "setting": 25,
}
_POSTCODE = r"[A-Z]{1,2}[0-9][0-9A-Z]? *[0-9][A-Z]{2}"
# Positions and the whole text expected there, then the columns.
_SHAPES: tuple[tuple[Content, Mapping[int, str], Mapping[str, int]], ...] = (
    (
        Content.GRID_POSTCODES,
        {0: _POSTCODE, 1: "[0-9]{2}", 2: "[0-9]*", 3: "[0-9]*", 8: "[EWS][0-9]{8}|", 9: "[EWS][0-9]{8}|"},
        {"postcode": 0, "quality": 1, "easting": 2, "northing": 3, "district": 8, "ward": 9},
    ),
    (Content.BRANCHES, {0: "[A-Z0-9]{6}[0-9]{3}", 9: f"({_POSTCODE})?", 10: "[0-9]{8}"}, _ODS_COLUMNS),
    (
        Content.PRACTICES,
        {0: "[A-Z][A-Z0-9]{5}", 9: f"({_POSTCODE})?", 10: "[0-9]{8}", 25: ".+"},
        _ODS_COLUMNS,
    ),
    (
        Content.NETWORKS,
        {0: "U[0-9]{5}", 4: "[0-9]{8}", 5: "([0-9]{8})?", 11: f"({_POSTCODE})?"},
        {"code": 0, "name": 1, "body": 3, "starts_on": 4, "ends_on": 5, "postcode": 11},
    ),
    (
        Content.MEMBERSHIPS,
        {0: "[A-Z][A-Z0-9]{5}", 4: "U[0-9]{5}", 8: "[0-9]{8}", 9: "([0-9]{8})?"},
        {"practice": 0, "network": 4, "starts_on": 8, "ends_on": 9},
    ),
)


def recognize(first_row: Sequence[str]) -> Layout | None:
    """The layout of a table that begins with this row, or None where it is none we know."""
    headings = [re.sub(r"[^a-z0-9]+", "_", cell.lower()).strip("_") for cell in first_row]
    for content, required, optional in _HEADINGS:
        columns = _find_columns(headings, {**required, **optional})
        if required.keys() <= columns.keys():
            return Layout(content, columns, has_headings=True)
    for content, shape, positions in _SHAPES:
        if max(shape) < len(first_row) and all(
            re.fullmatch(pattern, first_row[at].strip()) for at, pattern in shape.items()
        ):
            return Layout(content, positions, has_headings=False)
    return None


def _find_columns(headings: Sequence[str], patterns: Mapping[str, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for field, pattern in patterns.items():
        at = next((i for i, heading in enumerate(headings) if re.fullmatch(pattern, heading)), None)
        if at is not None:
            found[field] = at
    return found
