"""What is noted of a search, and what is not."""

import sqlite3
import time
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from directory.extensions import db
from directory.models import LoggedOpening, LoggedSearch, LoggedSearchNeed, MonthlySearches, TaxonomyTerm
from directory.models.codes import AreaKind, Role
from directory.search.log import retention, writing
from tests.accounts.signing_in import sign_in_as
from tests.factories import (
    make_area,
    make_guidance,
    make_logged_search,
    make_need,
    make_postcode,
    make_service,
)
from tests.search.searching import search_page as search

NOW = datetime(2026, 6, 15, 12, 30, 45, tzinfo=UTC)


def find_logged() -> list[LoggedSearch]:
    db.session.expire_all()
    return list(db.session.scalars(select(LoggedSearch).order_by(LoggedSearch.at)))


@pytest.mark.both_engines
def test_a_sign_that_is_written_out_as_many_still_fits(client: FlaskClient) -> None:
    make_service(name="Tea club")
    search(client, "q=" + "\ufdfa" * 150)
    [logged] = find_logged()
    assert logged.words
    assert len(logged.words) <= 200


@pytest.mark.both_engines
def test_a_search_is_noted_with_its_needs_district_and_count_and_without_who_asked(
    client: FlaskClient,
) -> None:
    need = make_need("debt", words=("owe money",))
    make_need("company")
    district = make_area("charnwood", code="E07000130")
    make_postcode("LE11 1AA", district_code="E07000130")
    make_service(name="Money advice", needs=["debt"])
    search(client, "q=I+owe+money&place=LE11+1AA&delivery=place&age=42&need=john+smith")
    [logged] = find_logged()
    assert (logged.words, logged.total, logged.is_staff, logged.is_crisis) == ("i owe money", 0, False, False)
    assert logged.area_id == district.id
    assert logged.filters == {"delivery": ["place"], "age": "given"}
    assert list(db.session.scalars(select(LoggedSearchNeed.taxonomy_term_id))) == [need.id]
    assert logged.at.second == 0
    assert {column.name for column in LoggedSearch.__table__.columns} == {
        "id", "at", "words", "is_crisis", "is_staff", "filters", "area_id", "total", "is_weak", "was_opened",
            "token",
    }  # fmt: skip


def test_words_of_crisis_are_never_stored(client: FlaskClient) -> None:
    make_need("self-harm", words=("kill myself",))
    make_service(name="Somebody to talk to")
    page = search(client, "q=i+want+to+kill+myself&need=self-harm")
    [logged] = find_logged()
    assert (logged.is_crisis, logged.words, logged.filters, logged.token) == (True, None, {}, None)
    assert db.session.scalar(select(func.count()).select_from(LoggedSearchNeed)) == 0
    assert "/search/open/" not in page


@pytest.mark.parametrize("query", ["", "q=", "q=tea&page=2", "q=tea&sort=name", "page=1"])
def test_turning_pages_sorting_and_asking_for_everything_are_no_searches(
    client: FlaskClient, query: str
) -> None:
    for _ in range(21):
        make_service(name="Tea")
    search(client, query)
    client.head("/search?q=tea")
    assert find_logged() == []


def test_the_practice_that_staff_ask_for_is_kept_as_its_network_only(client: FlaskClient) -> None:
    pcn = make_area("west-pcn", AreaKind.PCN)
    practice = make_area("the-surgery", AreaKind.PRACTICE, code="Y00001", parent=pcn)
    make_service(name="Tea")
    search(client, "q=tea&practice=Y00001")
    sign_in_as(client, Role.STAFF)
    search(client, "q=tea&practice=Y00001")
    assert [(one.is_staff, one.area_id) for one in sorted(find_logged(), key=lambda one: one.is_staff)] == [
        (False, None),
        (True, pcn.id),
    ]
    assert practice.id not in {one.area_id for one in find_logged()}


@pytest.mark.both_engines
def test_what_was_opened_is_tied_by_a_token_that_is_no_part_of_the_address_people_share(
    client: FlaskClient,
) -> None:
    service, guidance = make_service(name="Tea club"), make_guidance(name="Tea at home")
    make_service(name="Tea decoy")
    service_id, guidance_id = service.id, guidance.id
    page = search(client, "q=tea")
    [logged] = find_logged()
    for kind, entry_id in (("entry", service_id), ("guidance", guidance_id), ("entry", service_id)):
        link = f"/search/open/{kind}/{entry_id}/{logged.token}"
        assert f'href="{link}"' in page
        answer = client.get(link)
        assert (answer.status_code, answer.location) == (302, f"/{kind}/{entry_id}")
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert logged.token not in client.get(answer.location).text
    assert set(db.session.scalars(select(LoggedOpening.entry_id))) == {service_id, guidance_id}
    assert find_logged()[0].was_opened


def test_a_link_leads_on_when_its_token_has_ended_or_never_was(client: FlaskClient) -> None:
    entry_id = make_service(name="Tea club").id
    make_logged_search("tea", token="ended", at=datetime.now(UTC) - timedelta(minutes=61))
    make_logged_search("tea", token="lives")
    db.session.commit()
    for token in ("ended", "never", "%00", "x" * 500):
        assert client.get(f"/search/open/entry/{entry_id}/{token}").location == f"/entry/{entry_id}"
    # An entry that does not exist is not noted either.
    nobody = uuid.uuid4()
    assert client.get(f"/search/open/entry/{nobody}/lives").status_code == 302
    assert client.head(f"/search/open/entry/{entry_id}/lives").status_code == 302
    assert db.session.scalar(select(func.count()).select_from(LoggedOpening)) == 0


def test_switched_off_nothing_is_noted_and_links_lead_straight_to_entries(
    app: Flask, client: FlaskClient
) -> None:
    service_id = make_service(name="Tea club").id
    app.config["SEARCH_LOG"] = False
    assert f'href="/entry/{service_id}"' in search(client, "q=tea")
    assert find_logged() == []
    assert "We note what is searched" not in client.get("/privacy").text
    app.config["SEARCH_LOG"] = True
    assert "We note what is searched" in client.get("/privacy").text


@pytest.mark.both_engines
def test_a_log_that_cannot_be_written_fails_no_page(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    service_id = make_service(name="Tea club").id
    monkeypatch.setattr(writing, "_insert", lambda *_: db.session.execute(None))
    assert f'href="/entry/{service_id}"' in search(client, "q=tea")
    monkeypatch.setattr(writing, "_note_opening", lambda *_: 1 / 0)
    assert client.get(f"/search/open/entry/{service_id}/x").status_code == 302
    monkeypatch.setattr(writing, "read_search", lambda *_, **__: 1 / 0)
    assert "Tea club" in search(client, "q=tea")


def test_a_search_waits_for_no_other_writer_of_sqlite(
    app: Flask, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    make_service(name="Tea club")
    search(client, "q=warm")
    other = sqlite3.connect(db.engine.url.database, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    started = time.perf_counter()
    assert "Tea club" in search(client, "q=tea+secret")
    took = time.perf_counter() - started
    other.execute("ROLLBACK")
    other.close()
    assert [one.words for one in find_logged()] == ["warm"]
    # Other writes wait twenty seconds.
    assert took < 10
    assert "secret" not in caplog.text
    # The connection went back to the pool with its usual patience.
    with db.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 20000
        assert connection.exec_driver_sql("PRAGMA wal_autocheckpoint").scalar() == 1000


def test_the_one_writer_of_sqlite_is_free_again_before_the_page_is_made(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_service(name="Tea club")
    tokens: list[str | None] = []
    original = writing.append

    def append_then_write(*args: Any, **kwargs: Any) -> str | None:
        tokens.append(original(*args, **kwargs))
        other = sqlite3.connect(db.engine.url.database, isolation_level=None, timeout=0)
        other.execute("BEGIN IMMEDIATE")
        other.close()
        return tokens[-1]

    monkeypatch.setattr(writing, "append", append_then_write)
    page = search(client, "q=tea")
    assert tokens[0]
    assert tokens[0] in page


@pytest.mark.both_engines
def test_a_search_with_only_weak_results_is_noted_as_that_and_says_so(client: FlaskClient) -> None:
    make_service(name="Dance for wheelchair users")
    make_service(name="Tango")
    weak = "q=tango+for+wheelchair+users"
    pages = [search(client, query) for query in ("q=wheelchair+dance", weak, "q=xyzzy")]
    said = ["Nothing fits all of these words" in page for page in pages]
    assert said == [False, True, False]
    noted = {one.words: (one.total > 0, one.is_weak) for one in find_logged()}
    assert noted == {
        "wheelchair dance": (True, False),
        "tango for wheelchair users": (True, True),
        "xyzzy": (False, False),
    }
    assert "/unmet-needs/log" not in pages[1]
    sign_in_as(client, Role.STAFF)
    assert "log it as an unmet need" in search(client, weak)


def test_a_search_with_words_of_crisis_is_not_told_that_nothing_fits(client: FlaskClient) -> None:
    make_service(name="Suicide bereavement group")
    make_service(name="Tango")
    page = search(client, "q=tango+suicide")
    assert "app-crisis" in page
    assert "Suicide bereavement group" in page or "Tango" in page
    assert "Nothing fits all of these words" not in page


@pytest.mark.both_engines
def test_tokens_end_after_an_hour_and_ending_them_again_does_nothing(app: Flask) -> None:
    for minutes in (5, 59, 61, 600):
        make_logged_search("tea", token=str(minutes), at=NOW - timedelta(minutes=minutes))
    assert (retention.end_tokens(NOW), retention.end_tokens(NOW)) == (2, 0)
    assert {one.token for one in find_logged()} == {"5", "59", None}


@pytest.mark.both_engines
def test_after_ninety_days_only_words_that_five_searches_share_stay_as_counts_of_a_month(app: Flask) -> None:
    need, service = make_need("debt"), make_service()
    march = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
    last = make_logged_search("debt help", need, times=5, at=march, total=0)
    db.session.add(LoggedOpening(search_id=last.id, entry_type="service", entry_id=service.id))
    make_logged_search("rare words", times=4, at=march, total=2, is_weak=True)
    make_logged_search(None, at=march, is_crisis=True, was_opened=True)
    # 23:30 in UTC on the last of March is April in London.
    make_logged_search("debt help", times=6, at=datetime(2026, 3, 31, 23, 30, tzinfo=UTC))
    make_logged_search("new", times=7, at=NOW)

    def list_months() -> set[tuple[str, str, int, int, int | None, int, int]]:
        rows = db.session.scalars(select(MonthlySearches))
        return {
            (str(one.month), one.words, one.searches, one.without_result, one.weak, one.few, one.unopened)
            for one in rows
        }

    assert retention.count_and_forget(NOW) == 10
    expected = {
        ("2026-03-01", "debt help", 5, 5, 0, 0, 0),
        ("2026-03-01", "", 5, 0, 4, 4, 4),
        ("2026-04-01", "debt help", 6, 0, 0, 0, 6),
        ("2026-04-01", "", 0, 0, 0, 0, 0),
        ("2026-05-01", "", 0, 0, 0, 0, 0),
    }
    assert list_months() == expected
    assert retention.count_and_forget(NOW) == 0
    assert list_months() == expected
    assert retention.count_and_forget(NOW + timedelta(days=16)) == 6
    assert {one.words for one in find_logged()} == {"new"}
    for table in (LoggedOpening, LoggedSearchNeed):
        assert db.session.scalar(select(func.count()).select_from(table)) == 0
    assert db.session.scalar(select(func.count(TaxonomyTerm.id)).where(TaxonomyTerm.slug == "debt")) == 1
    assert "rare words" not in {one[1] for one in list_months()}
