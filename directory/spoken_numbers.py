"""Numbers written as they are said: "nine four three, double four". The browser does the same
(static/person-details.js)."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

_DIGITS = {
    **{"one": "1", "two": "2", "three": "3", "four": "4", "five": "5"},
    **{"six": "6", "seven": "7", "eight": "8", "nine": "9"},
    # "o" last: it begins other words.
    **dict.fromkeys(("zero", "nought", "naught", "nil", "oh", "o"), "0"),
}
_TIMES = {"double": 2, "triple": 3, "treble": 3}
_BETWEEN = r"[\s\u00ad\u200b-\u200f\u2060\ufeff\u2010-\u2015\u2212,;.:()_/-]"
_REPEATED = rf"(?:({'|'.join(_TIMES)}){_BETWEEN}{{1,4}})?"
# One numeral at a time: with several there would be many ways to read a long row of them.
_SAID = rf"{_REPEATED}(?:{'|'.join(_DIGITS)}|\d)"
_AND = rf"{_BETWEEN}{{1,4}}and{_BETWEEN}{{1,4}}"
_RUN = re.compile(rf"\b{_SAID}(?:(?:{_AND}|{_BETWEEN}{{0,4}}){_SAID})+\b", re.I)
_TOKEN = re.compile(rf"{_REPEATED}({'|'.join(_DIGITS)}|\d+)", re.I)
# No telephone number of this country begins with 04 or 06, and few with 09: there, "oh" is only said.
_TELEPHONE = re.compile(r"(?:0|44)(?:[1-3578]\d{9}|9[018]\d{8})")
# Between two "and": "two and four, six and one" are numbers of their own.
_SHORTEST_PART = 3


class Token(NamedTuple):
    """Digits, where they begin and end in the text, whether a word says them, and how many "and" stand before
    them in their run."""

    digits: str
    start: int
    end: int
    is_word: bool
    part: int


def list_spoken(text: str, length: int) -> Iterator[tuple[str, int, int]]:
    """Rows of exactly `length` digits of which at least one is a word, with where they stand. What is said as
    a telephone number with all its digits is passed over."""
    for run in _RUN.finditer(text):
        for stretch in _list_stretches(_read(text, run)):
            yield from _cut(stretch, length)


def _read(text: str, run: re.Match[str]) -> list[Token]:
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text, *run.span()):
        times, said = match.groups()
        digits = _DIGITS.get(said.lower(), said) * _TIMES.get((times or "").lower(), 1)
        part = tokens[-1].part + ("and" in text[tokens[-1].end : match.start()].lower()) if tokens else 0
        tokens.append(Token(digits, *match.span(), said.lower() in _DIGITS, part))
    return tokens


def _list_stretches(tokens: list[Token]) -> Iterator[list[Token]]:
    """What is left without telephone numbers: those that are all of it, or stand between two "and"."""
    if _is_telephone(tokens):
        return
    parts = [list(part) for _, part in groupby(tokens, lambda token: token.part)]
    for is_telephone, stretch in groupby(parts, _is_telephone):
        if not is_telephone:
            yield [token for part in stretch for token in part]


def _is_telephone(tokens: Sequence[Token]) -> bool:
    return _TELEPHONE.fullmatch("".join(token.digits for token in tokens)) is not None


def _cut(tokens: list[Token], length: int) -> Iterator[tuple[str, int, int]]:
    for first in range(len(tokens)):
        row: list[Token] = []
        while sum(len(token.digits) for token in row) < length and first + len(row) < len(tokens):
            row.append(tokens[first + len(row)])
        digits = "".join(token.digits for token in row)
        if len(digits) == length and any(token.is_word for token in row) and _has_long_parts(row):
            yield digits, row[0].start, row[-1].end


def _has_long_parts(row: list[Token]) -> bool:
    parts = groupby(row, lambda token: token.part)
    return all(sum(len(token.digits) for token in part) >= _SHORTEST_PART for _, part in parts)
