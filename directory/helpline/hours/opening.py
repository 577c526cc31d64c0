"""When the helpline is open, from its hours and closures: both are data, in the time of London."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from directory.extensions import db
from directory.models import HelplineClosure, HelplineHours

LONDON = ZoneInfo("Europe/London")
_DAYS_AHEAD = 60


@dataclass(frozen=True, slots=True)
class Span:
    """Open from `start` until before `end`."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Opening:
    """`closes_at` is None while it is closed. `opens_at` is when it opens next, None while it is open and
    where no opening is known. `reason` says why it is closed on this very day."""

    closes_at: datetime | None
    opens_at: datetime | None
    reason: str

    @property
    def is_open(self) -> bool:
        return self.closes_at is not None


def find_opening(now: datetime) -> Opening:
    """Two queries."""
    today = now.astimezone(LONDON).date()
    closures = _find_closures(today)
    spans = _list_spans(today, closures)
    span = next((span for span in spans if span.end > now), None)
    if span and span.start <= now:
        return Opening(closes_at=span.end, opens_at=None, reason="")
    return Opening(closes_at=None, opens_at=span.start if span else None, reason=closures.get(today, ""))


def find_due(now: datetime, open_hours: int) -> datetime | None:
    """The moment by which the helpline will have been open for so many hours. None: not in the next weeks."""
    left = timedelta(hours=open_hours)
    today = now.astimezone(LONDON).date()
    for span in _list_spans(today, _find_closures(today)):
        start = max(span.start, now)
        room = max(span.end - start, timedelta())
        if left <= room:
            return start + left
        left -= room
    return None


def list_hours() -> list[HelplineHours]:
    """From Monday morning on."""
    return list(db.session.scalars(select(HelplineHours).order_by(*_ORDER)))


def list_closures(on: date) -> list[HelplineClosure]:
    """Today's and those to come."""
    query = select(HelplineClosure).where(HelplineClosure.closed_on >= on)
    return list(db.session.scalars(query.order_by(HelplineClosure.closed_on)))


_ORDER = (HelplineHours.weekday, HelplineHours.opens_at)


def _find_closures(today: date) -> dict[date, str]:
    query = select(HelplineClosure.closed_on, HelplineClosure.reason)
    within = HelplineClosure.closed_on.between(today, today + timedelta(days=_DAYS_AHEAD))
    return {
        closed_on: reason or "Closed today" for closed_on, reason in db.session.execute(query.where(within))
    }


def _list_spans(today: date, closures: dict[date, str]) -> Iterator[Span]:
    """In order. Two that touch are one."""
    last: Span | None = None
    for span in _list_raw_spans(today, closures):
        if last and span.start <= last.end:
            last = Span(last.start, max(last.end, span.end))
            continue
        if last:
            yield last
        last = span
    if last:
        yield last


def _list_raw_spans(today: date, closures: dict[date, str]) -> Iterator[Span]:
    columns = (HelplineHours.weekday, HelplineHours.opens_at, HelplineHours.closes_at)
    hours = db.session.execute(select(*columns).order_by(*_ORDER)).all()
    for ahead in range(_DAYS_AHEAD + 1):
        day = today + timedelta(days=ahead)
        if day in closures:
            continue
        for weekday, opens_at, closes_at in hours:
            if weekday == day.weekday():
                start = datetime.combine(day, opens_at, LONDON).astimezone(UTC)
                yield Span(start, datetime.combine(day, closes_at, LONDON).astimezone(UTC))
