"""Times of meeting in the short form of `seed/`:

MO,WE 10:00-12:00            every Monday and Wednesday
1TU 14:00-16:00              the first Tuesday of each month
TH/2 18:00-19:30             every other Thursday
WE 16:00-18:00 term          while schools are open, this term or the next
MO 10:00-12:00 days 14..70   a course that starts within 14 days from now and ends within 70
FR 19:00-21:00 (ring first)  with a word of explanation
"""

import re
from datetime import date, timedelta
from typing import Any

_FORM = re.compile(
    r"(?P<days>-?[1-5A-Z,]+)(?:/(?P<weeks>\d))? (?P<opens>\d\d:\d\d)-(?P<closes>\d\d:\d\d)"
    r"(?P<term> term)?(?: days (?P<first>\d+)\.\.(?P<last>\d+))?(?: \((?P<note>.+)\))?"
)
_WEEK = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
# Month and day on which an ordinary school term begins and ends.
_TERMS = [((1, 6), (3, 27)), ((4, 14), (7, 17)), ((9, 3), (12, 18))]
_SOME_MONDAY = date(2025, 1, 6)


def read_schedule(text: str, today: date) -> dict[str, Any]:
    """One `schedules` item of entry data. Raises ValueError where the text is not in the form."""
    found = _FORM.fullmatch(text)
    if found is None:
        raise ValueError(f"not a time of meeting: {text!r}")
    monthly = not found["days"][0].isalpha()
    first, last = _read_span(found, today)
    return {
        "freq": "MONTHLY" if monthly else "WEEKLY",
        "interval": int(found["weeks"] or 1),
        "byday": found["days"],
        "dtstart": None if monthly else _read_start(found, first).isoformat(),
        "opens_at": found["opens"],
        "closes_at": found["closes"],
        "valid_from": first and first.isoformat(),
        "valid_to": last and last.isoformat(),
        "description": found["note"] or ("In school term time" if found["term"] else None),
    }


def find_term(today: date) -> tuple[date, date]:
    """First and last day of the school term that is running, or of the next one."""
    years = (today.year, today.year + 1)
    terms = [(date(y, *begins), date(y, *ends)) for y in years for begins, ends in _TERMS]
    return next(term for term in terms if term[1] >= today)


def _read_span(found: re.Match[str], today: date) -> tuple[date | None, date | None]:
    if found["term"]:
        return find_term(today)
    if found["first"]:
        weekday = _WEEK.index(found["days"][:2])
        first, last = (
            _weekday_by(weekday, today + timedelta(days=int(found[name]))) for name in ("first", "last")
        )
        return first, last
    return None, None


def _read_start(found: re.Match[str], first: date | None) -> date:
    """The day that counting weeks starts from. One fixed week for all: "every other" must not shift with the
    day on which the example is loaded."""
    weekday = min(_WEEK.index(day) for day in found["days"].split(","))
    return first or (_SOME_MONDAY + timedelta(days=weekday))


def _weekday_by(weekday: int, day: date) -> date:
    """The last such weekday not later than `day`."""
    return day - timedelta(days=(day.weekday() - weekday) % 7)
