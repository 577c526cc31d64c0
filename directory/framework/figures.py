"""Support given, by quarter: records that are there and the counts that stay of those deleted, together.
Fixed tables, whose small numbers are hidden as those of unmet needs are."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select

from directory.extensions import db
from directory.framework.levels.queries import list_levels
from directory.framework.wording import ACTION_NAMES, OUTCOME_NAMES
from directory.listings.needs import list_needs
from directory.models import (
    FollowUp,
    SupportAction,
    SupportCount,
    SupportRecord,
    SupportRecordNeed,
    TaxonomyTerm,
)
from directory.network.queries import list_teams
from directory.small_numbers import Figure, protect, tell
from directory.unmet_needs.figures.periods import Period, list_quarters
from directory.unmet_needs.figures.shapes import ALL, Cell, Head, Shape
from directory.unmet_needs.figures.tables import Table, lay_out

FIGURES = {
    "team-quarter": "Support records, by team",
    "need-quarter": "Needs, by area of need",
    "level-quarter": "Needs, by level of help",
    "action-quarter": "What staff did",
    "outcome-quarter": "What came of follow-ups",
}
_HEADS = {
    "team-quarter": "Team",
    "need-quarter": "Area of need",
    "level-quarter": "Level",
    "action-quarter": "Action",
    "outcome-quarter": "Outcome",
}
LABEL = "By the quarter in which the record began, the last eight"
_NO_LEVEL = "Level not agreed"


def make_figure(slug: str, on: date, *, is_exact: bool) -> Table:
    """KeyError for a slug that is not in FIGURES. A quarter that still runs is shown with exact counts
    alone."""
    quarters = list_quarters(on, with_current=is_exact)[::-1]
    rows, counts = _MAKERS[slug](quarters, None if is_exact else quarters[-1].ends_at)
    columns = [Head(quarter.key, quarter.label) for quarter in quarters]
    shown: dict[Cell, Figure] = {}
    for column in columns:
        parts = [counts.get((row.key, column.key), 0) for row in rows]
        shown[(ALL, column.key)] = protect(sum(parts))
        shown |= zip(((row.key, column.key) for row in rows), tell(parts), strict=True)
    shape = Shape(_HEADS[slug], rows, columns, counts, shown, has_row_totals=True, has_column_totals=True)
    return lay_out(slug, FIGURES[slug], LABEL, shape, is_exact)


_Made = tuple[Sequence[Head], Mapping[Cell, int]]
_Maker = Callable[[Sequence[Period], datetime | None], _Made]
"""The time is for who sees no true counts: only what was done before it counts, so that figures move once a
quarter. A count that is looked at each day shows when it steps."""


def _count_teams(quarters: Sequence[Period], _before: datetime | None) -> _Made:
    heads = [Head(team.id, team.name) for team in list_teams(with_closed=True)]
    live = select(SupportRecord.team_id, *_sum_up(quarters)).group_by(SupportRecord.team_id)
    kept = _select_kept("record", SupportCount.team_id)
    return heads, _add_up(live, kept, quarters, lambda key: key)


def _count_needs(quarters: Sequence[Period], _before: datetime | None) -> _Made:
    tops = list_needs()
    top_of = {slug: top.slug for top in tops for slug in _list_slugs(top)}
    live = _of_records(TaxonomyTerm.slug, quarters, SupportRecordNeed).join(
        TaxonomyTerm, SupportRecordNeed.term_id == TaxonomyTerm.id
    )
    kept = _select_kept("need", SupportCount.key)
    heads = [Head(top.slug, top.name) for top in tops]
    return heads, _add_up(live, kept, quarters, lambda slug: top_of.get(slug, slug))


def _count_levels(quarters: Sequence[Period], _before: datetime | None) -> _Made:
    heads = [*(Head(level.slug, level.name) for level in list_levels()), Head("", _NO_LEVEL)]
    live = _of_records(SupportRecordNeed.level, quarters, SupportRecordNeed)
    kept = _select_kept("need", SupportCount.level)
    return heads, _add_up(live, kept, quarters, lambda level: level or "")


def _count_actions(quarters: Sequence[Period], before: datetime | None) -> _Made:
    heads = [Head(kind.value, name) for kind, name in ACTION_NAMES.items()]
    live = _of_records(SupportAction.kind, quarters, SupportAction)
    if before:
        live = live.where(SupportAction.recorded_at < before)
    return heads, _add_up(live, _select_kept("action", SupportCount.key), quarters, str)


def _count_outcomes(quarters: Sequence[Period], before: datetime | None) -> _Made:
    heads = [Head(outcome.value, name) for outcome, name in OUTCOME_NAMES.items()]
    live = _of_records(FollowUp.outcome, quarters, FollowUp).where(FollowUp.outcome.is_not(None))
    if before:
        live = live.where(FollowUp.outcome_on < before.date())
    return heads, _add_up(live, _select_kept("outcome", SupportCount.key), quarters, str)


_MAKERS: dict[str, _Maker] = {
    "team-quarter": _count_teams,
    "need-quarter": _count_needs,
    "level-quarter": _count_levels,
    "action-quarter": _count_actions,
    "outcome-quarter": _count_outcomes,
}


def _of_records(key: Any, quarters: Sequence[Period], part: Any) -> Select[Any]:
    """Parts of records that are there, by `key` and the quarter in which their record began."""
    query = select(key, *_sum_up(quarters)).select_from(part)
    return query.join(SupportRecord, part.record_id == SupportRecord.id).group_by(key)


def _sum_up(quarters: Sequence[Period]) -> list[ColumnElement[Any]]:
    began = SupportRecord.created_at
    return [
        func.sum(case((and_(began >= one.starts_at, began < one.ends_at), 1), else_=0)) for one in quarters
    ]


def _select_kept(kind: str, key: Any) -> Select[Any]:
    query = select(key, SupportCount.month, func.sum(SupportCount.count)).where(SupportCount.kind == kind)
    return query.group_by(key, SupportCount.month)


def _add_up(
    live: Select[Any], kept: Select[Any], quarters: Sequence[Period], name: Callable[[Any], Any]
) -> dict[Cell, int]:
    """By (`name` of the key, quarter)."""
    counts: dict[Cell, int] = {}
    for key, *sums in db.session.execute(live):
        for quarter, count in zip(quarters, sums, strict=True):
            cell = (name(key), quarter.key)
            counts[cell] = counts.get(cell, 0) + int(count or 0)
    for key, month, count in db.session.execute(kept):
        for quarter in quarters:
            if quarter.first <= month < quarter.end:
                cell = (name(key), quarter.key)
                counts[cell] = counts.get(cell, 0) + int(count)
    return counts


def _list_slugs(need: Any) -> list[str]:
    return [need.slug, *(slug for child in need.children for slug in _list_slugs(child))]
