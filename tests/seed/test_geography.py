import csv
import math
import re
from collections import Counter
from pathlib import Path

import pytest

from directory.exchange.example import files
from tests.seed.authored import AREAS, BOOK, DISTRICTS, Item

TOWNS = files.read_csv(files.SEED / "towns.csv")
OUTCODES = files.read_csv(files.SEED / "postcode_districts.csv")
# South, west, north, east of Leicestershire and Rutland, with a little room.
BOX = (52.38, -1.63, 53.0, -0.40)
_POSTCODE = re.compile(r"(LE|NG|CV|DE|PE)\d{1,2} \d[A-Z]{2}")


def is_in_the_area(latitude: float, longitude: float) -> bool:
    return BOX[0] <= latitude <= BOX[2] and BOX[1] <= longitude <= BOX[3]


def test_every_point_lies_in_the_area():
    points = [
        (row.get("name") or row["code"], row["latitude"], row["longitude"]) for row in [*TOWNS, *OUTCODES]
    ]
    points += [(slug, venue["lat"], venue["lon"]) for slug, venue in BOOK.venues.items()]
    points += [(slug, a["latitude"], a["longitude"]) for slug, a in AREAS.items() if "latitude" in a]
    assert [name for name, lat, lon in points if not is_in_the_area(float(lat), float(lon))] == []


def test_the_nine_districts_have_their_official_codes():
    codes = {AREAS[slug]["code"] for slug in DISTRICTS}
    assert codes == {"E06000016", "E06000017", *(f"E070001{n}" for n in range(29, 36))}


def test_towns_and_postcode_districts_lie_in_known_districts():
    for row in [*TOWNS, *OUTCODES]:
        assert set(row["district"].split()) <= DISTRICTS, row


def test_there_are_towns_in_every_district_and_none_twice():
    assert len(TOWNS) >= 120
    assert {row["district"] for row in TOWNS} == DISTRICTS
    assert [name for name, times in Counter(row["name"] for row in TOWNS).items() if times > 1] == []


@pytest.mark.parametrize("number", range(1, 20))
def test_every_ordinary_leicester_postcode_district_is_there(number: int):
    assert f"LE{number}" in {row["code"] for row in OUTCODES}


def test_a_venue_has_a_postcode_of_real_form_and_an_example_street():
    for venue in BOOK.venues.values():
        assert _POSTCODE.fullmatch(venue["postcode"]), venue
        assert "Example" in venue["street"]
        assert venue["district"] in DISTRICTS


def test_every_parent_and_group_is_an_area():
    for area in AREAS.values():
        assert area.get("parent", area["slug"]) in AREAS
        assert {link["group"] for link in area.get("memberships", [])} <= set(AREAS)


def test_a_membership_has_ended_and_a_branch_lies_in_another_neighbourhood():
    links = [link for area in AREAS.values() for link in area.get("memberships", [])]
    assert any("ends_on" in link for link in links)
    branch = next(area for area in AREAS.values() if area["kind"] == "branch_surgery")
    assert find_neighbourhood(branch) != find_neighbourhood(AREAS[branch["parent"]])


def test_a_practice_belongs_to_another_network_than_its_place_suggests():
    practice = AREAS["example-evington-practice"]
    assert find_neighbourhood(practice) == "example-east-neighbourhood"
    assert "example-west-pcn" in {link["group"] for link in practice["memberships"]}


def test_places_agree_with_the_official_postcodes(shared_data: Path):
    """Each town and venue: the nearest real postcode lies in the district that we say."""
    with (shared_data / "geo" / "postcodes_llr.csv").open() as lines:
        real = [
            (float(r["latitude"]), float(r["longitude"]), r["admin_district_name"].lower().replace(" ", "-"))
            for r in csv.DictReader(lines)
        ]
    claims = [(r["name"], float(r["latitude"]), float(r["longitude"]), r["district"]) for r in TOWNS]
    claims += [(slug, v["lat"], v["lon"], v["district"]) for slug, v in BOOK.venues.items()]
    narrow = math.cos(math.radians(52.6))
    wrong = []
    for name, latitude, longitude, district in claims:
        nearest = min(real, key=lambda p: (p[0] - latitude) ** 2 + ((p[1] - longitude) * narrow) ** 2)
        metres = 111_200 * math.hypot(nearest[0] - latitude, (nearest[1] - longitude) * narrow)
        if nearest[2] != district or metres > 600:
            wrong.append((name, nearest, round(metres)))
    assert wrong == []


def find_neighbourhood(area: Item) -> str:
    groups = [link["group"] for link in area["memberships"]]
    return next(slug for slug in groups if AREAS[slug]["kind"] == "neighbourhood")
