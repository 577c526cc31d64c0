"""How searches are counted, everywhere the same."""

from typing import Any

from sqlalchemy import ColumnElement, and_, case, func

from directory.models import LoggedSearch

FEW = 3
"""Results up to which a search found few."""

HAS_NO_RESULT: ColumnElement[bool] = LoggedSearch.total == 0
IS_WEAK: ColumnElement[bool] = LoggedSearch.is_weak.is_(True)


def _flag(name: str, rule: ColumnElement[bool]) -> ColumnElement[int]:
    return case((rule, 1), else_=0).label(name)


def _sum_up(flag: Any) -> ColumnElement[int]:
    return func.coalesce(func.sum(flag), 0).label(flag.name)


# 1 or 0 for each search.
FLAGS = (
    _flag("without_result", HAS_NO_RESULT),
    _flag("weak", IS_WEAK),
    _flag("few", and_(LoggedSearch.total > 0, LoggedSearch.total <= FEW)),
    _flag("unopened", and_(LoggedSearch.total > 0, LoggedSearch.was_opened.is_(False))),
)
COUNTS: tuple[ColumnElement[int], ...] = (
    func.count(LoggedSearch.id).label("searches"),
    *(_sum_up(flag) for flag in FLAGS),
)
CRISES: ColumnElement[int] = _sum_up(_flag("crises", LoggedSearch.is_crisis.is_(True)))


def count_flags(found: Any) -> tuple[ColumnElement[int], ...]:
    """The counts of `found`, a selection that has FLAGS."""
    return (func.count().label("searches"), *(_sum_up(found.c[flag.name]) for flag in FLAGS))
