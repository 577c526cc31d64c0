from datetime import date, timedelta

import pytest
from flask import Flask

from directory.network.queries import (
    RoleFilter,
    count_roles_by_state,
    list_areas_to_cover,
    list_pcns,
    list_roles,
)
from tests.factories import make_area, make_role_type, make_support_role, make_team
from tests.network.geography import ON, make_county


@pytest.fixture
def roles(app: Flask) -> None:
    hidden = ON - timedelta(days=app.config["ROLE_HIDDEN_DAYS"] + 1)
    team = make_team(name="A team")
    make_support_role(name="Fine", organization_name="Example 100%", team=team)
    make_support_role(name="Never asked", confirm_by=None)
    make_support_role(name="Late", confirm_by=ON - timedelta(days=1), type=make_role_type("volunteer"))
    make_support_role(name="Hidden", confirm_by=hidden)
    make_support_role(name="Told us", holder_note="Moved", confirm_by=date(2098, 1, 1))
    make_support_role(name="Closed", is_open=False, holder_note="Gone", confirm_by=hidden)


@pytest.mark.both_engines
def test_the_officer_sees_every_role_the_longest_waiting_first(roles: None) -> None:
    found = [role.name for role in list_roles(RoleFilter(), ON)]
    assert found == ["Never asked", "Hidden", "Late", "Told us", "Fine", "Closed"]


@pytest.mark.both_engines
@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (RoleFilter(state="found"), {"Fine", "Never asked", "Late", "Told us"}),
        (RoleFilter(state="overdue"), {"Never asked", "Late"}),
        (RoleFilter(state="hidden"), {"Hidden"}),
        (RoleFilter(state="changed"), {"Told us"}),
        (RoleFilter(state="closed"), {"Closed"}),
        (RoleFilter(type="volunteer"), {"Late"}),
        (RoleFilter(text="100% fine example"), {"Fine"}),
        (RoleFilter(text="100% late"), set()),
        (RoleFilter(text="100% EXAMPLE"), {"Fine"}),
        (RoleFilter(text="_"), set()),
    ],
)
def test_the_officers_list_is_narrowed(roles: None, wanted: RoleFilter, names: set[str]) -> None:
    assert {role.name for role in list_roles(wanted, ON)} == names
    if wanted.state:
        assert count_roles_by_state(ON)[wanted.state] == len(names)


def test_only_what_is_there_now_and_short_enough_a_list_can_be_chosen(app: Flask) -> None:
    county = make_county()
    make_area("old-pcn", kind=county.north_pcn.kind, ends_on=ON - timedelta(days=1))
    assert [pcn.slug for pcn in list_pcns(ON)] == ["north-pcn", "south-pcn"]
    offered = {area.slug for areas in list_areas_to_cover(ON).values() for area in areas}
    assert offered == {"north-pcn", "south-pcn", "north-district", "south-district", "county", "system"}
