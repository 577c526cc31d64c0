"""Lists of unmet needs and their groups, one page at a time and narrowed down."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from directory.extensions import db
from directory.listings.needs import find_need
from directory.models import Area, UnmetNeed, UnmetNeedAnswer, UnmetNeedGroup, UnmetNeedTerm, User
from directory.models.codes import GroupState
from directory.network.checking import clean_line, read_id
from directory.unmet_needs.askers import is_own
from directory.unmet_needs.figures.group_counts import count_by_group, count_shown

PAGE_SIZE = 25
MOST_CHOICES = 100
_LONGEST_NUMBER = 5
_MOST_WORDS = 8
OPEN_STATES = (GroupState.GROUPED, GroupState.SENT)
SHOWN_STATES = (*OPEN_STATES, GroupState.ANSWERED)
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """`total` counts all pages, of which this is the one with this `number`, from 1."""

    rows: list[Row]
    total: int
    number: int

    @property
    def pages(self) -> int:
        return max(1, ceil(self.total / PAGE_SIZE))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed down to; empty means any. `need` and `area` are slugs, `body` is an id or
    "own" for the bodies that the reader answers for."""

    text: str = ""
    need: str = ""
    area: str = ""
    state: str = ""
    body: str = ""
    page: int = 1

    def to_query(self, **changes: Any) -> dict[str, Any]:
        given = {name: getattr(self, name) for name in self.__slots__} | changes
        return {name: value for name, value in given.items() if value and (name, value) != ("page", 1)}


def read_wanted(args: Mapping[str, str]) -> Wanted:
    """What cannot be right is taken for "any"."""
    number = args.get("page", "")
    is_number = number.isascii() and number.isdecimal() and 0 < len(number) <= _LONGEST_NUMBER
    state = args.get("state", "")
    return Wanted(
        text=clean_line(args.get("text")).strip()[:100],
        need=clean_line(args.get("need"))[:120],
        area=clean_line(args.get("area"))[:120],
        state=state if state in (*SHOWN_STATES, "overdue") else "",
        body="own" if args.get("body") == "own" else str(read_id(args.get("body")) or ""),
        page=max(1, int(number)) if is_number else 1,
    )


@dataclass(frozen=True, slots=True)
class CountedGroup:
    """`count` is how often it was asked for."""

    group: UnmetNeedGroup
    count: int
    is_overdue: bool


def list_groups(
    wanted: Wanted,
    on: date,
    states: tuple[GroupState, ...] = SHOWN_STATES,
    own_bodies: tuple[uuid.UUID, ...] = (),
    *,
    is_exact: bool = True,
) -> Page[CountedGroup]:
    """Overdue answers first, then by rank. The number of queries does not grow with the list. `is_exact`:
    with true counts."""
    query = _narrow(select(UnmetNeedGroup), wanted, on, states, own_bodies)
    order = (
        case((is_overdue_on(on), 0), else_=1),
        UnmetNeedGroup.position,
        UnmetNeedGroup.name,
        UnmetNeedGroup.id,
    )
    total, query = _cut(query.order_by(*order), wanted.page)
    groups = db.session.scalars(query.options(selectinload(UnmetNeedGroup.answers))).unique().all()
    counts = count_by_group([group.id for group in groups]) if is_exact else count_shown(groups, on)
    rows = [CountedGroup(group, counts.get(group.id, 0), is_overdue(group, on)) for group in groups]
    return Page(rows, total, wanted.page)


def list_group_names(wanted: Wanted, on: date) -> list[tuple[str, str]]:
    """(id, name and area) of the groups that fit, to choose from. At most MOST_CHOICES."""
    query = select(UnmetNeedGroup.id, UnmetNeedGroup.name, Area.name).join(
        Area, Area.id == UnmetNeedGroup.area_id
    )
    query = _narrow(query, wanted, on, SHOWN_STATES, ())
    order = (UnmetNeedGroup.name, UnmetNeedGroup.id)
    rows = db.session.execute(query.order_by(*order).limit(MOST_CHOICES))
    return [(str(group_id), f"{name} ({area})") for group_id, name, area in rows]


def list_merge_names(group: UnmetNeedGroup, text: str, near_terms: set[uuid.UUID]) -> list[tuple[str, str]]:
    """Groups that this one may be part of: those whose name has the words of `text`, else those with the
    same area or a need above or below."""
    query = select(UnmetNeedGroup.id, UnmetNeedGroup.name, Area.name).join(
        Area, Area.id == UnmetNeedGroup.area_id
    )
    query = query.where(UnmetNeedGroup.state != GroupState.MERGED, UnmetNeedGroup.id != group.id)
    is_near = or_(UnmetNeedGroup.area_id == group.area_id, UnmetNeedGroup.need_id.in_(near_terms))
    query = query.where(_has_words(text) if text else is_near)
    is_elsewhere = UnmetNeedGroup.area_id != group.area_id
    rows = db.session.execute(query.order_by(is_elsewhere, UnmetNeedGroup.name).limit(MOST_CHOICES))
    return [(str(group_id), f"{name} ({area})") for group_id, name, area in rows]


def list_ungrouped(wanted: Wanted) -> Page[UnmetNeed]:
    """The longest waiting first."""
    query = select(UnmetNeed).where(UnmetNeed.group_id.is_(None))
    if wanted.need:
        is_first = UnmetNeedTerm.position == 0
        has_need = UnmetNeed.needs.any(
            and_(is_first, UnmetNeedTerm.taxonomy_term_id.in_(_terms(wanted.need)))
        )
        query = query.where(has_need)
    if wanted.area:
        query = query.where(UnmetNeed.area.has(Area.slug == wanted.area))
    total, query = _cut(query.order_by(UnmetNeed.logged_at, UnmetNeed.id), wanted.page)
    return Page(list(db.session.scalars(query.options(*_parts())).unique()), total, wanted.page)


def list_members(group: UnmetNeedGroup, number: int) -> Page[UnmetNeed]:
    """The newest last."""
    query = select(UnmetNeed).where(UnmetNeed.group_id == group.id)
    total, query = _cut(query.order_by(UnmetNeed.logged_at, UnmetNeed.id), number)
    return Page(list(db.session.scalars(query.options(*_parts())).unique()), total, number)


def list_member_ids(group: UnmetNeedGroup) -> list[uuid.UUID]:
    return list(db.session.scalars(select(UnmetNeed.id).where(UnmetNeed.group_id == group.id)))


def list_own(user: User, number: int) -> Page[UnmetNeed]:
    """What this person logged, or asked for at the helpline, the newest first."""
    query = select(UnmetNeed).where(is_own(user))
    total, query = _cut(query.order_by(UnmetNeed.logged_at.desc(), UnmetNeed.id), number)
    group = joinedload(UnmetNeed.group).selectinload(UnmetNeedGroup.answers)
    return Page(list(db.session.scalars(query.options(*_parts(), group)).unique()), total, number)


def count_own_answered(user: User, since: datetime) -> int:
    answered = select(UnmetNeedAnswer.group_id).where(UnmetNeedAnswer.answered_at >= since)
    query = select(func.count(UnmetNeed.id)).where(is_own(user), UnmetNeed.group_id.in_(answered))
    return db.session.scalar(query) or 0


def count_sent(body_ids: Sequence[uuid.UUID], on: date) -> tuple[int, int]:
    """Groups that wait for an answer of these bodies, of all where there are none; and the overdue ones."""
    query = select(func.count(), func.count().filter(is_overdue_on(on)))
    query = query.where(UnmetNeedGroup.state == GroupState.SENT)
    if body_ids:
        query = query.where(UnmetNeedGroup.body_id.in_(body_ids))
    waiting, overdue = db.session.execute(query).one()
    return waiting, overdue


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits for the knowledge officer, and for those who were asked; since when what waits for the
    officer has waited longest."""

    ungrouped: int
    ungrouped_since: datetime | None
    unsent: int
    unsent_since: datetime | None
    sent: int
    overdue: int


def count_waiting(on: date) -> Waiting:
    is_alone, is_unsent = UnmetNeed.group_id.is_(None), UnmetNeedGroup.state == GroupState.GROUPED
    query = select(
        select(func.count(UnmetNeed.id)).where(is_alone).scalar_subquery(),
        select(func.min(UnmetNeed.logged_at)).where(is_alone).scalar_subquery(),
        func.count().filter(is_unsent),
        func.min(UnmetNeedGroup.created_at).filter(is_unsent),
        func.count().filter(UnmetNeedGroup.state == GroupState.SENT),
        func.count().filter(is_overdue_on(on)),
    ).select_from(UnmetNeedGroup)
    return Waiting(*db.session.execute(query).one())


def is_overdue(group: UnmetNeedGroup, on: date) -> bool:
    return group.state == GroupState.SENT and group.due_on is not None and group.due_on < on


def is_overdue_on(on: date) -> ColumnElement[bool]:
    """The same as a condition of a query."""
    return and_(UnmetNeedGroup.state == GroupState.SENT, UnmetNeedGroup.due_on < on)


def _narrow(
    query: Select[Any],
    wanted: Wanted,
    on: date,
    states: tuple[GroupState, ...],
    own_bodies: tuple[uuid.UUID, ...],
) -> Select[Any]:
    query = query.where(UnmetNeedGroup.state.in_(states))
    if wanted.state == "overdue":
        query = query.where(is_overdue_on(on))
    elif wanted.state:
        query = query.where(UnmetNeedGroup.state == wanted.state)
    if wanted.text:
        query = query.where(_has_words(wanted.text))
    if wanted.need:
        query = query.where(UnmetNeedGroup.need_id.in_(_terms(wanted.need)))
    if wanted.area:
        query = query.where(UnmetNeedGroup.area.has(Area.slug == wanted.area))
    if wanted.body == "own":
        query = query.where(UnmetNeedGroup.body_id.in_(own_bodies))
    elif wanted.body:
        query = query.where(UnmetNeedGroup.body_id == uuid.UUID(wanted.body))
    return query


def _has_words(text: str) -> ColumnElement[bool]:
    words = text.split()[:_MOST_WORDS]
    return and_(*(UnmetNeedGroup.name.icontains(word, autoescape=True) for word in words))


def _terms(slug: str) -> list[uuid.UUID]:
    """This need and those below it; none where there is no such need."""
    need = find_need(slug)
    return need.list_term_ids() if need else []


def _cut(query: Select[Any], number: int) -> tuple[int, Select[Any]]:
    """How many rows there are in all, and the query for those of this page."""
    counted = query.order_by(None).with_only_columns(func.count(), maintain_column_froms=True)
    total = db.session.scalar(counted) or 0
    return total, query.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)


def _parts() -> tuple[Any, ...]:
    return (
        selectinload(UnmetNeed.needs),
        joinedload(UnmetNeed.team),
        joinedload(UnmetNeed.population),
    )
