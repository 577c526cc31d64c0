"""The example shows every kind of entry that the directory can hold."""

import re

import pytest

from directory.models.codes import (
    PUBLISHED,
    AttendingType,
    ReferralRoute,
    ServiceKind,
    Status,
)
from tests.seed.authored import (
    AREAS,
    BOOK,
    DISTRICTS,
    ENTRIES,
    LOCAL,
    SHOWN,
    Item,
    list_districts_of,
    list_times,
)


def meets_in(item: Item) -> set[str]:
    return {BOOK.venues[site["venue"]]["district"] for site in item.get("at", [])}


def covers(item: Item) -> set[str]:
    named = [cover for cover in item.get("covers", []) if isinstance(cover, str)]
    return {district for slug in named for district in list_districts_of(slug)}


@pytest.mark.parametrize("kind", ServiceKind)
def test_every_kind_is_there(kind: ServiceKind):
    assert sum(item["kind"] == kind for item in SHOWN) >= 20


@pytest.mark.parametrize("district", sorted(DISTRICTS))
def test_every_district_has_somewhere_to_go_and_someone_who_comes(district: str):
    assert sum(district in meets_in(item) for item in LOCAL) >= 5
    assert sum(district in covers(item) and "home" in item.get("by", []) for item in LOCAL) >= 3


@pytest.mark.parametrize("day", ["MO", "TU", "WE", "TH", "FR", "SA", "SU"])
def test_something_is_on_every_day_of_the_week(day: str):
    open_on = [item for item in LOCAL if any(day in text.split()[0] for text in list_times(item))]
    assert len(open_on) >= 8


@pytest.mark.parametrize(
    ("meaning", "pattern"),
    [
        ("weekly", r"[A-Z,]+ \d"),
        ("every other week", r"[A-Z,]+/2 "),
        ("first of the month", r"1[A-Z]"),
        ("last of the month", r"-1[A-Z]"),
        ("in term time", r".* term"),
        ("a course", r".* days "),
        ("day and night", r".*00:00-23:59"),
    ],
)
def test_every_rhythm_is_there(meaning: str, pattern: str):
    assert any(re.match(pattern, text) for item in ENTRIES for text in list_times(item)), meaning


@pytest.mark.parametrize("way", AttendingType)
def test_every_way_of_attending_is_there(way: AttendingType):
    """By text only some national lines are reached."""
    items, least = (ENTRIES, 2) if way == AttendingType.TEXT else (LOCAL, 10)
    ways = [{*item.get("by", []), *(["place"] if item.get("at") else [])} for item in items]
    assert sum(way in each for each in ways) >= least


def test_there_are_free_cheap_and_dear_entries():
    costs = [item["cost"].lower() for item in ENTRIES]
    assert sum(cost.startswith("free") for cost in costs) >= 100
    pounds = [float(found[1]) for cost in costs if (found := re.match(r"£([\d.]+)", cost))]
    assert sum(amount <= 5 for amount in pounds) >= 20
    assert sum(amount >= 20 for amount in pounds) >= 3


@pytest.mark.parametrize("word", ["open", "waiting", "full", "paused"])
def test_every_availability_is_there(word: str):
    assert any(item.get("avail", "").startswith(word) for item in SHOWN)


def test_some_entries_say_nothing_about_places():
    assert any("avail" not in item for item in LOCAL)


@pytest.mark.parametrize("route", ReferralRoute)
def test_every_route_of_referral_is_there(route: ReferralRoute):
    assert any(route in item.get("how", ["self"]) for item in SHOWN)


def test_some_entries_do_not_take_people_who_ask_themselves():
    assert sum("self" not in item.get("how", ["self"]) for item in SHOWN) >= 5


@pytest.mark.parametrize("visibility", ["public", "staff", "confidential"])
def test_every_visibility_is_there(visibility: str):
    assert sum(venue.get("visibility", "public") == visibility for venue in BOOK.venues.values()) >= 2


@pytest.mark.parametrize("status", [Status.ACTIVE, Status.TEMPORARILY_CLOSED, Status.DRAFT, Status.SUSPENDED])
def test_an_officer_meets_every_state(status: Status):
    assert any(item.get("status", "active") == status for item in ENTRIES)


def test_few_entries_are_out_of_sight():
    assert sum(item.get("status", "active") not in PUBLISHED for item in ENTRIES) <= 5


def test_an_officer_has_entries_to_check():
    days = [str(item.get("checked", "never")).split()[0] for item in ENTRIES]
    assert "never" in days
    assert any(day != "never" and int(day) > 180 for day in days)


@pytest.mark.parametrize("kind", ["safeguarding", "insurance", "dbs", "regulator"])
def test_every_kind_of_dated_check_is_there(kind: str):
    assert any(text.startswith(kind) for item in ENTRIES for text in item.get("checks", []))


@pytest.mark.parametrize(
    "kind", ["country", "system", "place", "district", "neighbourhood", "pcn", "practice", "team_patch"]
)
def test_areas_of_every_kind_are_covered(kind: str):
    named = {cover for item in SHOWN for cover in item.get("covers", []) if isinstance(cover, str)}
    assert any(AREAS[slug]["kind"] == kind for slug in named)


def test_one_entry_covers_a_shape_on_the_map():
    shapes = [cover for item in SHOWN for cover in item.get("covers", []) if isinstance(cover, dict)]
    assert shapes
    assert all(cover["name"] and len(cover["polygon"]) >= 3 for cover in shapes)
