"""How many SQL statements a page takes: the same for one entry as for twenty."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask.testing import FlaskClient
from sqlalchemy import event

from directory.extensions import db
from directory.models import Service
from tests.factories import make_guidance, make_location_data, make_need, make_service, make_town


@contextmanager
def counted() -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def count(client: FlaskClient, path: str) -> int:
    db.session.commit()
    client.get(path)  # the first request also reads the index
    db.session.remove()
    with counted() as statements:
        assert client.get(path).status_code == 200
    return len(statements)


def make_rich_service(name: str) -> Service:
    return make_service(
        name=name,
        needs=["company"],
        cost_options=[{"amount": "1"}],
        schedules=[{"freq": "WEEKLY", "byday": "TU", "opens_at": "10:00"}],
        service_at_locations=[make_location_data(), make_location_data()],
        phones=[{"number": "0116 496 0123"}, {"number": "0116 496 0124"}],
        contacts=[{"name": "Bev", "phones": [{"number": "0116 496 0125"}]}],
    )


def test_home_and_needs_take_one_statement(client: FlaskClient) -> None:
    money = make_need("money")
    for slug in ("debt", "benefits", "fuel"):
        make_need(slug, parent=money)
    assert count(client, "/") == 1
    assert count(client, "/needs") == 1


def test_a_need_takes_four_statements(client: FlaskClient) -> None:
    make_need("company")
    for _ in range(3):
        make_service()
        make_guidance()
    assert count(client, "/needs/company") == 4


def test_results_take_as_many_statements_for_twenty_as_for_one(client: FlaskClient) -> None:
    make_town()
    make_rich_service("Coffee alone")
    one = count(client, "/search?q=coffee&place=Loughborough")
    for number in range(25):
        make_rich_service(f"Coffee {number}")
    assert count(client, "/search?q=coffee&place=Loughborough") == one
    # Twelve to find and show, one to note what was searched.
    assert one == 13


def test_an_entry_takes_a_fixed_number_of_statements(client: FlaskClient) -> None:
    rich = make_rich_service("Coffee").id
    assert count(client, f"/entry/{rich}") == 16
