"""What a visitor's phone must fetch to see a page for the first time, as it travels, without the map."""

import re

import pytest
from flask.testing import FlaskClient

from directory.extensions import db
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_location_data, make_need, make_service

MOST = 100 * 1024
FILES = re.compile(r'(?:href|src|data-frontend)="(/static/[^"]+)"')


def weigh(client: FlaskClient, path: str) -> int:
    with client.get(path, headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.status_code == 200
        return len(answer.data)


def read_page(client: FlaskClient, path: str) -> str:
    return client.get(path).get_data(as_text=True)


@pytest.mark.parametrize("path", ["/", "/search?q=coffee", "/needs", "/urgent-help", "/my-list", "/about"])
def test_a_first_visit_weighs_at_most_100_kilobytes(client: FlaskClient, path: str) -> None:
    for area in range(7):
        parent = make_need(f"area-of-need-{area}")
        for child in range(10):
            make_need(f"everyday-words-for-need-{area}-{child}", parent=parent)
    for number in range(25):
        make_service(
            name=f"Coffee morning {number}",
            summary="A warm room, tea and people to talk to. " * 4,
            schedules=[{"freq": "WEEKLY", "byday": "TU", "opens_at": "10:00"}],
            service_at_locations=[make_location_data()],
            cost_options=[{"amount": "1"}],
        )
    db.session.commit()
    files = set(FILES.findall(read_page(client, path)))
    assert any("nhsuk.css" in name for name in files)
    assert weigh(client, path) + sum(weigh(client, name) for name in files) <= MOST


def test_static_files_are_kept_for_a_year_and_change_their_address(client: FlaskClient) -> None:
    address = next(iter(FILES.findall(read_page(client, "/"))))
    with client.get(address) as answer:
        assert "immutable" in answer.headers["Cache-Control"]
    assert "no-store" in client.get("/").headers["Cache-Control"]


def test_pages_of_somebody_signed_in_are_not_compressed(client: FlaskClient) -> None:
    accept = {"Accept-Encoding": "gzip"}
    assert client.get("/", headers=accept).headers.get("Content-Encoding") == "gzip"
    sign_in_as(client)
    assert "Content-Encoding" not in client.get("/", headers=accept).headers
