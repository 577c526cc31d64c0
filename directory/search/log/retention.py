"""What becomes of the log: tokens end after an hour, words after 90 days, and of each month the words are
kept that were searched on several days and are known to be no names. Jobs; each may run again at any time."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, delete, func, select, update

from directory.extensions import db
from directory.models import LoggedSearch, MonthlySearches
from directory.search.log.counting import COUNTS
from directory.search.log.lasting_words import DirectoryWords, load_directory_words, may_be_kept
from directory.search.log.writing import TOKEN_LIFE

LONDON = ZoneInfo("Europe/London")
KEPT = timedelta(days=90)
FEWEST_DAYS = 5
"""Days of a month on which words must have been searched to be kept. One visitor who ticks four filters makes
five searches, all on one day; and who searched is not known."""


def end_tokens(now: datetime) -> int:
    """How many. What was opened can then no longer be tied to a page somebody still has open."""
    ended = update(LoggedSearch).where(LoggedSearch.token.is_not(None), LoggedSearch.at <= now - TOKEN_LIFE)
    return int(db.session.execute(ended.values(token=None)).rowcount)  # type: ignore[attr-defined]


def count_and_forget(now: datetime) -> int:
    """Returns how many searches were forgotten. A month is counted once it is over, while all of it is still
    there: it is 31 days long at most."""
    first = db.session.scalar(select(func.min(LoggedSearch.at)))
    counted = set(db.session.scalars(select(MonthlySearches.month)))
    due = [month for month in _list_months(first, now) if month not in counted] if first else []
    if due:
        directory = load_directory_words()
        _review_months(directory)
        for month in due:
            _count_month(month, directory)
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


def _count_month(month: date, directory: DirectoryWords) -> None:
    """Words that are not kept are counted with the searches that had none."""
    starts, ends = (datetime(m.year, m.month, 1, tzinfo=LONDON) for m in (month, _next(month)))
    within = LoggedSearch.at >= starts, LoggedSearch.at < ends
    lasting = {words for words in _list_repeated(*within) if may_be_kept(words, directory)}
    query = select(LoggedSearch.words, *COUNTS).where(*within).group_by(LoggedSearch.words)
    kept, rest = [], [0] * len(COUNTS)
    for words, *counts in db.session.execute(query):
        if words in lasting:
            kept.append((words, counts))
        else:
            rest = [sum(pair) for pair in zip(rest, counts, strict=True)]
    names = [count.name for count in COUNTS]
    for words, counts in [*kept, ("", rest)]:
        counted = dict(zip(names, counts, strict=True))
        db.session.add(MonthlySearches(month=month, words=words, **counted))


def _review_months(directory: DirectoryWords) -> None:
    """Counts words of earlier months with those not kept, if the rule no longer keeps them: a name may have
    been added to the lists, or an entry have been closed that was called so."""
    rows = db.session.scalars(select(MonthlySearches)).all()
    rests = {row.month: row for row in rows if not row.words}
    for row in rows:
        if row.words and not may_be_kept(row.words, directory):
            for count in COUNTS:
                numbers = getattr(rests[row.month], count.name), getattr(row, count.name)
                setattr(rests[row.month], count.name, sum(number or 0 for number in numbers))
            db.session.delete(row)


def _list_repeated(*within: ColumnElement[bool]) -> list[str]:
    """Returns the words that were searched on FEWEST_DAYS days or more, in London's time."""
    days: dict[str, set[date]] = defaultdict(set)
    query = select(LoggedSearch.words, LoggedSearch.at).where(LoggedSearch.words.is_not(None), *within)
    for words, at in db.session.execute(query.distinct()):
        days[words].add(at.astimezone(LONDON).date())
    return [words for words, on in days.items() if len(on) >= FEWEST_DAYS]
