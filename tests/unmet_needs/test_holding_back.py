"""No small count can be worked out by adding up and subtracting what is shown. The reader here tries every
combination of counts that could stand behind the figures, which is more than the code under test does."""

import itertools
import random
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

import numpy as np
import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.extensions import db
from directory.models import UnmetNeed
from directory.models.codes import AreaKind, Barrier
from directory.small_numbers import FEWER, HELD, NO_LIMIT, NOT_SHOWN, Figure, protect
from directory.unmet_needs.figures import shapes
from directory.unmet_needs.figures.holding_back import Sum, find_given_away, hold_back
from directory.unmet_needs.figures.periods import LONDON, find_period, list_quarters_of
from directory.unmet_needs.figures.shapes import Shape
from directory.unmet_needs.figures.tables import TITLES, Table, find_figures, make_table
from directory.unmet_needs.lists import count_times_asked
from tests.factories import (
    make_area,
    make_need,
    make_team,
    make_term,
    make_unmet_group,
    make_unmet_need,
)

ON = date(2026, 7, 20)


def list_counts(figure: Figure) -> list[int]:
    low, high = figure.bounds
    return list(range(low, high + 1))


def rules_out_zero(parts: Sequence[Figure], whole: Figure) -> bool:
    """Whether somebody can tell of a hidden part that it is not 0."""
    low, high = whole.bounds
    for place, part in enumerate(parts):
        others = [other.bounds for other in (*parts[:place], *parts[place + 1 :])]
        least, most = sum(one for one, _ in others), sum(one for _, one in others)
        if part.value is None and not part.is_held and not (least <= high and most >= low):
            return True
    return False


def show(count: int) -> Figure:
    return protect(count)


@pytest.mark.parametrize(
    ("parts", "whole"),
    [([4, 4], 8), ([12, 1], 13), ([12, 12, 4], 28), ([9, 4], 13), ([2, 3], 5)],
)
def test_sums_that_would_give_a_small_count_away_are_not_shown(parts: list[int], whole: int) -> None:
    figures = [*(show(part) for part in parts), show(whole)]
    assert rules_out_zero(figures[:-1], figures[-1])
    places = tuple(range(len(parts)))
    shown = hold_back(figures, [Sum(len(parts), places, (len(parts),))])
    assert (str(shown[-1]), shown[:-1]) == (NOT_SHOWN, figures[:-1])


def test_a_sum_that_is_shown_elsewhere_takes_its_parts_away_instead() -> None:
    figures = [show(12), show(1), show(13)]
    shown = hold_back(figures, [Sum(2, (0, 1), (0, 1))])
    assert [str(one) for one in shown] == [NOT_SHOWN, FEWER, "15"]
    alone = hold_back([show(4), show(4), show(8)], [Sum(2, (0, 1), (0, 1))])
    assert [str(one) for one in alone] == [NOT_SHOWN, NOT_SHOWN, "10"]


@pytest.mark.parametrize("counts", [[4, 4, 4], [8, 8, 0], [0, 0, 0], [20, 30, 40], [3, 10, 1, 2]])
def test_what_gives_nothing_away_is_shown(counts: list[int]) -> None:
    figures = [*(show(count) for count in counts), show(sum(counts))]
    assert hold_back(figures, [Sum(len(counts), tuple(range(len(counts))), (len(counts),))]) == figures


def test_bounds_are_what_a_figure_may_stand_for() -> None:
    for count in range(40):
        low, high = show(count).bounds
        assert low <= count <= high
        assert {str(show(one)) for one in range(low, high + 1)} == {str(show(count))}
    assert HELD.bounds == (0, NO_LIMIT)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.integers(0, 14), min_size=1, max_size=5))
def test_no_line_with_its_sum_gives_a_small_count_away(counts: list[int]) -> None:
    figures = [*(show(count) for count in counts), show(sum(counts))]
    parts, whole = tuple(range(len(counts))), len(counts)
    for held in ((whole,), parts):
        shown = hold_back(figures, [Sum(whole, parts, held)])
        assert not rules_out_zero(shown[:-1], shown[-1])
        assert not find_given_away(shown, [Sum(whole, parts, held)])


@settings(max_examples=600, deadline=None)
@given(st.lists(st.integers(0, 13), min_size=6, max_size=6))
def test_no_table_of_two_by_three_gives_a_small_count_away(counts: list[int]) -> None:
    keys = [(row, column) for row in "ab" for column in "xyz"]
    heads = [[shapes.Head(key, key) for key in names] for names in ("ab", "xyz")]
    shape = Shape("", *heads, dict(zip(keys, counts, strict=True)), (), True, True)
    assert list_pinned(find_figures(shape, is_exact=False), keys) == []


def list_pinned(figures: dict, keys: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Cells that cannot be 0, by trying all counts that agree with every figure of the table at once."""
    cells = np.array(list(itertools.product(*(list_counts(figures[key]) for key in keys))))
    is_possible = np.ones(len(cells), dtype=bool)
    for (row, column), figure in figures.items():
        if shapes.ALL not in (row, column):
            continue
        inside = [
            place
            for place, key in enumerate(keys)
            if row in (key[0], shapes.ALL) and column in (key[1], shapes.ALL)
        ]
        total, (low, high) = cells[:, inside].sum(axis=1), figure.bounds
        is_possible &= (total >= low) & (total <= high)
    assert is_possible.any()
    hidden = [place for place, key in enumerate(keys) if figures[key].value is None]
    return [keys[place] for place in hidden if not (cells[is_possible, place] == 0).any()]


def lay_year(seed: int) -> None:
    """Two years of small counts in three districts of two places, two networks and two teams."""
    chance = random.Random(seed)
    county = make_area("county", AreaKind.PLACE)
    city = make_area("city", AreaKind.PLACE)
    areas = [make_area(f"district-{mark}", parent=county) for mark in "ab"]
    areas += [make_area("district-c", parent=city)]
    areas += [make_area(f"pcn-{mark}", AreaKind.PCN) for mark in "ab"]
    needs = [make_need(slug) for slug in ("debt", "company")]
    teams = [make_team(name=f"Team {mark}") for mark in "ab"]
    people = [make_term("carers"), None]
    for month in range(24):
        at = datetime(2024 + (month + 3) // 12, (month + 3) % 12 + 1, 9, tzinfo=LONDON)
        for _ in range(chance.randint(1, 6)):
            make_unmet_need(
                chance.choice(needs),
                chance.choice(areas),
                logged_at=at,
                times_asked=chance.choice([1, 1, 2, 3, 4, 5, 9]),
                team=chance.choice([*teams, None]),
                population=chance.choice(people),
                barrier=chance.choice([Barrier.COST, Barrier.FULL]),
            )


def list_lines(table: Table) -> Iterable[tuple[Sequence[Figure], Figure]]:
    """Every row with its total, every column with its, and the totals with theirs."""
    yield from ((row.figures, row.total) for row in table.rows if row.total)
    for place, total in enumerate(table.totals):
        yield [row.figures[place] for row in table.rows], total
    if table.total:
        yield [row.total for row in table.rows if row.total], table.total
        yield table.totals, table.total


@pytest.mark.parametrize("seed", range(4))
def test_no_table_gives_a_small_count_away_by_its_own_totals(app: Flask, seed: int) -> None:
    lay_year(seed)
    checked = 0
    for key in ("2026-q1", "2025-26"):
        period = find_period(key, ON, with_current=False)
        for slug in TITLES:
            for parts, whole in list_lines(make_table(slug, period, ON, is_exact=False)):
                checked += 1
                assert not rules_out_zero(parts, whole)
    assert checked > 20


@pytest.mark.parametrize("seed", range(6))
def test_months_do_not_give_away_what_a_quarter_hides(app: Flask, seed: int) -> None:
    lay_year(seed)
    period = find_period("", ON, with_current=False)
    quarters = make_table("need-quarter", period, ON, is_exact=False)
    months = make_table("need-month", period, ON, is_exact=False)
    assert quarters.columns[-4:][0] == "July to September 2025"
    for by_quarter, by_month in zip(quarters.rows, months.rows, strict=True):
        for number, whole in enumerate(by_quarter.figures[-4:]):
            parts = by_month.figures[number * 3 : number * 3 + 3]
            assert not rules_out_zero(parts, whole)
    districts = make_table("district-month", period, ON, is_exact=False)
    for number, quarter in enumerate(shapes.list_quarters(ON, with_current=False)[:4][::-1]):
        totals = make_table("need-district", quarter, ON, is_exact=False).totals
        for row, whole in zip(districts.rows, totals, strict=True):
            assert not rules_out_zero(row.figures[number * 3 : number * 3 + 3], whole)


@pytest.mark.parametrize("slug", ["need-district", "need-pcn", "need-place", "barrier-need", "people-need"])
@pytest.mark.parametrize("seed", range(3))
def test_a_year_does_not_give_away_what_its_quarters_hide(app: Flask, slug: str, seed: int) -> None:
    lay_year(seed)
    year = find_period("2025-26", ON, with_current=False)
    quarters = [make_table(slug, one, ON, is_exact=False) for one in list_quarters_of(year)]
    assert len(quarters) == 4
    whole = make_table(slug, year, ON, is_exact=False)
    for number, row in enumerate(whole.rows):
        for column, figure in enumerate(row.figures):
            parts = [quarter.rows[number].figures[column] for quarter in quarters]
            assert not rules_out_zero(parts, figure)


@pytest.mark.parametrize("seed", range(6))
def test_networks_districts_and_places_do_not_give_each_other_away(app: Flask, seed: int) -> None:
    """All areas less the districts are the networks; the districts of a county are the county."""
    lay_year(seed)
    for quarter in shapes.list_quarters(ON, with_current=False)[:4]:
        tables = {
            slug: make_table(slug, quarter, ON, is_exact=False)
            for slug in ("need-district", "need-pcn", "need-place", "barrier-need", "people-need")
        }
        everywhere = make_table("need-quarter", quarter, ON, is_exact=False)
        place = everywhere.columns.index(quarter.label)
        for number, row in enumerate(everywhere.rows):
            district, pcn = tables["need-district"].rows[number], tables["need-pcn"].rows[number]
            assert district.total
            assert not rules_out_zero([district.total, *pcn.figures], row.figures[place])
            assert not rules_out_zero(district.figures[:2], tables["need-place"].rows[number].figures[1])
            assert not rules_out_zero(tables["need-place"].rows[number].figures, district.total)
            for slug in ("barrier-need", "people-need"):
                column = [one.figures[number] for one in tables[slug].rows]
                assert not rules_out_zero(column, row.figures[place])


def test_the_officer_sees_every_true_count_and_nothing_held_back(app: Flask) -> None:
    lay_year(1)
    period = find_period("2026-q1", ON, with_current=True)
    table = make_table("need-district", period, ON, is_exact=True)
    assert table.total
    total = sum(
        one.times_asked
        for one in db.session.query(UnmetNeed)
        if period.starts_at <= one.logged_at < period.ends_at and one.area.kind == AreaKind.DISTRICT
    )
    assert (table.total.value, table.holds_back) == (total, False)


@pytest.mark.both_engines
def test_a_group_is_counted_as_it_was_sent_and_not_day_by_day(app: Flask) -> None:
    sent_at = datetime(2026, 7, 9, tzinfo=LONDON)
    group = make_unmet_group(make_need("debt"), make_area(), times_asked=900)
    group.sent_at = sent_at
    for days, times in ((-30, 20), (-1, 4), (1, 300)):
        at = sent_at + timedelta(days=days)
        make_unmet_need(group.need, group.area, group=group, times_asked=times, logged_at=at)
    assert count_times_asked(group, ON) == 24
    assert count_times_asked(group, date(2026, 10, 2)) == 324
    assert count_times_asked(group) == 1224
    group.sent_at = None
    assert count_times_asked(group, ON) == 20


def test_a_period_has_its_own_months_and_quarters() -> None:
    quarter = find_period("2026-q1", ON, with_current=False)
    months = shapes.list_months(quarter)
    assert [month.label for month in months] == ["Jan 2026", "Feb 2026", "Mar 2026"]
    assert (months[0].first, months[-1].end) == (quarter.first, quarter.end)
    year = find_period("2025-26", ON, with_current=False)
    quarters = list_quarters_of(year)
    assert (quarters[0].first, quarters[-1].end) == (year.first, year.end)
    assert quarters[0].ends_at - quarters[0].starts_at > timedelta(days=90)
