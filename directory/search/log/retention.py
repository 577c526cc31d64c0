"""What becomes of the log: tokens end after an hour, words after 90 days, and of each month stay the words
that several searches share. Jobs; each may run again at any time."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, select, update

from directory.extensions import db
from directory.models import LoggedSearch, MonthlySearches
from directory.search.log.counting import COUNTS
from directory.search.log.writing import TOKEN_LIFE

LONDON = ZoneInfo("Europe/London")
KEPT = timedelta(days=90)
SHARED_BY = 5
"""Searches that must share words for the words to stay."""


def end_tokens(now: datetime) -> int:
    """How many. What was opened can then no longer be tied to a page somebody still has open."""
    ended = update(LoggedSearch).where(LoggedSearch.token.is_not(None), LoggedSearch.at <= now - TOKEN_LIFE)
    return int(db.session.execute(ended.values(token=None)).rowcount)  # type: ignore[attr-defined]


def count_and_forget(now: datetime) -> int:
    """How many searches were forgotten. A month is counted once it is over, while all of it is still there:
    it is 31 days long at most."""
    first = db.session.scalar(select(func.min(LoggedSearch.at)))
    if first is None:
        return 0
    counted = set(db.session.scalars(select(MonthlySearches.month)))
    for month in _list_months(first, now):
        if month not in counted:
            _count_month(month)
    db.session.flush()
    old = delete(LoggedSearch).where(LoggedSearch.at < now - KEPT)
    return int(db.session.execute(old).rowcount)  # type: ignore[attr-defined]


def _list_months(first: datetime, now: datetime) -> Iterator[date]:
    """The first day of each month from that of `first` that is over by `now`."""
    month = first.astimezone(LONDON).date().replace(day=1)
    this = now.astimezone(LONDON).date().replace(day=1)
    while month < this:
        yield month
        month = _next(month)


def _next(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)


def _count_month(month: date) -> None:
    """Words that too few searches share are counted with those that had none."""
    starts, ends = (datetime(m.year, m.month, 1, tzinfo=LONDON) for m in (month, _next(month)))
    query = select(LoggedSearch.words, *COUNTS).where(LoggedSearch.at >= starts, LoggedSearch.at < ends)
    kept, rest = [], [0] * len(COUNTS)
    for words, *counts in db.session.execute(query.group_by(LoggedSearch.words)):
        if words and counts[0] >= SHARED_BY:
            kept.append((words, counts))
        else:
            rest = [sum(pair) for pair in zip(rest, counts, strict=True)]
    names = [count.name for count in COUNTS]
    for words, counts in [*kept, ("", rest)]:
        counted = dict(zip(names, counts, strict=True))
        db.session.add(MonthlySearches(month=month, words=words, **counted))
