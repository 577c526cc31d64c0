"""How searches are counted, everywhere the same."""

from sqlalchemy import ColumnElement, and_, case, func

from directory.models import LoggedSearch

FEW = 3
"""Results up to which a search found few."""

HAS_NO_RESULT: ColumnElement[bool] = LoggedSearch.total == 0
HAS_FEW: ColumnElement[bool] = and_(LoggedSearch.total > 0, LoggedSearch.total <= FEW)
WAS_UNOPENED: ColumnElement[bool] = and_(LoggedSearch.total > 0, LoggedSearch.was_opened.is_(False))


def _count_where(rule: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((rule, 1), else_=0)), 0)


COUNTS: tuple[ColumnElement[int], ...] = (
    func.count(LoggedSearch.id).label("searches"),
    _count_where(HAS_NO_RESULT).label("without_result"),
    _count_where(HAS_FEW).label("few"),
    _count_where(WAS_UNOPENED).label("unopened"),
)
