from uuid import uuid4

from flask.testing import FlaskClient

from directory.extensions import db
from directory.listings.pages.list_views import read_ids
from directory.models.mixins import utc_now
from tests.factories import make_guidance, make_location_data, make_service


def test_a_link_holds_the_list_in_its_order(client: FlaskClient) -> None:
    first, second = make_service(name="Tea and talk"), make_guidance(name="Sleep better")
    make_service(name="Not on the list")
    db.session.commit()
    html = client.get(f"/my-list?ids={second.id},{first.id}").get_data(as_text=True)
    assert html.index("Sleep better") < html.index("Tea and talk")
    assert "Not on the list" not in html


def test_what_is_no_longer_listed_is_said_and_unknown_ids_are_no_error(client: FlaskClient) -> None:
    shown, hidden = make_service(name="Tea and talk"), make_service(name="Gone", status="suspended")
    db.session.commit()
    html = client.get(f"/my-list?ids={shown.id},{hidden.id},{uuid4()},nonsense,").get_data(as_text=True)
    assert "2 things that were on this list are no longer listed here." in html
    assert "Gone" not in html


def test_removing_one_leaves_the_others_in_the_address(client: FlaskClient) -> None:
    first, second = make_service(), make_service()
    db.session.commit()
    html = client.get(f"/my-list?ids={first.id},{second.id}").get_data(as_text=True)
    assert f'href="/my-list?ids={second.id}" data-list-remove="{first.id}"' in html


def test_a_list_has_a_most_and_repeats_count_once() -> None:
    ids = [str(uuid4()) for _ in range(150)]
    assert [str(one) for one in read_ids([",".join(ids), ids[0]])] == ids[:60]


def test_an_empty_list_leads_on(client: FlaskClient) -> None:
    make_service()
    assert "There is nothing on your list yet" in client.get("/my-list").get_data(as_text=True)


def test_on_paper_every_address_is_there_and_a_way_in_where_no_phone_is_known(client: FlaskClient) -> None:
    halls = [make_location_data(name=name) for name in ("Clock House", "Hinckley Hub")]
    two = make_service(name="Debt Desk", service_at_locations=halls)
    ways = {"url": "https://tea.example.org", "email": "hello@tea.example.org", "phones": []}
    calls = make_service(name="Tea parties", **ways)
    rung = make_service(name="Ring us", url="https://ring.example.org", phones=[{"number": "0116 496 0101"}])
    db.session.commit()
    html = client.get(f"/my-list?ids={two.id},{calls.id},{rung.id}").get_data(as_text=True)
    assert "Debt Desk is at:" in html
    assert "LE1 1AA; or Hinckley Hub, 1 Example Street" in html
    assert ">tea.example.org</a>" in html
    assert "mailto:hello@tea.example.org" in html
    assert "ring.example.org" not in html


def test_what_is_closed_for_now_says_so_on_its_card_whatever_was_said_before(client: FlaskClient) -> None:
    said = {"status": "open", "said_on": utc_now().date().isoformat()}
    closed = make_service(name="Tea and talk", status="temporarily closed", availability=said)
    running = make_service(name="Chess", availability=said)
    db.session.commit()
    for entry, words in ((closed, "Closed for now"), (running, "Open to new people")):
        html = client.get(f"/my-list?ids={entry.id}").get_data(as_text=True)
        tags = [one for one in ("Closed for now", "Open to new people") if one in html]
        assert (entry.name, tags) == (entry.name, [words])
