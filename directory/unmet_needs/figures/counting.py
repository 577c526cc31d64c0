"""Adds up how often unmet needs were asked for. True counts: nothing leaves here without protect()."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, select

from directory.extensions import db
from directory.listings.needs import Need, list_needs
from directory.models import UnmetNeed, UnmetNeedTerm
from directory.unmet_needs.figures.periods import Period

Counts = dict[tuple[Any, Any, str], int]
"""By (top need, value of the column that was asked for, key of the period)."""


def count_by(column: Any, periods: Sequence[Period]) -> Counts:
    """`column` None: by need and period alone. One query beside that for the needs."""
    tops, counts = _find_tops(), Counts()
    value = literal(0) if column is None else column
    query = (
        select(UnmetNeedTerm.taxonomy_term_id, value, *(_sum_within(period) for period in periods))
        .join(UnmetNeed, and_(UnmetNeed.id == UnmetNeedTerm.unmet_need_id, UnmetNeedTerm.position == 0))
        .where(UnmetNeed.logged_at >= min(period.starts_at for period in periods))
        .where(UnmetNeed.logged_at < max(period.ends_at for period in periods))
        .group_by(UnmetNeedTerm.taxonomy_term_id, *([] if column is None else [column]))
    )
    for term_id, found, *sums in db.session.execute(query):
        for period, count in zip(periods, sums, strict=True):
            key = (tops[term_id].id, None if column is None else found, period.key)
            counts[key] = counts.get(key, 0) + int(count or 0)
    return counts


def add_up(counts: Counts, *, need: Any = ..., value: Any = ..., period: str | None = None) -> int:
    """The sum over whatever is not named."""
    return sum(
        count
        for (one_need, one_value, key), count in counts.items()
        if need in (..., one_need) and value in (..., one_value) and period in (None, key)
    )


def _sum_within(period: Period) -> ColumnElement[int]:
    is_within = and_(UnmetNeed.logged_at >= period.starts_at, UnmetNeed.logged_at < period.ends_at)
    return func.sum(case((is_within, UnmetNeed.times_asked), else_=0))


def _find_tops() -> dict[uuid.UUID, Need]:
    """Each need's area at the top of the taxonomy."""
    return {term_id: top for top in list_needs() for term_id in top.list_term_ids()}
