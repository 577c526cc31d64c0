from datetime import date

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from directory.extensions import db
from directory.models import Area, AreaMembership, PlacePoint
from directory.models.codes import AreaKind, PointKind
from directory.places.queries import (
    find_place,
    locate_postcode,
    suggest_places,
)
from tests.factories import make_area, make_postcode, make_town
from tests.places.geography import CHARNWOOD, LEICESTER, MELTON, make_geography


def make_point(
    kind: PointKind, name: str, district: str | None = None, districts: str | None = None
) -> PlacePoint:
    row = PlacePoint(kind=kind, key=name, name=name, latitude=52.6, longitude=-1.1)
    row.district_code, row.district_codes = district, districts
    db.session.add(row)
    db.session.flush()
    return row


def ids(areas: dict[str, Area], *slugs: str) -> frozenset:
    return frozenset(areas[slug].id for slug in slugs)


UP_FROM_CHARNWOOD = ("charnwood", "leicestershire", "llr", "england", "united-kingdom")


@pytest.mark.both_engines
def test_a_full_postcode_is_in_its_ward_district_place_system_and_countries(app: Flask) -> None:
    areas = make_geography()
    areas["ward"] = make_area("soar", AreaKind.WARD, code="E05000001", parent_id=areas["charnwood"].id)
    make_postcode("LE12 7RX", 52.73, -1.11, district_code=CHARNWOOD, ward_code="E05000001")
    make_postcode("LE1 1AA", district_code=LEICESTER)
    place = find_place("le127rx")
    assert (place.label, place.precision, place.postcode) == ("LE12 7RX", "postcode", "LE12 7RX")
    assert (place.latitude, place.longitude) == (52.73, -1.11)
    assert place.area_ids == ids(areas, "ward", *UP_FROM_CHARNWOOD)
    assert place.part_area_ids == frozenset()
    assert place.how_exact == ""


@pytest.mark.both_engines
def test_a_postcode_belongs_to_the_neighbourhood_of_its_ward_only_while_the_membership_lasts(
    app: Flask,
) -> None:
    areas = make_geography()
    ward = make_area("soar", AreaKind.WARD, code="E05000001", parent_id=areas["charnwood"].id)
    old, new = (make_area(slug, AreaKind.NEIGHBOURHOOD) for slug in ("old", "new"))
    db.session.add(AreaMembership(member_id=ward.id, group_id=old.id, ends_on=date(2024, 3, 31)))
    db.session.add(AreaMembership(member_id=ward.id, group_id=new.id, starts_on=date(2024, 4, 1)))
    make_postcode("LE12 7RX", district_code=CHARNWOOD, ward_code="E05000001")
    before = find_place("LE12 7RX", on=date(2024, 3, 31)).area_ids
    after = find_place("LE12 7RX", on=date(2024, 4, 1)).area_ids
    assert old.id in before
    assert new.id not in before
    assert new.id in after
    assert old.id not in after


def test_a_network_contains_a_point_only_where_the_data_say_so(app: Flask) -> None:
    areas = make_geography()
    network, other = make_area("soar-pcn", AreaKind.PCN), make_area("other-pcn", AreaKind.PCN)
    practice = make_area("surgery", AreaKind.PRACTICE, postcode="LE12 7RX", code="C82001")
    db.session.add(AreaMembership(member_id=practice.id, group_id=network.id))
    db.session.add(AreaMembership(member_id=areas["melton"].id, group_id=other.id))
    make_postcode("LE12 7RX", district_code=CHARNWOOD)
    make_postcode("LE13 0AA", district_code=MELTON)
    assert find_place("LE12 7RX").area_ids == ids(areas, *UP_FROM_CHARNWOOD)
    assert other.id in find_place("LE13 0AA").area_ids


def test_an_unknown_postcode_falls_back_to_its_sector_and_says_so(app: Flask) -> None:
    areas = make_geography()
    make_point(PointKind.SECTOR, "LE12 7", CHARNWOOD, CHARNWOOD)
    make_point(PointKind.DISTRICT, "LE12", CHARNWOOD, f"{CHARNWOOD} {MELTON}")
    place = find_place("LE12 7ZZ")
    assert (place.label, place.precision, place.postcode) == ("LE12 7", "sector", "LE12 7ZZ")
    assert place.area_ids == ids(areas, *UP_FROM_CHARNWOOD)
    assert place.how_exact == "We do not know LE12 7ZZ, so distances are from the middle of LE12 7."


def test_an_unknown_sector_falls_back_to_the_district(app: Flask) -> None:
    make_point(PointKind.DISTRICT, "LE12")
    make_point(PointKind.DISTRICT, "LE1")
    assert find_place("LE12 9ZZ").label == "LE12"
    assert find_place("LE12 9").precision == "district"
    assert find_place("LE99 9ZZ") is None


@pytest.mark.both_engines
def test_a_postcode_district_over_a_border_is_surely_only_in_what_both_sides_share(app: Flask) -> None:
    areas = make_geography()
    make_point(PointKind.DISTRICT, "LE7", CHARNWOOD, f"{CHARNWOOD} {LEICESTER}")
    place = find_place("LE7")
    assert place.area_ids == ids(areas, "llr", "england", "united-kingdom")
    assert place.part_area_ids == ids(areas, "charnwood", "leicestershire", "leicester", "leicester-city")


def test_where_only_the_main_district_is_known_nothing_below_the_country_is_sure(app: Flask) -> None:
    areas = make_geography()
    make_point(PointKind.DISTRICT, "LE12", CHARNWOOD)
    place = find_place("LE12")
    assert place.area_ids == ids(areas, "england", "united-kingdom")
    assert place.part_area_ids == ids(areas, "charnwood", "leicestershire", "llr")


def test_a_postcode_outside_the_areas_we_know_is_still_in_its_country(app: Flask) -> None:
    areas = make_geography()
    make_postcode("M1 1AE", 53.48, -2.24, district_code="E08000003")
    make_postcode("EH1 1AA", 55.95, -3.19, district_code="S12000036")
    assert find_place("M1 1AE").area_ids == ids(areas, "england", "united-kingdom")
    assert find_place("EH1 1AA").area_ids == ids(areas, "united-kingdom")


def test_where_nothing_is_known_of_a_point_it_may_be_in_any_country(app: Flask) -> None:
    areas = make_geography()
    make_point(PointKind.SECTOR, "M1 1")
    place = find_place("M1 1AE")
    assert place.area_ids == ids(areas, "united-kingdom")
    assert place.part_area_ids == ids(areas, "england")


def test_four_characters_without_a_space_mean_the_sector_where_no_such_district_exists(app: Flask) -> None:
    make_point(PointKind.SECTOR, "LE1 9")
    make_point(PointKind.SECTOR, "LE1 1")
    make_point(PointKind.DISTRICT, "LE11")
    assert find_place("LE19").label == "LE1 9"
    assert find_place("LE11").label == "LE11"
    assert find_place("LE1 1").label == "LE1 1"


@pytest.mark.parametrize(
    "typed",
    ["Loughborough", "loughborough", " LOUGHBOROUGH. ", "Loughborough, Leics", "loughborough leicestershire"],
)
def test_a_town_is_found_however_it_is_written(app: Flask, typed: str) -> None:
    areas = make_geography()
    make_town("Loughborough").district_code = CHARNWOOD
    make_town("Melton Mowbray")
    db.session.flush()
    place = find_place(typed)
    assert (place.label, place.precision) == ("Loughborough", "town")
    assert place.area_ids == ids(areas, *UP_FROM_CHARNWOOD)


def test_saint_hyphens_and_apostrophes_do_not_matter(app: Flask) -> None:
    db.session.add(
        PlacePoint(
            kind=PointKind.TOWN,
            key="st peters on the hill",
            name="St Peter’s-on-the-Hill",
            latitude=1,
            longitude=1,
        )
    )
    db.session.flush()
    for typed in ("saint peters on the hill", "St. Peter's on the Hill", "ST PETERS-ON-THE-HILL"):
        assert find_place(typed).label == "St Peter’s-on-the-Hill"


def test_the_first_word_of_a_long_name_is_enough_where_only_one_town_has_it(app: Flask) -> None:
    make_town("Ashby de la Zouch")
    make_town("Market Harborough")
    make_town("Market Bosworth")
    assert find_place("Ashby").label == "Ashby de la Zouch"
    assert find_place("Market") is None


def test_a_district_or_place_by_name_stands_for_all_of_it(app: Flask) -> None:
    areas = make_geography()
    charnwood = find_place("Charnwood Borough Council")
    assert (charnwood.label, charnwood.precision) == ("Charnwood", "area")
    assert charnwood.area_ids == ids(areas, *UP_FROM_CHARNWOOD)
    county = find_place("leicestershire")
    assert county.area_ids == ids(areas, "leicestershire", "llr", "england", "united-kingdom")
    assert county.part_area_ids == ids(areas, "charnwood", "melton")


def test_a_town_and_a_district_of_one_name_give_the_town(app: Flask) -> None:
    areas = make_geography()
    make_town("Leicester").district_code = LEICESTER
    db.session.flush()
    place = find_place("Leicester")
    assert place.precision == "town"
    assert place.area_ids == ids(areas, "leicester", "leicester-city", "llr", "england", "united-kingdom")


def test_a_postcode_in_an_address_wins_over_its_town(app: Flask) -> None:
    make_town("Loughborough")
    make_postcode("LE11 1AA", 52.77, -1.2)
    assert find_place("1 Example Street, Loughborough LE11 1AA").label == "LE11 1AA"


def test_a_practice_or_a_network_is_no_place_for_the_public(app: Flask) -> None:
    make_area("example-surgery", AreaKind.PRACTICE, code="C82001", latitude=52.6, longitude=-1.1)
    make_area("soar-valley-pcn", AreaKind.PCN, code="U12345", latitude=52.6, longitude=-1.1)
    for typed in ("Example Surgery", "C82001", "Soar Valley PCN", "U12345"):
        assert find_place(typed) is None


def test_a_word_that_is_no_place_finds_none(app: Flask) -> None:
    make_town("Loughborough")
    for typed in ("", "   ", "%", "debt", "loughboroughs", "Loughborough debt", "_" * 300, "\x00", "🙂"):
        assert find_place(typed) is None


def test_no_text_can_break_the_search_for_a_place(app: Flask) -> None:
    make_town("Loughborough")

    @settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
    @given(st.text())
    def look(text: str) -> None:
        find_place(text)
        suggest_places(text)
        locate_postcode(text)

    look()


def test_a_place_takes_three_queries_at_most(app: Flask) -> None:
    make_geography()
    make_town("Loughborough")
    make_postcode("LE12 7RX", district_code=CHARNWOOD)
    seen: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *arguments: seen.append(arguments[2]))
    for typed, most in (("LE12 7RX", 2), ("Loughborough", 2), ("Charnwood", 3), ("nowhere", 2)):
        seen.clear()
        find_place(typed)
        assert len(seen) <= most, typed


def test_the_point_of_a_postcode_comes_with_its_district(app: Flask) -> None:
    areas = make_geography()
    make_postcode("LE12 7RX", 52.73, -1.11, district_code=CHARNWOOD)
    make_postcode("M1 1AE", 53.48, -2.24, district_code="E08000003")
    assert locate_postcode("le12 7rx") == (52.73, -1.11, areas["charnwood"].id)
    assert locate_postcode("M1 1AE") == (53.48, -2.24, None)
    assert locate_postcode("LE12") is None
    assert locate_postcode("nonsense") is None


def test_suggestions_are_towns_and_areas_that_begin_so(app: Flask) -> None:
    make_geography()
    make_town("Charley")
    make_town("Loughborough")
    assert suggest_places("cha") == ["Charley", "Charnwood"]
    assert suggest_places("%") == []
    assert suggest_places("") == []
