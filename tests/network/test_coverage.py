"""One team for each specialty and area, whoever saves at the same time; and three networks or more."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from directory.errors import InvalidData
from directory.extensions import db
from directory.models import TeamArea
from directory.models.codes import AreaKind, Role, Specialty
from directory.network import team_actions
from directory.network.queries import count_pcns
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_area, make_team, make_user
from tests.network.geography import ON, join
from tests.network.test_team_actions import make_pcns, typed


@pytest.mark.both_engines
def test_the_database_itself_keeps_one_team_for_each_specialty_and_area(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two officers save at once: neither sees the other's team when theirs is checked."""
    make_pcns()
    team_actions.create_team(actor=None, typed=typed(("a-pcn", "", "")))
    team_actions.create_team(actor=None, typed=typed(("a-pcn", "", ""), specialty="older_people"))
    db.session.commit()
    monkeypatch.setattr(team_actions, "_find_rivals", lambda *_: {})
    with pytest.raises(InvalidData) as refused:
        team_actions.create_team(actor=None, typed=typed(("b-pcn", "", ""), ("a-pcn", "2020-01-01", "")))
    assert list(refused.value.fields) == ["areas-1"]


@pytest.mark.both_engines
def test_an_area_is_free_for_another_team_once_it_ended_or_the_team_closed(app: Flask) -> None:
    make_pcns()
    officer = make_user()
    first = team_actions.create_team(actor=None, typed=typed(("a-pcn", "", ""), ("b-pcn", "", "")))
    rows = typed(("a-pcn", "", "2026-01-01"), ("b-pcn", "", ""))
    team_actions.edit_team(actor=officer, team=first, typed=rows, expected_version=first.version)
    team_actions.create_team(actor=None, typed=typed(("a-pcn", "2026-01-02", "")))
    team_actions.close_team(actor=officer, team=first, expected_version=first.version)
    taker = team_actions.create_team(actor=None, typed=typed(("b-pcn", "", "")))
    with pytest.raises(InvalidData):
        team_actions.reopen_team(actor=officer, team=first, expected_version=first.version)
    db.session.rollback()
    assert taker is not first


@pytest.mark.both_engines
def test_the_same_area_may_be_kept_with_another_first_day(app: Flask) -> None:
    make_pcns()
    team = team_actions.create_team(actor=None, typed=typed(("a-pcn", "", "")))
    rows = typed(("a-pcn", "2026-01-01", ""))
    team_actions.edit_team(actor=make_user(), team=team, typed=rows, expected_version=team.version)
    assert [(link.starts_on, link.open_specialty) for link in team.areas] == [(date(2026, 1, 1), "adults")]


@pytest.mark.both_engines
def test_a_team_that_changes_its_specialty_holds_its_areas_for_the_new_one(app: Flask) -> None:
    make_pcns()
    team = team_actions.create_team(actor=None, typed=typed(("a-pcn", "", "")))
    rows = typed(("a-pcn", "", ""), specialty="older_people")
    team_actions.edit_team(actor=make_user(), team=team, typed=rows, expected_version=team.version)
    team_actions.create_team(actor=None, typed=typed(("a-pcn", "", "")))
    assert db.session.query(TeamArea).count() == 2


def test_networks_are_counted_on_a_day_and_within_patches(app: Flask) -> None:
    a, b, c = (make_area(f"{name}-pcn", AreaKind.PCN) for name in "abc")
    patch, district = make_area("a-patch", AreaKind.TEAM_PATCH), make_area("charnwood")
    join(b, patch)
    join(c, patch, ends_on=date(2020, 1, 1))
    direct = make_team(a, b, district)
    patched = make_team(a, patch, specialty=Specialty.OLDER_PEOPLE)
    over = make_team(c, on=(None, date(2020, 1, 1)), specialty=Specialty.LEARNING_DISABILITY)
    counts = count_pcns([direct, patched, over], ON)
    assert [counts[team.id] for team in (direct, patched, over)] == [2, 2, 0]


def test_a_team_with_fewer_than_three_networks_is_marked_for_the_officer_alone(client: FlaskClient) -> None:
    pcns = [make_area(f"{name}-pcn", AreaKind.PCN) for name in "abc"]
    small, whole = make_team(*pcns[:2]).id, make_team(*pcns, specialty=Specialty.OLDER_PEOPLE).id
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    assert client.get("/network/teams").text.count("Fewer than three networks") == 1
    assert "This team covers 2 primary care networks now" in client.get(f"/network/teams/{small}").text
    assert "Fewer than three" not in client.get(f"/network/teams/{whole}").text
    sign_in_as(client, Role.STAFF)
    for path in ("/network/teams", f"/network/teams/{small}"):
        assert "Fewer than three" not in client.get(path).text


def test_two_teams_that_shared_an_area_before_can_both_be_read(client: FlaskClient) -> None:
    """Rows from before the rule: both stay, and one of them holds the area."""
    pcn = make_area("a-pcn", AreaKind.PCN)
    teams = [make_team(pcn), make_team(pcn)]
    db.session.execute(
        update(TeamArea).where(TeamArea.team_id == teams[0].id).values(open_specialty="adults")
    )
    db.session.commit()
    paths = [f"/network/teams/{team.id}" for team in teams]
    sign_in_as(client, Role.STAFF)
    assert [client.get(path).status_code for path in paths] == [200, 200]
