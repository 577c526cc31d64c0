"""Finds and takes out of free text the street or full postcode of a place that is withheld."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from directory.extensions import db
from directory.listings.withholding import keys, marks
from directory.listings.withholding.keys import Label
from directory.listings.withholding.reading import plain_text, street_names
from directory.listings.withholding.reading.plain_text import PlainText
from directory.listings.withholding.reading.points import list_points
from directory.listings.withholding.reading.postcodes import find_postcodes
from directory.listings.withholding.reading.street_names import Token
from directory.models import Address, Location
from directory.models.codes import Visibility
from directory.models.withholding.records import WithheldKind

NOT_SHOWN = "[address not shown]"
_AFTER_HOUSE, _START_OF_STREET, _LONGEST_LINK = 60, 3, 500
_ADDRESS = re.compile(r"^https?://|^www\.|^\S+@\S+\.\S+$", re.IGNORECASE)
_LINK = re.compile(r"[^\s()<>\[\]\"]+")
_IS_LINK = re.compile(
    r"://|^www\.|@|\.(?:com|org|net|uk|info|eu|io|nhs|wales|scot|cymru|london|charity|church|community|help|me)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Span:
    label: Label
    start: int
    end: int


@dataclass
class OwnPlaces:
    """What an entry may say of where it is itself: `allowed` are labels of its public places. An entry that
    is near a withheld place (its own, or its organization's) does not name that street at all. `hidden` are
    labels of its own places that wait for an officer."""

    allowed: frozenset[Label] = frozenset()
    is_near: bool = False
    hidden: frozenset[Label] = frozenset()
    _public_streets: dict[str, bool] = field(default_factory=dict)

    def is_trace(self, span: Span) -> bool:
        if span.label in self.allowed:
            return False
        if span.label[0] not in ("text-street", "text-joined") or self.is_near:
            return True
        if span.label[1] in street_names.COMMON_STREETS:
            return False
        street = street_names.join_street(span.label[1])
        if street not in self._public_streets:
            self._public_streets[street] = has_public_place(span.label[1])
        return not self._public_streets[street]


def has_public_place(street: str) -> bool:
    """Whether somebody in that street, which may be written as one word, is shown to the public: then its
    name alone gives nothing away."""
    words = street.split()[:-1] or [street[:_START_OF_STREET]]
    lines = (Address.address_1, Address.address_2)
    named = select(Location, *lines).join(Address, Location.id == Address.location_id)
    word = max(words, key=len)
    rows = db.session.execute(named.where(lines[0].icontains(word) | lines[1].icontains(word))).all()
    shown = [texts for place, *texts in rows if place.visibility == Visibility.PUBLIC]
    tokens = (street_names.split_tokens(line) for found in shown for line in found if line)
    wanted = street_names.join_street(street)
    return any(
        street_names.join_street(one) == wanted
        for found in tokens
        for one in street_names.list_streets(found)
    )


def list_spans(text: str) -> list[Span]:
    """Everything in a text that reads like a house in a street, a street, a full postcode or a point, and
    where it is. A web address or an e-mail address that holds one counts whole."""
    found, widened = set(), dict[tuple[int, int], tuple[int, int]]()
    for reading in plain_text.list_readings(text):
        for label, start, end in _list_plain_spans(reading):
            at = reading.locate(start, end)
            if at not in widened:
                widened[at] = _widen(text, *at)
            found.add(Span(label, *widened[at]))
    return sorted(found, key=lambda span: (span.start, span.end))


def _list_plain_spans(reading: PlainText) -> Iterable[tuple[Label, int, int]]:
    text = reading.text
    for code, start, end in find_postcodes(text):
        yield ("text-postcode", code), start, end
    yield from _list_street_spans(street_names.split_tokens(text))
    for point, start, end in list_points(text):
        for cell in keys.list_cells_around(*point):
            yield cell, start, end


def _list_street_spans(tokens: Sequence[Token]) -> Iterable[tuple[Label, int, int]]:
    for number, name, first, last in street_names.find_houses(tokens):
        yield ("text-house", f"{number} {name}"), tokens[first].start, tokens[last].end
        words = name.split()
        for length in range(1, len(words)):
            end = tokens[max(last - len(words) + length, first)].end
            yield ("text-house", " ".join([number, *words[:length]])), tokens[first].start, end
    for name, first, last in street_names.find_streets(tokens):
        yield ("text-street", name), tokens[first].start, tokens[last].end
    for token in tokens:
        for street in street_names.list_joined_streets(token.word):
            yield ("text-joined", street), token.start, token.end


def _widen(text: str, start: int, end: int) -> tuple[int, int]:
    """To the whole of a web address, and to marks and tags that would be left over."""
    for link in _LINK.finditer(text, max(start - _LONGEST_LINK, 0), min(end + _LONGEST_LINK, len(text))):
        if link.start() < end and start < link.end() and _IS_LINK.search(link.group()):
            kept = link.group().rstrip(".,;:!?'")
            start, end = min(start, link.start()), max(end, link.start() + len(kept))
    return plain_text.widen_cut(text, start, end)


def find_traces(texts: Iterable[str], own: OwnPlaces) -> dict[str, list[Span]]:
    """By text, what has to be taken out of it. Asks the database once for all of them."""
    spans = {text: list_spans(text) for text in set(texts)}
    labels = {span.label for found in spans.values() for span in found}
    withheld = marks.find_withheld_labels(WithheldKind.PLACE, labels) if labels else set()
    withheld |= {label for label in labels if label in own.hidden or (own.is_near and label[0] == "cell")}
    if not withheld:
        return {}
    traces = {}
    for text, found in spans.items():
        kept = [
            s for s in found if s.label in withheld and own.is_trace(s) and not _is_elsewhere(text, s, found)
        ]
        if kept:
            traces[text] = kept
    return traces


def _is_elsewhere(text: str, span: Span, found: list[Span]) -> bool:
    """A house that is followed by another full postcode is in another town."""
    if span.label[0] != "text-house":
        return False
    codes = [s for s in found if s.label[0] == "text-postcode" and 0 <= s.start - span.end <= _AFTER_HOUSE]
    if not codes:
        return False
    return not marks.find_withheld_labels(WithheldKind.PLACE, {codes[0].label})


def take_out(text: str, spans: Iterable[Span], longest: int | None = None) -> str:
    """The text without these parts."""
    merged: list[list[int]] = []
    for span in sorted(spans, key=lambda one: (one.start, -one.end)):
        if merged and span.start <= merged[-1][1] + 2:
            merged[-1][1] = max(merged[-1][1], span.end)
        else:
            merged.append([span.start, span.end])
    for start, end in reversed(merged):
        text = text[:start] + plain_text.list_unclosed(text[start:end]) + NOT_SHOWN + text[end:]
    return text if longest is None else text[:longest]


def is_web_address(text: str) -> bool:
    """Or an e-mail address: it is left out whole."""
    return bool(_ADDRESS.match(text))


def clean_value(value: Any, own: OwnPlaces) -> Any:
    """JSON-safe data in which no text names a withheld place. Addresses of places are left to their
    visibility."""
    traces = find_traces(_walk(value), own)
    return _replace(value, traces) if traces else value


def _walk(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in ("addresses", "id"):
                yield from _walk(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _walk(inner)


def _replace(value: Any, traces: dict[str, list[Span]]) -> Any:
    if isinstance(value, str):
        if is_web_address(value):
            return "" if value in traces else value
        return take_out(value, traces[value]) if value in traces else value
    if isinstance(value, dict):
        return {
            key: inner if key in ("addresses", "id") else _replace(inner, traces)
            for key, inner in value.items()
        }
    return [_replace(inner, traces) for inner in value] if isinstance(value, list) else value
