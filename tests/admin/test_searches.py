"""The officer's pages of what was searched."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from directory.admin.filters import parse_log_filter, parse_month
from directory.extensions import db
from directory.models import LoggedOpening, LoggedSearch, MonthlySearches, Proposal
from directory.models.codes import Role
from directory.models.improving.codes import ProposalKind, ProposalSource
from directory.models.mixins import utc_now
from directory.search.log import queries
from directory.search.log.queries import LogFilter
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_area, make_logged_search, make_need, make_proposal, make_service
from tests.listings.test_query_counts import count

NOW = datetime(2026, 6, 15, 12, 30, tzinfo=UTC)


def list_rows(**wanted: object) -> list[tuple[object, ...]]:
    return [tuple(row)[:-1] for row in queries.list_words(LogFilter(**wanted), NOW).rows]  # type: ignore[arg-type]


def make_some() -> None:
    money = make_need("money")
    debt = make_need("debt", parent=money)
    near, far = make_area("charnwood"), make_area("melton")
    ago = {days: NOW - timedelta(days=days) for days in (1, 20, 60, 100)}
    make_logged_search("owe money", debt, times=3, at=ago[1], total=0, area_id=near.id)
    make_logged_search("owe money", debt, at=ago[1], total=2, area_id=far.id, was_opened=True)
    make_logged_search("chess", at=ago[20], is_staff=True, is_weak=True)
    make_logged_search("chess", at=ago[20], is_staff=True)
    make_logged_search("knitting", make_need("hobby"), at=ago[60], total=0, area_id=near.id)
    make_logged_search("long ago", at=ago[100])
    make_logged_search(None, at=ago[1], is_crisis=True)


@pytest.mark.both_engines
def test_words_are_counted_by_what_came_of_them(app: Flask) -> None:
    make_some()
    assert list_rows() == [("owe money", 4, 3, 0, 1, 0), ("chess", 2, 0, 1, 0, 2)]
    assert list_rows(view="without_result", days=90) == [
        ("owe money", 4, 3, 0, 1, 0),
        ("knitting", 1, 1, 0, 0, 0),
    ]
    assert list_rows(view="weak") == [("chess", 2, 0, 1, 0, 2)]
    assert list_rows(view="few") == [("owe money", 4, 3, 0, 1, 0)]
    assert list_rows(view="unopened") == [("chess", 2, 0, 1, 0, 2)]
    assert list_rows(days=7) == [("owe money", 4, 3, 0, 1, 0)]
    assert list_rows(need="money") == [("owe money", 4, 3, 0, 1, 0)]
    assert list_rows(area="melton") == [("owe money", 1, 0, 0, 1, 0)]
    assert list_rows(who="staff") == [("chess", 2, 0, 1, 0, 2)]
    assert list_rows(need="nothing-like-it") == list_rows(page=2) == []
    assert tuple(queries.count_searches(LogFilter(), NOW)) == (7, 3, 1, 1, 3, 1)


@pytest.mark.both_engines
def test_searches_are_counted_by_need_and_by_area(app: Flask) -> None:
    make_some()
    wanted = LogFilter(days=90)
    assert [tuple(row)[1:] for row in queries.list_by_need(wanted, NOW)] == [
        ("debt", 4, 3, 0, 1, 0),
        ("hobby", 1, 1, 0, 0, 0),
    ]
    assert [tuple(row)[1:] for row in queries.list_by_area(wanted, NOW)] == [
        ("charnwood", 4, 4, 0, 0, 0),
        ("melton", 1, 0, 0, 1, 0),
    ]


@pytest.mark.both_engines
def test_weak_signals_are_searches_without_a_result_by_need_and_area(app: Flask) -> None:
    make_some()
    far = db.session.scalar(select(LoggedSearch.area_id).where(LoggedSearch.total == 2))
    make_logged_search("owe a lot", make_need("debt"), times=2, at=NOW, is_weak=True, area_id=far)
    debt, near = (
        make_need("debt"),
        db.session.scalar(select(LoggedSearch.area_id).where(LoggedSearch.total == 0)),
    )
    signals = queries.list_weak_signals(NOW)
    assert [(one.need, one.area, one.without_result, one.weak) for one in signals] == [
        ("Debt", "Charnwood", 3, 0),
        ("Hobby", "Charnwood", 1, 0),
        ("Debt", "Melton", 0, 2),
    ]
    assert [one.need for one in queries.list_weak_signals(NOW, need_ids=[debt.id])] == ["Debt"] * 2
    assert len(queries.list_weak_signals(NOW, area_ids=[near])) == 2
    assert [one.need for one in queries.list_weak_signals(NOW, days=7)] == ["Debt"] * 2


def test_the_likely_need_of_words_is_what_was_opened_from_them(app: Flask) -> None:
    make_need("fuel")
    make_need("debt")
    fuel, debt = make_service(needs=["fuel", "debt"]), make_service(needs=["debt"])
    for entry, times in ((fuel, 2), (debt, 1)):
        for _ in range(times):
            search = make_logged_search("meter money", was_opened=True)
            db.session.add(LoggedOpening(search_id=search.id, entry_type="service", entry_id=entry.id))
    make_logged_search("decoy")
    db.session.flush()
    assert queries.find_likely_need("meter money") == "fuel"
    assert queries.find_likely_need("decoy") is None


def test_one_click_makes_a_row_a_proposal_or_a_task_once(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    make_need("debt")
    area_id = make_area("charnwood").id
    make_logged_search("owe loads", times=3, total=0, at=utc_now(), area_id=area_id)
    db.session.commit()
    page = client.get("/admin/searches?view=without_result").text
    assert "owe loads" in page
    answer = client.post("/admin/searches/propose", data={"words": "owe loads", "do": "word"})
    word = db.session.scalars(select(Proposal)).one()
    assert (word.kind, word.text, word.need, word.source) == (
        ProposalKind.WORD,
        "owe loads",
        None,
        ProposalSource.SEARCH_LOG,
    )
    assert answer.location == f"/admin/proposals/{word.id}"
    page = client.get("/admin/searches?view=without_result").text
    assert f'href="/admin/proposals/{word.id}"' in page
    data = {
        "words": "owe loads",
        "do": "task",
        "list.need": "debt",
        "list.area": "charnwood",
        "list.view": "few",
    }
    assert "view=few" in client.post("/admin/searches/propose", data=data).location
    task = db.session.scalars(select(Proposal).where(Proposal.kind == ProposalKind.ENTRY)).one()
    assert (task.text, task.need.slug, task.area_id) == ("owe loads", "debt", area_id)
    client.post("/admin/searches/propose", data={"do": "task", "list.need": "debt"})
    assert db.session.scalar(select(func.count(Proposal.id))) == 3


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"do": "word"},
        {"do": "word", "words": "one two three four five six seven"},
        {"do": "word", "words": "\x00\ud800", "list.page": "x"},
        {"do": "word", "words": "943 476 5919"},
        {"do": "task", "words": "their number 943 476 5919"},
        {"do": "task", "words": "tea", "list.need": "no-such-need"},
        {"do": "drop table", "words": "tea" * 1000},
    ],
)
def test_what_cannot_be_made_of_a_row_is_said_and_nothing_is_made(
    client: FlaskClient, data: dict[str, str]
) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    data = {name: value.encode("utf-8", "ignore").decode() for name, value in data.items()}
    answer = client.post("/admin/searches/propose", data=data)
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert db.session.scalar(select(func.count(Proposal.id))) == 0


def test_nobody_but_the_knowledge_officer_sees_what_was_searched(client: FlaskClient) -> None:
    make_logged_search("owe money", total=0)
    for role in set(Role) - {Role.KNOWLEDGE_OFFICER}:
        sign_in_as(client, role)
        for path in ("/admin/searches", "/admin/searches/months"):
            assert client.get(path).status_code == 403
        assert client.post("/admin/searches/propose").status_code == 403
        desk = client.get("/admin/")
        assert desk.status_code == 403 or "without a result" not in desk.text
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    assert '<span class="app-count__number">1</span> searches without a result' in client.get("/admin/").text


def test_an_officer_who_tries_words_out_is_not_counted(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    client.get("/search?q=tea")
    assert db.session.scalar(select(func.count(LoggedSearch.id))) == 0
    sign_in_as(client, Role.STAFF)
    client.get("/search?q=tea")
    assert db.session.scalar(select(func.count(LoggedSearch.id))) == 1


def test_a_row_says_to_which_need_its_words_lead_by_now(client: FlaskClient) -> None:
    make_need("debt", words=("owe money",))
    make_logged_search("owe money")
    make_logged_search("tea dance")
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    page = client.get("/admin/searches").text
    assert (
        page.index("owe money") < page.index("</span>Debt<") < page.index("tea dance") < page.index("No need")
    )


def test_earlier_months_show_words_that_were_shared(client: FlaskClient) -> None:
    for month, words, searches in (
        (date(2026, 2, 1), "tea", 7),
        (date(2026, 3, 1), "chess", 9),
        (date(2026, 3, 1), "", 4),
    ):
        counts = {"searches": searches, "without_result": 0, "few": 0, "unopened": 0}
        db.session.add(MonthlySearches(month=month, words=words, **counts))
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    page = client.get("/admin/searches/months").text
    assert page.index("chess") < page.index("All others")
    assert "tea" in client.get("/admin/searches/months?month=2026-02").text
    assert "chess" in client.get("/admin/searches/months?month=%00x").text


def test_bad_filters_are_as_good_as_none() -> None:
    given = {"view": "x", "days": "9", "who": "me", "page": "-3", "need": "a\x00b"}
    assert parse_log_filter(given) == LogFilter(need="ab")
    assert parse_month("2026-13", []) is None


def test_a_long_page_takes_no_more_statements_than_a_short_one(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    make_need("debt")
    counts = []
    for number in (1, 30):
        for at in range(number):
            make_logged_search(f"words {number} {at}", make_need(f"need-{at}"))
            make_proposal(text=f"words {number} {at}")
        counts.append(count(client, "/admin/searches"))
    assert counts[0] == counts[1]
