"""Nobody can work out where a confidential place is by searching, nor by reading the index."""

import math
import re
from pathlib import Path

import numpy as np
from flask import Flask

from directory.extensions import db
from directory.search.find import find_follower
from directory.search.index.builder import rebuild_index
from directory.search.results import Results
from tests.factories import make_area, make_location_data, make_postcode, make_service, make_town
from tests.search.searching import names, search_for

HIDDEN = (52.71234, -1.27654)
NEARBY = "Hush Lane"


def make_refuge(**values: object) -> None:
    address = {"address_1": f"3 {NEARBY}", "city": "Shepshed", "postal_code": "LE12 9ZZ"}
    make_service(
        name="Safe refuge",
        summary="A safe place for women.",
        service_at_locations=[
            make_location_data(*HIDDEN, visibility="confidential", name="Hidden House", addresses=[address])
        ],
        **values,
    )


def make_decoys() -> None:
    for number, (latitude, longitude) in enumerate(((52.63, -1.13), (52.77, -1.2), (52.67, -0.73))):
        make_service(
            name=f"Safe club {number}", service_at_locations=[make_location_data(latitude, longitude)]
        )


def build() -> Path:
    db.session.commit()
    follower = find_follower()
    follower.read(lambda session: rebuild_index(session, follower.root))
    return follower.root


def answers_about_the_refuge(viewer: str) -> list[tuple[object, ...]]:
    """All that searching from everywhere tells about it, rank aside."""
    told = []
    for place in PLACES:
        for within in ("", "1", "5", "50"):
            for sort in ("best", "distance"):
                results = search_for(viewer, q="safe", place=place, within=within, sort=sort)
                told.append((place, *about(results)))
    return told


def about(results: Results) -> tuple[object, ...]:
    hit = next((hit for hit in results.hits if "refuge" in hit.name), None)
    return () if hit is None else (hit.distance_m, hit.reasons, str(hit.highlight))


PLACES = ("LE12 9AA", "LE1 1AA", "LE15 6AA", "Shepshed", "Oakham", "Leicester")


def make_places() -> None:
    make_area("leicestershire", kind="place", code="E10000018")
    charnwood = make_area("charnwood", code="E07000130")
    assert charnwood.code
    for postcode, point in zip(PLACES[:3], ((52.7123, -1.2765), (52.63, -1.13), (52.67, -0.73)), strict=True):
        make_postcode(postcode, *point, district_code="E07000130")
    for town, point in zip(PLACES[3:], ((52.77, -1.29), (52.67, -0.73), (52.63, -1.13)), strict=True):
        make_town(town, *point)


def test_searching_from_everywhere_says_the_same_about_a_confidential_place(app: Flask):
    make_places()
    make_refuge(service_areas=[{"area": "charnwood"}])
    make_decoys()
    build()
    for viewer in ("public", "staff"):
        told = answers_about_the_refuge(viewer)
        inside = {answer[1:] for answer in told if "LE" in str(answer[0])}
        assert inside == {(None, ("For people in Charnwood",), "A <mark>safe</mark> place for women.")}
        assert all(answer[1] is None for answer in told if len(answer) > 1)


def test_order_by_distance_puts_a_confidential_place_last_from_everywhere(app: Flask):
    make_places()
    make_refuge(service_areas=[{"area": "charnwood"}])
    make_decoys()
    build()
    for place in PLACES[:3]:
        assert names(search_for(q="safe", place=place, sort="distance"))[-1] == "Safe refuge"


def test_its_name_address_and_district_cannot_be_searched_for(app: Flask):
    make_places()
    make_refuge()
    make_decoys()
    build()
    for words in ("Hidden House", NEARBY, "Shepshed", '"LE12 9ZZ"'):
        assert "Safe refuge" not in names(search_for("staff", q=words, match="all")), words
    assert "Safe refuge" not in names(search_for(district="charnwood"))


def test_no_file_of_the_index_holds_its_coordinates_or_its_address(app: Flask):
    make_places()
    make_refuge(service_areas=[{"area": "charnwood"}])
    make_decoys()
    root = build()
    secrets = [str(HIDDEN[0]), str(HIDDEN[1]), "Hidden House", NEARBY, "LE12 9ZZ"]
    forms = [secret.encode() for secret in secrets]
    forms += [np.array([degree], kind).tobytes() for degree in HIDDEN for kind in ("f4", "f8")]
    forms += [np.array([math.sin(math.radians(HIDDEN[0]))], kind).tobytes() for kind in ("f4", "f8")]
    files = [file for file in root.rglob("*") if file.is_file()]
    assert len(files) > 20
    for file in files:
        content = file.read_bytes()
        assert not [form for form in forms if form in content], file.name
        assert not re.search(rb"hush|hidden", content), file.name


def test_a_staff_place_is_near_for_staff_and_nowhere_for_the_public(app: Flask):
    make_places()
    make_decoys()
    make_service(name="Safe annexe", service_at_locations=[make_location_data(*HIDDEN, visibility="staff")])
    build()
    by_viewer = {
        viewer: next(
            hit.distance_m
            for hit in search_for(viewer, q="safe", place="LE12 9AA").hits
            if "annexe" in hit.name
        )
        for viewer in ("staff", "public")
    }
    assert by_viewer["public"] is None
    assert by_viewer["staff"] < 100
    assert "Safe annexe" not in names(search_for(q="safe", place="LE12 9AA", within="1"))
    assert "Safe annexe" in names(search_for("staff", q="safe", place="LE12 9AA", within="1"))
