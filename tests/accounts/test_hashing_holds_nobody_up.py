"""A password takes as long to hash as a hundred small writes: nobody waits for that to save something."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.accounts import passwords
from directory.accounts.password_links import make_link
from directory.extensions import db
from directory.models.codes import Role
from tests.accounts.signing_in import give_session
from tests.factories import make_user

OLD, NEW = "three old wooden chairs", "seven quiet river boats"


class Watched:
    """Hashes for real, and notes whether somebody else could have written at that moment."""

    def __init__(self, path: Path) -> None:
        self.path, self.real, self.could_write = path, passwords._hasher, list[bool]()

    def look(self) -> None:
        other = sqlite3.connect(self.path, timeout=0, isolation_level=None)
        try:
            other.execute("BEGIN IMMEDIATE")
            other.execute("ROLLBACK")
            self.could_write.append(True)
        except sqlite3.OperationalError:
            self.could_write.append(False)
        finally:
            other.close()

    def hash(self, password: str) -> str:
        self.look()
        return self.real.hash(password)

    def verify(self, stored: str, typed: str) -> bool:
        self.look()
        return self.real.verify(stored, typed)

    def check_needs_rehash(self, stored: str) -> bool:
        return self.real.check_needs_rehash(stored)


Send = Callable[[FlaskClient], object]


def sign_in_well(client: FlaskClient) -> object:
    return client.post("/sign-in", data={"email": "kit@example.org", "password": OLD})


def sign_in_badly(client: FlaskClient) -> object:
    return client.post("/sign-in", data={"email": "nobody@example.org", "password": "wrong"})


def change_own(client: FlaskClient) -> object:
    return client.post("/account/password", data={"password": OLD, "new_password": NEW})


def make_account(client: FlaskClient) -> object:
    typed = {"name": "Sam Reed", "email": "sam@example.org", "roles": ["staff"]}
    return client.post("/admin/accounts/new", data=typed)


@pytest.mark.parametrize("send", [sign_in_well, sign_in_badly, change_own, make_account])
def test_others_write_while_a_password_is_hashed(
    app: Flask, client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, send: Send
) -> None:
    keeper = make_user(
        Role.ADMINISTRATOR, email="kit@example.org", password_hash=passwords.hash_password(OLD)
    )
    db.session.commit()
    if send in (change_own, make_account):
        give_session(client, keeper)
    watched = Watched(tmp_path / "directory.sqlite")
    monkeypatch.setattr(passwords, "_hasher", watched)
    send(client)
    assert watched.could_write
    assert all(watched.could_write)


def test_others_write_while_an_administrator_or_a_link_sets_a_password(
    app: Flask, client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper, person = make_user(Role.ADMINISTRATOR), make_user()
    db.session.commit()
    give_session(client, keeper)
    key = make_link(person).partition("key=")[2]
    watched = Watched(tmp_path / "directory.sqlite")
    monkeypatch.setattr(passwords, "_hasher", watched)
    client.post("/choose-password", data={"key": key, "new_password": NEW})
    client.post(f"/admin/accounts/{person.id}/password")
    assert watched.could_write == [True, True]
