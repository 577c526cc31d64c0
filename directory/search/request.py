"""A search as it stands in a URL: read once, checked field by field, never an error."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from werkzeug.datastructures import MultiDict

LONGEST_TEXT = 200
MOST_VALUES = 20
LAST_PAGE = 100_000
FARTHEST_MILES = 500
OLDEST = 130
KINDS = ("service", "group", "activity", "guidance")
DELIVERY_TYPES = ("place", "home", "phone", "text", "online")
DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
SORTS = ("best", "distance", "name", "checked")
COSTS = ("free", "low")
ORDINARY = "ordinary"
DIRECTION_MARKS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

Number = TypeVar("Number", int, float)


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """`within` is miles. `as_typed`: a place that the words name stays one of them.
    `show`: "ordinary" for the results that a panel of urgent help hides. Fields that may be
    repeated are tuples; of each, one value must hold."""

    q: str = ""
    match: str = "any"
    need: tuple[str, ...] = ()
    place: str = ""
    practice: str = ""
    within: float | None = None
    kind: tuple[str, ...] = ()
    cost: str = ""
    delivery: tuple[str, ...] = ()
    day: tuple[str, ...] = ()
    district: tuple[str, ...] = ()
    age: int | None = None
    sort: str = "best"
    as_typed: str = ""
    show: str = ""
    page: int = 1

    def to_query(self) -> dict[str, str | list[str]]:
        """Arguments for url_for: what differs from an empty search, so that a link can be shared."""
        plain = SearchRequest()
        query: dict[str, str | list[str]] = {}
        for name in self.__slots__:
            value = getattr(self, name)
            if value != getattr(plain, name):
                query[name] = list(value) if isinstance(value, tuple) else _short(value)
        return query

    def at_page(self, page: int) -> "SearchRequest":
        """The same search, another page."""
        return replace(self, page=page)

    def with_value(self, field: str, value: Any) -> "SearchRequest":
        """The same search from its first page, with one field set, or one more of a repeatable one."""
        held = getattr(self, field)
        if isinstance(held, tuple):
            value = held if value in held else (*held, value)
        return replace(self, page=1, **{field: value})

    def without(self, field: str, value: str | None = None) -> "SearchRequest":
        """The same search from its first page, less one field or one value of it."""
        held = getattr(self, field)
        kept = getattr(SearchRequest(), field)
        if isinstance(held, tuple) and value is not None:
            kept = tuple(one for one in held if one != value)
        return replace(self, page=1, **{field: kept})


def _short(value: Any) -> str:
    return str(int(value) if isinstance(value, float) and value.is_integer() else value)


def parse_request(args: Mapping[str, str]) -> tuple[SearchRequest, dict[str, str]]:
    """The search, and a message for each field whose value could not be used."""
    given = args if isinstance(args, MultiDict) else MultiDict(args)
    reader = _Reader(given)
    request = SearchRequest(
        q=reader.text("q"),
        match=reader.one_of("match", ("any", "all"), "any"),
        need=reader.many("need"),
        place=reader.text("place"),
        practice=reader.text("practice"),
        within=reader.number("within", float, 0.1, FARTHEST_MILES, "Enter a distance in miles, such as 5."),
        kind=reader.many("kind", KINDS),
        cost=reader.one_of("cost", COSTS, ""),
        delivery=reader.many("delivery", DELIVERY_TYPES),
        day=reader.many("day", DAYS),
        district=reader.many("district"),
        age=reader.number("age", int, 0, OLDEST, "Enter an age in years, such as 42."),
        sort=reader.one_of("sort", SORTS, "best"),
        as_typed=reader.one_of("as_typed", ("1",), ""),
        show=reader.one_of("show", (ORDINARY,), ""),
        page=reader.number("page", int, 1, LAST_PAGE, "There is no such page. This is the first.") or 1,
    )
    return request, reader.messages


class _Reader:
    def __init__(self, args: MultiDict[str, str]) -> None:
        self.args = args
        self.messages: dict[str, str] = {}

    def text(self, name: str) -> str:
        words = clean_text(self.args.get(name, ""))
        if len(words) > LONGEST_TEXT:
            self.messages[name] = f"Only the first {LONGEST_TEXT} letters were used."
            words = words[:LONGEST_TEXT].rstrip()
        return words

    def one_of(self, name: str, allowed: tuple[str, ...], otherwise: str) -> str:
        value = clean_text(self.args.get(name, ""))
        if value in allowed or not value:
            return value or otherwise
        self.messages[name] = "Choose one of the answers given."
        return otherwise

    def many(self, name: str, allowed: tuple[str, ...] | None = None) -> tuple[str, ...]:
        given = [clean_text(value)[:LONGEST_TEXT] for value in self.args.getlist(name)[:MOST_VALUES]]
        values = tuple(dict.fromkeys(value for value in given if value))
        known = tuple(value for value in values if allowed is None or value in allowed)
        if known != values:
            self.messages[name] = "Choose from the answers given."
        return known

    def number(
        self, name: str, read: Callable[[str], Number], low: float, high: float, message: str
    ) -> Number | None:
        text = clean_text(self.args.get(name, ""))
        if not text:
            return None
        try:
            value = read(text)
        except (ValueError, OverflowError):
            value = None
        if value is None or not low <= value <= high:
            self.messages[name] = message
            return None
        return value


def clean_text(text: str) -> str:
    """Without control characters (NUL, line breaks, direction overrides), blanks joined."""
    kept = "".join(" " if _is_control(mark) else mark for mark in text[: LONGEST_TEXT * 20])
    return " ".join(kept.split())


def _is_control(mark: str) -> bool:
    return unicodedata.category(mark) in ("Cc", "Cs") or mark in DIRECTION_MARKS
