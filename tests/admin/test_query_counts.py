"""How many queries a page of the desk costs. None grows with the number of rows."""

from flask.testing import FlaskClient
from sqlalchemy import event

from directory.extensions import db
from directory.models.codes import Role
from tests.accounts.signing_in import sign_in_as
from tests.admin.forms import make_full_service
from tests.factories import make_location_data, make_service


def count_queries(client: FlaskClient, address: str) -> int:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        client.get(address)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len([statement for statement in seen if statement.startswith("SELECT")])


def test_the_list_costs_the_same_however_long(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    make_service()
    db.session.commit()
    few = count_queries(client, "/admin/entries")
    for _ in range(20):
        make_service()
    db.session.commit()
    assert count_queries(client, "/admin/entries") == few == 6


def test_an_entry_costs_the_same_however_many_places_it_has(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    service = make_full_service()
    crowd = make_full_service(
        service_at_locations=[
            make_location_data() | {"schedules": [{"description": "Now"}]} for _ in range(9)
        ],
        contacts=[{"name": "A", "phones": [{"number": "0116 496 0001"}]} for _ in range(9)],
    )
    db.session.commit()
    ids = (service.id, crowd.id)
    counts: dict[str, set[int]] = {}
    for entry_id in ids:
        for path in ("", "/edit/where-when", "/edit/contact", "/edit/basics"):
            db.session.remove()
            counts.setdefault(path, set()).add(count_queries(client, f"/admin/entries/{entry_id}{path}"))
    assert counts == {"": {25}, "/edit/where-when": {9}, "/edit/contact": {8}, "/edit/basics": {2}}
