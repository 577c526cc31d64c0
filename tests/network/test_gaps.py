from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from directory.extensions import db
from directory.models import PlacePoint, Team
from directory.models.codes import AreaKind, DecidedBy, PointKind, Specialty
from directory.network.answering.gaps import list_gaps
from tests.factories import make_area, make_need, make_role_type, make_support_role, make_team
from tests.network.geography import ON, make_county


def make_needs() -> None:
    money = make_need("money")
    make_need("debt", parent=money)
    make_need("food", parent=money)


def list_missing(team: Team) -> dict[str, list[str]]:
    return {
        gap.need.slug: [area.slug for area in gap.missing]
        for group in list_gaps(team, ON)
        for gap in group.gaps
    }


@pytest.mark.both_engines
def test_a_need_that_no_role_lists_is_a_gap_in_each_area_without_one(app: Flask) -> None:
    county = make_county()
    make_needs()
    team = make_team(county.north_pcn, county.south_pcn)
    make_support_role(county.north_pcn, needs=(make_need("debt"),))
    assert list_missing(team) == {"debt": ["south-pcn"], "food": ["north-pcn", "south-pcn"]}
    assert [gap.is_everywhere for group in list_gaps(team, ON) for gap in group.gaps] == [False, True]


def test_a_need_above_fills_all_below_it_and_a_role_for_anything_fills_none(app: Flask) -> None:
    county = make_county()
    make_needs()
    team = make_team(county.north_pcn)
    make_support_role(county.north_pcn)
    assert set(list_missing(team)) == {"debt", "food"}
    make_support_role(county.north_pcn, needs=(make_need("money"),))
    assert list_missing(team) == {}


def test_a_role_of_another_team_or_long_unconfirmed_or_closed_fills_no_gap(app: Flask) -> None:
    county = make_county()
    make_needs()
    team = make_team(county.north_pcn)
    needs = (make_need("debt"), make_need("food"))
    other = make_team(county.north_pcn, specialty=Specialty.OLDER_PEOPLE)
    make_support_role(county.north_pcn, needs=needs, team=other)
    make_support_role(county.north_pcn, needs=needs, is_open=False)
    make_support_role(county.north_pcn, needs=needs, confirm_by=ON - timedelta(days=400))
    make_support_role(county.south_pcn, needs=needs)
    assert set(list_missing(team)) == {"debt", "food"}
    make_support_role(needs=needs, team=team)
    assert list_missing(team) == {}


def test_a_council_role_counts_where_the_practices_of_the_network_stand(app: Flask) -> None:
    county = make_county()
    make_needs()
    council = make_role_type("coordinator", DecidedBy.HOME_ADDRESS)
    county.north_practice.postcode = "LE12 7RX"
    county.north_district.code = "E07000130"
    db.session.add(
        PlacePoint(
            kind=PointKind.DISTRICT,
            key="LE12",
            name="LE12",
            latitude=52.7,
            longitude=-1.2,
            district_code="E07000130",
        )
    )
    make_support_role(county.north_district, needs=(make_need("debt"), make_need("food")), type=council)
    assert list_missing(make_team(county.north_pcn)) == {}
    assert set(list_missing(make_team(county.south_pcn))) == {"debt", "food"}


def test_an_area_the_team_has_left_is_no_gap(app: Flask) -> None:
    county = make_county()
    make_needs()
    team = make_team(county.north_pcn, on=(None, ON - timedelta(days=1)))
    assert list_missing(team) == {}


def test_more_areas_of_a_team_take_no_more_statements(app: Flask) -> None:
    make_need("debt")
    areas = [make_area(f"pcn-{number}", AreaKind.PCN) for number in range(8)]
    few, many = make_team(*areas[:2]), make_team(*areas, specialty=Specialty.OLDER_PEOPLE)
    for team in (few, many):
        assert [link.area.slug for link in team.areas]
    sent: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: sent.append(given[2]))
    counts = []
    for team in (few, many):
        sent.clear()
        list_gaps(team, ON)
        counts.append(len(sent))
    assert counts[0] == counts[1]
