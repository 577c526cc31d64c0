"""Counts enquiries and how they ended. True counts: nothing leaves here but through the tables. An enquiry
belongs to the period in which it was asked; one that was withdrawn is not counted.

For those who see no true counts only what was done by the end of the quarter is counted (`is_settled`):
figures of a quarter that is over must not move, because a count looked at each day shows when it steps."""

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    String,
    and_,
    case,
    cast,
    extract,
    func,
    literal,
    null,
    select,
    type_coerce,
)

from directory.extensions import db
from directory.listings.needs import list_needs
from directory.models import Enquiry, EnquiryNeed, EnquiryOutcome
from directory.models.helpline.codes import EnquiryOutcomeKind, EnquiryState
from directory.unmet_needs.figures.periods import Period, find_quarter

ALL_OF_THEM = "all enquiries"
MINUTES_UP_TO, HOURS_UP_TO = 90, 48 * 60
_COLUMNS: dict[str, Any] = {
    "need": EnquiryNeed.taxonomy_term_id,
    "team": Enquiry.team_id,
    "specialty": Enquiry.specialty,
    "area": Enquiry.area_id,
}
_MAIN_NEED = and_(EnquiryNeed.enquiry_id == Enquiry.id, EnquiryNeed.position == 0)


@dataclass(slots=True)
class Answers:
    """`minutes` is from the question to the answer, by the clock, to how many it took so long: to the minute,
    from 90 minutes to the hour, from two days to the day."""

    asked: int = 0
    answered: int = 0
    at_once: int = 0
    on_system: int = 0
    minutes: Counter[int] = field(default_factory=Counter)


def count_answers(
    by: str, periods: Sequence[Period], *, is_settled: bool = False
) -> Mapping[tuple[Any, str], Answers]:
    """By (need at the top, team, specialty or area: as `by` says; key of the period). `by` may be
    ALL_OF_THEM. `periods` follow one another without a gap."""
    ordered = sorted(periods, key=lambda period: period.first)
    find_key = _make_key_reader(by)
    found: dict[tuple[Any, str], Answers] = {}
    for raw, place, minutes, is_at_once, is_on_system, count in db.session.execute(
        _select(by, ordered, is_settled)
    ):
        counted = found.setdefault((find_key(raw), ordered[place].key), Answers())
        counted.asked += count
        if minutes is not None:
            counted.answered += count
            counted.at_once += count if is_at_once else 0
            counted.on_system += count if is_on_system else 0
            counted.minutes[minutes] += count
    return found


def count_outcomes(
    by: str, periods: Sequence[Period], *, is_settled: bool = False
) -> Mapping[tuple[Any, str, EnquiryOutcomeKind], int]:
    """By (as in count_answers, and the way it ended). Each need of an enquiry ends by itself. If
    `is_settled`, `periods` are quarters."""
    find_key = _make_key_reader(by)
    found: dict[tuple[Any, str, EnquiryOutcomeKind], int] = {}
    for period in periods:
        column = _key_column(by)
        if by == "need":
            column = type_coerce(func.coalesce(EnquiryOutcome.need_id, EnquiryNeed.taxonomy_term_id), String)
        query = select(column, EnquiryOutcome.kind, func.count()).join(
            Enquiry, Enquiry.id == EnquiryOutcome.enquiry_id
        )
        if by == "need":
            query = query.outerjoin(EnquiryNeed, _MAIN_NEED)
        if is_settled:
            query = query.where(EnquiryOutcome.recorded_at < period.ends_at)
        grouped = query.where(*_within([period])).group_by(column, EnquiryOutcome.kind)
        for raw, kind, count in db.session.execute(grouped):
            key = (find_key(raw), period.key, kind)
            found[key] = found.get(key, 0) + count
    return found


def _select(by: str, periods: Sequence[Period], is_settled: bool) -> Any:
    """Grouped in the database: thousands of times would take longer to read than to count."""
    on_system = select(EnquiryOutcome.enquiry_id).where(
        EnquiryOutcome.kind == EnquiryOutcomeKind.FOUND_ON_SYSTEM
    )
    columns = (
        _key_column(by),
        case(*((Enquiry.asked_at < one.ends_at, place) for place, one in enumerate(periods))),
        _minutes(_settle(periods) if is_settled else None),
        Enquiry.is_answered_at_once,
        Enquiry.id.in_(on_system),
    )
    names = ("head", "place", "minutes", "at_once", "on_system")
    labelled = [column.label(name) for column, name in zip(columns, names, strict=True)]
    rows = select(*labelled).select_from(Enquiry).where(*_within(periods))
    if by == "need":
        rows = rows.outerjoin(EnquiryNeed, _MAIN_NEED)
    each = rows.subquery()
    return select(*each.c, func.count()).group_by(*each.c)


def _settle(periods: Sequence[Period]) -> ColumnElement[Any]:
    """When the quarter ends in which it was asked."""
    ends = sorted({find_quarter(period).ends_at for period in periods})
    return case(*((Enquiry.asked_at < end, literal(end, Enquiry.answered_at.type)) for end in ends))


def _minutes(settled_at: ColumnElement[Any] | None) -> ColumnElement[int]:
    """None while there is no answer, or if there was none then."""
    asked, answered = (
        cast(extract("epoch", column), Integer) for column in (Enquiry.asked_at, Enquiry.answered_at)
    )
    minutes = (answered - asked + 30) // 60
    return case(
        *([] if settled_at is None else [(Enquiry.answered_at >= settled_at, null())]),
        (minutes < MINUTES_UP_TO, minutes),
        (minutes < HOURS_UP_TO, (minutes + 30) // 60 * 60),
        else_=(minutes + 720) // 1440 * 1440,
    )


def _key_column(by: str) -> Any:
    """Ids as the database gives them: to make twenty thousand into UUIDs takes longer than to read them."""
    if by == ALL_OF_THEM:
        return literal(ALL_OF_THEM)
    column = _COLUMNS[by]
    return column if by == "specialty" else type_coerce(column, String)


def _make_key_reader(by: str) -> Any:
    if by in (ALL_OF_THEM, "specialty"):
        return lambda raw: raw
    tops = (
        {term_id: top.id for top in list_needs() for term_id in top.list_term_ids()} if by == "need" else {}
    )
    known: dict[Any, Any] = {None: None}

    def read(raw: Any) -> Any:
        if raw not in known:
            key = uuid.UUID(str(raw))
            known[raw] = tops.get(key, key)
        return known[raw]

    return read


def _within(periods: Sequence[Period]) -> tuple[ColumnElement[bool], ...]:
    first, last = min(one.starts_at for one in periods), max(one.ends_at for one in periods)
    is_counted = Enquiry.state != EnquiryState.WITHDRAWN
    return is_counted, Enquiry.asked_at >= first, Enquiry.asked_at < last
