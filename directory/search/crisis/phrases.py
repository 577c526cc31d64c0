"""Finds any of hundreds of phrases in a text, looking at each word once: a phrase is tried only where a word
stands with which it can begin."""

import re
from collections import defaultdict
from collections.abc import Iterable
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_WORD = re.compile(r"[a-z0-9]+")
_GAP = " . "
_ANY = "*"

Phrase = tuple[str, re.Pattern[str]]


class Phrases:
    """Regular expressions that each begin at a word and end at one, in the plain form of a text. Each has a tag:
    what it speaks of."""

    def __init__(self, sources: Iterable[tuple[str, str]]) -> None:
        """`sources`: pairs of a tag and a regular expression."""
        self._by_word: dict[str, list[Phrase]] = defaultdict(list)
        self._by_start: dict[str, list[Phrase]] = defaultdict(list)
        for tag, source in sources:
            phrase = (tag, re.compile(rf"(?:{source})\b"))
            for first in list_first_words(source):
                table = self._by_start if first.endswith(_ANY) else self._by_word
                table[first.rstrip(_ANY)].append(phrase)
        self._lengths = sorted({len(start) for start in self._by_start})

    def find_tags(self, text: str) -> set[str]:
        """Returns the tags of all phrases in the text."""
        tags: set[str] = set()
        for word in _WORD.finditer(text):
            for tag, phrase in self._list_phrases(word[0]):
                if tag not in tags and phrase.match(text, word.start()):
                    tags.add(tag)
        return tags

    def take_out(self, text: str) -> str:
        """The text with a gap in the place of each phrase, so that what was apart does not become a phrase."""
        left, at = [], 0
        for word in _WORD.finditer(text):
            if word.start() < at:
                continue
            ends = [
                found.end()
                for _, one in self._list_phrases(word[0])
                if (found := one.match(text, word.start()))
            ]
            if ends:
                left.append(text[at : word.start()])
                at = max(ends)
        return _GAP.join([*left, text[at:]]) if at else text

    def _list_phrases(self, word: str) -> list[Phrase]:
        found = self._by_word.get(word, [])
        for length in self._lengths:
            started = self._by_start.get(word[:length])
            if started:
                found = found + started
        return found


def list_first_words(source: str) -> set[str]:
    """The words with which a match of a regular expression can begin. "strang*" stands for every word that
    begins so."""
    unfinished, finished = _walk(parser.parse(source), {""})
    return {word for word in finished | unfinished if word}


def _walk(items: Any, prefixes: set[str]) -> tuple[set[str], set[str]]:
    """Returns the beginnings that go on after `items`, and the words that are complete."""
    finished: set[str] = set()
    for op, value in items:
        if not prefixes:
            break
        prefixes, done = _step(op, value, prefixes)
        finished |= done
    return prefixes, finished


def _step(op: Any, value: Any, prefixes: set[str]) -> tuple[set[str], set[str]]:
    if op in (ops.AT, ops.ASSERT, ops.ASSERT_NOT):
        return prefixes, set()
    if op is ops.LITERAL:
        return (set(), prefixes) if chr(value) == " " else ({one + chr(value) for one in prefixes}, set())
    if op is ops.SUBPATTERN:
        return _walk(value[3], prefixes)
    if op is ops.BRANCH:
        ways = [_walk(way, prefixes) for way in value[1]]
        return set().union(*(way[0] for way in ways)), set().union(*(way[1] for way in ways))
    if op is ops.IN and all(part[0] in (ops.LITERAL, ops.RANGE) for part in value):
        letters = [chr(code) for part in value for code in _list_codes(part)]
        return {one + letter for one in prefixes for letter in letters}, set()
    if op is ops.MAX_REPEAT:
        low, _, inner = value
        longer, finished = _walk(inner, prefixes)
        return (longer if low else longer | prefixes), finished
    return set(), {one + _ANY for one in prefixes}


def _list_codes(part: tuple[Any, Any]) -> range:
    return range(part[1], part[1] + 1) if part[0] is ops.LITERAL else range(part[1][0], part[1][1] + 1)
