from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.accounts import passwords
from directory.accounts.views import is_own_path
from directory.extensions import db
from directory.models import AuditEvent, SignInThrottle, User
from directory.models.codes import Role
from tests.accounts.signing_in import give_session, sign_in_as
from tests.factories import make_user

PASSWORD = "blue kettle seven lamps"
NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def make_person(email: str = "kit@example.org", **values: object) -> User:
    account = make_user(Role.STAFF, email=email, password_hash=passwords.hash_password(PASSWORD), **values)
    make_user(Role.ADMINISTRATOR)
    db.session.commit()
    return account


def try_sign_in(client: FlaskClient, email: str, password: str, **more: str) -> object:
    return client.post("/sign-in", data={"email": email, "password": password, **more})


def test_a_person_signs_in_and_is_sent_where_they_were_going(app: Flask, client: FlaskClient) -> None:
    account = make_person()
    answer = try_sign_in(client, " Kit@Example.org ", PASSWORD, next="/account/password")
    assert (answer.status_code, answer.location) == (302, "/account/password")
    assert client.get("/account/password").status_code == 200
    events = db.session.scalars(select(AuditEvent.event).where(AuditEvent.actor_id == account.id)).all()
    assert events == ["account.sign_in"]


@pytest.mark.parametrize(
    ("email", "password"), [("kit@example.org", "wrong"), ("nobody@example.org", PASSWORD)]
)
def test_a_refusal_does_not_tell_whether_the_account_exists(
    client: FlaskClient, email: str, password: str
) -> None:
    make_person()
    answer = try_sign_in(client, email, password)
    assert answer.status_code == 422
    assert "do not match an account" in answer.text
    assert email in answer.text
    assert password not in answer.text


def test_a_closed_account_cannot_sign_in(client: FlaskClient) -> None:
    make_person(is_enabled=False)
    assert try_sign_in(client, "kit@example.org", PASSWORD).status_code == 422


@pytest.mark.parametrize(
    ("environment", "email", "status"),
    [
        ("production", "demo.administrator@example.org", 422),
        ("production", "kit@example.org", 302),
        ("local", "demo.administrator@example.org", 302),
    ],
)
def test_a_demo_account_cannot_sign_in_where_its_database_went_into_production(
    app: Flask, client: FlaskClient, environment: str, email: str, status: int
) -> None:
    make_person(email=email)
    app.config["ENVIRONMENT"] = environment
    assert try_sign_in(client, email, PASSWORD).status_code == status


def test_an_unknown_account_takes_as_much_work_as_a_known_one(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_person()
    checked: list[str] = []
    real = passwords._hasher.verify

    class Counting:
        def verify(self, stored: str, typed: str) -> bool:
            checked.append(stored)
            return real(stored, typed)

    monkeypatch.setattr(passwords, "_hasher", Counting())
    try_sign_in(client, "kit@example.org", "wrong")
    try_sign_in(client, "nobody@example.org", "wrong")
    assert len(checked) == 2
    assert checked[0].split("$")[:4] == checked[1].split("$")[:4]


def test_guessing_is_locked_for_longer_and_longer_and_the_right_password_waits_too(
    client: FlaskClient,
) -> None:
    make_person()
    make_person(email="other@example.org")
    waits = []
    with time_machine.travel(NOW, tick=False) as clock:
        for _ in range(7):
            while try_sign_in(client, "kit@example.org", "wrong").status_code == 429:
                clock.shift(timedelta(minutes=1))
            answer = try_sign_in(client, "kit@example.org", PASSWORD) if len(waits) >= 4 else None
            waits.append("minute" in answer.text if answer else False)
        locked = try_sign_in(client, "kit@example.org", PASSWORD)
        other = try_sign_in(client, "other@example.org", PASSWORD)
        clock.shift(timedelta(hours=2))
        later = try_sign_in(client, "kit@example.org", PASSWORD)
    assert waits == [False] * 4 + [True] * 3
    assert locked.status_code == 429
    assert "Try again in 4 minutes" in locked.text
    assert other.status_code == 302
    assert later.status_code == 302


def test_an_unknown_address_is_locked_just_the_same(client: FlaskClient) -> None:
    make_person()
    with time_machine.travel(NOW, tick=False):
        statuses = [try_sign_in(client, "nobody@example.org", "wrong").status_code for _ in range(6)]
    assert statuses == [422] * 5 + [429]


def test_where_many_accounts_are_tried_each_has_one_free_failure(app: Flask, client: FlaskClient) -> None:
    app.config["SIGN_IN_MANY_ACCOUNTS"] = 6
    make_person()
    with time_machine.travel(NOW, tick=False):
        tried = [try_sign_in(client, f"p{n}@example.org", "wrong").status_code for n in range(6)]
        again = [try_sign_in(client, "p7@example.org", "wrong").status_code for _ in range(2)]
        colleague = try_sign_in(client, "kit@example.org", PASSWORD)
    assert (tried, again) == ([422] * 6, [422, 429])
    assert colleague.status_code == 302


@pytest.mark.both_engines
def test_wrong_passwords_of_colleagues_refuse_nobodys_right_one(app: Flask) -> None:
    """A whole clinic behind one address mistypes, and then each of them types the right password."""
    hashed = passwords.hash_password(PASSWORD)
    people = [make_user(Role.STAFF, password_hash=hashed).email for _ in range(40)]
    db.session.commit()
    with time_machine.travel(NOW, tick=False):
        for email in people[:39]:
            try_sign_in(app.test_client(), email, "wrong")
        assert try_sign_in(app.test_client(), people[39], PASSWORD).status_code == 302


def test_signing_in_well_clears_the_count_of_the_network_address(app: Flask) -> None:
    app.config["SIGN_IN_MANY_ACCOUNTS"] = 6
    make_person()
    with time_machine.travel(NOW, tick=False):
        for _ in range(10):
            assert try_sign_in(app.test_client(), "kit@example.org", "wrong").status_code == 422
            assert try_sign_in(app.test_client(), "kit@example.org", PASSWORD).status_code == 302
        for n in range(5):
            try_sign_in(app.test_client(), f"p{n}@example.org", "wrong")
        twice = [try_sign_in(app.test_client(), "p9@example.org", "wrong").status_code for _ in range(2)]
    assert twice == [422, 429]


def test_an_administrator_sees_who_is_locked_and_unlocks(app: Flask, client: FlaskClient) -> None:
    account = make_person()
    for _ in range(6):
        try_sign_in(app.test_client(), "kit@example.org", "wrong")
    sign_in_as(client, Role.ADMINISTRATOR)
    assert "Locked" in client.get("/admin/accounts").text
    assert "Unlock now" in client.get(f"/admin/accounts/{account.id}").text
    client.post(f"/admin/accounts/{account.id}/unlock")
    assert "Locked" not in client.get("/admin/accounts").text
    assert try_sign_in(app.test_client(), "kit@example.org", PASSWORD).status_code == 302


def test_what_was_typed_is_kept_only_as_a_keyed_hash(client: FlaskClient) -> None:
    try_sign_in(client, "kit@example.org", "wrong")
    keys = [row.key for row in db.session.scalars(select(SignInThrottle))]
    assert len(keys) == 3
    assert not any("kit" in key or "127" in key for key in keys)


def test_signing_in_leaves_nothing_of_the_session_before(client: FlaskClient) -> None:
    make_person()
    with client.session_transaction() as session:
        session["csrf_token"] = "planted"
    try_sign_in(client, "kit@example.org", PASSWORD)
    with client.session_transaction() as session:
        assert session.get("csrf_token") != "planted"


@pytest.mark.parametrize(("minutes_a_step", "steps"), [(61, 1), (50, 11)])
def test_a_session_ends_after_idling_and_after_its_longest_time(
    client: FlaskClient, minutes_a_step: int, steps: int
) -> None:
    make_person()
    with time_machine.travel(NOW, tick=False) as clock:
        try_sign_in(client, "kit@example.org", PASSWORD)
        for step in range(steps):
            assert client.get("/account/password").status_code == 200, step
            clock.shift(timedelta(minutes=minutes_a_step))
        assert client.get("/account/password").status_code == 302


def test_signing_out_ends_a_copied_cookie_too(app: Flask, client: FlaskClient) -> None:
    account = sign_in_as(client, Role.STAFF)
    copied = app.test_client()
    give_session(copied, account)
    assert copied.get("/account/password").status_code == 200
    assert client.post("/sign-out").status_code == 302
    assert copied.get("/account/password").status_code == 302


def test_signing_out_by_following_a_link_is_not_possible(client: FlaskClient) -> None:
    sign_in_as(client, Role.STAFF)
    assert client.get("/sign-out").status_code == 405
    assert client.get("/account/password").status_code == 200


def test_a_person_changes_their_password_and_stays_signed_in_here_only(
    app: Flask, client: FlaskClient
) -> None:
    account = make_person()
    other = app.test_client()
    for browser in (client, other):
        give_session(browser, account)
    answer = client.post(
        "/account/password", data={"password": PASSWORD, "new_password": "green door nine cups"}
    )
    assert answer.status_code == 302
    assert client.get("/account/password").status_code == 200
    assert other.get("/account/password").status_code == 302
    db.session.refresh(account)
    assert passwords.is_password(account.password_hash, "green door nine cups")


@pytest.mark.parametrize(
    ("current", "new", "message"),
    [
        ("wrong", "green door nine cups", "not your current password"),
        (PASSWORD, "short", "at least 12"),
        (PASSWORD, "Password1234", "easy to guess"),
        (PASSWORD, "aaaaaaaaaaaaaa", "easy to guess"),
        (PASSWORD, "kit@example.org!", "name or e-mail"),
        (PASSWORD, "x" * 300, "200 characters"),
    ],
)
def test_a_bad_new_password_is_refused_beside_its_field(
    client: FlaskClient, current: str, new: str, message: str
) -> None:
    account = make_person()
    give_session(client, account)
    answer = client.post("/account/password", data={"password": current, "new_password": new})
    assert answer.status_code == 422
    assert message in answer.text
    db.session.refresh(account)
    assert passwords.is_password(account.password_hash, PASSWORD)


def test_a_hash_with_old_parameters_is_made_again_at_sign_in(client: FlaskClient) -> None:
    from argon2 import PasswordHasher

    account = make_person()
    account.password_hash = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    db.session.commit()
    try_sign_in(client, "kit@example.org", PASSWORD)
    db.session.refresh(account)
    assert "m=19456" in (account.password_hash or "")


def test_what_was_typed_when_a_session_ran_out_is_carried_through_signing_in(client: FlaskClient) -> None:
    make_person()
    typed = {"name": "a", "summary": "line one\r\nline two <b>"}
    asked = client.post("/admin/guidance/new", data=typed)
    assert asked.status_code == 401
    assert "line two &lt;b&gt;" in asked.text
    answer = try_sign_in(
        client,
        "kit@example.org",
        PASSWORD,
        carried_to="/admin/guidance/new",
        **{f"carried.{name}": value for name, value in typed.items()},
    )
    assert answer.status_code == 200
    assert 'action="/admin/guidance/new"' in answer.text
    assert "line two &lt;b&gt;" in answer.text


def test_a_password_typed_when_a_session_ran_out_is_written_into_no_page(client: FlaskClient) -> None:
    typed = {"password": "my old secret", "new_password": "my new secret", "other": "kept"}
    answer = client.post("/account/password", data=typed)
    assert answer.status_code == 401
    assert "secret" not in answer.text
    assert "kept" in answer.text


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "\t//evil",
        "",
        "/a\nb",
        "http://[::1",
    ],
)
def test_only_own_paths_are_followed_after_signing_in(client: FlaskClient, address: str) -> None:
    make_person()
    assert not is_own_path(address)
    answer = try_sign_in(client, "kit@example.org", PASSWORD, next=address)
    assert answer.location == "/start"


@pytest.mark.parametrize(
    ("roles", "home"),
    [
        ((Role.COMMISSIONER,), "/start"),
        ((Role.STAFF, Role.COMMISSIONER), "/start"),
        ((Role.KNOWLEDGE_OFFICER,), "/admin/"),
    ],
)
def test_everybody_arrives_where_their_work_is(
    client: FlaskClient, roles: tuple[Role, ...], home: str
) -> None:
    make_person().roles = list(roles)
    db.session.commit()
    assert try_sign_in(client, "kit@example.org", PASSWORD).location == home


def test_a_page_asked_for_without_signing_in_is_named_in_the_way_to_it(client: FlaskClient) -> None:
    answer = client.get("/admin/entries?status=draft")
    assert answer.status_code == 302
    assert answer.location == "/sign-in?next=/admin/entries?status%3Ddraft"


@pytest.mark.parametrize("text", ["\x00", "😀" * 50, "‮abc", "x" * 100_000, "a@b" * 5000, "é@é.é"])
def test_nothing_typed_into_sign_in_breaks_it(client: FlaskClient, text: str) -> None:
    assert try_sign_in(client, text, text, next=text).status_code in (422, 413)


@pytest.mark.both_engines
def test_guesses_made_side_by_side_are_all_counted(app: Flask) -> None:
    make_person()
    db.session.remove()

    def guess(_number: int) -> int:
        return (
            app.test_client()
            .post("/sign-in", data={"email": "kit@example.org", "password": "no"})
            .status_code
        )

    with ThreadPoolExecutor(8) as threads:
        statuses = sorted(threads.map(guess, range(12)))
    assert statuses == [422] * 5 + [429] * 7
