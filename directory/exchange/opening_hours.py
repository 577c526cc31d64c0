"""Opening hours as people write them, as schedules. What is not understood whole is kept in its own words,
without days or times: a wrong opening time sends somebody to a closed door."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from directory.exchange.opening_times import NAMED, RANGE, SINGLE, read_range, read_time

WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LONGEST = 2_000  # longer text is not opening hours
_ORDINALS = {"1st": 1, "first": 1, "2nd": 2, "second": 2, "3rd": 3, "third": 3, "4th": 4, "fourth": 4}
_ORDINALS |= {"5th": 5, "fifth": 5, "last": -1}
_SETS = {"weekday": WEEK[:5], "weekdays": WEEK[:5], "weekend": WEEK[5:], "weekends": WEEK[5:]}
_SETS |= dict.fromkeys(("daily", "every day", "each day", "7 days a week", "seven days a week"), WEEK)

_TOKENS = re.compile(
    r"(?P<set>\bweekdays?\b|\bweekends?\b|\bdaily\b|\b(?:every|each) day\b|\b(?:7|seven) days a week\b)"
    r"|(?P<ordinal>\b(?:1st|2nd|3rd|4th|5th|first|second|third|fourth|fifth|last)\b)"
    r"|(?P<day>\b(?:mon|tues?|wed(?:nes|s)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?s?\b)"
    r"|(?P<month>\b(?:of|in) (?:the|each|every) month\b|\b(?:each|every) month\b|\bof month\b|\bmonthly\b)"
    rf"|(?P<range>{RANGE.pattern})"
    rf"|(?P<single>{SINGLE.pattern})"
    r"|(?P<closed>\bclosed\b)",
    re.I,
)
_GLUE = re.compile(
    r"\b(?:and|on|from|open|opening|every|each|the|at|to|hours|times)\b|[\s,;:.&()/+@|-]+", re.I
)
# Words that take back or narrow what the rest says: then only the whole text is true.
_NARROWING = re.compile(
    r"\b(?:except|excluding|but|not|no|closed|only|term|holidays?|appointments?|arrangement|fortnight\w*|"
    r"alternate|alternating|other|biweekly|bi-weekly|odd|even|weeks?|unless|until|from|after|before|check|"
    r"tbc|vary|varies|varied|occasional\w*|sometimes|may|booking|referral|ring|"
    r"january|february|march|april|june|july|august|september|october|november|december)\b|\d",
    re.I,
)


class _Token(NamedTuple):
    kind: str
    text: str
    start: int
    end: int


class _Group:
    """Days that share their times."""

    def __init__(self) -> None:
        self.days: list[str] = []
        self.times: list[tuple[str | None, str | None]] = []
        self.is_closed = False

    @property
    def has_times(self) -> bool:
        return bool(self.times) or self.is_closed


def read_hours(text: str, clock: int = 12) -> list[dict[str, Any]]:
    """Schedules for free text. Never raises: text that is not understood comes back as one description."""
    text = " ".join(text.split())
    if not text:
        return []
    plain = _plain(text)
    groups = _read_groups(plain, clock) if len(plain) <= _LONGEST else None
    rest = _leftover(plain)
    if groups is None or _NARROWING.search(rest):
        return [{"description": text}]
    schedules = _merge([item for group in groups for item in _schedules(group)])
    if rest and schedules:
        schedules[0]["description"] = text
    return schedules


def read_day_columns(columns: Mapping[str, str], clock: int = 24) -> list[dict[str, Any]]:
    """Schedules for one text a day, by RFC 5545 day: "10:00-13:00,14:00-17:00" is two sessions."""
    found: list[dict[str, Any]] = []
    for day in WEEK:
        text = " ".join(columns.get(day, "").split())
        if not text or _plain(text) == "closed":
            continue
        sessions = [_read_session(part, clock) for part in re.split(r"[,;&]", _plain(text)) if part.strip()]
        if None in sessions:
            found.append({"freq": "WEEKLY", "byday": day, "description": text})
        else:
            found.extend(_weekly(day, *session) for session in sessions if session)
    return _merge(found)


def _plain(text: str) -> str:
    text = re.sub(r"[‐-―−=]", "-", text.lower())
    for name, figures in NAMED.items():
        text = re.sub(rf"(?:\b12\s*)?{name}\b", figures, text)
    return text


def _read_session(text: str, clock: int) -> tuple[str, str] | None:
    found = RANGE.fullmatch(text.strip())
    return read_range(found[1], found[2], clock) if found else None


def _tokens(text: str) -> Iterator[_Token]:
    for found in _TOKENS.finditer(text):
        yield _Token(found.lastgroup or "", found[0], found.start(), found.end())


def _leftover(text: str) -> str:
    return _GLUE.sub(" ", _TOKENS.sub(" ", text)).strip()


def _read_groups(text: str, clock: int) -> list[_Group] | None:
    """None where days and times cannot be told apart for certain."""
    tokens = list(_tokens(text))
    if not tokens or not any(token.kind in ("day", "set") for token in tokens):
        return None
    reader = _Reader(text, clock, times_first=tokens[0].kind in ("range", "single"))
    if not all(reader.take(token) for token in tokens):
        return None
    groups = reader.finish()
    return groups if all(group.days for group in groups) and not reader.ordinals else None


class _Reader:
    """Gathers tokens into groups: days then times, or times then days where the text begins with a time."""

    def __init__(self, text: str, clock: int, times_first: bool) -> None:
        self.text, self.clock, self.times_first = text, clock, times_first
        self.groups = [_Group()]
        self.ordinals: list[int] = []
        self.last_day: _Token | None = None

    def take(self, token: _Token) -> bool:
        """False where the token makes no sense here."""
        if token.kind == "month":
            return True
        if token.kind == "ordinal":
            self.ordinals.append(_ORDINALS[token.text])
            return True
        return self._take_days(token) if token.kind in ("day", "set") else self._take_time(token)

    def finish(self) -> list[_Group]:
        return [group for group in self.groups if group.days or group.has_times]

    def _take_days(self, token: _Token) -> bool:
        group = self.groups[-1]
        if group.has_times and not self.times_first:
            group = self._new_group()
        if token.kind == "set":
            group.days += _SETS[token.text]
            return not self.ordinals
        day = token.text[:2].upper()
        if self._is_range_to(token) and group.days and not self.ordinals:
            group.days += _days_between(group.days[-1], day)
        else:
            group.days += [f"{n}{day}" for n in self.ordinals] or [day]
        self.ordinals, self.last_day = [], token
        return True

    def _take_time(self, token: _Token) -> bool:
        group = self.groups[-1]
        if self.times_first and group.days:
            group = self._new_group()
        if token.kind == "closed":
            group.is_closed = True
            return bool(group.days)
        times = self._read_times(token)
        if times is None or group.is_closed:
            return False
        group.times.append(times)
        return True

    def _read_times(self, token: _Token) -> tuple[str, str | None] | None:
        found = RANGE.fullmatch(token.text)
        if found:
            return read_range(found[1], found[2], self.clock)
        opens = read_time(token.text)
        return (opens, None) if opens else None

    def _is_range_to(self, token: _Token) -> bool:
        if self.last_day is None:
            return False
        between = self.text[self.last_day.end : token.start].strip()
        return between in ("-", "to", "until", "till", "through")

    def _new_group(self) -> _Group:
        self.groups.append(_Group())
        self.last_day = None
        return self.groups[-1]


def _days_between(first: str, last: str) -> list[str]:
    """The days after `first` up to `last`, over the end of the week where need be."""
    if first not in WEEK or last not in WEEK:
        return [last]
    start, end = WEEK.index(first), WEEK.index(last)
    return [WEEK[n % 7] for n in range(start + 1, (end if end > start else end + 7) + 1)]


def _schedules(group: _Group) -> Iterator[dict[str, Any]]:
    if group.is_closed:
        return
    all_day: list[tuple[str | None, str | None]] = [(None, None)]
    for day in dict.fromkeys(group.days):
        for opens, closes in group.times or all_day:
            yield _weekly(day, opens, closes)


def _weekly(day: str, opens: str | None, closes: str | None) -> dict[str, Any]:
    freq = "WEEKLY" if day in WEEK else "MONTHLY"
    times = {"opens_at": opens, "closes_at": closes}
    return {"freq": freq, "byday": day} | {key: value for key, value in times.items() if value}


def _merge(schedules: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Days with the same times as one schedule."""
    merged: dict[tuple[Any, ...], dict[str, Any]] = {}
    for item in schedules:
        key = tuple(item.get(name) for name in ("freq", "opens_at", "closes_at", "description"))
        if key not in merged:
            merged[key] = item
        elif item["byday"] not in merged[key]["byday"].split(","):
            merged[key]["byday"] += f",{item['byday']}"
    return list(merged.values())
