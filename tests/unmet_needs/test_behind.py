"""Each figure opens what is behind it: for exact eyes the unmet needs it adds up, for everybody else what
they may read on."""

import random
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.models import Area
from directory.models.codes import AreaKind, Barrier, GroupState, Role
from directory.models.mixins import utc_now
from directory.network.confirmation import day_of
from directory.small_numbers import Figure
from directory.unmet_needs import queries
from directory.unmet_needs.figures.behind import look_behind
from directory.unmet_needs.figures.periods import LONDON, list_months, list_quarters, list_years
from directory.unmet_needs.figures.tables import TITLES, WITHOUT_PERIOD, Table, make_table
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_area, make_need, make_team, make_term, make_unmet_group, make_unmet_need

ON = date(2026, 7, 20)
LINKS = re.compile(r'<a href="([^"]+)" aria-label="([^"]*)\. What is behind it">([\d,]+)</a>')


def lay_years(on: date, times: int = 1) -> list[Area]:
    """Two years up to this day, in districts in and outside a county, in networks, of needs below others,
    with and without a team and people."""
    chance, county = random.Random(7), make_area("county", AreaKind.PLACE)
    areas = [make_area("charnwood", parent=county), make_area("melton", parent=county), make_area("rutland")]
    areas += [make_area(f"pcn-{mark}", AreaKind.PCN) for mark in "ab"]
    needs = [make_need("money"), make_need("home")]
    needs.append(make_need("debt", parent=needs[0]))
    teams, people = [make_team(), make_team(), None], [make_term("carers"), make_term("parents"), None]
    for days in range(0, 730, 9):
        make_unmet_need(
            chance.choice(needs),
            chance.choice(areas),
            logged_at=datetime(on.year, on.month, on.day, 9, tzinfo=LONDON) - timedelta(days=days),
            times_asked=chance.choice([1, 1, 2, 4, 9]) * times,
            team=chance.choice(teams),
            population=chance.choice(people),
            barrier=chance.choice([Barrier.COST, Barrier.FULL]),
        )
    return areas


def list_tables(on: date) -> Iterator[Table]:
    """Every table, in every period and of every place that the officer may ask for."""
    places: list[Area | None] = [None, *queries.list_places(on)]
    periods = [*list_quarters(on, with_current=True), *list_years(on, with_current=True)]
    for slug in TITLES:
        for period in periods[:1] if slug in WITHOUT_PERIOD else periods:
            for place in places if slug == "need-month" else places[:1]:
                yield make_table(slug, period, on, is_exact=True, place=place)


def list_figures(table: Table) -> Iterator[tuple[Figure, dict[str, str]]]:
    """All figures of a table, totals too, each with its address."""
    for row in table.rows:
        for place, figure in enumerate(row.figures):
            yield figure, table.find_filter(row, place)
        if row.total:
            yield row.total, table.find_filter(row, None)
    for place, figure in enumerate(table.totals):
        yield figure, table.find_filter(None, place)
    if table.total:
        yield table.total, table.find_filter(None, None)


@pytest.mark.both_engines
def test_what_is_behind_every_figure_of_every_table_adds_up_to_it(app: Flask) -> None:
    lay_years(ON)
    wrong, seen = [], set()
    for table in list_tables(ON):
        for figure, asked in list_figures(table):
            found = look_behind(asked, 1, ON)
            seen.add(table.slug if figure.value else "")
            if found.times != figure.value or sum(one.times_asked for one in found.page.rows) != found.times:
                wrong.append((table.slug, asked, figure.value, found.times))
    assert wrong == []
    assert seen - {""} == set(TITLES)


def list_pages(on: date) -> Iterator[str]:
    for period in (*list_quarters(on, with_current=True)[:3], *list_years(on, with_current=True)[:2]):
        yield f"/unmet-needs/figures?period={period.key}"
        yield from (f"/unmet-needs/areas/{slug}?period={period.key}" for slug in ("charnwood", "pcn-a"))
        yield from (f"/unmet-needs/figures/{slug}?period={period.key}" for slug in TITLES)
    yield "/unmet-needs/figures/need-month?place=county"


def test_every_number_the_officer_is_shown_leads_to_what_adds_up_to_it(client: FlaskClient) -> None:
    on = day_of(utc_now())
    lay_years(on)
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    told: dict[str, str] = {}
    for address in list_pages(on):
        page = client.get(address).text
        told |= {unescape(to): shown for to, _, shown in LINKS.findall(page)}
        alone = re.findall(r"<td[^>]*>\s*(?:<strong>)?\s*([1-9][\d,]*)\s*<", page)
        assert alone == [], f"{address}: {alone} lead nowhere"
    assert len(told) > 100
    assert all(to.startswith("/unmet-needs/behind?") for to in told)
    for to, shown in told.items():
        words = "once" if shown == "1" else f"{shown} times"
        assert f": {words}, in " in client.get(to).text, to


def test_the_page_says_which_figure_it_is_and_lists_the_newest_first(client: FlaskClient) -> None:
    here, need = make_area("charnwood", name="Charnwood"), make_need("home")
    quarter = list_quarters(day_of(utc_now()), with_current=False)[0]
    group, at = make_unmet_group(need, here, name="A warm room"), quarter.starts_at + timedelta(days=3)
    values = {"barrier": Barrier.COST, "times_asked": 7}
    make_unmet_need(need, here, missing="Longer ago", logged_at=at, group=group, **values)
    make_unmet_need(need, here, missing="Newer", logged_at=at + timedelta(days=1), **values)
    make_unmet_need(need, here, missing="Decoy in time", logged_at=quarter.starts_at, times_asked=90)
    make_unmet_need(need, here, missing="Decoy", logged_at=quarter.ends_at, **values)
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    page = client.get(f"/unmet-needs/behind?barrier=cost&need=home&period={quarter.key}").text
    assert f"Cost, {need.name}, {quarter.label}: 14 times, in 2 unmet needs</h1>" in page
    assert re.search(r"Newer.*Waits.*Longer ago.*A warm room", page, re.S)
    assert "Decoy" not in page
    assert 'href="/unmet-needs/groups?need=home"' in page


def test_a_long_list_is_paged_and_keeps_its_figure(client: FlaskClient) -> None:
    here, need, on = make_area("charnwood"), make_need("home"), day_of(utc_now())
    month = list_months(list_quarters(on, with_current=False)[0])[1]
    for number in range(27):
        make_unmet_need(need, here, missing=f"Number {number}.", logged_at=month.starts_at)
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    address = f"/unmet-needs/behind?area=charnwood&period={month.key}"
    page = client.get(address).text
    assert "27 times, in 27 unmet needs" in page
    assert "Page 1 of 2" in page
    assert page.count("Number ") == 25
    assert f'href="/unmet-needs/behind?area=charnwood&amp;period={month.key}&amp;page=2"' in page
    assert client.get(f"{address}&page=2").text.count("Number ") == 2
    assert "Go to the first page" in client.get(f"{address}&page=9").text


@pytest.mark.parametrize(
    "query",
    [
        "need=none",
        "area=%00",
        "barrier=x",
        "people=x",
        "team=x",
        f"team={UUID(int=0)}",
        "period=1999-q1",
        "need=debt",
    ],
)
def test_there_is_nothing_behind_a_figure_that_is_not_there(client: FlaskClient, query: str) -> None:
    make_need("debt", parent=make_need("money"))
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    assert client.get(f"/unmet-needs/behind?{query}").status_code == 404
    assert client.get("/unmet-needs/behind").status_code == 200


@pytest.mark.parametrize("role", [role for role in Role if role != Role.KNOWLEDGE_OFFICER])
def test_nobody_else_sees_what_is_behind_a_figure(client: FlaskClient, role: Role) -> None:
    sign_in_as(client, role)
    assert client.get("/unmet-needs/behind").status_code == 403


def test_a_commissioner_is_led_on_and_never_to_groups_by_barrier_people_or_team(client: FlaskClient) -> None:
    on = day_of(utc_now())
    [charnwood, *_] = lay_years(on, times=30)
    make_unmet_group(make_need("money"), charnwood, state=GroupState.SENT)
    sign_in_as(client, Role.COMMISSIONER)
    told: dict[str, set[str]] = {}
    for address in list_pages(on):
        page = client.get(address, follow_redirects=True).text
        for to, about, _ in LINKS.findall(page):
            told.setdefault(unescape(to), set()).add(f"{urlsplit(address).path}: {about}")
        assert not re.search(r'What is behind it">(fewer|not)', page)
        assert "/unmet-needs/behind" not in page
        teams = "figures/team-quarter" in address
        assert teams == ("is the knowledge officer’s alone" in page)
        assert not (teams and LINKS.search(page))
    for to in told:
        assert client.get(to).status_code == 200, to
        assert parse_qs(urlsplit(to).query).keys() <= {"need", "area", "period", "body"}, to
    quarter = list_quarters(on, with_current=False)[1]
    month = list_months(quarter)[0].label
    behind = told[f"/unmet-needs/figures?period={quarter.key}"]
    assert any("/need-month: " in one and f", {month}: " in one for one in behind)
    led = {path.split(":")[0].rpartition("/")[2] for some in told.values() for path in some}
    assert {"need-district", "need-pcn", "need-place", "barrier-need", "people-need", "need-quarter"} <= led
