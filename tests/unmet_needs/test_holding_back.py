"""No small count can be worked out from all that is shown together. Three readers try: one who puts all
tables of all periods and days together (attacker.py), one who knows the rule by which figures are held back
and tries every combination of counts, and one who is told a line and its whole."""

import itertools
import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.extensions import db
from directory.models import UnmetNeed
from directory.models.codes import AreaKind, Barrier
from directory.small_numbers import FEWER, HELD, NO_LIMIT, NOT_SHOWN, add_up_shown, protect, tell
from directory.unmet_needs.figures import shapes
from directory.unmet_needs.figures.cutting import Cutter
from directory.unmet_needs.figures.periods import LONDON, find_period, list_quarters_of
from directory.unmet_needs.figures.tables import make_table
from tests.factories import (
    make_area,
    make_need,
    make_team,
    make_term,
    make_unmet_need,
)
from tests.unmet_needs.attacker import Attacker, read_everything

ON, LATER = date(2026, 7, 20), date(2026, 10, 20)
YEAR = find_period("2025-26", ON, with_current=False)


@pytest.mark.parametrize("parts", [[4, 4], [12, 1], [12, 12, 4], [7, 4], [4, 4, 4], [4]])
def test_a_line_that_would_give_a_small_count_away_is_held_back_whole(parts: list[int]) -> None:
    assert tell(parts) == [HELD] * len(parts)


@pytest.mark.parametrize("parts", [[8, 8, 1], [0, 0, 0], [20, 30, 40], [3, 10, 1, 2], [12, 12], [5, 3, 2]])
def test_a_line_that_gives_nothing_away_is_shown_whole(parts: list[int]) -> None:
    assert tell(parts) == [protect(part) for part in parts]


def test_what_could_lie_in_a_part_that_is_never_shown_gives_nothing_away() -> None:
    assert [str(one) for one in tell([12, 4], rest=0)] == ["10", FEWER]


def test_a_line_is_held_back_where_what_may_be_missing_could_not_be_missing_in_it() -> None:
    assert tell([8, 13], below=1) == [HELD, HELD]
    assert tell([9, 13], below=1) == [protect(9), protect(13)]
    assert tell([8, 13], rest=1, below=1) == [protect(8), protect(13)]


def test_a_total_of_what_is_shown_tells_nothing_more() -> None:
    total = add_up_shown([protect(8), protect(4), HELD])
    assert (str(total), total.bounds) == ("10", (0, NO_LIMIT))
    assert str(add_up_shown([protect(4), protect(4)])) == NOT_SHOWN
    assert add_up_shown([protect(3)]) == protect(3)


def test_bounds_are_what_a_figure_may_stand_for() -> None:
    for count in range(40):
        low, high = protect(count).bounds
        assert low <= count <= high
        assert {str(protect(one)) for one in range(low, high + 1)} == {str(protect(count))}
    assert HELD.bounds == (0, NO_LIMIT)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=2, max_size=6))
def test_no_line_rules_out_that_a_small_part_is_0(parts: list[int]) -> None:
    shown, whole = tell(parts), protect(sum(parts))
    most = sum(figure.bounds[1] for figure in shown)
    assert not any(one.value is None and not one.is_held for one in shown) or whole.bounds[0] <= most - 4


def find_told(
    shown: dict[tuple[object, ...], list[tuple[int, ...]]], sums: Sequence[Sequence[int]]
) -> list[tuple[object, ...]]:
    """What was `shown` for which combinations of counts: what a reader who knows all of them is told. The
    counts at `sums` are added up."""
    told: list[tuple[object, ...]] = []
    for figures, counts in shown.items():
        for places in sums:
            values = {sum(one[place] for place in places) for one in counts}
            if len(values) == 1 and 0 < min(values) < 5:
                told.append((figures, places, values))
        for place, figure in enumerate(figures[0]):  # type: ignore[arg-type, var-annotated]
            if figure == protect(0) and min(one[place] for one in counts) > 0:
                told.append((figures, place))
    return told


def test_who_knows_the_rule_learns_nothing_from_what_is_held_back() -> None:
    """Of one whole in three parts, with all combinations of counts up to 12."""
    shown: dict[tuple[object, ...], list[tuple[int, ...]]] = {}
    for counts in itertools.product(range(13), repeat=3):
        shown.setdefault((tuple(tell(counts)), protect(sum(counts))), []).append(counts)
    sums = [places for size in (1, 2, 3) for places in itertools.combinations(range(3), size)]
    assert any(figures[0][0] == HELD for figures in shown)  # type: ignore[index]
    assert find_told(shown, sums) == []


def test_who_knows_the_rule_learns_nothing_from_a_year_and_its_quarters() -> None:
    """Two parts in the first quarters of a year, with all combinations of counts up to 7: wholes by quarter,
    the cut of each and the cut of the year. Where 15 is shown, some counts behind it were not tried."""
    quarters = list_quarters_of(YEAR)[:2]
    cells = [(part, quarter) for quarter in quarters for part in "ab"]
    shown: dict[tuple[object, ...], list[tuple[int, ...]]] = {}
    for counts in itertools.product(range(8), repeat=4):
        found = {("need", part, one.key): count for (part, one), count in zip(cells, counts, strict=True)}
        for part, first, second in (("a", 0, 2), ("b", 1, 3)):
            found[("need", part, YEAR.key)] = counts[first] + counts[second]
        cuts = [Cutter(found, one, "ab", (10, 10)).cut(["need"]) for one in quarters]
        year = Cutter(found, YEAR, "ab", (10, 10)).cut(["need"])
        figures = tuple(cut[("need", part)] for cut in cuts for part in "ab")
        years = tuple(year[("need", part)] for part in "ab")
        wholes = (protect(sum(counts[:2])), protect(sum(counts[2:])))
        sums = (counts[0] + counts[2], counts[1] + counts[3], sum(counts[:2]), sum(counts[2:]))
        key = (*figures, *(HELD if one.is_added else one for one in years), *wholes)
        if not any(figure.value == 15 for figure in key):
            shown.setdefault((key,), []).append((*counts, *sums))
    assert find_told(shown, [(place,) for place in range(8)]) == []
    assert any(protect(0) in figures[0][4:6] for figures in shown)  # type: ignore[index]


def lay_year(seed: int, times: int = 1) -> None:
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
                times_asked=chance.choice([1, 1, 2, 3, 4, 5, 9]) * times,
                team=chance.choice([*teams, None]),
                population=chance.choice(people),
                barrier=chance.choice([Barrier.COST, Barrier.FULL]),
            )


@pytest.mark.parametrize(("seed", "times"), [(0, 1), (1, 3), (2, 8), (3, 20)])
def test_all_tables_of_all_periods_and_days_together_give_no_small_count_away(
    app: Flask, seed: int, times: int
) -> None:
    lay_year(seed, times)
    attacker = read_everything([ON, LATER])
    assert len(attacker.small) > 30
    assert attacker.find_given_away() == []


def test_needs_of_four_in_two_districts_are_not_given_away(app: Flask) -> None:
    """All there is: that both hold 4 could be told from any sum of the two."""
    lay_year(0)
    db.session.query(UnmetNeed).update({"times_asked": 4})
    attacker = read_everything([ON, LATER])
    assert attacker.find_given_away() == []


def test_the_attacker_finds_what_is_given_away() -> None:
    """By way of a sum that is not shown."""
    whole, hidden, first, second, third = ((name, "", "", "") for name in ("all", "both", "a", "b", "c"))
    attacker = Attacker(ties=[(whole, (hidden, third)), (hidden, (first, second))])
    for key, count in ((whole, 10), (first, 4), (second, 4)):
        attacker.learn(key, protect(count))
    assert attacker.find_given_away() == []
    attacker.facts[third] = (0, 2)
    assert attacker.find_given_away() == [(first, (2, 4)), (second, (2, 4))]


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


def test_a_period_has_its_own_months_and_quarters() -> None:
    quarter = find_period("2026-q1", ON, with_current=False)
    months = shapes.list_months(quarter)
    assert [month.label for month in months] == ["Jan 2026", "Feb 2026", "Mar 2026"]
    assert (months[0].first, months[-1].end) == (quarter.first, quarter.end)
    year = find_period("2025-26", ON, with_current=False)
    quarters = list_quarters_of(year)
    assert (quarters[0].first, quarters[-1].end) == (year.first, year.end)
    assert quarters[0].ends_at - quarters[0].starts_at > timedelta(days=90)
