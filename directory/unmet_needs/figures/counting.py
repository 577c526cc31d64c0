"""Adds up how often unmet needs were asked for. True counts: nothing leaves here without protect()."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, case, func, select

from directory.extensions import db
from directory.listings.needs import Need, list_needs
from directory.models import UnmetNeed, UnmetNeedTerm
from directory.unmet_needs.figures.periods import Period

Counts = dict[tuple[Any, Any], int]


def count_by_need_and_area(period: Period) -> Counts:
    """By (top need, area)."""
    return _by_top_need(UnmetNeed.area_id, period)


def count_by_barrier_and_need(period: Period) -> Counts:
    """By (barrier, top need)."""
    found = _by_top_need(UnmetNeed.barrier, period)
    return {(barrier, need): count for (need, barrier), count in found.items()}


def count_by_need_and_period(periods: Sequence[Period]) -> Counts:
    """By (top need, key of the period)."""
    counts: Counts = {}
    tops = _find_tops()
    keyed = select(UnmetNeedTerm.taxonomy_term_id, *_sums(periods)).join(
        UnmetNeed, and_(UnmetNeed.id == UnmetNeedTerm.unmet_need_id, UnmetNeedTerm.position == 0)
    )
    for term_id, *sums in db.session.execute(keyed.group_by(UnmetNeedTerm.taxonomy_term_id)):
        for period, count in zip(periods, sums, strict=True):
            _add(counts, (tops[term_id].id, period.key), count)
    return counts


def count_by_team_and_period(periods: Sequence[Period]) -> Counts:
    """By (team, key of the period). What was logged without a team has the team None."""
    query = select(UnmetNeed.team_id, *_sums(periods)).group_by(UnmetNeed.team_id)
    return {
        (team_id, period.key): int(count or 0)
        for team_id, *sums in db.session.execute(query)
        for period, count in zip(periods, sums, strict=True)
    }


def _by_top_need(column: Any, period: Period) -> Counts:
    """By (top need, value of `column`)."""
    tops = _find_tops()
    counts: Counts = {}
    is_within = and_(UnmetNeed.logged_at >= period.starts_at, UnmetNeed.logged_at < period.ends_at)
    query = (
        select(UnmetNeedTerm.taxonomy_term_id, column, func.sum(UnmetNeed.times_asked))
        .join(UnmetNeed, and_(UnmetNeed.id == UnmetNeedTerm.unmet_need_id, UnmetNeedTerm.position == 0))
        .where(is_within)
        .group_by(UnmetNeedTerm.taxonomy_term_id, column)
    )
    for term_id, value, count in db.session.execute(query):
        _add(counts, (tops[term_id].id, value), count)
    return counts


def _sums(periods: Sequence[Period]) -> list[Any]:
    return [
        func.sum(
            case(
                (
                    and_(UnmetNeed.logged_at >= period.starts_at, UnmetNeed.logged_at < period.ends_at),
                    UnmetNeed.times_asked,
                ),
                else_=0,
            )
        )
        for period in periods
    ]


def _find_tops() -> dict[uuid.UUID, Need]:
    """Each need's area at the top of the taxonomy."""
    return {term_id: top for top in list_needs() for term_id in top.list_term_ids()}


def _add(counts: Counts, key: tuple[Any, Any], count: Any) -> None:
    counts[key] = counts.get(key, 0) + int(count or 0)
