"""What staff see, what an officer does, and that nobody else sees anything."""

import re
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.extensions import db
from directory.models import SupportRole, Team, User
from directory.models.codes import AreaKind, Role
from directory.models.mixins import utc_now
from tests.accounts.signing_in import sign_in_as
from tests.factories import (
    make_area,
    make_need,
    make_role_type,
    make_support_role,
    make_team,
    make_town,
    make_user,
)
from tests.network.geography import County, make_county

OFFICER = Role.KNOWLEDGE_OFFICER


def make_place() -> County:
    county = make_county()
    make_team(county.north_pcn, name="North team")
    make_support_role(county.north_pcn, name="North link worker", work_email="north@example.org")
    make_town("Northton", 52.75, -1.2)
    return county


def role_fields(**values: Any) -> dict[str, Any]:
    make_role_type("link-worker")
    return {
        "type": "link-worker",
        "name": "Example link worker",
        "work_phone": "0116 496 0123",
        "areas": ["north-pcn"],
        "places_free": "2",
        **values,
    }


@pytest.mark.parametrize("role", [None, Role.COMMISSIONER])
def test_nobody_but_staff_learns_anything_of_the_network(client: FlaskClient, role: Role | None) -> None:
    make_place()
    team, post = db.session.query(Team).one(), db.session.query(SupportRole).one()
    db.session.commit()
    if role:
        sign_in_as(client, role)
    for path in (
        "/network?practice=Y00001",
        "/network/teams",
        f"/network/teams/{team.id}",
        f"/network/teams/{team.id}/card",
        f"/network/roles/{post.id}",
        "/network/roles",
    ):
        answer = client.get(path)
        assert answer.status_code in (302, 403)
        assert not re.search("North (team|link)", answer.text)
    assert "/network" not in client.get("/").text


def test_an_officer_adds_edits_closes_and_opens_a_role(client: FlaskClient) -> None:
    make_place()
    sign_in_as(client, OFFICER)
    made = client.post("/network/roles/new", data=role_fields(), follow_redirects=True)
    assert "Example link worker is added" in made.text
    address = made.request.path
    form = client.get(f"{address}/edit").text
    version = re.search(r'name="version" value="(\d+)"', form)[1]  # type: ignore[index]
    changed = role_fields(name="Another name", version=version, notes="Ring\nfirst")
    assert "Another name is saved" in client.post(f"{address}/edit", data=changed, follow_redirects=True).text
    for word in ("closed", "open again"):
        version = re.search(r'name="version" value="(\d+)"', client.get(f"{address}/open").text)[1]  # type: ignore[index]
        done = client.post(f"{address}/open", data={"version": version}, follow_redirects=True)
        assert f"Another name is {word}" in done.text


def test_a_new_role_that_is_sent_twice_is_one(client: FlaskClient) -> None:
    make_place()
    sign_in_as(client, OFFICER)
    key = re.search(r'name="form_key" value="([^"]+)"', client.get("/network/roles/new").text)[1]  # type: ignore[index]
    sent = [client.post("/network/roles/new", data=role_fields(form_key=key)) for _ in range(2)]
    assert [answer.status_code for answer in sent] == [302, 302]
    assert sent[0].location == sent[1].location
    named = select(SupportRole).where(SupportRole.name == "Example link worker")
    assert len(db.session.scalars(named).all()) == 1


def test_the_second_of_two_editors_is_told_and_loses_nothing(client: FlaskClient) -> None:
    county = make_place()
    role = make_support_role(county.north_pcn, type=make_role_type("link-worker"), name="As it was")
    db.session.commit()
    sign_in_as(client, OFFICER)
    address, first = f"/network/roles/{role.id}/edit", role.version
    client.post(address, data=role_fields(name="Theirs", version=first))
    second = client.post(address, data=role_fields(name="Mine", hours="Mornings", version=first))
    assert second.status_code == 409
    assert "Theirs" in second.text
    assert 'value="Mine"' in second.text
    assert 'value="Mornings"' in second.text
    version = re.search(r'name="version" value="(\d+)"', second.text)[1]  # type: ignore[index]
    assert client.post(address, data=role_fields(name="Mine", version=version)).status_code == 302


@pytest.mark.parametrize("version", ["", "0", "-1", "x", "9" * 5000, "²"])
def test_a_save_without_a_true_version_is_a_clash_and_no_fault(client: FlaskClient, version: str) -> None:
    make_place()
    role, team = db.session.query(SupportRole).one(), db.session.query(Team).one()
    db.session.commit()
    sign_in_as(client, OFFICER)
    typed = role_fields(version=version)
    rows = {"name": "T", "specialty": "adults", "areas": ["north-pcn"], "version": version}
    for address, data in (
        (f"/network/roles/{role.id}/edit", typed),
        (f"/network/roles/{role.id}/open", typed),
        (f"/network/teams/{team.id}/edit", rows),
        (f"/network/teams/{team.id}/open", rows),
    ):
        assert client.post(address, data=data).status_code == 409


def test_a_bad_form_comes_back_with_all_that_was_typed(client: FlaskClient) -> None:
    make_place()
    make_need("debt")
    sign_in_as(client, OFFICER)
    bad = role_fields(places_free="lots", needs=["debt"], notes="Ring\nfirst", hours="Mornings")
    page = client.post("/network/roles/new", data=bad)
    assert page.status_code == 422
    assert 'href="#places_free"' in page.text
    for kept in ('value="lots"', 'value="Mornings"', "Ring\nfirst"):
        assert kept in page.text
    assert re.search(r'value="debt" checked', page.text)
    assert re.search(r'value="north-pcn" checked', page.text)


def test_an_officer_adds_a_team_with_more_rows(client: FlaskClient) -> None:
    make_place()
    make_area("far-pcn", AreaKind.PCN)
    sign_in_as(client, OFFICER)
    rows = {"name": "New team", "specialty": "older_people", "areas": ["far-pcn"], "ends_on": ["2030-01-01"]}
    more = client.post("/network/teams/new", data=rows | {"do": "add_row"})
    assert more.text.count('name="areas"') == 4
    assert 'value="New team"' in more.text
    assert 'value="2030-01-01"' in more.text
    made = client.post("/network/teams/new", data=rows, follow_redirects=True)
    assert "New team is added" in made.text
    assert "until 1 January 2030" in made.text
    clash = client.post("/network/teams/new", data=rows)
    assert clash.status_code == 422
    assert "New team covers" in clash.text


def test_an_officer_puts_people_in_a_team_and_takes_them_out(client: FlaskClient) -> None:
    make_place()
    worker = make_user(name="A worker")
    sign_in_as(client, OFFICER)
    address = f"/network/teams/{db.session.query(Team).one().id}"
    added = client.post(f"{address}/members", data={"email": worker.email}, follow_redirects=True)
    assert "A worker" in added.text
    refused = client.post(f"{address}/members", data={"email": "nobody@x"})
    assert refused.status_code == 422
    assert 'value="nobody@x"' in refused.text
    removed = client.post(f"{address}/members/{worker.id}/remove", follow_redirects=True)
    assert "A worker" not in removed.text


@pytest.mark.parametrize(("email", "status"), [("north@example.org", 302), ("other@example.org", 403)])
def test_a_holder_who_signs_in_confirms_their_own_role_only(
    client: FlaskClient, email: str, status: int
) -> None:
    make_place()
    role = db.session.query(SupportRole).one()
    person: User = sign_in_as(client, Role.STAFF)
    person.email = email
    db.session.commit()
    assert ("still true" in client.get(f"/network/roles/{role.id}").text) == (status == 302)
    answer = client.post(f"/network/roles/{role.id}/confirm", data={"places_free": "3"})
    assert answer.status_code == status
    db.session.expire_all()
    assert (role.confirmed_at is not None) == (status == 302)


def test_only_a_note_that_the_officer_saw_goes_when_the_role_is_confirmed(client: FlaskClient) -> None:
    make_place()
    role = db.session.query(SupportRole).one()
    address = f"/network/roles/{role.id}"
    sign_in_as(client, OFFICER)
    shown = re.search(r'name="noted_at" value="([^"]*)"', client.get(address).text)
    assert shown
    role.holder_note, role.holder_noted_at = "I have moved", utc_now()
    db.session.commit()
    answer = client.post(f"{address}/confirm", data={"noted_at": shown[1]}, follow_redirects=True)
    assert "What its holder said still waits." in answer.text
    for page in (f"{address}", f"{address}/edit", f"{address}/open"):
        assert "I have moved" in client.get(page).text
    shown = re.search(r'name="noted_at" value="([^"]*)"', answer.text)
    assert shown
    answer = client.post(f"{address}/confirm", data={"noted_at": shown[1]}, follow_redirects=True)
    assert "I have moved" not in answer.text


def test_a_bad_number_of_places_stays_in_its_field(client: FlaskClient) -> None:
    make_place()
    role = db.session.query(SupportRole).one()
    sign_in_as(client, OFFICER)
    page = client.post(f"/network/roles/{role.id}/confirm", data={"places_free": "<b>3"})
    assert page.status_code == 422
    assert "&lt;b&gt;3" in page.text


def test_the_officers_list_is_narrowed_and_shrugs_at_nonsense(client: FlaskClient) -> None:
    county = make_place()
    make_support_role(county.north_pcn, name="Told us", holder_note="Moved")
    make_support_role(county.north_pcn, name="Gone", is_open=False)
    sign_in_as(client, OFFICER)
    assert "Told us" in client.get("/network/roles?state=changed").text
    assert "Gone" not in client.get("/network/roles?state=changed").text
    assert "Gone" in client.get("/network/roles?state=closed").text
    assert "Gone" not in client.get("/network/roles?text=told").text
    for nonsense in ("state=%00", "state=x&team=x&type=%ED%A0%80", "text=%25%00_" + "x" * 3000):
        assert client.get(f"/network/roles?{nonsense}").status_code == 200


def test_the_card_holds_the_team_its_areas_and_its_roles_on_either_paper(client: FlaskClient) -> None:
    make_place()
    team = db.session.query(Team).one()
    sign_in_as(client, Role.STAFF)
    for size in ("", "?size=a6", "?size=nonsense"):
        page = client.get(f"/network/teams/{team.id}/card{size}").text
        assert "North Pcn" in page
        assert "North link worker" in page
        assert ("app-print-card--a6" in page) == (size == "?size=a6")
        assert page.index("For everybody: GP registration decides") < page.index("North link worker")


def test_what_does_not_exist_is_not_found(client: FlaskClient, app: Flask) -> None:
    sign_in_as(client, OFFICER)
    for path in ("teams", "roles"):
        assert client.get(f"/network/{path}/6f9619ff-8b86-d011-b42d-00c04fc964ff").status_code == 404
        assert client.get(f"/network/{path}/x").status_code == 404


def test_the_desk_counts_the_roles_that_wait_for_the_officer(client: FlaskClient) -> None:
    county = make_place()
    make_support_role(county.north_pcn, confirm_by=date(2020, 1, 1))
    make_support_role(county.north_pcn, holder_note="Moved")
    sign_in_as(client, OFFICER)
    page = client.get("/admin/").text
    assert re.search(r">1</span> support roles overdue", page)
    assert re.search(r">1</span> support roles whose holder", page)
