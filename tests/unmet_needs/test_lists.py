"""Lists of a year's work come a page at a time, in a number of queries that does not grow."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from directory.extensions import db
from directory.models import UnmetNeed, UnmetNeedAnswer
from directory.models.codes import AnswerKind, GroupState, Role
from directory.models.mixins import utc_now
from directory.network.confirmation import day_of
from directory.unmet_needs import lists
from directory.unmet_needs.figures.periods import list_quarters
from tests.accounts.signing_in import sign_in_as
from tests.factories import (
    make_area,
    make_body,
    make_need,
    make_team,
    make_term,
    make_unmet_group,
    make_unmet_need,
)

ON = date(2026, 5, 4)


@contextmanager
def counting() -> Iterator[Callable[[], int]]:
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield lambda: len(statements)
    event.remove(db.engine, "before_cursor_execute", note)


def lay_logged(count: int, **values: object) -> list[UnmetNeed]:
    """Each of a need, an area, a team and a kind of people of its own."""
    return [
        make_unmet_need(
            make_need(f"need-{number}"),
            make_area(f"area-{number}"),
            team=make_team(),
            population=make_term(f"people-{number}"),
            **values,
        )
        for number in range(count)
    ]


@pytest.mark.both_engines
def test_a_page_holds_so_many_and_the_next_goes_on(app: Flask) -> None:
    need, area = make_need("debt"), make_area()
    for _ in range(lists.PAGE_SIZE + 3):
        make_unmet_group(need, area)
    make_unmet_group(need, area, state=GroupState.MERGED)
    first = lists.list_groups(lists.Wanted(), ON)
    second = lists.list_groups(lists.Wanted(page=2), ON)
    assert (first.total, first.pages, len(first.rows), len(second.rows)) == (28, 2, 25, 3)
    assert not {one.group.id for one in first.rows} & {one.group.id for one in second.rows}
    assert lists.list_groups(lists.Wanted(page=9), ON).rows == []


@pytest.mark.both_engines
def test_overdue_answers_come_first_then_rank(app: Flask) -> None:
    need, area = make_need("debt"), make_area()
    low = make_unmet_group(need, area, position=90)
    high = make_unmet_group(need, area, position=1)
    late = make_unmet_group(need, area, state=GroupState.SENT, due_on=date(2026, 5, 3), times_asked=7)
    rows = lists.list_groups(lists.Wanted(), ON).rows
    assert [one.group for one in rows] == [late, high, low]
    assert (rows[0].is_overdue, rows[0].count) == (True, 7)
    waiting = lists.count_waiting(ON)
    assert (waiting.ungrouped, waiting.unsent, waiting.sent, waiting.overdue) == (0, 2, 1, 1)
    assert (waiting.ungrouped_since, waiting.unsent_since) == (None, min(low.created_at, high.created_at))


@pytest.mark.both_engines
def test_it_is_said_since_when_the_first_waits_for_a_group(app: Flask) -> None:
    need, area = make_need("debt"), make_area()
    group = make_unmet_group(need, area)
    first, later = datetime(2026, 2, 1, 9, tzinfo=UTC), datetime(2026, 4, 1, 9, tzinfo=UTC)
    for at, where in ((later, None), (first, None), (first - timedelta(days=9), group)):
        make_unmet_need(need, area, logged_at=at, group=where)
    assert lists.count_waiting(ON).ungrouped_since == first


@pytest.mark.both_engines
def test_a_list_is_narrowed_down_by_words_need_area_state_and_body(app: Flask) -> None:
    money = make_need("money")
    debt, here = make_need("debt", parent=money), make_area("charnwood")
    body = make_body()
    values = {"name": "Evening debt advice", "state": GroupState.SENT, "body": body}
    wanted = make_unmet_group(debt, here, **values)
    make_unmet_group(make_need("company"), make_area("rutland"), name="Decoy")
    for narrowed in (
        lists.Wanted(text="debt EVENING"),
        lists.Wanted(need="money"),
        lists.Wanted(area="charnwood"),
        lists.Wanted(state="sent"),
        lists.Wanted(body=str(body.id)),
    ):
        assert [one.group for one in lists.list_groups(narrowed, ON).rows] == [wanted], narrowed
    own = lists.list_groups(lists.Wanted(body="own"), ON, own_bodies=(body.id,))
    assert [one.group for one in own.rows] == [wanted]
    assert lists.list_groups(lists.Wanted(body="own"), ON).rows == []
    assert lists.list_groups(lists.Wanted(need="no-such-need"), ON).rows == []


def test_what_waits_is_narrowed_down_by_its_main_need(app: Flask) -> None:
    first, _decoy = lay_logged(2)
    found = lists.list_ungrouped(lists.Wanted(need="need-0", area="area-0"))
    assert found.rows == [first]


NOW = list_quarters(day_of(utc_now()), with_current=True)[0].key


@pytest.mark.parametrize(
    "address",
    [
        "/unmet-needs/",
        "/unmet-needs/groups",
        "/unmet-needs/mine",
        f"/unmet-needs/behind?period={NOW}",
    ],
)
def test_a_longer_list_takes_no_more_queries(client: FlaskClient, address: str) -> None:
    person_id = sign_in_as(client, Role.KNOWLEDGE_OFFICER).id
    taken = []
    for count in (3, 12):
        for unmet in lay_logged(count, logged_by_id=person_id):
            group = make_unmet_group(unmet.needs[0].term, unmet.area)
            group.answers = [UnmetNeedAnswer(kind=AnswerKind.PLANNED)]
            if "mine" in address:
                unmet.group = group
        db.session.commit()
        db.session.expunge_all()
        with counting() as count_queries:
            assert client.get(address).status_code == 200
            taken.append(count_queries())
        clear()
    assert taken[0] == taken[1]


def clear() -> None:
    """For the next round, which makes areas of the same names again."""
    for table in ("unmet_need_term", "unmet_need", "unmet_need_answer", "unmet_need_group", "area"):
        db.session.execute(db.metadata.tables[table].delete())
    db.session.commit()


def test_a_group_of_many_takes_no_more_queries_and_is_paged(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    need, area = make_need("debt"), make_area()
    small, large = make_unmet_group(need, area), make_unmet_group(need, area)
    for number in range(40):
        make_unmet_need(need, area, group=large, team=make_team(), missing=f"Number {number} is missing")
    db.session.commit()
    taken = []
    for group_id in (small.id, large.id):
        db.session.expunge_all()
        with counting() as count_queries:
            page = client.get(f"/unmet-needs/groups/{group_id}").text
            taken.append(count_queries())
    assert taken[0] == taken[1]
    assert "41 unmet needs, page 1 of 2" in page
    assert page.count("is missing") < 30
    assert "Number 39 is missing" in client.get(f"/unmet-needs/groups/{group_id}?page=2").text


def test_any_other_group_is_found_to_merge_by_words_of_its_name(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    group = make_unmet_group(make_need("debt"), make_area())
    far = make_unmet_group(make_need("company"), make_area("rutland"), name="Walks on Sundays")
    db.session.commit()
    assert "Walks on Sundays" not in client.get(f"/unmet-needs/groups/{group.id}").text
    page = client.get(f"/unmet-needs/groups/{group.id}?find=sundays").text
    assert f'<option value="{far.id}">Walks on Sundays (Rutland)</option>' in page


@pytest.mark.parametrize("query", ["page=-1", "page=x", "page=99999", "need=%00", "state=<b>", "body=x"])
def test_a_strange_address_shows_a_page_and_no_fault(client: FlaskClient, query: str) -> None:
    sign_in_as(client, *Role)
    make_unmet_group(make_need("debt"), make_area(), state=GroupState.SENT)
    db.session.commit()
    for path in ("/unmet-needs/", "/unmet-needs/groups", "/unmet-needs/sent", "/unmet-needs/mine"):
        assert client.get(f"{path}?{query}").status_code == 200, path
