"""What is missing in one district, and what was promised to it."""

import re
from datetime import timedelta

from flask.testing import FlaskClient

from directory.models import UnmetNeedAnswer, UnmetNeedGroup
from directory.models.codes import AnswerKind, AreaKind, GroupState, Role
from directory.models.mixins import utc_now
from directory.network.confirmation import day_of
from directory.unmet_needs.figures.periods import find_before, list_quarters, list_years
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_area, make_body, make_need, make_unmet_group, make_unmet_need


def read_words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def answer_with(group: UnmetNeedGroup, kind: AnswerKind, words: str) -> None:
    group.state = GroupState.ANSWERED
    group.answers = [UnmetNeedAnswer(kind=kind, words=words, answered_at=utc_now())]


def test_one_area_shows_what_is_missing_there_and_what_was_promised(client: FlaskClient) -> None:
    need, here, elsewhere = make_need("debt"), make_area("charnwood"), make_area("rutland")
    now, earlier = (
        one.starts_at + timedelta(days=9) for one in list_quarters(day_of(utc_now()), with_current=False)[:2]
    )
    make_unmet_need(need, here, times_asked=12, logged_at=now)
    make_unmet_need(need, here, times_asked=7, logged_at=earlier)
    # So much that districts are told apart by quarter.
    make_unmet_need(need, elsewhere, times_asked=99, logged_at=now)
    make_unmet_need(need, elsewhere, times_asked=99, logged_at=earlier)
    sent = {"sent_at": now, "body": make_body(name="The council"), "state": GroupState.SENT}
    promised = make_unmet_group(need, here, name="Evening advice", times_asked=3, **sent)
    answer_with(promised, AnswerKind.PLANNED, "It starts in May.")
    refused = make_unmet_group(need, here, name="Advice at home", **sent)
    answer_with(refused, AnswerKind.NOT_PLANNED, "No money.")
    make_unmet_group(need, here, name="Advice by text", due_on=day_of(now), **sent)
    make_unmet_group(need, elsewhere, name="Decoy elsewhere", **sent)
    make_unmet_group(need, here, name="Decoy not sent")
    sign_in_as(client, Role.COMMISSIONER)
    words = read_words(client.get("/unmet-needs/areas/charnwood").text)
    assert "could not be found 10 times" in words
    assert re.search(r"Promised so far: 1 Evening advice .* Planned .* It starts in May. Waiting", words)
    assert re.search(
        r"Waiting for an answer now: 1 Advice by text .* Overdue Answered otherwise so far: 1 Advice at home",
        words,
    )
    assert "Decoy" not in words
    assert "Asked for fewer than 5 times. The council says:" in words


def test_where_a_quarter_is_too_small_districts_are_told_of_the_last_full_year(client: FlaskClient) -> None:
    need, here, decoy = make_need("debt"), make_area("charnwood"), make_area("rutland")
    on = day_of(utc_now())
    year, quarter = list_years(on, with_current=False)[0], list_quarters(on, with_current=False)[0]
    make_unmet_need(need, here, times_asked=48, logged_at=year.starts_at + timedelta(days=40))
    make_unmet_need(need, decoy, times_asked=17, logged_at=year.starts_at + timedelta(days=40))
    make_unmet_need(need, here, times_asked=9, logged_at=quarter.starts_at + timedelta(days=9))
    sign_in_as(client, Role.COMMISSIONER)
    words = read_words(client.get("/unmet-needs/figures").text)
    assert "in each quarter of a year whose first reaches 100 times asked." in words
    assert f"This is {year.label}, the last full year." in words
    assert "charnwood : 50 rutland : 15" in words.lower()
    area = read_words(client.get(f"/unmet-needs/areas/charnwood?period={quarter.key}").text)
    assert "How often something was asked for is not shown: it could give a small number away." in area
    assert "No count of this quarter is shown" in area


def test_nothing_is_said_to_be_more_than_what_is_not_shown(client: FlaskClient) -> None:
    need, here, elsewhere = make_need("debt"), make_area("charnwood"), make_area("rutland")
    last, before = (
        one.starts_at + timedelta(days=40) for one in list_years(day_of(utc_now()), with_current=False)[:2]
    )
    make_unmet_need(need, here, times_asked=60, logged_at=last)
    make_unmet_need(need, elsewhere, times_asked=60, logged_at=last)
    make_unmet_need(need, here, times_asked=4, logged_at=before)
    make_unmet_need(need, elsewhere, times_asked=4, logged_at=before)
    sign_in_as(client, Role.COMMISSIONER)
    key = list_years(day_of(utc_now()), with_current=False)[0].key
    words = read_words(client.get(f"/unmet-needs/areas/charnwood?period={key}").text)
    assert re.search(r"Debt \d+ not shown cannot be said", words)


def test_an_area_is_chosen_above_the_figures(client: FlaskClient) -> None:
    make_area("charnwood")
    make_area("county", AreaKind.PLACE)
    sign_in_as(client, Role.COMMISSIONER)
    chosen = client.get("/unmet-needs/figures?area=charnwood&period=2026-q1")
    assert chosen.location.endswith("/unmet-needs/areas/charnwood?period=2026-q1")
    table = client.get("/unmet-needs/figures?table=need-month&place=county&area=")
    assert table.location.endswith("/unmet-needs/figures/need-month?place=county")
    assert client.get("/unmet-needs/figures?area=&period=2026-q1&table=none").status_code == 200
    assert [client.get(f"/unmet-needs/areas/{slug}").status_code for slug in ("county", "none")] == [404, 404]


def test_the_period_before_is_of_the_same_kind_and_one_that_is_shown() -> None:
    on = day_of(utc_now())
    quarters, years = list_quarters(on, with_current=False), list_years(on, with_current=False)
    assert find_before(quarters[2], on, with_current=False) == quarters[3]
    assert find_before(years[0], on, with_current=False) == years[1]
    assert find_before(quarters[-1], on, with_current=False) is None
    assert find_before(years[-1], on, with_current=False) is None
