from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from directory.extensions import db
from directory.models.codes import DecidedBy, Specialty
from directory.network.who_can_help import Answer, Asked, SpecialtyAnswer, find_who_can_help
from directory.places.queries import find_practice
from tests.factories import make_area, make_need, make_role_type, make_support_role, make_team
from tests.network.geography import ON, join, make_county

MOST_QUERIES = 12


def ask(**asked: object) -> Answer:
    return find_who_can_help(Asked(**asked), on=ON)  # type: ignore[arg-type]


def adults(answer: Answer) -> SpecialtyAnswer:
    return next(one for one in answer.specialties if one.specialty == Specialty.ADULTS)


def names(answer: Answer) -> list[str]:
    return [match.role.name for match in answer.list_roles()]


def make_council_type() -> object:
    return make_role_type("coordinator", DecidedBy.HOME_ADDRESS)


@contextmanager
def count_statements() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)


@pytest.mark.both_engines
def test_a_practice_leads_to_the_team_of_its_network_for_each_specialty(app: Flask) -> None:
    county = make_county()
    north = make_team(county.north_pcn)
    make_team(county.south_pcn)
    older = make_team(county.north_pcn, county.south_pcn, specialty=Specialty.OLDER_PEOPLE)
    answer = ask(practice=county.north_practice)
    assert [(one.specialty, one.team) for one in answer.specialties] == [
        (Specialty.CHILDREN_YOUNG_PEOPLE, None),
        (Specialty.ADULTS, north),
        (Specialty.OLDER_PEOPLE, older),
        (Specialty.LEARNING_DISABILITY, None),
    ]
    assert all(one.is_sure for one in answer.specialties if one.team)
    assert not any(one.other_teams for one in answer.specialties)


def test_a_practice_that_moved_answers_with_its_present_network(app: Flask) -> None:
    county = make_county()
    moved = make_area("moved", kind=county.north_practice.kind, code="Y00003")
    join(moved, county.north_pcn, ends_on=ON - timedelta(days=1))
    join(moved, county.south_pcn, starts_on=ON)
    make_team(county.north_pcn)
    south = make_team(county.south_pcn)
    assert adults(ask(practice=moved)).team is south


def test_the_map_does_not_decide_where_a_practice_was_given(app: Flask) -> None:
    county = make_county()
    north, south = make_team(county.north_pcn), make_team(county.south_pcn)
    answer = ask(place=county.home(in_north=True), practice=county.south_practice)
    assert adults(answer).team is south
    assert north not in adults(answer).other_teams


def test_a_postcode_alone_gives_the_nearest_practices_team_and_says_so(app: Flask) -> None:
    county = make_county()
    north, south = make_team(county.north_pcn), make_team(county.south_pcn)
    answer = ask(place=county.home())
    assert adults(answer).team is north
    assert not adults(answer).is_sure
    assert adults(answer).other_teams == (south,)
    assert any("North Surgery" in notice for notice in answer.notices)


@pytest.mark.parametrize("closed", ["team", "area", "not yet"])
def test_nobody_covers_a_place_that_a_team_has_left(app: Flask, closed: str) -> None:
    county = make_county()
    on = {"team": (None, None), "area": (None, ON - timedelta(days=1)), "not yet": (ON + timedelta(1), None)}
    make_team(county.north_pcn, on=on[closed], is_open=closed != "team")
    make_team(county.south_pcn)
    answer = adults(ask(practice=county.north_practice))
    assert (answer.team, answer.other_teams) == (None, ())


def test_a_practice_without_a_network_says_so(app: Flask) -> None:
    county = make_county()
    alone = make_area("alone", kind=county.north_practice.kind, code="Y00009")
    make_team(county.north_pcn)
    answer = ask(practice=alone)
    assert adults(answer).team is None
    assert any("no primary care network" in notice for notice in answer.notices)


@pytest.mark.both_engines
def test_registration_decides_trust_roles_and_the_home_decides_council_roles(app: Flask) -> None:
    county = make_county()
    council = make_council_type()
    make_support_role(county.north_pcn, name="Trust north")
    make_support_role(county.south_pcn, name="Trust south")
    make_support_role(county.north_district, name="Council north", type=council)
    make_support_role(county.south_district, name="Council south", type=council)
    answer = ask(place=county.home(in_north=True), practice=county.south_practice)
    assert [match.role.name for match in answer.registration_roles] == ["Trust south"]
    assert [match.role.name for match in answer.address_roles] == ["Council north"]


def test_a_role_without_areas_serves_those_of_its_team(app: Flask) -> None:
    county = make_county()
    make_support_role(name="Peer north", team=make_team(county.north_pcn))
    make_support_role(name="Peer south", team=make_team(county.south_pcn))
    answer = ask(practice=county.north_practice)
    assert [match.role.name for match in adults(answer).roles] == ["Peer north"]
    assert adults(answer).roles[0].is_sure


def test_a_need_is_met_by_roles_that_list_it_or_what_is_above_or_below_or_nothing(app: Flask) -> None:
    county = make_county()
    housing = make_need("housing")
    eviction, debt = make_need("eviction", parent=housing), make_need("debt")
    make_support_role(county.north_pcn, name="Anything")
    make_support_role(county.north_pcn, name="Eviction", needs=(eviction,))
    make_support_role(county.north_pcn, name="Housing", needs=(housing,))
    make_support_role(county.north_pcn, name="Debt", needs=(debt,))
    by_need = {
        slug: names(ask(practice=county.north_practice, needs=(slug,))) for slug in ("eviction", "housing")
    }
    assert by_need == {
        "eviction": ["Eviction", "Housing", "Anything"],
        "housing": ["Eviction", "Housing", "Anything"],
    }


def test_a_need_that_does_not_exist_is_as_good_as_none(app: Flask) -> None:
    county = make_county()
    make_support_role(county.north_pcn, name="Debt", needs=(make_need("debt"),))
    assert names(ask(practice=county.north_practice, needs=("nonsense",))) == ["Debt"]


def test_roles_with_room_come_before_unknown_and_full_ones(app: Flask) -> None:
    county = make_county()
    long_ago = ON - timedelta(days=app.config["AVAILABILITY_DAYS"] + 1)
    make_support_role(county.north_pcn, name="Full", places_free=0, places_said_on=ON)
    make_support_role(county.north_pcn, name="Lapsed", places_free=9, places_said_on=long_ago)
    make_support_role(county.north_pcn, name="Room", places_free=1, places_said_on=ON)
    answer = ask(practice=county.north_practice)
    assert [(m.role.name, m.places_free) for m in answer.list_roles()] == [
        ("Room", 1),
        ("Lapsed", None),
        ("Full", 0),
    ]


@pytest.mark.parametrize(
    ("days_late", "is_found", "is_overdue"),
    [(0, True, False), (1, True, True), (30, True, True), (31, False, True)],
)
def test_an_unconfirmed_role_is_marked_and_then_no_longer_found(
    app: Flask, days_late: int, is_found: bool, is_overdue: bool
) -> None:
    county = make_county()
    make_support_role(county.north_pcn, confirm_by=ON - timedelta(days=days_late))
    roles = ask(practice=county.north_practice).list_roles()
    assert bool(roles) == is_found
    assert all(match.is_overdue == is_overdue for match in roles)


def test_a_closed_role_is_not_found(app: Flask) -> None:
    county = make_county()
    make_support_role(county.north_pcn, is_open=False)
    assert ask(practice=county.north_practice).list_roles() == []


def test_a_wide_place_says_that_council_roles_only_may_cover_it(app: Flask) -> None:
    county = make_county()
    council = make_council_type()
    make_support_role(county.north_district, name="District", type=council)
    make_support_role(county.county, name="County", type=council)
    answer = ask(place=county.home(exact=False))
    assert {match.role.name: match.is_sure for match in answer.address_roles} == {
        "District": False,
        "County": True,
    }


def test_a_network_and_a_team_can_be_asked_about(app: Flask) -> None:
    county = make_county()
    both = make_team(county.north_pcn, county.south_pcn)
    older = [make_team(pcn, specialty=Specialty.OLDER_PEOPLE) for pcn in (county.north_pcn, county.south_pcn)]
    make_support_role(county.south_pcn, name="South")
    assert adults(ask(pcn=county.north_pcn)).team is both
    answer = ask(team=both)
    assert adults(answer).team is both
    assert (answer.specialties[2].team, set(answer.specialties[2].other_teams)) == (None, set(older))
    assert names(answer) == ["South"]


def test_the_answer_takes_few_queries_however_many_roles_there_are(app: Flask) -> None:
    county = make_county()
    needs = tuple(make_need(f"need-{number}") for number in range(5))
    make_team(county.north_pcn)
    for number in range(40):
        make_support_role(county.north_pcn, needs=needs[: number % 5])
    home, code = county.home(), county.north_practice.code or ""
    db.session.commit()
    db.session.expunge_all()
    asked = Asked(place=home, practice=find_practice(code), needs=("need-1",))
    with count_statements() as statements:
        answer = find_who_can_help(asked, on=ON)
        shown = [(m.role.type.name, m.role.team, m.role.areas, m.role.needs) for m in answer.list_roles()]
    assert len(shown) > 20
    assert len(statements) <= MOST_QUERIES


def test_a_postcode_far_from_every_practice_is_answered(app: Flask) -> None:
    county = make_county()
    make_team(county.north_pcn)
    far = replace(county.home(), latitude=55.0, longitude=-3.0)
    answer = ask(place=far)
    assert adults(answer).team is None
    assert any("no GP practice" in notice for notice in answer.notices)
