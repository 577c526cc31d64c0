from datetime import date

import pytest
from flask import Flask

from directory.extensions import db
from directory.models import Area, AreaMembership
from directory.models.codes import AreaKind
from directory.places.queries import (
    find_practice,
    list_practice_areas,
    list_practices,
)
from tests.factories import make_area
from tests.places.geography import make_geography


def test_a_practice_is_found_by_its_code_while_it_is_open(app: Flask) -> None:
    surgery = make_area("surgery", AreaKind.PRACTICE, code="C82001", ends_on=date(2024, 3, 31))
    make_area("network", AreaKind.PCN, code="U00147")
    assert find_practice(" c82001", on=date(2024, 3, 31)) == surgery
    assert find_practice("C82001", on=date(2024, 4, 1)) is None
    assert find_practice("C82001\x00", on=date(2024, 3, 31)) is None
    assert find_practice("U00147") is None
    assert list_practices(on=date(2024, 3, 31)) == [surgery]
    assert list_practices(on=date(2024, 4, 1)) == []


def slugs(areas: list[Area]) -> set[str]:
    return {area.slug for area in areas}


@pytest.mark.both_engines
def test_a_practice_is_in_its_present_network_whatever_the_map_suggests(app: Flask) -> None:
    areas = make_geography()
    near, far = (make_area(slug, AreaKind.PCN, parent_id=areas["llr"].id) for slug in ("near", "far"))
    surgery = make_area("surgery", AreaKind.PRACTICE, code="C82001")
    db.session.add(AreaMembership(member_id=surgery.id, group_id=near.id, ends_on=date(2024, 3, 31)))
    db.session.add(AreaMembership(member_id=surgery.id, group_id=far.id, starts_on=date(2024, 4, 1)))
    db.session.flush()
    above = {"llr", "england", "united-kingdom"}
    assert slugs(list_practice_areas(surgery, on=date(2024, 3, 31))) == {"surgery", "near", *above}
    assert slugs(list_practice_areas(surgery, on=date(2024, 4, 1))) == {"surgery", "far", *above}


def test_a_practice_without_a_network_is_still_in_its_system(app: Flask) -> None:
    areas = make_geography()
    make_area("other-network", AreaKind.PCN)
    surgery = make_area("surgery", AreaKind.PRACTICE, parent_id=areas["llr"].id)
    assert slugs(list_practice_areas(surgery)) == {"surgery", "llr", "england", "united-kingdom"}


def test_a_branch_has_its_own_neighbourhood_and_shares_its_practices_network(app: Flask) -> None:
    network = make_area("network", AreaKind.PCN)
    east, west = (make_area(slug, AreaKind.NEIGHBOURHOOD) for slug in ("east", "west"))
    surgery = make_area("surgery", AreaKind.PRACTICE)
    branch = make_area("branch", AreaKind.BRANCH_SURGERY, parent_id=surgery.id)
    for member, group in ((surgery, network), (surgery, east), (branch, west)):
        db.session.add(AreaMembership(member_id=member.id, group_id=group.id))
    db.session.flush()
    assert slugs(list_practice_areas(branch)) == {"branch", "surgery", "network", "west"}
    assert slugs(list_practice_areas(surgery)) == {"surgery", "network", "east"}
