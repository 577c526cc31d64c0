"""The periods that are counted: quarters, and years from April to March. Times are those of London."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
QUARTERS = 8
YEARS = 3
_SHORTEST_YEAR = 365
_YEAR_STARTS = 4


@dataclass(frozen=True, slots=True)
class Period:
    """From `first` until before `end`. `key` stands in addresses."""

    key: str
    label: str
    first: date
    end: date

    @property
    def starts_at(self) -> datetime:
        return datetime(self.first.year, self.first.month, 1, tzinfo=LONDON)

    @property
    def ends_at(self) -> datetime:
        return datetime(self.end.year, self.end.month, 1, tzinfo=LONDON)


def list_quarters(on: date, *, with_current: bool) -> list[Period]:
    """The newest first. One that still runs is left out unless asked for: a count looked at every day would
    show when it steps from one rounded value to the next."""
    count = on.year * 4 + (on.month - 1) // 3
    newest = count if with_current else count - 1
    return [_make_quarter(number) for number in range(newest, newest - QUARTERS, -1)]


def list_years(on: date, *, with_current: bool) -> list[Period]:
    current = on.year - (on.month < _YEAR_STARTS)
    newest = current if with_current else current - 1
    return [_make_year(year) for year in range(newest, newest - YEARS, -1)]


def list_months(quarter: Period) -> list[Period]:
    """The three of a quarter, the oldest first."""
    firsts = [date(quarter.first.year, quarter.first.month + number, 1) for number in range(3)]
    return [
        Period(f"{first:%Y-%m}", f"{first:%b %Y}", first, end)
        for first, end in zip(firsts, [*firsts[1:], quarter.end], strict=True)
    ]


def list_quarters_of(period: Period) -> list[Period]:
    """Those that a year holds, the oldest first. None where the period is a quarter itself."""
    if (period.end - period.first).days < _SHORTEST_YEAR:
        return []
    start = period.first.year * 4 + (period.first.month - 1) // 3
    return [_make_quarter(number) for number in range(start, start + 4)]


def list_quarters_until(period: Period) -> list[Period]:
    """Those of a year; of a quarter those of its year up to it, the oldest first."""
    if list_quarters_of(period):
        return list_quarters_of(period)
    last = find_quarter(period)
    year = _make_year(last.first.year - (last.first.month < _YEAR_STARTS))
    return [quarter for quarter in list_quarters_of(year) if quarter.first <= last.first]


def find_quarter(month: Period) -> Period:
    """In which a month lies; of a quarter itself."""
    return _make_quarter(month.first.year * 4 + (month.first.month - 1) // 3)


def find_period(key: str, on: date, *, with_current: bool) -> Period:
    """The newest quarter where there is no period of this key."""
    quarters = list_quarters(on, with_current=with_current)
    periods = [*quarters, *list_years(on, with_current=with_current)]
    return next((period for period in periods if period.key == key), quarters[0])


def find_before(period: Period, on: date, *, with_current: bool) -> Period | None:
    """The quarter before a quarter, the year before a year, of those that are shown."""
    for listed in (list_quarters(on, with_current=with_current), list_years(on, with_current=with_current)):
        keys = [one.key for one in listed]
        if period.key in keys[:-1]:
            return listed[keys.index(period.key) + 1]
    return None


def _make_quarter(count: int) -> Period:
    """`count` is quarters since the year 0."""
    year, number = divmod(count, 4)
    first = date(year, number * 3 + 1, 1)
    end = date(year + (number == 3), (number * 3 + 3) % 12 + 1, 1)
    names = ("January to March", "April to June", "July to September", "October to December")
    return Period(f"{year}-q{number + 1}", f"{names[number]} {year}", first, end)


def _make_year(year: int) -> Period:
    label = f"April {year} to March {year + 1}"
    return Period(
        f"{year}-{(year + 1) % 100:02}", label, date(year, _YEAR_STARTS, 1), date(year + 1, _YEAR_STARTS, 1)
    )
