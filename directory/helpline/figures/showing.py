"""Shares and times as one reader may see them. Shares are made from the figures that reader sees, so that
they tell nothing more."""

import math
from collections import Counter

from directory.helpline.figures.counting import HOURS_UP_TO, MINUTES_UP_TO
from directory.small_numbers import SMALLEST_SHOWN, Figure

TOO_FEW = "too few to say"
NONE = "none"
# As is shown: 15 is 13 or more, where 10 may be 8.
_FEWEST_TIMES = 3 * SMALLEST_SHOWN
_ROUNDED_TO_PERCENT = 5


def find_percent(part: Figure, whole: Figure) -> int | None:
    """None where there is nothing to say. Unless exact, a share of which the part or the rest is small is not
    said at all, and any other to the nearest 5."""
    if part.value is None or not whole.value:
        return None
    percent = 100 * part.value / whole.value
    if whole.exact:
        return round(percent)
    if whole.value - part.value < SMALLEST_SHOWN:
        return None
    return round(percent / _ROUNDED_TO_PERCENT) * _ROUNDED_TO_PERCENT


def say_percent(percent: int | None, whole: Figure) -> str:
    if percent is not None:
        return f"{percent}%"
    return NONE if whole.exact else TOO_FEW


def say_within(minutes: Counter[int], share: float, answered: Figure) -> str:
    """The time within which this share of them was answered. Unless exact, of ten or more only."""
    if not answered.exact and (answered.value or 0) < _FEWEST_TIMES:
        return TOO_FEW
    left = math.ceil(share * minutes.total())
    for time in sorted(minutes):
        left -= minutes[time]
        if left <= 0:
            return say_minutes(time)
    return NONE


def say_minutes(minutes: int) -> str:
    """As "under a minute", "25 minutes", "3 hours" or "4 days"."""
    if minutes < 1:
        return "under a minute"
    if minutes < MINUTES_UP_TO:
        return _count(minutes, "minute")
    return (
        _count(round(minutes / 60), "hour") if minutes < HOURS_UP_TO else _count(round(minutes / 1440), "day")
    )


def say_cell(value: Figure | str) -> int | str:
    """For a spreadsheet."""
    return value if isinstance(value, str) else value.cell


def _count(number: int, name: str) -> str:
    return f"{number} {name}" if number == 1 else f"{number} {name}s"
