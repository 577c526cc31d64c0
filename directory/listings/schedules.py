"""When things happen: the next dates of a schedule, and a schedule in words."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from heapq import merge
from itertools import islice
from typing import NamedTuple
from zoneinfo import ZoneInfo

from dateutil.rrule import MO, MONTHLY, WEEKLY, rrule, weekday

from directory.models import Schedule
from directory.models.codes import Frequency

LONDON = ZoneInfo("Europe/London")
_LOOK_AHEAD = timedelta(days=400)
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NTH = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last", -2: "second last"}
_DAY = re.compile(r"([+-]?\d)?([A-Z]{2})")


class Occurrence(NamedTuple):
    """Europe/London, aware. `end` is None where no closing time is known. Without an opening time,
    `start` is midnight and `has_time` is False."""

    start: datetime
    end: datetime | None
    has_time: bool


def occurrences(schedule: Schedule, after: datetime, count: int) -> list[Occurrence]:
    """The next `count` occurrences that have not ended at `after`, soonest first, at most 400 days ahead.
    None where the rule cannot say: every second week, but from which week on is not known, or every week, but
    neither day nor first date is."""
    local = after.astimezone(LONDON).replace(tzinfo=None)
    days = _days_from(schedule, local - timedelta(days=1))
    coming = (o for o in (_occur(schedule, day.date()) for day in days) if (o.end or _day_end(o)) > after)
    return list(islice(coming, count))


def next_occurrences(schedules: Iterable[Schedule], after: datetime, count: int) -> list[Occurrence]:
    """The next `count` occurrences of several schedules together."""
    each = (occurrences(schedule, after, count) for schedule in schedules)
    return list(islice(dict.fromkeys(merge(*each, key=lambda o: o.start)), count))


def words(schedule: Schedule, today: date) -> str:
    """ "Every Tuesday, 10am to 12pm, until 20 July 2026", with what its own description adds."""
    rule = say_rule(schedule, today)
    own = (schedule.description or "").strip()
    if own and own.casefold() not in rule.casefold():
        return f"{rule}{', ' if own[0].islower() else '. '}{own}" if rule else own
    return rule


def say_rule(schedule: Schedule, today: date) -> str:
    """Days, hours and dates of a schedule, or "" where it has none but words."""
    rule = _rule_words(schedule)
    hours = format_hours(schedule.opens_at, schedule.closes_at)
    text = ", ".join(part for part in (rule, hours, _term_words(schedule, today)) if part)
    return text[:1].upper() + text[1:] if rule or hours else ""


def format_hours(opens_at: time | None, closes_at: time | None) -> str:
    if opens_at is None:
        return f"until {format_time(closes_at)}" if closes_at else ""
    if opens_at == time(0) and closes_at in (time(0), time(23, 59), time(23, 59, 59)):
        return "day and night"
    return f"{format_time(opens_at)} to {format_time(closes_at)}" if closes_at else format_time(opens_at)


def format_time(value: time) -> str:
    """ "10am", "2:30pm"."""
    minutes = f":{value.minute:02}" if value.minute else ""
    return f"{value.hour % 12 or 12}{minutes}{'am' if value.hour < 12 else 'pm'}"


def format_date(value: date) -> str:
    """ "3 May 2026"."""
    return f"{value.day} {value:%B %Y}"


def list_days(schedule: Schedule) -> list[tuple[int | None, int]]:
    """`byday` as pairs of which one in the month (or None) and day of the week from Monday 0."""
    found = _DAY.findall(schedule.byday or "")
    return [(int(nth) if nth else None, _DAYS.index(day)) for nth, day in found if day in _DAYS]


def _days_from(schedule: Schedule, local: datetime) -> Iterator[datetime]:
    first = max(filter(None, (schedule.dtstart, schedule.valid_from)), default=None)
    if schedule.freq is None and not schedule.byday:
        single = schedule.dtstart or (
            schedule.valid_from if schedule.valid_from == schedule.valid_to else None
        )
        return iter([datetime.combine(single, time())] if single and single >= local.date() else [])
    anchor = schedule.dtstart or schedule.valid_from
    interval = schedule.interval or 1
    # With a step the rule counts from its own first week; without a day it repeats that of its first date.
    needs_anchor = interval > 1 or not (list_days(schedule) or _month_days(schedule))
    if needs_anchor and anchor is None:
        return iter(())
    start = anchor if needs_anchor and anchor else max(first or local.date(), local.date())
    last = min(filter(None, (schedule.valid_to, (local + _LOOK_AHEAD).date())))
    rule = _make_rule(schedule, start, interval, last)
    return (day for day in rule if day.date() >= max(first or local.date(), local.date()))


def _make_rule(schedule: Schedule, start: date, interval: int, last: date) -> rrule:
    monthly = schedule.freq == Frequency.MONTHLY
    days = [weekday(day, nth if monthly else None) for nth, day in list_days(schedule)]
    return rrule(
        MONTHLY if monthly else WEEKLY,
        dtstart=datetime.combine(start, time()),
        interval=interval,
        until=datetime.combine(last, time.max),
        byweekday=days or None,
        bymonthday=_month_days(schedule) or None,
        wkst=MO,
    )


def _month_days(schedule: Schedule) -> list[int]:
    numbers = [int(text) for text in (schedule.bymonthday or "").split(",") if text.strip()]
    return [number for number in numbers if 1 <= abs(number) <= 31]


def _occur(schedule: Schedule, day: date) -> Occurrence:
    opens, closes = schedule.opens_at, schedule.closes_at
    start = datetime.combine(day, opens or time(), LONDON)
    end = datetime.combine(day, closes, LONDON) if closes else None
    if end and end <= start:
        end += timedelta(days=1)
    return Occurrence(start, end, opens is not None)


def _day_end(occurrence: Occurrence) -> datetime:
    start = occurrence.start
    return start if occurrence.has_time else start + timedelta(days=1)


def _rule_words(schedule: Schedule) -> str:
    if schedule.freq == Frequency.MONTHLY:
        return _monthly_words(schedule)
    if schedule.freq == Frequency.WEEKLY or schedule.byday:
        return _weekly_words(schedule)
    return format_date(schedule.dtstart) if schedule.dtstart else ""


def _weekly_words(schedule: Schedule) -> str:
    days = sorted({day for _, day in list_days(schedule)})
    if not days and schedule.dtstart:
        days = [schedule.dtstart.weekday()]
    interval = schedule.interval or 1
    if interval > 1:
        often = "every other week" if interval == 2 else f"every {interval} weeks"
        return f"{often} on {_join_days(days)}" if days else often
    if not days:
        return "every week"
    return (
        "every day" if len(days) == 7 else _join_days(days) if _is_run(days) else f"every {_join_days(days)}"
    )


def _is_run(days: list[int]) -> bool:
    return len(days) > 2 and days == list(range(days[0], days[-1] + 1))


def _join_days(days: list[int]) -> str:
    names = [_DAY_NAMES[day] for day in days]
    return f"{names[0]} to {names[-1]}" if _is_run(days) else join_words(names)


def _monthly_words(schedule: Schedule) -> str:
    interval = schedule.interval or 1
    month = "the month" if interval == 1 else f"every {interval} months"
    days = [
        f"{_NTH.get(nth, '')} {_DAY_NAMES[day]}".strip() if nth else f"every {_DAY_NAMES[day]}"
        for nth, day in list_days(schedule)
    ]
    dates = ["last day" if number == -1 else _ordinal(abs(number)) for number in _month_days(schedule)]
    chosen = join_words(days or dates)
    if chosen:
        return f"{chosen} of {month}"
    return "every month" if interval == 1 else f"every {interval} months"


def _term_words(schedule: Schedule, today: date) -> str:
    """A first day only while it lies ahead, a last day always."""
    first, last = schedule.valid_from, schedule.valid_to
    starts = f"from {format_date(first)}" if first and first > today else ""
    if starts and last:
        return f"{starts} to {format_date(last)}"
    return starts or (f"until {format_date(last)}" if last else "")


def _ordinal(number: int) -> str:
    ending = "th" if number in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def join_words(items: list[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, (", ".join(items[:-1]), items[-1] if items else "")))
