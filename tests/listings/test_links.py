"""Links that leave the site lead to the site, whatever a request says it was sent to."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory import create_app
from directory.extensions import db, expect_writes
from directory.framework.packs.actions import make_pack
from directory.models.codes import Role
from tests.conftest import settings_for
from tests.factories import make_service, make_user

_SITE = "https://help.example.org"


@pytest.fixture
def named(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    settings = settings_for(database_url, tmp_path) | {"SITE_URL": _SITE, "LINKS_FOLLOW_HOST": False}
    app = create_app(settings)
    with app.app_context():
        expect_writes()
        yield app
        db.session.remove()
        db.engine.dispose()


def list_paths() -> list[str]:
    schedule = {"freq": "WEEKLY", "byday": "TU", "opens_at": "10:00", "closes_at": "11:00"}
    service = make_service(schedules=[schedule])
    pack = make_pack(actor=make_user(Role.STAFF), entry_ids=[service.id], now=datetime.now(UTC))
    db.session.commit()
    return [
        f"/entry/{service.id}",
        f"/entry/{service.id}/calendar.ics",
        f"/my-list?ids={service.id}",
        f"/pack/{pack.token}",
    ]


def test_no_page_repeats_the_host_that_a_request_names(named: Flask) -> None:
    client = named.test_client()
    for path in list_paths():
        answer = client.get(path, headers={"Host": "evil.example"})
        assert answer.status_code == 200, path
        assert "evil.example" not in answer.text, path
    for path in list_paths()[:3]:
        assert "help.example.org" in client.get(path).text, path


def test_on_ones_own_machine_links_follow_the_port_in_use(client: FlaskClient) -> None:
    path = list_paths()[0]
    assert "localhost%3A8017" in client.get(path, base_url="http://localhost:8017").text
