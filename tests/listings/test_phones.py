"""Telephones of entries, from every door they come in by to every page they are shown on."""

import re
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from directory.extensions import db
from directory.framework.entry_facts import list_entry_facts
from directory.listings.presenters.phones import find_way_in
from directory.models import Service
from directory.models.codes import Role
from directory.models.mixins import utc_now
from directory.search.find import find
from directory.search.request import SearchRequest
from tests.accounts.signing_in import sign_in_as
from tests.exchange.imports import feed_service, find_service, run_import, write_json
from tests.factories import make_index, make_service, make_town

SEVERAL = "0116 496 0123 (9am-5pm) / 07700 900123, fax 0116 496 0124"


def read_pages(client: FlaskClient, service: Service) -> list[str]:
    db.session.commit()
    addresses = (f"/entry/{service.id}", f"/my-list?ids={service.id}", "/search?q=tea")
    return [client.get(address).text for address in addresses]


def test_a_cell_with_several_numbers_and_words_is_shown_whole_and_each_number_is_a_link(
    client: FlaskClient,
) -> None:
    service = make_service(name="Tea and talk", phones=[{"number": SEVERAL}])
    make_index()
    for page in read_pages(client, service):
        assert 'href="tel:01164960123">0116 496 0123</a> (9am-5pm) / <a' in page
        assert 'href="tel:07700900123">07700 900123</a>, fax 0116 496 0124' in page
        assert "0116496012307700" not in page


def test_an_extension_is_dialled_apart(client: FlaskClient) -> None:
    phones = [{"number": "0116 496 0123", "extension": "45"}, {"number": "0116 496 0124 ext 67"}]
    [page, *_] = read_pages(client, make_service(phones=phones))
    assert 'href="tel:+441164960123;ext=45">0116 496 0123 extension 45</a>' in page
    assert 'href="tel:+441164960124;ext=67">0116 496 0124 extension 67</a>' in page


def test_help_by_text_is_texted_and_said_to_be_by_text(client: FlaskClient) -> None:
    make_town()
    service = make_service(name="Tea by text", attending_types=[], phones=[{"number": "text SHOUT to 85258"}])
    make_index()
    for page in read_pages(client, service):
        assert 'href="sms:85258?&amp;body=SHOUT">text SHOUT to 85258</a>' in page
        assert "tel:85258" not in page
    asked = SearchRequest(q="tea", delivery=("text",), place="Loughborough")
    [hit] = find(asked, viewer="public", now=utc_now()).hits
    assert (hit.entry_id, hit.reasons) == (service.id, ("By text",))
    assert not find(SearchRequest(q="tea", delivery=("phone",)), viewer="public", now=utc_now()).hits
    card = client.get("/search?q=tea&place=Loughborough").text
    assert ("<dt>Text</dt>" in card, "By text" in card, "<dt>Phone</dt>" in card) == (True, True, False)


@pytest.mark.parametrize("kind", ["fax", "textphone", "video", "pager"])
def test_what_cannot_be_rung_is_no_link_and_not_the_way_in(client: FlaskClient, kind: str) -> None:
    phones = [{"number": "0116 496 0199", "type": kind}, {"number": "0116 496 0123", "type": "voice"}]
    service = make_service(phones=phones)
    line = find_way_in(service.phones)
    assert line is not None
    assert line.shown == "0116 496 0123"
    [page, *_] = read_pages(client, service)
    assert "0116 496 0199" in page
    assert "tel:01164960199" not in page
    assert find_way_in(service.phones[:1]) is None


def test_packs_link_each_number(client: FlaskClient) -> None:
    phones = [{"number": "0116 496 0123 or text 07700 900123", "description": "Ask for Bev"}]
    service = make_service(phones=phones)
    db.session.commit()
    [facts] = list_entry_facts([service.id], utc_now())
    [line, *_] = facts.contact_lines
    assert line.words == "0116 496 0123 or text 07700 900123 (Ask for Bev)"
    assert [one.address for one in line.pieces if one.address] == ["tel:01164960123", "sms:07700900123"]


def _identified(phones: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"id": f"3f1c9b60-52a5-4e0e-8a3d-0c4e8f3f01{at:02}", **one} for at, one in enumerate(phones)]


@pytest.mark.parametrize(
    ("phones", "ways", "kinds"),
    [
        ([{"number": "85258", "type": "text"}], ["text"], ["text"]),
        ([{"number": "85258", "type": "SMS"}], ["text"], ["text"]),
        ([{"number": "text SHOUT to 85258"}], ["text"], [None]),
        ([{"number": "0116 496 0123", "type": "Voice"}], ["phone"], ["voice"]),
        ([{"number": "0116 496 0123 or text 07700 900123"}], ["phone", "text"], [None]),
        (
            [{"number": "0116 496 0123"}, {"number": "85258", "type": "text"}],
            ["phone", "text"],
            [None, "text"],
        ),
        ([{"number": "0116 496 0124", "type": "fax"}], [], ["fax"]),
        ([{"number": "0116 496 0124", "type": "Minicom"}], [], ["textphone"]),
    ],
)
@pytest.mark.usefixtures("app")
def test_an_import_keeps_the_type_and_finds_the_way(
    tmp_path: Path, phones: list[dict[str, Any]], ways: list[str], kinds: list[str | None]
) -> None:
    result = run_import(write_json(tmp_path / "feed.json", feed_service(phones=_identified(phones))))
    assert result.exit_code == 0, result.output
    service = find_service("Tea on Tuesdays")
    assert list(service.attending_types) == ways
    assert [phone.type for phone in service.phones] == kinds


@pytest.mark.usefixtures("app")
def test_a_type_that_the_standard_does_not_have_and_a_long_cell_are_not_lost(tmp_path: Path) -> None:
    long = (
        "0116 496 0123 (Monday to Friday 9am to 5pm) or 07700 900123 (evenings, weekends and bank holidays)"
    )
    phones = [{"number": long, "type": "Out of hours"}]
    run_import(write_json(tmp_path / "feed.json", feed_service(phones=_identified(phones))))
    [phone] = find_service("Tea on Tuesdays").phones
    assert (phone.number, phone.type, phone.description) == (long, None, "Out of hours")


def test_the_officer_chooses_how_a_number_is_used(client: FlaskClient) -> None:
    service = make_service(phones=[{"number": "07700 900123", "type": "text"}])
    db.session.commit()
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    answer = client.get(f"/admin/entries/{service.id}/edit/contact")
    page = answer.text
    assert answer.status_code == 200
    assert re.search(r'<option value="text"[^>]* selected[^>]*>For text messages</option>', page)
