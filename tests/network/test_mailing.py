import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from directory.extensions import db
from directory.jobs.registry import list_registered
from directory.mail.sending import send_due_mail
from directory.models import AuditEvent, OutgoingMail
from directory.models.codes import AreaKind
from directory.network.mailing import ask_roles, find_role_of_key, make_link
from tests.factories import make_area, make_support_role, make_team
from tests.mail.test_sending import Mailbox, mailbox

__all__ = ["mailbox"]

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
TODAY = date(2026, 5, 4)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def list_mail() -> list[tuple[str, str]]:
    rows = db.session.query(OutgoingMail).order_by(OutgoingMail.queued_at, OutgoingMail.to_address)
    return [(mail.to_address, mail.subject) for mail in rows]


def read_key(link: str) -> str:
    return urlsplit(link).query.removeprefix("key=")


@pytest.mark.both_engines
def test_roles_are_asked_before_their_day_reminded_after_it_and_no_more(app: Flask) -> None:
    soon = TODAY + timedelta(days=app.config["ROLE_ASK_DAYS"])
    make_support_role(name="Due", work_email="due@example.org", confirm_by=soon)
    make_support_role(name="Later", work_email="later@example.org", confirm_by=soon + timedelta(days=1))
    make_support_role(name="Closed", confirm_by=TODAY, is_open=False)
    make_support_role(name="Answered", confirm_by=TODAY, holder_note="I have moved.")
    make_support_role(name="Unreachable", work_email=None, confirm_by=TODAY)
    for _ in range(2):
        ask_roles(NOW)
    assert list_mail() == [("due@example.org", "Is this still true? Due")]
    for days in (15, 16, 30):
        ask_roles(NOW + timedelta(days=days))
    assert ("due@example.org", "Reminder: Is this still true? Due") in list_mail()
    assert len(list_mail()) == 4


def test_the_mail_holds_a_link_that_works_and_no_markup(app: Flask) -> None:
    app.config["SITE_URL"] = "https://directory.example.org/"
    role = make_support_role(name="Older people's worker & driver", confirm_by=TODAY)
    ask_roles(NOW)
    body = db.session.query(OutgoingMail).one().body
    assert "Older people's worker & driver" in body
    [link] = re.findall(r"https://\S+", body)
    assert link.startswith("https://directory.example.org/network/still-true?key=")
    assert find_role_of_key(read_key(link)) is role


def test_a_link_ends_with_time_with_its_round_and_with_its_role(
    app: Flask, clock: time_machine.Traveller
) -> None:
    role = make_support_role(confirm_by=TODAY)
    key = read_key(make_link(role))
    assert find_role_of_key(key) is role
    assert find_role_of_key(key[:-2] + "xx") is None
    role.is_open = False
    assert find_role_of_key(key) is None
    role.is_open = True
    role.confirm_by = TODAY + timedelta(days=90)
    assert find_role_of_key(key) is None
    role.confirm_by = TODAY
    clock.shift(timedelta(days=app.config["ROLE_ASK_DAYS"] + app.config["ROLE_HIDDEN_DAYS"], seconds=5))
    assert find_role_of_key(key) is None


@pytest.mark.parametrize("key", ["", "x", "é", "\x00", "WyJhIiwiYiJd.x.y", "a" * 5000])
def test_a_forged_link_is_refused_kindly(client: FlaskClient, key: str) -> None:
    assert client.get("/network/still-true", query_string={"key": key}).status_code == 410
    assert client.post("/network/still-true", data={"key": key, "answer": "true"}).status_code == 410


def test_the_holder_confirms_without_an_account_and_only_by_sending(client: FlaskClient) -> None:
    role = make_support_role(make_area("north-pcn", AreaKind.PCN), confirm_by=TODAY)
    decoy = make_support_role(make_area("south-pcn", AreaKind.PCN), name="Somebody else", confirm_by=TODAY)
    db.session.commit()
    key = read_key(make_link(role))
    page = client.get(f"/network/still-true?key={key}")
    assert role.name in page.text
    assert decoy.name not in page.text
    assert role.confirmed_at is None
    answer = client.post("/network/still-true", data={"key": key, "answer": "true", "places_free": "2"})
    assert "Thank you" in answer.text
    db.session.expire_all()
    assert (role.places_free, role.confirmed_at, decoy.confirmed_at) == (2, NOW, None)
    [event] = db.session.query(AuditEvent)
    assert (event.event, event.actor_id, event.facts) == ("role.confirm", None, {"how": "e-mail link"})
    assert client.get(f"/network/still-true?key={key}").status_code == 410


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({}, "Say whether it is still true"),
        ({"answer": "true", "places_free": "lots"}, "Enter a whole number"),
        ({"answer": "changed"}, "Say what has changed"),
        ({"answer": "changed", "holder_note": "Ask 943 476 5919"}, "NHS number"),
    ],
)
def test_a_bad_answer_is_told_beside_its_field_and_keeps_what_was_typed(
    client: FlaskClient, typed: dict[str, str], message: str
) -> None:
    role = make_support_role(team=make_team(), confirm_by=TODAY)
    db.session.commit()
    answer = client.post("/network/still-true", data={"key": read_key(make_link(role)), **typed})
    assert answer.status_code == 422
    assert message in answer.text
    assert all(text in answer.text for text in typed.values())
    db.session.expire_all()
    assert (role.confirmed_at, role.holder_note) == (None, None)


def test_asking_runs_by_itself(app: Flask) -> None:
    [job] = [job for job in list_registered() if job.name == "confirm-roles"]
    assert job.function is ask_roles
    assert job.every <= timedelta(days=1)


def test_the_question_reaches_its_holder_over_smtp_and_its_link_confirms(
    app: Flask, client: FlaskClient, mailbox: Mailbox
) -> None:
    role = make_support_role(make_area("north-pcn", AreaKind.PCN), confirm_by=TODAY)
    address = role.work_email
    ask_roles(NOW)
    db.session.commit()
    send_due_mail(NOW)
    [message] = mailbox.received
    assert message["To"] == address
    body = message.get_payload(decode=True).decode()
    [link] = re.findall(r"https?://\S+still-true\?key=\S+", body)
    page = client.get(f"{urlsplit(link).path}?{urlsplit(link).query}")
    assert (page.status_code, role.name in page.text) == (200, True)
    answer = client.post("/network/still-true", data={"key": read_key(link), "answer": "true"})
    assert "Thank you" in answer.text
    db.session.expire_all()
    assert role.confirmed_at == NOW
