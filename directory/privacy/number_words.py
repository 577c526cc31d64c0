"""Reads numbers as they are said: "nine four three, double four", "ninety-four thirty-four", "nine hundred
and forty three". The browser does the same (static/person-details-rows.js)."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from directory.privacy.rules import read_book

_BOOK = read_book()["numbers"]
UNITS = dict(pair.split(":") for pair in _BOOK["units"].split())
_TIMES = {word: int(times) for word, times in (pair.split(":") for pair in _BOOK["times"].split())}
_COUNTED = {word: str(10 + number) for number, word in enumerate(_BOOK["teens"].split())}
_TENS = {word: str(20 + 10 * number) for number, word in enumerate(_BOOK["tens"].split())}
_SAID_BETWEEN = frozenset(_BOOK["said_between"].split())
_DIGITS = {**UNITS, **_COUNTED, **_TENS}
_LARGE = ("hundred", "thousand")
AND = "and"
_WORDS = (*_DIGITS, *_TIMES, *_LARGE, AND)
# Longest first, so that "sixteen" is not read as "six". A single "o" begins many other words.
_GLUED = re.compile("|".join(sorted((word for word in _WORDS if len(word) > 1), key=len, reverse=True)))
Reader = Callable[[Sequence["Token"], int], tuple["Token", int]]
_TIGHT = 2
"""The rank of what may be within one number that is said: a blank or a hyphen."""


@dataclass(frozen=True, slots=True)
class Token:
    """Digits, or a word of a number with no digits of its own, such as "hundred"; where it is in the text;
    and the rank and the text of what is between it and the token before. Rank 0 is nothing that can be seen,
    4 a new line or "and". `part` counts the "and" before it in its run."""

    digits: str
    word: str
    start: int
    end: int
    rank: int = 0
    joint: str = ""
    part: int = 0

    @property
    def is_said(self) -> bool:
        return bool(self.word)


def is_said_between(word: str) -> bool:
    """Returns whether a word is how somebody says what is between groups: "943 dash 476"."""
    return word in _SAID_BETWEEN


def split_words(letters: str) -> list[str]:
    """Returns the words of numbers that a row of letters is made of ("ninefour"), or an empty list."""
    letters = letters.lower()
    if letters in UNITS:
        return [letters]
    words = _GLUED.findall(letters)
    return words if "".join(words) == letters else []


def read_digits(word: str) -> str:
    return _DIGITS.get(word, "")


def join_words(tokens: Sequence[Token]) -> list[Token]:
    """Returns tokens with digits alone: what is said as one number is one token."""
    joined: list[Token] = []
    part, at = 0, 0
    while at < len(tokens):
        token, after = _read_number(tokens, at)
        if token.word == AND:
            part += 1
            at = after
            continue
        follows_and = at > 0 and tokens[at - 1].word == AND and bool(joined)
        rank, joint = (4, AND) if follows_and else (token.rank, token.joint)
        joined.append(replace(token, rank=rank, joint=joint, part=part))
        at = after
    return [token for token in joined if token.digits]


def _read_number(tokens: Sequence[Token], at: int) -> tuple[Token, int]:
    """Returns the number that begins at `at` and where the next one begins."""
    token = tokens[at]
    if token.word in _TIMES:
        return _repeat(tokens, at)
    if not token.is_said or not token.digits:
        return token, at + 1
    token, at = _read_below_thousand(tokens, at)
    if _is_tight(tokens, at, "thousand") and len(token.digits) <= 3:
        thousands, last = token, tokens[at]
        rest, after = _read_rest(tokens, at + 1, _read_below_thousand)
        end = rest.end if rest else last.end
        digits = thousands.digits + (rest.digits if rest else "").zfill(3)
        return replace(thousands, digits=digits, end=end), after
    return token, at


def _repeat(tokens: Sequence[Token], at: int) -> tuple[Token, int]:
    """Reads "double four" and "treble 9"; a "double" before anything else has no digits."""
    token = tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following and following.rank < 4 and len(following.digits) >= 1 and following.word not in _COUNTED:
        digits = following.digits
        repeated = digits * _TIMES[token.word] if len(digits) == 1 else digits
        return replace(token, digits=repeated, end=following.end), at + 2
    return token, at + 1


def _read_below_thousand(tokens: Sequence[Token], at: int) -> tuple[Token, int]:
    token, at = _read_below_hundred(tokens, at)
    if not (_is_tight(tokens, at, "hundred") and len(token.digits) <= 2):
        return token, at
    rest, after = _read_rest(tokens, at + 1, _read_below_hundred)
    end = rest.end if rest else tokens[at].end
    return replace(token, digits=token.digits + (rest.digits if rest else "").zfill(2), end=end), after


def _read_rest(tokens: Sequence[Token], at: int, read: Reader) -> tuple[Token | None, int]:
    """Reads what follows "hundred" or "thousand", with or without an "and"."""
    first = at + 1 if at < len(tokens) and tokens[at].word == AND else at
    if first < len(tokens) and tokens[first].word in _DIGITS and tokens[first].rank <= _TIGHT:
        return read(tokens, first)
    return None, at


def _read_below_hundred(tokens: Sequence[Token], at: int) -> tuple[Token, int]:
    token = tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    is_one = token.word in _TENS and following and following.rank <= _TIGHT and following.word in UNITS
    if not is_one or not following or following.digits == "0":
        return token, at + 1
    return replace(token, digits=token.digits[0] + following.digits, end=following.end), at + 2


def _is_tight(tokens: Sequence[Token], at: int, word: str) -> bool:
    return at < len(tokens) and tokens[at].word == word and tokens[at].rank <= _TIGHT
