"""Numbers written as they are said: "nine four three, double four". The browser does the same
(static/person-details.js)."""

import re
from collections.abc import Iterator

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
_RUN = re.compile(rf"\b{_SAID}(?:{_BETWEEN}{{0,4}}{_SAID})+\b", re.I)
_TOKEN = re.compile(rf"{_REPEATED}({'|'.join(_DIGITS)}|\d+)", re.I)

Token = tuple[str, int, int, bool]
"""Digits, where they begin and end in the text, and whether a word says them."""


def list_spoken(text: str, length: int) -> Iterator[tuple[str, int, int]]:
    """Rows of exactly `length` digits of which at least one is a word, with where they stand. What is said as
    a telephone number with all its digits is passed over."""
    for run in _RUN.finditer(text):
        tokens = [_read(match) for match in _TOKEN.finditer(text, *run.span())]
        if not _is_telephone("".join(token[0] for token in tokens)):
            yield from _cut(tokens, length)


def _read(match: re.Match[str]) -> Token:
    times, said = match.groups()
    digits = _DIGITS.get(said.lower(), said)
    is_word = said.lower() in _DIGITS
    return digits * _TIMES.get((times or "").lower(), 1), *match.span(), is_word


def _is_telephone(digits: str) -> bool:
    return (len(digits) == 11 and digits[0] == "0") or (len(digits) == 12 and digits[:2] == "44")


def _cut(tokens: list[Token], length: int) -> Iterator[tuple[str, int, int]]:
    for first, (_, start, _, _) in enumerate(tokens):
        row, is_said, end = "", False, start
        for digits, _, until, is_word in tokens[first : first + length]:
            row, is_said, end = row + digits, is_said or is_word, until
            if len(row) >= length:
                break
        if len(row) == length and is_said:
            yield row, start, end
