from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.admin import queries
from directory.admin.filters import EntryFilter, parse_filter
from directory.extensions import db
from directory.listings import actions
from directory.models.codes import AssuranceMethod, Role
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_area, make_guidance, make_location_data, make_need, make_service

TODAY = date(2026, 3, 2)


def names(**wanted: object) -> list[str]:
    page = queries.list_entries(EntryFilter(**wanted), TODAY)  # type: ignore[arg-type]
    assert len(page.rows) == page.total
    return [row.name for row in page.rows]


def make_some() -> None:
    district = make_area("charnwood")
    money = make_need("money")
    make_need("debt", parent=money)
    make_service(name="Alpha", needs=["debt"], status="draft", kind="service", source="Council")
    beta = make_service(name="Beta 100%", kind="activity", service_at_locations=[make_location_data()])
    beta.service_at_locations[0].location.district_id = district.id
    make_service(name="Gamma", service_areas=[{"area": "charnwood"}], organization={"name": "Example Vale"})
    checked = make_service(name="Delta")
    long_ago = datetime(2025, 1, 1, tzinfo=UTC)
    actions.assure_entry(actor=None, entry=checked, how=AssuranceMethod.PHONE, now=long_ago)
    make_guidance(name="Epsilon", needs=["money"])


@pytest.mark.both_engines
@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["Alpha", "Beta 100%", "Delta", "Epsilon", "Gamma"]),
        ({"status": "draft"}, ["Alpha"]),
        ({"kind": "activity"}, ["Beta 100%"]),
        ({"kind": "guidance"}, ["Epsilon"]),
        ({"kind": "guidance", "district": "charnwood"}, []),
        ({"need": "debt"}, ["Alpha"]),
        ({"need": "money"}, ["Alpha", "Epsilon"]),
        ({"district": "charnwood"}, ["Beta 100%", "Gamma"]),
        ({"review": "overdue"}, ["Delta"]),
        ({"review": "never"}, ["Beta 100%", "Epsilon", "Gamma"]),
        ({"source": "Council"}, ["Alpha"]),
        ({"text": "vale EXAMPLE"}, ["Gamma"]),
        ({"text": "0%"}, ["Beta 100%"]),
        ({"text": "_"}, []),
    ],
)
def test_the_list_is_narrowed_by_each_filter(app: Flask, wanted: dict[str, str], found: list[str]) -> None:
    make_some()
    assert names(**wanted) == found


def test_a_page_holds_fifty(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    for number in range(51):
        make_service(name=f"Group {number:02}")
    db.session.commit()
    page = client.get("/admin/entries").text
    assert page.count('app-entry-name"') == 50
    assert "51 entries, page 1 of 2" in page
    assert client.get("/admin/entries?page=2").text.count('app-entry-name"') == 1


def test_the_counts_of_the_desk_are_those_of_the_lists_they_lead_to(client: FlaskClient) -> None:
    make_some()
    sign_in_as(client, Role.HELPLINE)
    counts = queries.count_by_state(TODAY)
    assert counts == {"active": 4, "draft": 1, "overdue": 1, "never": 3}
    assert len(names(review="overdue")) == counts["overdue"]
    assert len(names(status="active")) == counts["active"]
    assert "overdue for checking" in client.get("/admin/").text


@pytest.mark.parametrize(
    "query",
    [
        "page=0", "page=-1", "page=1000000000000", "page=x", "page=١", "page=1&page=2", "status=emperor",
        "kind=%00", "need=%00", "district=%F0%9F%98%80", "text=%00%E2%80%AE", "text=" + "x" * 5000,
        "source=%ED%A0%80", "review=1", "text=%25_%5C",
    ],
)  # fmt: skip
def test_no_filter_breaks_the_list(client: FlaskClient, query: str) -> None:
    make_some()
    sign_in_as(client, Role.HELPLINE)
    assert client.get(f"/admin/entries?{query}").status_code == 200


def test_a_page_beyond_the_end_leads_back(client: FlaskClient) -> None:
    make_some()
    sign_in_as(client, Role.HELPLINE)
    assert "Go to the first page" in client.get("/admin/entries?page=9&status=draft").text


def test_a_filter_stands_in_the_address_as_it_was_set() -> None:
    wanted = parse_filter({"status": "draft", "page": "3", "text": " a  b ", "kind": "nonsense"})
    assert wanted.to_query() == {"status": "draft", "page": "3", "text": "a  b"}
    assert wanted.to_query(page=1) == {"status": "draft", "text": "a  b"}


def test_tomorrow_is_not_overdue(app: Flask) -> None:
    service = make_service(name="Soon")
    service.next_review_on = TODAY
    db.session.flush()
    assert names(review="overdue") == []
    service.next_review_on = TODAY - timedelta(days=1)
    db.session.flush()
    assert names(review="overdue") == ["Soon"]
