"""A pack holds entries and crisis help, ends by itself, and says nothing of anybody."""

from datetime import UTC, datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.extensions import db
from directory.framework.packs.actions import delete_ended_packs, make_pack
from directory.models import Pack, PackEntry
from directory.models.codes import Role
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_guidance, make_service, make_user

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_a_pack_says_nothing_of_need_level_record_or_maker() -> None:
    columns = {column.name for model in (Pack, PackEntry) for column in model.__table__.columns}
    assert columns == {"id", "token", "expires_at", "pack_id", "position", "entry_type", "entry_id"}


def test_a_pack_is_read_by_anybody_with_its_link_and_carries_crisis_help(client: FlaskClient) -> None:
    service = make_service(name="Tea on Tuesday")
    make_service(name="Not in it")
    sign_in_as(client, Role.STAFF)
    address = client.post("/packs", data={"entry": str(service.id)}).location
    ways = client.get(address).text
    token = address.rsplit("/", 1)[1]
    visitor = client.application.test_client()
    for page in (ways, visitor.get(f"/pack/{token}").text, visitor.get(f"/pack/{token}?print=large").text):
        assert "Tea on Tuesday" in page
        assert "116 123" in page
        assert "Not in it" not in page
        assert "data:image/svg" in page
    assert visitor.get(f"/pack/{token}").headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "Set-Cookie" not in visitor.get(f"/pack/{token}").headers


def test_the_link_to_a_pack_ends(app: Flask, client: FlaskClient) -> None:
    actor, service = make_user(), make_service()
    ended = make_pack(actor=actor, entry_ids=[service.id], now=NOW - timedelta(days=4000)).token
    lasting = make_pack(actor=actor, entry_ids=[service.id], now=datetime.now(UTC)).token
    db.session.commit()
    assert client.get(f"/pack/{ended}").status_code == 404
    assert delete_ended_packs(datetime.now(UTC)) == 1
    assert list(db.session.scalars(select(Pack.token))) == [lasting]
    assert len(list(db.session.scalars(select(PackEntry)))) == 1


def test_tokens_cannot_be_guessed(app: Flask) -> None:
    actor, service = make_user(), make_service()
    tokens = {make_pack(actor=actor, entry_ids=[service.id], now=NOW).token for _ in range(50)}
    assert len(tokens) == 50
    assert {len(token) for token in tokens} == {14}


def test_a_withdrawn_entry_is_no_longer_in_a_pack_and_the_page_says_so(client: FlaskClient) -> None:
    kept, gone = make_service(name="Still here"), make_service(name="Now gone")
    token = make_pack(actor=make_user(), entry_ids=[kept.id, gone.id], now=datetime.now(UTC)).token
    gone.status = "inactive"
    db.session.commit()
    page = client.get(f"/pack/{token}").text
    assert ("Still here" in page, "Now gone" in page, "1 place is no longer listed" in page) == (
        True,
        False,
        True,
    )


def test_nothing_chosen_makes_no_pack(client: FlaskClient) -> None:
    sign_in_as(client, Role.STAFF)
    assert client.post("/packs", data={"entry": ["no id", ""]}).status_code == 422
    assert db.session.scalar(select(Pack)) is None


def test_numbers_in_a_pack_can_be_rung_and_addresses_written_to(client: FlaskClient) -> None:
    contact = {"name": "Sam", "title": "Host", "phones": [{"number": "0116 496 0124"}]}
    service = make_service(email="tea@example.org", contacts=[contact])
    token = make_pack(actor=make_user(), entry_ids=[service.id], now=datetime.now(UTC)).token
    db.session.commit()
    page = client.get(f"/pack/{token}").text
    for address in ("tel:01164960123", "mailto:tea@example.org", "tel:01164960124"):
        assert f'<a href="{address}">' in page


def test_a_closed_group_is_not_handed_on_as_open(client: FlaskClient) -> None:
    shut = make_service(name="Tea on Tuesday", status="temporarily closed", alert="The hall is flooded.")
    other = make_service(name="Open door")
    token = make_pack(actor=make_user(), entry_ids=[shut.id, other.id], now=datetime.now(UTC)).token
    db.session.commit()
    sign_in_as(client, Role.STAFF)
    for address in (f"/pack/{token}", f"/packs/{token}", f"/support/compare?entry={shut.id}"):
        page = client.get(address).text
        assert "This is closed for the time being." in page
        assert page.count("The hall is flooded.") == 1


def test_advice_in_a_pack_is_there_to_read_and_has_an_address_in_a_message(client: FlaskClient) -> None:
    guidance = make_guidance(body="## Start small\n\nSay **one** thing.")
    token = make_pack(actor=make_user(), entry_ids=[guidance.id], now=datetime.now(UTC)).token
    db.session.commit()
    page = client.get(f"/pack/{token}").text
    assert "<h3>Start small</h3>" in page
    assert "<strong>one</strong>" in page
    sign_in_as(client, Role.STAFF)
    assert f"/guidance/{guidance.id}" in client.get(f"/packs/{token}").text


def test_a_pack_names_the_hub_an_entry_is_reached_through_and_says_each_thing_once(
    client: FlaskClient,
) -> None:
    hub = make_service(name="First Contact")
    service = make_service(
        referred_through=[str(hub.id)],
        cost_options=[{"option": "Charge", "amount": "2.00", "amount_description": "£2 on the door"}],
    )
    token = make_pack(actor=make_user(), entry_ids=[service.id], now=datetime.now(UTC)).token
    db.session.commit()
    page = client.get(f"/pack/{token}").text
    assert "You reach it through First Contact." in page
    assert "Charge: £2 on the door" in page
