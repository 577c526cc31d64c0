"""Clock times as people write them: "9.30am", "12noon", "1 - 3.30pm", "09:00-18:30"."""

import re

NAMED = {"noon": "12pm", "midday": "12pm", "midnight": "12am"}
_TIME = r"(?:\d{1,2}(?:[:.]\d{2})?\s*(?:a\.?m\b\.?|p\.?m\b\.?)?|12\s*)"
RANGE = re.compile(rf"({_TIME})\s*(?:-|to|until|till|til)\s*({_TIME})(?![\d:])", re.I)
SINGLE = re.compile(r"\b(\d{1,2}(?:[:.]\d{2})?\s*(?:am|pm))\b", re.I)
_PARTS = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*([ap])?")


class Clock:
    """One written time. `half` is "a", "p" or "" where it was not said; minutes after midnight."""

    def __init__(self, text: str) -> None:
        found = _PARTS.match(text.strip().lower())
        self.hour, self.minute, self.half = 99, 0, ""
        if found:
            self.hour, self.minute = int(found[1]), int(found[2] or 0)
            self.half = found[3] or ""
        self.literal = self.hour > 12 or text.strip().startswith("0")

    @property
    def is_real(self) -> bool:
        return (
            self.hour <= (12 if self.half else 24) and self.minute < 60 and (self.hour, self.half) != (0, "p")
        )

    def minutes(self, half: str) -> int:
        hour = self.hour % 24 if not half else self.hour % 12 + (12 if half == "p" else 0)
        return hour * 60 + self.minute


def read_range(first: str, last: str, clock: int = 12) -> tuple[str, str] | None:
    """Opening and closing as "HH:MM"; None where the text does not say which half of the day is meant.
    With `clock` 24 the figures are taken as they stand."""
    opens, closes = Clock(first), Clock(last)
    if not (opens.is_real and closes.is_real):
        return None
    halves = ("", "") if clock == 24 and not (opens.half or closes.half) else _halves(opens, closes)
    if halves is None:
        return None
    return _clock_text(opens.minutes(halves[0])), _clock_text(closes.minutes(halves[1]))


def read_time(text: str) -> str | None:
    """A single time that says am or pm, as "HH:MM"."""
    time = Clock(text)
    return _clock_text(time.minutes(time.half)) if time.is_real and time.half else None


def _halves(opens: Clock, closes: Clock) -> tuple[str, str] | None:
    """am or pm of both ends, from whichever says so: "1.30 - 3.30pm", "10 - 2pm", "9am - 5"."""
    if opens.literal or closes.literal:
        return opens.half, closes.half
    if opens.half and closes.half:
        return opens.half, closes.half
    if closes.half:
        return _half_before(opens, closes), closes.half
    if opens.half:
        return opens.half, _half_after(opens, closes)
    return _unsaid_halves(opens, closes)


def _half_before(opens: Clock, closes: Clock) -> str:
    if closes.half == "a":
        return "a"
    return "p" if opens.minutes("p") < closes.minutes("p") else "a"


def _half_after(opens: Clock, closes: Clock) -> str:
    return opens.half if closes.minutes(opens.half) > opens.minutes(opens.half) else "p"


def _unsaid_halves(opens: Clock, closes: Clock) -> tuple[str, str] | None:
    """Neither end says: 8 to 11 are taken for the morning, 12 to 6 for the afternoon. 7 could be either."""
    if opens.hour == 7 or opens.hour == 0 or closes.hour == 0:
        return None
    first = "a" if 8 <= opens.hour <= 11 else "p"
    last = first if closes.minutes(first) > opens.minutes(first) else "p"
    return (first, last) if closes.minutes(last) > opens.minutes(first) else None


def _clock_text(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
