"""The support network of the example directory."""

import re
from datetime import UTC, datetime

from flask import Flask

from directory.exchange.example import files
from directory.exchange.example.load import lay_foundations
from directory.extensions import db
from directory.models import SupportRole, Team
from directory.models.codes import AreaKind, Specialty
from directory.network import confirmation
from directory.network.answering.reach import list_current_area_ids
from directory.network.seeding import load_network
from directory.network.who_can_help import Asked, find_who_can_help
from directory.places.queries import find_practice

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BOOK = files.read_yaml(files.SEED / "network.yaml")
TODAY = confirmation.day_of(NOW)


def load() -> int:
    lay_foundations()
    return load_network(BOOK, NOW)


def test_the_example_network_loads_once_and_leaves_an_officers_edits(app: Flask) -> None:
    assert load() == len(BOOK["roles"]) >= 40
    role = db.session.query(SupportRole).filter(SupportRole.name.contains("Rutland")).first()
    role.name = "An officer's words"
    db.session.flush()
    assert load_network(BOOK, NOW) == 0
    assert role.name == "An officer's words"


def test_teams_are_of_all_specialties_cover_three_networks_and_differ_in_their_patches(app: Flask) -> None:
    load()
    teams = db.session.query(Team).all()
    assert {team.specialty for team in teams} == set(Specialty)
    assert all(len(list_current_area_ids(team, TODAY)) >= 3 for team in teams)
    patches = {frozenset(list_current_area_ids(team, TODAY)) for team in teams}
    assert len(patches) == len(teams)


def test_the_example_has_honest_gaps(app: Flask) -> None:
    load()
    rutland = find_who_can_help(Asked(practice=find_practice("EX0006")), on=TODAY)
    uncovered = [one.specialty for one in rutland.specialties if one.team is None]
    assert uncovered == [Specialty.ADULTS, Specialty.OLDER_PEOPLE]
    hidden = [role for role in db.session.query(SupportRole) if confirmation.is_hidden(role, TODAY)]
    overdue = [role for role in db.session.query(SupportRole) if confirmation.is_overdue(role, TODAY)]
    assert 0 < len(hidden) < len(overdue) < 8


def test_most_needs_and_all_districts_have_somebody(app: Flask) -> None:
    load()
    listed = {need for role in BOOK["roles"] for need in role.get("needs", [])}
    assert len(listed) >= 50
    kinds = {link.area.kind for role in db.session.query(SupportRole) for link in role.areas}
    assert kinds >= {AreaKind.PCN, AreaKind.DISTRICT, AreaKind.PLACE, AreaKind.NEIGHBOURHOOD, AreaKind.SYSTEM}
    assert {role["type"] for role in BOOK["roles"]} == {one["slug"] for one in BOOK["types"]}


def test_everything_in_the_example_network_is_invented() -> None:
    for record in [*BOOK["teams"], *BOOK["roles"]]:
        assert record["name"].startswith("Example ")
        assert record.get("phone") or record.get("email")
        assert re.fullmatch(r"0116 496 0\d{3}", record.get("phone", "0116 496 0000"))
        assert record.get("email", "x@example.org").endswith("@example.org")
        assert record.get("org") in {None, *(one["name"] for one in files.read_book().organizations.values())}
