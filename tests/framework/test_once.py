"""A form of a support record that is sent twice, by two presses or over a poor line, is done once, and leads
to the same page."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.extensions import db
from directory.models import FollowUp, SupportAction, SupportRecord, TeamMember, User
from directory.models.codes import AreaKind, Role
from directory.models.mixins import utc_now
from tests.accounts.signing_in import give_session, sign_in_as
from tests.factories import make_area, make_framework, make_need, make_service, make_support_role, make_team
from tests.framework.support import make_open_record

pytestmark = pytest.mark.both_engines


def read_key(page: str, address: str) -> str:
    """Of the form that leads to `address`."""
    found = re.search(rf'action="{address}".*?name="form_key" value="([^"]+)"', page, re.S)
    assert found
    return found.group(1)


def count(kind: type[Any]) -> int:
    db.session.rollback()
    return db.session.query(kind).count()


def lay_new_record(client: FlaskClient) -> dict[str, Any]:
    """What the page of a new record sends."""
    make_framework()
    entry, team = make_service(), make_team()
    slug = make_need("debt").slug
    worker = sign_in_as(client, Role.STAFF)
    db.session.add(TeamMember(team_id=team.id, user_id=worker.id))
    db.session.commit()
    key = read_key(client.get(f"/support/new?entry={entry.id}").text, "/support/new")
    typed = {"form_key": key, "team": str(team.id), "role": "Nurse", "entry": str(entry.id)}
    return typed | {"done": "provide_information", "need-1": slug, "level-1": "advice-and-information"}


def test_a_record_is_opened_once_by_two_presses_and_twice_where_a_word_was_changed(
    client: FlaskClient,
) -> None:
    typed = lay_new_record(client)
    first, second = (client.post("/support/new", data=typed) for _ in range(2))
    assert (first.status_code, second.location) == (302, first.location)
    assert (count(SupportRecord), count(SupportAction)) == (1, 1)
    client.post("/support/new", data=typed | {"goals": "Open the letters"})
    assert count(SupportRecord) == 2


def test_two_presses_in_the_same_moment_open_one_record(app: Flask, client: FlaskClient) -> None:
    typed = lay_new_record(client)
    worker = db.session.query(User).one()
    clients = [app.test_client() for _ in range(2)]
    for one in clients:
        give_session(one, worker)
    db.session.commit()
    db.session.remove()
    with ThreadPoolExecutor() as pool:
        answers = list(pool.map(lambda one: one.post("/support/new", data=typed), clients))
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].location == answers[1].location
    assert count(SupportRecord) == 1


@pytest.mark.parametrize(
    ("page", "form", "typed", "kind"),
    [
        ("", "/actions", {"kind": "help_with_forms", "done_on": "2026-01-02", "role": "N"}, SupportAction),
        ("", "/follow-ups", {"due_on": utc_now().date().isoformat(), "what": "Ring", "who": "W"}, FollowUp),
        ("/people", "/people", {"support_role": "", "role": "Nurse"}, SupportAction),
    ],
)
def test_what_is_noted_by_two_presses_is_noted_once_and_from_two_pages_twice(
    client: FlaskClient, page: str, form: str, typed: dict[str, str], kind: type[Any]
) -> None:
    make_framework()
    pcn = make_area("north", AreaKind.PCN)
    make_support_role(pcn)
    _, address = make_open_record(client, area=pcn)
    for done in (1, 2):
        key = read_key(client.get(f"{address}{page}").text, f"{address}{form}")
        for _ in range(2):
            assert client.post(f"{address}{form}", data=typed | {"form_key": key}).status_code == 302
        assert count(kind) == done
