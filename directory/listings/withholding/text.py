"""Finds and takes out of free text the street or full postcode of a place that is withheld."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_plus

from sqlalchemy import select

from directory.extensions import db
from directory.listings.withholding import addresses, keys, marks
from directory.listings.withholding.keys import Label
from directory.models import Address, Location
from directory.models.codes import Visibility
from directory.models.withholding.records import WithheldKind

NOT_SHOWN = "[address not shown]"
_AFTER_HOUSE = 60
_POINT = re.compile(r"(-?\d{1,2}\.\d{3,})[^\d.]{1,8}?(-?\d{1,3}\.\d{3,})")
_ADDRESS = re.compile(r"^https?://|^www\.", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Span:
    label: Label
    start: int
    end: int


@dataclass
class OwnPlaces:
    """What an entry may say of where it is itself: `allowed` are labels of its public places. An entry that
    is near a withheld place (its own, or its organization's) does not name that street at all."""

    allowed: frozenset[Label] = frozenset()
    is_near: bool = False
    _public_streets: dict[str, bool] = field(default_factory=dict)

    def is_trace(self, span: Span) -> bool:
        if span.label in self.allowed:
            return False
        if span.label[0] != "text-street" or self.is_near:
            return True
        street = span.label[1]
        if street not in self._public_streets:
            self._public_streets[street] = has_public_place(street)
        return not self._public_streets[street]


def has_public_place(street: str) -> bool:
    """Whether somebody in that street is shown to the public: then its name alone gives nothing away."""
    word = max(street.split()[:-1] or [street], key=len)
    lines = (Address.address_1, Address.address_2)
    named = select(Location, *lines).join(Address, Location.id == Address.location_id)
    rows = db.session.execute(named.where(lines[0].icontains(word) | lines[1].icontains(word))).all()
    shown = [texts for place, *texts in rows if place.visibility == Visibility.PUBLIC]
    texts = (line for found in shown for line in found if line)
    return any(street in addresses.list_streets(addresses.split_tokens(text)) for text in texts)


def list_spans(text: str) -> list[Span]:
    """Everything in a text that reads like a house in a street, a street, a full postcode or a point."""
    text = text.replace("%20", "   ").replace("%2C", " , ").replace("%2c", " , ")  # as long as before
    spans = [Span(("text-postcode", code), start, end) for code, start, end in addresses.find_postcodes(text)]
    tokens = addresses.split_tokens(text)
    for number, name, first, last in addresses.find_houses(tokens):
        spans.append(Span(("text-house", f"{number} {name}"), tokens[first].start, tokens[last].end))
        words = name.split()
        for length in range(1, len(words)):
            label = ("text-house", " ".join([number, *words[:length]]))
            spans.append(Span(label, tokens[first].start, tokens[last - len(words) + length].end))
    for name, first, last in addresses.find_streets(tokens):
        spans.append(Span(("text-street", name), tokens[first].start, tokens[last].end))
    for point in _POINT.finditer(text):
        cells = keys.list_cells_around(float(point[1]), float(point[2]))
        spans += [Span(cell, point.start(), point.end()) for cell in cells]
    return spans


def find_traces(texts: Iterable[str], own: OwnPlaces) -> dict[str, list[Span]]:
    """By text, what has to be taken out of it. Asks the database once for all of them."""
    spans = {text: list_spans(text) for text in set(texts)}
    labels = {span.label for found in spans.values() for span in found}
    withheld = marks.find_withheld_labels(WithheldKind.PLACE, labels) if labels else set()
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
    """The text without these parts. A web address that holds one is left out whole."""
    merged: list[list[int]] = []
    for span in sorted(spans, key=lambda one: (one.start, -one.end)):
        if merged and span.start <= merged[-1][1] + 2:
            merged[-1][1] = max(merged[-1][1], span.end)
        else:
            merged.append([span.start, span.end])
    for start, end in reversed(merged):
        text = text[:start] + NOT_SHOWN + text[end:]
    return text if longest is None else text[:longest]


def is_web_address(text: str) -> bool:
    return bool(_ADDRESS.match(text))


def as_words(text: str) -> str:
    """A web address as words: "?q=3+Hush+Lane" may say where a place is too."""
    return unquote_plus(text)


def clean_value(value: Any, own: OwnPlaces) -> Any:
    """JSON-safe data in which no text names a withheld place. Addresses of places are left to their
    visibility."""
    texts = list(_walk(value))
    traces = find_traces([as_words(one) if is_web_address(one) else one for one in texts], own)
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
            return "" if as_words(value) in traces else value
        return take_out(value, traces[value]) if value in traces else value
    if isinstance(value, dict):
        return {
            key: inner if key in ("addresses", "id") else _replace(inner, traces)
            for key, inner in value.items()
        }
    return [_replace(inner, traces) for inner in value] if isinstance(value, list) else value
