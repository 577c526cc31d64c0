import stat
from pathlib import Path

import pytest
from flask import Flask

from directory.accounts import passwords
from directory.accounts.queries import find_account
from directory.extensions import db
from directory.models.codes import Role
from tests.factories import make_user


def run(app: Flask, *words: str, typed: str = "") -> str:
    result = app.test_cli_runner().invoke(args=["accounts", *words], input=typed)
    db.session.expire_all()
    return result.output


def test_an_account_is_created_with_a_password_that_is_asked_for(app: Flask) -> None:
    words = ("create", "kit@example.org", "--name", "Kit", "--role", "administrator")
    output = run(app, *words, typed="blue kettle seven lamps\nblue kettle seven lamps\n")
    account = find_account("kit@example.org")
    assert account is not None
    assert "blue kettle" not in output
    assert passwords.is_password(account.password_hash, "blue kettle seven lamps")


def test_a_made_password_is_shown_once_and_works(app: Flask) -> None:
    output = run(app, "create", "kit@example.org", "--name", "Kit", "--role", "staff", "--generate")
    password = output.split(": ")[1].split()[0]
    account = find_account("kit@example.org")
    assert account is not None
    assert passwords.is_password(account.password_hash, password)


def test_a_weak_password_is_refused_in_words(app: Flask) -> None:
    words = ("create", "kit@example.org", "--name", "Kit", "--role", "staff")
    assert "at least 12" in run(app, *words, typed="short\nshort\n")
    assert find_account("kit@example.org") is None


def test_roles_and_state_are_changed_and_listed(app: Flask) -> None:
    person = make_user(Role.STAFF, email="kit@example.org")
    make_user(Role.ADMINISTRATOR)
    db.session.commit()
    run(app, "set-roles", "kit@example.org", "--role", "helpline", "--role", "commissioner")
    assert person.roles == [Role.HELPLINE, Role.COMMISSIONER]
    run(app, "disable", "kit@example.org")
    assert (person.is_enabled, person.session_epoch) == (False, 3)
    assert "(closed)" in run(app, "list")
    run(app, "enable", "kit@example.org")
    assert person.is_enabled


def test_the_last_administrator_cannot_be_closed(app: Flask) -> None:
    make_user(Role.ADMINISTRATOR, email="kit@example.org")
    db.session.commit()
    assert "only administrator" in run(app, "disable", "kit@example.org")


def test_an_unknown_account_is_named(app: Flask) -> None:
    assert "There is no account nobody@example.org" in run(app, "disable", "nobody@example.org")


def test_demo_accounts_are_made_once_with_passwords_only_their_owner_can_read(
    app: Flask, tmp_path: Path
) -> None:
    app.config["ENVIRONMENT"] = "local"
    first, second = run(app, "demo"), run(app, "demo")
    kept = tmp_path / "demo_accounts.txt"
    assert first == second == kept.read_text()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    email, password = first.splitlines()[0].split()
    account = find_account(email)
    assert account is not None
    assert passwords.is_password(account.password_hash, password)
    assert len(first.splitlines()) == len(Role)


@pytest.mark.parametrize("environment", ["production", "test"])
def test_demo_accounts_are_refused_elsewhere(app: Flask, tmp_path: Path, environment: str) -> None:
    app.config["ENVIRONMENT"] = environment
    assert "only where ENVIRONMENT is local" in run(app, "demo")
    assert not (tmp_path / "demo_accounts.txt").exists()
