"""Opening hours in words."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from flask import current_app

from directory.helpline.hours.opening import LONDON, Opening, find_due, find_opening
from directory.models.mixins import utc_now


@dataclass(frozen=True, slots=True)
class SaidOpening:
    """`answer_by` is when a question asked now is answered at the latest; empty where nobody knows."""

    is_open: bool
    words: str
    answer_by: str


def describe_opening_now() -> SaidOpening:
    """For templates, of staff alone. Four queries."""
    now = utc_now()
    opening, due = find_opening(now), find_due(now, current_app.config["HELPLINE_ANSWER_HOURS"])
    answer_by = say_moment(due, now).removeprefix("on ") if due else ""
    return SaidOpening(opening.is_open, say_opening(opening, now), answer_by)


def say_opening(opening: Opening, now: datetime) -> str:
    """As "Open now, until 5pm." or "Closed now. Opens tomorrow at 9am."."""
    if opening.closes_at:
        return f"Open now, until {say_time(opening.closes_at.astimezone(LONDON).time())}."
    why = f" ({opening.reason})" if opening.reason else ""
    if opening.opens_at is None:
        return f"Closed now{why}."
    return f"Closed now{why}. Opens {say_moment(opening.opens_at, now)}."


def say_moment(at: datetime, now: datetime) -> str:
    """As "today at 9am", "tomorrow at 9:30am" or "on Monday 23 November at 9am"."""
    local = at.astimezone(LONDON)
    return f"{_say_day(local.date(), now.astimezone(LONDON).date())} at {say_time(local.time())}"


def say_time(at: time) -> str:
    if (at.hour, at.minute) == (12, 0):
        return "midday"
    minutes = f":{at:%M}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def _say_day(day: date, today: date) -> str:
    if day == today:
        return "today"
    if day == today + timedelta(days=1):
        return "tomorrow"
    return f"on {day:%A} {day.day} {day:%B}"
