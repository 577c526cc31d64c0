"""One district or network: what is missing there, and what was said to it. Its figures are those that the
table of all districts or networks shows, and no others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from directory.extensions import db
from directory.models import Area, UnmetNeedGroup
from directory.models.codes import AnswerKind, AreaKind, GroupState
from directory.small_numbers import LEAST_SCALE, Figure, protect
from directory.unmet_needs.figures import report
from directory.unmet_needs.figures.group_counts import SENT_STATES, count_by_group, count_shown
from directory.unmet_needs.figures.overview import Change, order_changes
from directory.unmet_needs.figures.periods import Period
from directory.unmet_needs.figures.tables import Table, make_table
from directory.unmet_needs.lists import is_overdue

_PROMISES = (AnswerKind.COMMISSIONED, AnswerKind.PLANNED)
_MOST = 200


@dataclass(frozen=True, slots=True)
class Sent:
    """A group that was sent, with how often it was asked for as its reader may see it."""

    group: UnmetNeedGroup
    figure: Figure
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class OneArea:
    """`total` None: networks have none. `serious` are small gaps told in words."""

    total: Figure | None
    total_before: Figure | None
    needs: tuple[Change, ...]
    promised: tuple[Sent, ...]
    waiting: tuple[Sent, ...]
    otherwise: tuple[Sent, ...]
    serious: tuple[UnmetNeedGroup, ...]

    @property
    def longest_bar(self) -> int:
        return max([LEAST_SCALE, *(one.now.bar for one in self.needs)])


def look_at_area(area: Area, periods: Sequence[Period], on: date, *, is_exact: bool) -> OneArea:
    """`periods`: the one that is looked at, and the one before where there is one."""
    slug = "need-district" if area.kind == AreaKind.DISTRICT else "need-pcn"
    tables = [make_table(slug, period, on, is_exact=is_exact) for period in periods]
    place = [one.get("area") for one in tables[0].column_filters].index(area.slug)
    totals = [_find_total(table, place) for table in tables]
    sent = _list_sent(area, on, is_exact)
    answered = [one for one in sent if one.group.state == GroupState.ANSWERED]
    return OneArea(
        total=totals[0],
        total_before=totals[1] if len(totals) > 1 else None,
        needs=tuple(_list_changes(tables, place)),
        promised=tuple(one for one in answered if _is_promise(one.group)),
        waiting=tuple(one for one in sent if one.group.state == GroupState.SENT),
        otherwise=tuple(one for one in answered if not _is_promise(one.group)),
        serious=tuple(group for group in report.list_serious(periods[0]) if group.area_id == area.id),
    )


def _find_total(table: Table, place: int) -> Figure | None:
    return table.totals[place] if table.totals else None


def _list_changes(tables: Sequence[Table], place: int) -> list[Change]:
    earlier: Sequence[Figure | None] = [None] * len(tables[0].rows)
    if len(tables) > 1:
        earlier = [row.figures[place] for row in tables[1].rows]
    return order_changes(
        Change(row.label, row.figures[place], before, row.filter["need"])
        for row, before in zip(tables[0].rows, earlier, strict=True)
    )


def _list_sent(area: Area, on: date, is_exact: bool) -> list[Sent]:
    query = select(UnmetNeedGroup).where(
        UnmetNeedGroup.area_id == area.id, UnmetNeedGroup.state.in_(SENT_STATES)
    )
    order = (UnmetNeedGroup.position, UnmetNeedGroup.name, UnmetNeedGroup.id)
    query = query.options(selectinload(UnmetNeedGroup.answers)).order_by(*order).limit(_MOST)
    groups = list(db.session.scalars(query).unique())
    counts = count_by_group([group.id for group in groups]) if is_exact else count_shown(groups, on)
    return [
        Sent(group, protect(counts.get(group.id, 0), exact=is_exact), is_overdue(group, on))
        for group in groups
    ]


def _is_promise(group: UnmetNeedGroup) -> bool:
    return group.answer is not None and group.answer.kind in _PROMISES
