"""Reads the rules that find details of a person: one file, static/person-details-rules.js, for the server
and the browser. It holds JSON that is assigned to `window.personDetailsRules`.

A pattern may hold `{NAME}`: a macro, or a list of words as alternatives (`{NAME^}`: each with a capital,
`{NAME^^}`: all in capitals). `{W}` inside brackets is what a word is made of, and `{L}` is one letter.
Patterns use only what Python and JavaScript read alike: no look-behind, no `\\b`, `\\w`, `\\s` or `\\d`, and
every repetition is bounded, so that no text takes long. What is found is group 1; a check reads group 2."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parent.parent / "static" / "person-details-rules.js"
_OURS = {"W": r"\w", "L": r"[^\W\d_]"}
_PLACE = re.compile(r"\{([A-Z][A-Z_0-9]*)(\^{0,2})\}")


@dataclass(frozen=True, slots=True)
class Rule:
    """`not_after` is a pattern of what is before the finding where the finding is none, as "St" before
    "Mary's". `check` names a test of the finding in `person_details`."""

    kind: str
    pattern: re.Pattern[str]
    not_after: re.Pattern[str] | None
    check: str


@cache
def read_book() -> dict[str, Any]:
    """Returns what the file holds, as it is written there."""
    text = _FILE.read_text("utf-8")
    book: dict[str, Any] = json.loads(text[text.index("{") : text.rindex("}") + 1])
    return book


@cache
def list_rules() -> list[Rule]:
    return [_read_rule(rule) for rule in read_book()["rules"]]


def compile_pattern(pattern: str, ignore_case: bool = False) -> re.Pattern[str]:
    return re.compile(_fill(pattern), re.IGNORECASE if ignore_case else 0)


def read_words(name: str) -> frozenset[str]:
    """Returns the words of a list of the file, such as "given_names"."""
    return frozenset(" ".join(read_book()[name]).split())


def find_matches(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yields every match of group 1, those that overlap too: each search begins one character after the last
    group 1 began."""
    match = pattern.search(text)
    while match:
        yield match
        match = pattern.search(text, max(match.start(1), match.start() + 1))


def _read_rule(rule: dict[str, str]) -> Rule:
    before = rule.get("not_after")
    pattern = compile_pattern(rule["pattern"], "i" in rule.get("flags", ""))
    return Rule(rule["kind"], pattern, compile_pattern(before) if before else None, rule.get("check", ""))


def _fill(pattern: str) -> str:
    """Returns a pattern with what is in braces replaced: a macro may hold another."""
    return _PLACE.sub(_replace, pattern)


def _replace(place: re.Match[str]) -> str:
    name, case = place.groups()
    book = read_book()
    if name in book["words"]:
        words = " ".join(book["words"][name]).split()
        return "|".join(_write_in_case(word, case) for word in words)
    return _OURS.get(name) or _fill(book["macros"][name])


def _write_in_case(word: str, case: str) -> str:
    capitals = (0, 1, len(word))[len(case)]
    return word[:capitals].upper() + word[capitals:]
