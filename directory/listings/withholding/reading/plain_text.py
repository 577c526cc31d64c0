"""Reads free text as a person sees it on the page: without tags, entities, marks of Markdown and
characters that nobody sees. Each letter remembers where it was, so that what is found can be cut out."""

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

_PIECE = re.compile(
    r"<!--.*?-->|</?[a-z][^<>]{0,500}>|&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});|(?:%[0-9a-f]{2})+|.",
    re.IGNORECASE | re.DOTALL,
)
_BREAK = re.compile(r"</?(?:br|p|div|li|ul|ol|td|th|tr|h\d|hr|table|section)\b", re.IGNORECASE)
_LINK_TARGET = re.compile(r"\[([^\[\]]{0,300})\]\([^()\s]{0,1000}\)")
_IS_PLAIN = re.compile(r"[^<&%*`~\\\x00-\x08\x0e-\x1f\x7f]*")
_NOT_LETTERS = re.compile(r"[\W_]+")
_MARKS = frozenset("*`~\\")
_UNSEEN = frozenset(("Cf", "Mn", "Me", "Cc"))
# Letters of other alphabets that look like these, and signs that NFKC leaves as they are.
_LOOK_ALIKE = str.maketrans(
    "АВЕЗКМНОРСТУХІЈЅасеорхуіјѕԁһӏԛԝкмтвнΑΒΕΖΗΙΚΜΝΟΡΤΥΧαοιυνκρ–—‐‑‒−º",
    "ABE3KMHOPCTYXIJSaceopxyijsdhlqwkmtbhABEZHIKMNOPTYXaoiuvkp------°",
)
_ALONGSIDE = r"(?:</?[a-z][^<>]{0,500}>|[*`~_\\]|[\u00ad\u200b-\u200f\u2060\ufeff])"
_BEFORE, _AFTER = re.compile(f"{_ALONGSIDE}+$", re.IGNORECASE), re.compile(f"{_ALONGSIDE}+", re.IGNORECASE)
_ALONG = 600


@dataclass(frozen=True)
class PlainText:
    """`starts` and `ends` have, for each letter of `text`, where it is in the original."""

    text: str
    starts: list[int]
    ends: list[int]

    def locate(self, start: int, end: int) -> tuple[int, int]:
        """Where a part of `text`, which is not empty, is in the original."""
        return self.starts[start], self.ends[end - 1]


def list_readings(original: str) -> list[PlainText]:
    """The text with the addresses of its links, and where it has links, the text without them too."""
    readings = [read_plainly(original)]
    if "](" in original:
        readings.append(_read(original, _split_without_targets(original)))
    return readings


def read_plainly(original: str) -> PlainText:
    if original.isascii() and _IS_PLAIN.fullmatch(original):
        places = list(range(len(original) + 1))
        return PlainText(original, places[:-1], places[1:])
    return _read(original, ((m.start(), m.end()) for m in _PIECE.finditer(original)))


def make_plain(original: str) -> str:
    return read_plainly(original).text


def join_letters(original: str) -> str:
    """The letters and digits alone, in small letters: what is broken up by signs is whole again."""
    return _NOT_LETTERS.sub("", make_plain(original).lower())


def widen_cut(original: str, start: int, end: int) -> tuple[int, int]:
    """The part with the marks and tags that would be left without their other half."""
    if "](" in original[start:end] and original[:start].endswith("["):
        start -= 1
    if not _AFTER.search(original[start:end]):
        return start, end
    before = _BEFORE.search(original[max(start - _ALONG, 0) : start])
    after = _AFTER.match(original[end : end + _ALONG])
    return start - (len(before[0]) if before else 0), end + (len(after[0]) if after else 0)


def list_unclosed(part: str) -> str:
    """The bold mark that begins or ends in a part that is cut, and whose other half is elsewhere."""
    return next((mark for mark in ("**", "__", "~~") if part.count(mark) % 2), "")


def _split_without_targets(original: str) -> Iterator[tuple[int, int]]:
    """The pieces outside links and those of their titles."""
    at = 0
    for link in _LINK_TARGET.finditer(original):
        for start, end in ((at, link.start()), link.span(1)):
            yield from ((m.start(), m.end()) for m in _PIECE.finditer(original, start, end))
        at = link.end()
    yield from ((m.start(), m.end()) for m in _PIECE.finditer(original, at))


def _read(original: str, pieces: Iterator[tuple[int, int]]) -> PlainText:
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in pieces:
        for letter in _read_piece(original[start:end]):
            letters.append(letter)
            starts.append(start)
            ends.append(end)
    return PlainText("".join(letters), starts, ends)


def _read_piece(piece: str) -> str:
    if len(piece) > 1:
        if piece[0] == "<":
            return " " if _BREAK.match(piece) else ""
        piece = html.unescape(piece) if piece[0] == "&" else unquote(piece, errors="ignore")
    return "".join(map(_read_letter, piece))


def _read_letter(letter: str) -> str:
    if letter.isascii():
        return "" if letter in _MARKS or not (letter.isprintable() or letter.isspace()) else letter
    letters = unicodedata.normalize("NFKC", letter.translate(_LOOK_ALIKE))
    return "".join(one for one in letters if unicodedata.category(one) not in _UNSEEN)
