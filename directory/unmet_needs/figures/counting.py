"""Adds up how often unmet needs were asked for. True counts: nothing leaves here without protect()."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, select

from directory.extensions import db
from directory.listings.needs import list_needs
from directory.models import UnmetNeed, UnmetNeedTerm
from directory.unmet_needs.figures.periods import Period

Counts = dict[tuple[Any, Any, str], int]
"""By (top need, value of the column that was asked for, key of the period)."""


def count_by(column: Any, periods: Sequence[Period]) -> Counts:
    """`column` None: by need and period alone. One query beside that for the needs."""
    tops = list_needs()
    if not tops:
        return {}
    # The database puts what lies below an area of need together: there is a row for each area then.
    number = case(
        *((UnmetNeedTerm.taxonomy_term_id.in_(top.list_term_ids()), place) for place, top in enumerate(tops))
    ).label("number")
    value = literal(0) if column is None else column
    query = (
        select(number, value, *(_sum_within(period) for period in periods))
        .select_from(UnmetNeedTerm)
        .join(UnmetNeed, and_(UnmetNeed.id == UnmetNeedTerm.unmet_need_id, UnmetNeedTerm.position == 0))
        .where(UnmetNeed.logged_at >= min(period.starts_at for period in periods))
        .where(UnmetNeed.logged_at < max(period.ends_at for period in periods))
        .group_by(number, *([] if column is None else [column]))
    )
    return {
        (tops[place].id, None if column is None else found, period.key): int(count or 0)
        for place, found, *sums in db.session.execute(query)
        for period, count in zip(periods, sums, strict=True)
    }


def _sum_within(period: Period) -> ColumnElement[int]:
    is_within = and_(UnmetNeed.logged_at >= period.starts_at, UnmetNeed.logged_at < period.ends_at)
    return func.sum(case((is_within, UnmetNeed.times_asked), else_=0))
