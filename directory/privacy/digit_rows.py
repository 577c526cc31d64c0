"""Reads a text into rows of digits: groups of digits and number words with no other words between them. The
browser does the same (static/person-details-rows.js).

What may be between two groups: anything but a word, an amount's currency or a percent sign after it, up to 40
marks that can be seen, the same one any number of times. Blanks, line breaks, marks that cannot be seen, HTML
tags, comments and entities, Markdown, the numbers of a numbered list and brackets count as nothing or as a
blank. Digits of every script count, circled and raised ones too, and letters that look like digits."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from directory.privacy.number_words import Token, is_said_between, join_words, read_digits, split_words
from directory.privacy.rules import compile_pattern, read_book

_LONGEST_JOINT = 40
_BLANK = " "
_LOOKALIKE = dict(pair.split(":") for pair in read_book()["numbers"]["lookalike"].split())
_LIKE = "".join(_LOOKALIKE)
_MOSTLY_DIGITS = re.compile(rf"[{_LIKE}]*[0-9][{_LIKE}]*[0-9][0-9{_LIKE}]*")
_PART = re.compile(r"[0-9]+|[^0-9]+")
_ASCII_DIGITS = frozenset("0123456789")


@cache
def _read_digit_table() -> dict[int, str]:
    table: dict[int, str] = {}
    for entry in " ".join(read_book()["numbers"]["digits"]).split():
        first, value, count = entry.split(":")
        for step in range(int(count)):
            table[int(first, 16) + step] = str(int(value) + step)
    return table


@cache
def _token_pattern(with_tags: bool) -> re.Pattern[str]:
    numbers = read_book()["numbers"]
    tag = numbers["tag"] if with_tags else "(?!)"
    return compile_pattern(f"({tag})|{numbers['token']}", ignore_case=True)


@cache
def _tag_pattern() -> re.Pattern[str]:
    return compile_pattern(read_book()["numbers"]["tag"], ignore_case=True)


def write_plain_digits(text: str) -> str:
    """Returns the text with the digits of every script as 0 to 9, in their places."""
    return text if text.isascii() else text.translate(_read_digit_table())


def list_rows(text: str) -> list[list[Token]]:
    """Returns each row of digits of a text that `write_plain_digits` returned. Where there are tags, the
    text is read a second time with the tags as text: a number may be in one."""
    rows = _read_rows(text, with_tags=True)
    return rows + _read_rows(text, with_tags=False) if _tag_pattern().search(text) else rows


def _read_rows(text: str, with_tags: bool) -> list[list[Token]]:
    reader = _Reader()
    for match in _token_pattern(with_tags).finditer(text):
        _TAKERS[match.lastindex or _MARK](reader, match)
    reader.end_row()
    return reader.rows


@dataclass
class _Reader:
    """`tokens` are those of the row that is read, `marks` what is between its last token and the next."""

    rows: list[list[Token]] = field(default_factory=list)
    tokens: list[Token] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    has_new_line: bool = False

    def end_row(self) -> None:
        if row := join_words(self.tokens):
            self.rows.append(row)
        self.tokens, self.marks, self.has_new_line = [], [], False

    def add_mark(self, mark: str) -> None:
        if self.marks[-1:] != [mark]:
            self.marks.append(mark)
        if len(self.marks) > _LONGEST_JOINT:
            self.end_row()

    def add_blank(self, blank: str) -> None:
        self.add_mark(_BLANK)
        self.has_new_line = self.has_new_line or blank in ("\n", "\r")

    def add_tag(self, tag: str) -> None:
        """Reads a tag as nothing, and the number of a list's item as a new line."""
        if tag[0] not in "<&[]":
            self.add_blank("\n")

    def add_exponent(self, written: str, start: int) -> None:
        """Reads ten digits as a spreadsheet writes them: "9.434765919E9"."""
        digits = written[0] + re.split("[Ee]", written[2:])[0]
        self._add_token(digits.ljust(10, "0"), "", start, start + len(written))

    def add_character(self, entity: str, start: int) -> None:
        """Reads a character by its number: "&#57;"."""
        character = write_plain_digits(html.unescape(entity.replace("amp;", "").replace("AMP;", "")))
        if character in _ASCII_DIGITS:
            self._add_token(character, "", start, start + len(entity))
        else:
            self.add_blank("")

    def add_chunk(self, chunk: str, start: int) -> None:
        """Reads letters and digits with nothing between them: "943four", "9O3", "943x476", "LE3"."""
        if _MOSTLY_DIGITS.fullmatch(chunk):
            digits = "".join(_LOOKALIKE.get(one, one) for one in chunk)
            self._add_token(digits, "", start, start + len(chunk))
            return
        for part in _PART.finditer(chunk):
            if part.group()[0] in _ASCII_DIGITS:
                self._add_token(part.group(), "", start + part.start(), start + part.end())
            elif len(part.group()) == 1 and part.start() > 0 and part.end() < len(chunk):
                self.add_mark(part.group())
            else:
                self._add_letters(part.group(), start + part.start())

    def _add_letters(self, letters: str, start: int) -> None:
        if is_said_between(letters.lower()):
            self.add_mark(letters)
            return
        words = split_words(letters)
        if not words:
            self.end_row()
        for word in words:
            self._add_token(read_digits(word), word, start, start + len(word))
            start += len(word)

    def _add_token(self, digits: str, word: str, start: int, end: int) -> None:
        joint = "".join(self.marks)
        rank = 4 if self.has_new_line else _RANKS[bool(joint.strip()), _BLANK in self.marks]
        self.tokens.append(Token(digits, word, start, end, rank, joint))
        self.marks, self.has_new_line = [], False


# By whether anything can be seen between two groups, and whether a blank is there.
_RANKS = {(False, False): 0, (True, False): 1, (False, True): 2, (True, True): 3}
_MARK = 10
_TAKERS: dict[int, Callable[[_Reader, re.Match[str]], None]] = {
    1: lambda reader, tag: reader.add_tag(tag.group()),
    2: lambda reader, entity: reader.add_character(entity.group(), entity.start()),
    3: lambda reader, entity: reader.add_blank(""),
    4: lambda reader, exponent: reader.add_exponent(exponent.group(), exponent.start()),
    5: lambda reader, chunk: reader.add_chunk(chunk.group(), chunk.start()),
    6: lambda reader, currency: reader.end_row(),
    7: lambda reader, unseen: None,
    8: lambda reader, blank: reader.add_blank(blank.group()),
    9: lambda reader, mark: reader.add_mark(mark.group()),
    _MARK: lambda reader, mark: reader.add_mark(mark.group()),
}
