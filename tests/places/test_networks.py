from datetime import date

import pytest
from flask import Flask
from sqlalchemy import event

from directory.extensions import db
from directory.models import Area, AreaMembership
from directory.models.codes import AreaKind
from directory.places.networks import find_network_place
from tests.factories import make_area, make_postcode
from tests.places.geography import CHARNWOOD, LEICESTER, MELTON, make_geography

ON = date(2026, 5, 4)


def make_practice(
    network: Area, postcode: str | None, *, ends_on: date | None = None, **values: object
) -> Area:
    number = db.session.query(Area).count()
    practice = make_area(
        f"surgery-{number}", AreaKind.PRACTICE, code=f"C{number}", postcode=postcode, **values
    )
    db.session.add(AreaMembership(member_id=practice.id, group_id=network.id, ends_on=ends_on))
    db.session.flush()
    return practice


@pytest.mark.both_engines
def test_a_network_is_in_the_middle_of_its_present_practices_and_of_the_areas_around_them(app: Flask) -> None:
    areas = make_geography()
    network = make_area("soar-pcn", AreaKind.PCN, parent_id=areas["llr"].id)
    make_postcode("LE12 7RX", 52.74, -1.11, district_code=CHARNWOOD)
    make_postcode("LE4 3BT", 52.66, -1.13, district_code=LEICESTER)
    make_postcode("LE13 1AA", 52.76, -0.88, district_code=MELTON)
    make_practice(network, "LE12 7RX")
    make_practice(network, "LE4 3BT")
    make_practice(network, "LE13 1AA", ends_on=date(2024, 3, 31))
    make_practice(network, "ZZ1 1ZZ", latitude=10.0, longitude=10.0)
    make_practice(network, None, latitude=10.0, longitude=10.0)
    place = find_network_place(network, ON)
    assert place is not None
    assert (place.label, place.precision, place.postcode) == (network.name, "area", None)
    assert (place.latitude, place.longitude) == (pytest.approx(52.70), pytest.approx(-1.12))
    assert {network.id, areas["llr"].id, areas["england"].id} <= place.area_ids
    assert {areas["charnwood"].id, areas["leicester"].id} <= place.part_area_ids
    assert areas["melton"].id not in place.area_ids | place.part_area_ids


@pytest.mark.both_engines
def test_a_networks_own_point_counts_and_without_practices_it_is_nowhere(app: Flask) -> None:
    make_geography()
    network = make_area("soar-pcn", AreaKind.PCN, latitude=52.5, longitude=-1.0)
    assert find_network_place(network, ON) is None
    make_postcode("LE12 7RX", 52.74, -1.11, district_code=CHARNWOOD)
    make_practice(network, "LE12 7RX")
    place = find_network_place(network, ON)
    assert place is not None
    assert (place.latitude, place.longitude) == (52.5, -1.0)


def test_a_network_of_many_practices_takes_as_many_queries_as_one_of_one(app: Flask) -> None:
    make_geography()
    network, counts = make_area("soar-pcn", AreaKind.PCN), []
    for more in (1, 6):
        for number in range(more):
            make_postcode(f"LE{more} {number}RX", 52.74, -1.11, district_code=CHARNWOOD)
            make_practice(network, f"LE{more} {number}RX")
        seen: list[str] = []
        listener = lambda *args, seen=seen: seen.append(args[2])  # noqa: E731
        event.listen(db.engine, "before_cursor_execute", listener)
        assert find_network_place(network, ON)
        event.remove(db.engine, "before_cursor_execute", listener)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 4
