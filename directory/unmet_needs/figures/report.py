"""The dated report for a committee: its summary is written by the officer, small counts are hidden whoever
makes it, because it is handed on."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from directory import audit
from directory.errors import EditConflict
from directory.extensions import db
from directory.models import UnmetNeedAnswer, UnmetNeedGroup, UnmetNeedReport, User
from directory.models.codes import AnswerKind, GroupState
from directory.models.mixins import utc_now
from directory.network.checking import Checker, Typed
from directory.small_numbers import Figure
from directory.unmet_needs.figures.periods import Period
from directory.unmet_needs.figures.tables import FOR_ALL, Table, make_table
from directory.unmet_needs.small_words import read_public_words

_MOST_WAITING = 10


@dataclass(frozen=True, slots=True)
class Report:
    """`serious` are small gaps told in words that were checked. `answers` were given in the period; `new`
    groups were made in it and sent since; `waiting` are the longest unanswered now."""

    period: Period
    summary: str
    version: int
    tables: tuple[Table, ...]
    serious: tuple[UnmetNeedGroup, ...]
    answers: tuple[tuple[UnmetNeedGroup, UnmetNeedAnswer], ...]
    new: tuple[UnmetNeedGroup, ...]
    waiting: tuple[UnmetNeedGroup, ...]

    @property
    def total(self) -> Figure | None:
        """How often something was asked for, in a quarter. Of a year no table tells it."""
        table = next(one for one in self.tables if one.slug == "need-quarter")
        places = {label: place for place, label in enumerate(table.columns)}
        return table.totals[places[self.period.label]] if self.period.label in places else None


def make_report(period: Period, on: date) -> Report:
    saved = find_saved(period)
    return Report(
        period=period,
        summary=(saved.summary or "") if saved else "",
        version=saved.version if saved else 0,
        tables=tuple(make_table(slug, period, on, is_exact=False) for slug in FOR_ALL),
        serious=tuple(list_serious(period)),
        answers=tuple(list_answers(period)),
        new=tuple(list_new(period)),
        waiting=tuple(list_waiting()),
    )


def find_saved(period: Period) -> UnmetNeedReport | None:
    return db.session.scalar(select(UnmetNeedReport).where(UnmetNeedReport.period == period.key))


def save_summary(*, actor: User, period: Period, typed: Typed, expected_version: int) -> None:
    """Keys of `typed`: summary. `expected_version` 0: there was none. Raises InvalidData, EditConflict."""
    saved = find_saved(period)
    current = saved.version if saved else 0
    if current != expected_version:
        raise EditConflict(current)
    checker = Checker(typed)
    summary = read_public_words(checker, "summary", "unmet_need_report.summary")
    checker.refuse_problems()
    if saved is None:
        saved = UnmetNeedReport(period=period.key)
        db.session.add(saved)
    saved.summary, saved.last_modified = summary, utc_now()
    try:
        db.session.flush()
    except (StaleDataError, IntegrityError):
        raise EditConflict(expected_version + 1) from None
    audit.record("unmet_need_report.edit", actor, saved, period=period.key)


def list_answers(period: Period) -> list[tuple[UnmetNeedGroup, UnmetNeedAnswer]]:
    query = (
        select(UnmetNeedGroup, UnmetNeedAnswer)
        .join(UnmetNeedAnswer, UnmetNeedAnswer.group_id == UnmetNeedGroup.id)
        .where(UnmetNeedGroup.state != GroupState.MERGED)
        .where(UnmetNeedAnswer.answered_at >= period.starts_at, UnmetNeedAnswer.answered_at < period.ends_at)
    )
    rows = db.session.execute(query.order_by(UnmetNeedAnswer.answered_at)).unique()
    return [(group, answer) for group, answer in rows]


def list_new(period: Period) -> list[UnmetNeedGroup]:
    """Sent, and made in the period."""
    query = select(UnmetNeedGroup).where(
        UnmetNeedGroup.state.in_((GroupState.SENT, GroupState.ANSWERED)),
        UnmetNeedGroup.created_at >= period.starts_at,
        UnmetNeedGroup.created_at < period.ends_at,
    )
    return list(db.session.scalars(query.order_by(UnmetNeedGroup.position, UnmetNeedGroup.name)).unique())


def list_serious(period: Period) -> list[UnmetNeedGroup]:
    """Known by the end of the period, and not answered for good before it began."""
    is_settled = UnmetNeedGroup.answers.any(
        and_(
            UnmetNeedAnswer.answered_at < period.starts_at,
            UnmetNeedAnswer.kind != AnswerKind.UNDER_REVIEW,
        )
    )
    query = select(UnmetNeedGroup).where(
        UnmetNeedGroup.narrative.is_not(None),
        UnmetNeedGroup.narrative_checked_at.is_not(None),
        UnmetNeedGroup.state != GroupState.MERGED,
        UnmetNeedGroup.created_at < period.ends_at,
        ~is_settled,
    )
    return list(db.session.scalars(query.order_by(UnmetNeedGroup.position, UnmetNeedGroup.name)).unique())


def list_waiting() -> list[UnmetNeedGroup]:
    """Longest unanswered first."""
    query = select(UnmetNeedGroup).where(UnmetNeedGroup.state == GroupState.SENT)
    return list(db.session.scalars(query.order_by(UnmetNeedGroup.sent_at).limit(_MOST_WAITING)).unique())
