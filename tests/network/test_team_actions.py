from datetime import date
from typing import Any

import pytest
from flask import Flask

from directory.errors import EditConflict, InvalidData
from directory.extensions import db
from directory.models import AuditEvent, Team
from directory.models.codes import AreaKind, Role, Specialty
from directory.network import queries, team_actions
from tests.factories import make_area, make_team, make_user


def typed(*rows: tuple[str, str, str], **values: Any) -> dict[str, Any]:
    return {
        "name": "Example team",
        "specialty": "adults",
        "areas": [row[0] for row in rows],
        "starts_on": [row[1] for row in rows],
        "ends_on": [row[2] for row in rows],
        **values,
    }


def make_pcns() -> None:
    for slug in ("a-pcn", "b-pcn"):
        make_area(slug, AreaKind.PCN)


@pytest.mark.both_engines
def test_a_team_is_made_with_its_areas_and_their_dates(app: Flask) -> None:
    make_pcns()
    rows = [
        ("a-pcn", "", "2025-03-31"),
        ("", "", ""),
        ("b-pcn", "2025-04-01", ""),
        ("a-pcn", "2026-01-01", ""),
    ]
    team = team_actions.create_team(actor=make_user(), typed=typed(*rows))
    db.session.expire_all()
    assert [(link.area.slug, link.starts_on, link.ends_on) for link in team.areas] == [
        ("a-pcn", None, date(2025, 3, 31)),
        ("b-pcn", date(2025, 4, 1), None),
        ("a-pcn", date(2026, 1, 1), None),
    ]
    assert team.slug == "example-team"
    other = team_actions.create_team(
        actor=None, typed=typed(("b-pcn", "", "2020-01-01"), specialty="older_people")
    )
    assert other.slug == "example-team-2"


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        (typed(), {"areas-1"}),
        (typed(("nowhere", "", "")), {"areas-1"}),
        (typed(("a-pcn", "last May", "")), {"starts_on-1"}),
        (typed(("a-pcn", "2026-02-30", "2026-13-01")), {"starts_on-1", "ends_on-1"}),
        (typed(("", "", ""), ("a-pcn", "2026-02-02", "2026-02-01")), {"ends_on-2"}),
        (typed(("a-pcn", "", ""), ("a-pcn", "2026-01-01", "")), {"areas-2"}),
        (typed(("a-pcn", "", ""), specialty="everybody"), {"specialty"}),
        (typed(("a-pcn", "", ""), name=" "), {"name"}),
        ({}, {"name", "specialty", "areas-1"}),
    ],
)
def test_what_is_wrong_with_a_team_is_told_beside_its_field(
    app: Flask, given: dict[str, Any], fields: set[str]
) -> None:
    make_pcns()
    with pytest.raises(InvalidData) as refused:
        team_actions.create_team(actor=None, typed=given)
    assert set(refused.value.fields) == fields
    assert db.session.query(Team).count() == 0


@pytest.mark.parametrize(
    ("mine", "is_refused"),
    [
        (("a-pcn", "", ""), True),
        (("a-pcn", "2025-12-31", ""), True),
        (("a-pcn", "2026-01-01", ""), False),
        (("b-pcn", "", ""), False),
    ],
)
def test_one_area_has_one_team_of_a_specialty_at_a_time(
    app: Flask, mine: tuple[str, str, str], is_refused: bool
) -> None:
    make_pcns()
    area = make_area("c-pcn", AreaKind.PCN)
    make_team(area, name="Elsewhere")
    rows = typed(("a-pcn", "", "2025-12-31"), name="First")
    team_actions.create_team(actor=None, typed=rows)
    team_actions.create_team(actor=None, typed=typed(mine, specialty="older_people"))
    if is_refused:
        with pytest.raises(InvalidData, match=r".*") as refused:
            team_actions.create_team(actor=None, typed=typed(mine))
        assert "First" in refused.value.fields["areas-1"]
    else:
        team_actions.create_team(actor=None, typed=typed(mine))


def test_a_closed_team_gives_its_areas_free_and_cannot_take_them_back(app: Flask) -> None:
    make_pcns()
    officer = make_user(Role.KNOWLEDGE_OFFICER)
    first = team_actions.create_team(actor=None, typed=typed(("a-pcn", "", "")))
    team_actions.close_team(actor=officer, team=first, expected_version=first.version)
    team_actions.create_team(actor=None, typed=typed(("a-pcn", "", "")))
    with pytest.raises(InvalidData):
        team_actions.reopen_team(actor=officer, team=first, expected_version=first.version)
    assert queries.list_teams() != queries.list_teams(with_closed=True)


@pytest.mark.both_engines
def test_a_save_of_areas_alone_is_noticed_by_the_next_editor(app: Flask) -> None:
    make_pcns()
    officer = make_user(Role.KNOWLEDGE_OFFICER)
    team = team_actions.create_team(actor=officer, typed=typed(("a-pcn", "", "")))
    first = team.version
    rows = typed(("a-pcn", "", "2026-01-01"), ("b-pcn", "", ""))
    team_actions.edit_team(actor=officer, team=team, typed=rows, expected_version=first)
    assert len(team.areas) == 2
    with pytest.raises(EditConflict):
        team_actions.edit_team(actor=officer, team=team, typed=rows, expected_version=first)
    events = [event.event for event in db.session.query(AuditEvent).order_by(AuditEvent.at)]
    assert events == ["team.create", "team.edit"]


def test_members_are_added_once_and_taken_out(app: Flask) -> None:
    officer, worker, decoy = make_user(Role.KNOWLEDGE_OFFICER), make_user(), make_user()
    team, other = make_team(), make_team(specialty=Specialty.OLDER_PEOPLE)
    for _ in range(2):
        team_actions.add_member(actor=officer, team=team, email=f" {worker.email.upper()} ")
    team_actions.add_member(actor=officer, team=other, email=decoy.email)
    assert queries.list_members(team) == [worker]
    assert queries.list_teams_of(worker) == [team]
    with pytest.raises(InvalidData):
        team_actions.add_member(actor=officer, team=team, email="nobody@example.org")
    team_actions.remove_member(actor=officer, team=team, user_id=worker.id)
    team_actions.remove_member(actor=officer, team=team, user_id=worker.id)
    assert queries.list_members(team) == []
    assert db.session.query(AuditEvent).filter_by(event="team.remove_member").count() == 1
