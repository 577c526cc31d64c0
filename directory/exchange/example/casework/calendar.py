"""The moments of a year of work: the days and hours on which somebody asks, and how many do when."""

import random
from bisect import bisect_left
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import reduce
from math import cos, pi
from operator import mul
from zoneinfo import ZoneInfo

from directory.helpline.hours.bank_holidays import list_bank_holidays
from directory.unmet_needs.figures.periods import list_quarters

LONDON = ZoneInfo("Europe/London")
_OPENS, _OPEN_MINUTES = 9, 8 * 60
_DAYS_AHEAD = 60
_YEAR, _MIDWINTER = 365, 15
_A_YEAR_BEFORE = 4
"""In the list of full quarters, the newest of which is at 0: growth is seen against it."""


class Calendar:
    """Working days from `first`, where the quarter a year before the last full one starts, to weeks ahead."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.today = now.astimezone(LONDON).date()
        self.first = list_quarters(self.today, with_current=False)[_A_YEAR_BEFORE].first
        last = self.today + timedelta(days=_DAYS_AHEAD)
        closed = {day for year in range(self.first.year, last.year + 1) for day in list_bank_holidays(year)}
        ahead = (self.first + timedelta(days=number) for number in range((last - self.first).days))
        self.days = [day for day in ahead if day.weekday() < 5 and day not in closed]

    @property
    def begins_at(self) -> datetime:
        return datetime(self.first.year, self.first.month, 1, tzinfo=LONDON).astimezone(UTC)

    def shift(self, moment: datetime, minutes: float) -> datetime:
        """So many minutes of opening later; earlier where it is less than 0."""
        place = max(self._find_place(moment) + round(minutes), 0)
        number, minute = divmod(place, _OPEN_MINUTES)
        day = self.days[min(number, len(self.days) - 1)]
        opens = datetime(day.year, day.month, day.day, _OPENS, tzinfo=LONDON)
        return (opens + timedelta(minutes=minute)).astimezone(UTC)

    def days_ago(self, days: int, hour: int = 11) -> datetime:
        """On that day, or the first day of work after it; never after now."""
        day = self.today - timedelta(days=days)
        wanted = datetime(day.year, day.month, day.day, hour, tzinfo=LONDON).astimezone(UTC)
        return min(self.shift(wanted, 0), self.now)

    def find_progress(self, moment: datetime) -> float:
        """0 at the beginning of the year, 1 now."""
        return (moment - self.begins_at) / (self.now - self.begins_at)

    def draw(
        self, draw: random.Random, shape: Sequence[str], many: int, since: int = 9999, until: int = 0
    ) -> list[datetime]:
        """Moments from `since` days ago until before `until` days ago, the earliest first. `shape` says when
        in the year there are more."""
        first, end = (max(self.first, self.today - timedelta(days=ago)) for ago in (since, until))
        days = self.days[bisect_left(self.days, first) : bisect_left(self.days, end)]
        weights = [_weigh(shape, number / len(days), day) for number, day in enumerate(days)]
        starts = (
            datetime(day.year, day.month, day.day, _OPENS, tzinfo=LONDON).astimezone(UTC)
            for day in draw.choices(days, weights, k=many)
        )
        return sorted(start + timedelta(minutes=draw.randrange(_OPEN_MINUTES - 30)) for start in starts)

    def _find_place(self, moment: datetime) -> int:
        """Minutes of opening since the first day; closed hours count as the next opening."""
        at = moment.astimezone(LONDON)
        number = bisect_left(self.days, at.date())
        if number == len(self.days) or self.days[number] != at.date():
            return number * _OPEN_MINUTES
        return number * _OPEN_MINUTES + min(max((at.hour - _OPENS) * 60 + at.minute, 0), _OPEN_MINUTES)


def grow(progress: float) -> float:
    """How much more there is of everything as the year goes by (0 to 1): the service became known."""
    return 0.8 + 0.5 * progress


def _weigh(shape: Sequence[str], progress: float, day: date) -> float:
    winter = cos(2 * pi * (day.timetuple().tm_yday - _MIDWINTER) / _YEAR)
    factors = {
        "steady": 1.0,
        "growing": 0.4 + 1.4 * progress,
        "falling": 1.8 - 1.5 * progress,
        "winter": 1 + 0.85 * winter,
        "summer": 1 - 0.7 * winter,
    }
    return reduce(mul, (factors[name] for name in shape), grow(progress))
