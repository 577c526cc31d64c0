"""The officer keeps the lists true that handlers answer from."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.extensions import db
from directory.models import HelplineDestination, SafeguardingContact
from directory.models.codes import AreaKind, Role
from directory.models.helpline.codes import SafeguardingAge
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_area, make_destination, make_safeguarding_contact

DESTINATION = {
    "name": "Night line",
    "what_to_say": "Ring them.",
    "phone": "111",
    "position": "2",
    "is_open": "1",
}
CONTACT = {"area": "county", "age": "child", "name": "Children's desk", "phone": "0116 496 0203"}


def test_a_place_to_pass_questions_on_to_is_added_changed_and_closed(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    assert client.post("/helpline/lists/destinations/new", data=DESTINATION).status_code == 302
    [one] = db.session.scalars(select(HelplineDestination))
    assert (one.name, one.phone, one.is_emergency, one.is_open) == ("Night line", "111", False, True)
    address = f"/helpline/lists/destinations/{one.id}"
    assert "Ring them." in client.get(address).text
    closed = {"name": "Night line", "what_to_say": "Ring.", "version": "1", "is_emergency": "1"}
    assert client.post(address, data=closed).status_code == 302
    db.session.expire_all()
    assert (one.is_open, one.is_emergency, one.what_to_say) == (False, True, "Ring.")
    late = client.post(address, data=closed | {"what_to_say": "Mine"})
    assert (late.status_code, "Mine" in late.text) == (409, True)


def test_a_safeguarding_contact_is_added_once_for_a_place_and_age(client: FlaskClient) -> None:
    make_area("county", AreaKind.PLACE)
    make_area("decoy-district")
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    assert client.post("/helpline/lists/contacts/new", data=CONTACT).status_code == 302
    again = client.post("/helpline/lists/contacts/new", data=CONTACT)
    assert (again.status_code, "has a contact already" in again.text) == (422, True)
    [one] = db.session.scalars(select(SafeguardingContact))
    address = f"/helpline/lists/contacts/{one.id}"
    moved = {"name": "New desk", "email": "desk@example.org", "version": "1", "age": "adult"}
    assert client.post(address, data=moved).status_code == 302
    db.session.expire_all()
    assert (one.name, one.email, one.phone, one.age) == ("New desk", "desk@example.org", None, "child")
    assert client.post(address, data=moved).status_code == 409
    assert "New desk" in client.get("/helpline/lists").text


@pytest.mark.parametrize(
    ("list_name", "field", "value"),
    [
        ("destinations", "name", ""),
        ("destinations", "name", "x" * 300),
        ("destinations", "what_to_say", ""),
        ("destinations", "phone", "?"),
        ("destinations", "url", "javascript:alert(1)"),
        ("destinations", "position", "-1"),
        ("contacts", "area", "decoy-district"),
        ("contacts", "age", "dog"),
        ("contacts", "name", ""),
        ("contacts", "email", "no"),
        ("contacts", "phone", ""),
    ],
)
def test_what_cannot_be_right_is_refused_beside_its_field(
    client: FlaskClient, list_name: str, field: str, value: str
) -> None:
    make_area("county", AreaKind.PLACE)
    make_area("decoy-district")
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    data = (DESTINATION if list_name == "destinations" else CONTACT) | {field: value}
    answer = client.post(f"/helpline/lists/{list_name}/new", data=data)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert db.session.scalars(select(HelplineDestination)).all() == []
    assert db.session.scalars(select(SafeguardingContact)).all() == []


def test_only_the_officer_changes_them(client: FlaskClient) -> None:
    one = make_destination()
    contact = make_safeguarding_contact(make_area("county", AreaKind.PLACE), SafeguardingAge.ADULT)
    addresses = [f"/helpline/lists/destinations/{one.id}", f"/helpline/lists/contacts/{contact.id}"]
    sign_in_as(client, Role.HELPLINE)
    for address in ("/helpline/lists", *addresses):
        assert client.get(address).status_code == 403
