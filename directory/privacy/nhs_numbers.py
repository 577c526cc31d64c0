"""Finds NHS numbers in text about people, however they are written. The browser does the same
(static/person-details-numbers.js).

The rule: groups of digits with no word between them are a row (`digit_rows`). Ten digits of a row that pass
the checksum are an NHS number where they are

- together, in the groups in which the number is printed (943 476 5919, 943 476 59 19), or digit by digit; or
- all of the row, or joined more closely to each other than to what is before and after them in the row; or
- said in words, wholly or in part; or
- in the printed groups after a 0, or with one of these groups in two parts (9:43 476 5919).

They are none where they are a telephone number, an ISBN of a book in English, a list of small numbers in
order, or hold a date, a time, a range, a year or decimals; nor where "and" is between groups, but for the
three groups of the printed number and for numbers in words with three digits or more on each side. One row in
eleven passes the checksum by chance."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from directory.privacy.digit_rows import list_rows, write_plain_digits
from directory.privacy.number_words import AND, Token

LENGTH = 10
_PRINTED = ((3, 3, 4), (3, 3, 2, 2))
_LOOSEST = 4
"""The rank of a new line or "and"."""

_FURTHEST = 5
"""A rank looser than any: the end of a row."""

_FEWEST_OF_A_PART = 3
_FEWEST_OF_A_LIST = 4
_MOST_SINGLE_DIGITS = 13
_MOST_JOINED = 3
_ENGLISH_BOOKS = "01"
"""How an ISBN of ten digits begins."""

_DIALLED_WITH_CODE = re.compile(r"0?(?:[1-35-8]|9[018])")
# No telephone number of this country begins with 04 or 06, and few with 09: there, "oh" is only said.
_TELEPHONE = re.compile(r"(?:0|440?|00440?)(?:[1-3578][0-9]{9}|9[018][0-9]{8})")
# Not 01 and a month: so begins the number of a person in Scotland, who was born on the first.
_TELEPHONE_OF_TEN = re.compile(r"0(?:1(?!0[1-9]|1[0-2])[0-9]{8}|[58]00[0-9]{6}|845464[0-9])")
_ISBN = re.compile(r"isbn(?:-?10)?[^0-9a-z]{0,4}$", re.IGNORECASE)
_HOME = re.compile(r"(?:flat|no|number|house|room|apartment|unit|plot|aged?)[^0-9a-z]{0,3}$", re.IGNORECASE)
_DATE = re.compile(
    r"(?<![0-9])(?:[0-9]{1,2}[./ -][0-9]{1,2}[./ -](?:19|20)[0-9]{2}"
    r"|(?:19|20)[0-9]{2}[./ -](?:0[1-9]|1[0-2])[./ -][0-3][0-9])(?![0-9])"
)
_TIME_YEARS_OR_DECIMALS = re.compile(
    r"(?<![0-9])(?:(?:[01]?[0-9]|2[0-3])[:.][0-5][0-9]|(?:19|20)[0-9]{2}[/-][0-9]{2})(?![0-9])"
    r"|(?<![0-9.])[0-9]{1,3}\.[0-9]{1,9}[^0-9.]{1,40}[0-9]{1,3}\.[0-9]{1,9}(?![0-9.])"
)
_LISTED = re.compile("[,;]")
_RANGE = re.compile(r"(?<![0-9])([0-9]{1,2}) ?[\u2010-\u2015-] ?([0-9]{1,2})(?![0-9])")


def find_nhs_numbers(text: str) -> list[tuple[int, int]]:
    """Returns the start and end of each."""
    text = write_plain_digits(text)
    spans = {
        (window[0].start, window[-1].end)
        for row in list_rows(text)
        for stretch in _list_stretches(row)
        for window in _list_windows(text, stretch)
    }
    return sorted(spans)


def has_exact_number(text: str) -> bool:
    """Returns whether ten digits stand together, with nothing between them, and are an NHS number. For
    entries, where groups of digits are mostly telephone numbers."""
    digits = re.findall(r"(?<![0-9+])[0-9]{10}(?![0-9])", write_plain_digits(text))
    return any(is_nhs_number(ten) and not _TELEPHONE_OF_TEN.fullmatch(ten) for ten in digits)


def is_nhs_number(digits: str) -> bool:
    """Returns whether the last of ten digits is the modulus 11 check of the others (NHS Data Dictionary)."""
    if len(digits) != LENGTH or not digits.isascii() or not digits.isdigit():
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    return (11 - total % 11) % 11 == int(digits[9]) and len(set(digits)) > 1


def _list_stretches(row: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """Yields what is left of a row without its telephone numbers."""
    first, at = 0, 0
    while at < len(row):
        end = next((end for end in _list_ends(row, at, 11, 15) if _is_telephone(row, at, end)), 0)
        if end:
            yield row[first:at]
            first = end
        at = end or at + 1
    yield row[first:]


def _list_ends(row: Sequence[Token], at: int, least: int, most: int) -> Iterator[int]:
    """Yields where tokens end that begin at `at` and have as many digits."""
    count = 0
    for end in range(at, len(row)):
        count += len(row[end].digits)
        if count > most:
            return
        if count >= least:
            yield end + 1


def _is_telephone(row: Sequence[Token], at: int, end: int) -> bool:
    """Returns whether these are a whole telephone number, which begins as one or is apart from the rest."""
    if not _TELEPHONE.fullmatch(_join(row[at:end])):
        return False
    has_and = any(token.joint == AND for token in row[at + 1 : end])
    return (len(row[at].digits) >= _FEWEST_OF_A_PART and not has_and) or _stands_apart(row, at, end)


def _stands_apart(row: Sequence[Token], at: int, end: int) -> bool:
    """Returns whether tokens are joined more closely to each other than to the rest of the row."""
    within = max((token.rank for token in row[at + 1 : end]), default=-1)
    before = row[at].rank if at else _FURTHEST
    after = row[end].rank if end < len(row) else _FURTHEST
    return min(before, after) > within


def _list_windows(text: str, row: Sequence[Token]) -> Iterator[Sequence[Token]]:
    for at in range(len(row)):
        yield from _list_joined(row, at)
        for end in _list_ends(row, at, LENGTH, LENGTH):
            digits = _join(row[at:end])
            is_number = is_nhs_number(digits) and not _TELEPHONE_OF_TEN.fullmatch(digits)
            if is_number and not _is_another(text, row, at, end) and _is_one(text, row, at, end):
                yield row[at:end]


def _list_joined(row: Sequence[Token], at: int) -> Iterator[Sequence[Token]]:
    """Yields two or three numbers with nothing between them, and a number in its printed groups after a 0."""
    digits = row[at].digits
    tens = [digits[start : start + LENGTH] for start in range(0, len(digits), LENGTH)]
    if 1 < len(tens) <= _MOST_JOINED and all(map(is_nhs_number, tens)):
        yield row[at : at + 1]
    if not digits.startswith("0"):
        return
    for end in _list_ends(row, at, LENGTH + 1, LENGTH + 1):
        sizes = (len(digits) - 1, *(len(token.digits) for token in row[at + 1 : end]))
        joined = _join(row[at:end])
        is_in_groups = sizes in (*_PRINTED, (LENGTH,)) and not _TELEPHONE.fullmatch(joined)
        if is_in_groups and is_nhs_number(joined[1:]):
            yield row[at:end]


def _is_another(text: str, row: Sequence[Token], at: int, end: int) -> bool:
    """Returns whether ten digits are the end of a telephone number with its country code, an ISBN, or a list
    of small numbers in order."""
    window = row[at:end]
    if _is_dialled(text, row, at, _join(window)):
        return True
    before = text[max(0, window[0].start - 12) : window[0].start]
    if window[0].digits[0] in _ENGLISH_BOOKS and _ISBN.search(before):
        return True
    return max(len(token.digits) for token in window) <= 2 and _is_in_order(window)


def _is_dialled(text: str, row: Sequence[Token], at: int, digits: str) -> bool:
    """Returns whether the country code is before a telephone number; "flat 44" is none."""
    if not _join(row[max(0, at - 4) : at]).endswith(("44", "440")) or not _DIALLED_WITH_CODE.match(digits):
        return False
    before = row[at - 1].start
    return not _HOME.search(text[max(0, before - 12) : before])


def _is_in_order(window: Sequence[Token]) -> bool:
    """Returns whether small numbers are a list: equal steps, or in order with commas, lines or "and"."""
    steps = [int(right.digits) - int(left.digits) for left, right in pairwise(window)]
    if len(window) < _FEWEST_OF_A_LIST or not (min(steps) > 0 or max(steps) < 0):
        return False
    is_listed = any(token.rank == _LOOSEST or _LISTED.search(token.joint) for token in window[1:])
    return is_listed or len(set(steps)) == 1


def _is_one(text: str, row: Sequence[Token], at: int, end: int) -> bool:
    """Returns whether ten digits are one number, as the rule above says."""
    window = row[at:end]
    sizes = tuple(len(token.digits) for token in window)
    if any(token.is_said for token in window):
        return _has_long_parts(window)
    if sizes == _PRINTED[0] or len(window) == 1:
        return True
    if any(token.joint == AND for token in window[1:]):
        return False
    if sizes in _PRINTED or _join_sizes(window) == _PRINTED[0]:
        return True
    if len(window) == LENGTH:
        around = row[max(0, at - 4) : end + 4]
        return _count_single(around) <= _MOST_SINGLE_DIGITS or _stands_apart(row, at, end)
    return _is_uniform_or_plain(text, row, at, end)


def _join_sizes(window: Sequence[Token]) -> tuple[int, ...]:
    """Returns how many digits are between two blanks."""
    sizes: list[int] = []
    for token in window:
        if sizes and token.rank <= 1:
            sizes[-1] += len(token.digits)
        else:
            sizes.append(len(token.digits))
    return tuple(sizes)


def _is_uniform_or_plain(text: str, row: Sequence[Token], at: int, end: int) -> bool:
    window = row[at:end]
    written = text[window[0].start : window[-1].end]
    is_uniform = len({token.joint for token in window[1:]}) == 1
    is_whole = _stands_apart(row, at, end) or (is_uniform and _are_pairs(row, at, end))
    if _DATE.search(written) or not is_whole:
        return False
    if is_uniform:
        return True
    has_range = any(int(first) < int(last) for first, last in _RANGE.findall(written))
    is_short = max(len(token.digits) for token in window) <= 2
    return not (is_short or has_range or _TIME_YEARS_OR_DECIMALS.search(written))


def _are_pairs(row: Sequence[Token], at: int, end: int) -> bool:
    """Returns whether tokens are pairs of digits and those beside them are not."""
    beside = [*row[max(0, at - 1) : at], *row[end : end + 1]]
    return all(len(one.digits) == 2 for one in row[at:end]) and all(len(one.digits) != 2 for one in beside)


def _count_single(row: Sequence[Token]) -> int:
    return sum(len(token.digits) == 1 for token in row)


def _has_long_parts(window: Sequence[Token]) -> bool:
    """Returns whether each part between two "and" has digits enough: "two and four" are two numbers."""
    parts = groupby(window, lambda token: token.part)
    return all(len(_join(list(part))) >= _FEWEST_OF_A_PART for _, part in parts)


def _join(tokens: Sequence[Token]) -> str:
    return "".join(token.digits for token in tokens)
