import re
import uuid

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.accounts import passwords
from directory.accounts.queries import find_account
from directory.extensions import db
from directory.models import AuditEvent
from directory.models.codes import Role
from tests.accounts.signing_in import give_session, sign_in_as
from tests.factories import make_user


def test_an_administrator_adds_an_account_and_its_password_works(client: FlaskClient) -> None:
    sign_in_as(client, Role.ADMINISTRATOR)
    typed = {"name": "Sam Reed", "email": "Sam@Example.org", "roles": ["staff", "helpline"]}
    answer = client.post("/admin/accounts/new", data=typed)
    password = re.search(r"app-password\">([^<]+)<", answer.text)
    account = find_account("sam@example.org")
    assert account is not None
    assert account.roles == [Role.STAFF, Role.HELPLINE]
    assert password
    assert passwords.is_password(account.password_hash, password[1])
    assert "Sam Reed" in client.get("/admin/accounts").text


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"name": "", "email": "a@example.org", "roles": ["staff"]}, "Enter the person"),
        ({"name": "Sam", "email": "nonsense", "roles": ["staff"]}, "Enter an e-mail address"),
        ({"name": "Sam", "email": "taken@example.org", "roles": ["staff"]}, "already"),
        ({"name": "Sam", "email": "a@example.org"}, "Choose at least one role"),
        ({"name": "Sam", "email": "a@example.org", "roles": ["emperor"]}, "Choose at least one role"),
        ({"name": "\x00😀‮" * 100, "email": "é" * 3000, "roles": ["\x00"]}, "Enter an e-mail address"),
    ],
)
def test_a_bad_account_is_refused_and_what_was_typed_stays(
    client: FlaskClient, typed: dict[str, object], message: str
) -> None:
    make_user(Role.STAFF, email="taken@example.org")
    sign_in_as(client, Role.ADMINISTRATOR)
    answer = client.post("/admin/accounts/new", data=typed)
    assert answer.status_code == 422
    assert message in answer.text
    assert f'value="{typed["email"]}"' in answer.text


def test_changing_roles_ends_the_sessions_and_is_on_record(app: Flask, client: FlaskClient) -> None:
    helper = make_user(Role.HELPLINE)
    sign_in_as(client, Role.ADMINISTRATOR)
    theirs = app.test_client()
    give_session(theirs, helper)
    assert theirs.get("/admin/").status_code == 200
    client.post(f"/admin/accounts/{helper.id}", data={"roles": ["staff"]})
    assert theirs.get("/admin/").status_code == 302
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.event == "account.set_roles")).one()
    assert event.facts == {"before": ["helpline"], "after": ["staff"]}


def test_closing_an_account_asks_first_and_ends_its_sessions(app: Flask, client: FlaskClient) -> None:
    person, decoy = make_user(Role.STAFF), make_user(Role.STAFF)
    sign_in_as(client, Role.ADMINISTRATOR)
    theirs, others = app.test_client(), app.test_client()
    give_session(theirs, person)
    give_session(others, decoy)
    assert f"Close the account of {person.name}?" in client.get(f"/admin/accounts/{person.id}/disable").text
    assert theirs.get("/account/password").status_code == 200
    client.post(f"/admin/accounts/{person.id}/disable")
    assert theirs.get("/account/password").status_code == 302
    assert others.get("/account/password").status_code == 200
    client.post(f"/admin/accounts/{person.id}/enable")
    db.session.refresh(person)
    assert person.is_enabled


def test_nobody_closes_their_own_account_or_changes_their_own_roles(client: FlaskClient) -> None:
    me = sign_in_as(client, Role.ADMINISTRATOR)
    make_user(Role.ADMINISTRATOR)
    db.session.commit()
    for path in ("", "/disable", "/password"):
        assert client.post(f"/admin/accounts/{me.id}{path}", data={"roles": "staff"}).status_code == 403


def test_a_new_password_made_by_an_administrator_signs_the_person_out(
    app: Flask, client: FlaskClient
) -> None:
    person = make_user(Role.STAFF)
    sign_in_as(client, Role.ADMINISTRATOR)
    theirs = app.test_client()
    give_session(theirs, person)
    assert client.post(f"/admin/accounts/{person.id}/password").status_code == 200
    assert theirs.get("/account/password").status_code == 302


def test_an_account_that_does_not_exist_is_not_found(client: FlaskClient) -> None:
    sign_in_as(client, Role.ADMINISTRATOR)
    assert client.get(f"/admin/accounts/{uuid.uuid4()}").status_code == 404
    assert client.get("/admin/accounts/nonsense").status_code == 404


def test_staff_who_open_a_page_that_is_not_theirs_keep_the_way_to_their_own(client: FlaskClient) -> None:
    sign_in_as(client, Role.STAFF)
    refused = client.get("/admin/accounts")
    assert refused.status_code == 403
    assert "Your account does not open it" in refused.text
    assert 'href="/support"' in refused.text
