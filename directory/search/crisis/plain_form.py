"""Writes a text in the one plain form in which phrases of crisis are compared: whoever is in danger types
fast, in dialect, in text speech, with letters missing, repeated or hidden."""

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from urllib.parse import unquote

from directory.search.crisis.same_words import SAME

_LONGEST = 4000
_TOO_LONG = re.compile(r"\S{100,}")
_MOST_LETTERS_RUN = 40
_FEWEST_LETTERS_RUN = 5
_MOST_READINGS = 16
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,80}>")
_IGNORED = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
# Turkish, Danish and Polish letters, and those of other alphabets that look like Latin ones.
_ALIKE = _IGNORED | {
    ord(letter): plain
    for letter, plain in zip(
        "ıøłđ\u0430\u0435\u043e\u0440\u0441\u0443\u0456\u0445", "ioldaeopcyix", strict=True
    )
}
_HIDDEN = {
    **{"0": "o", "1": "il", "3": "e", "4": "a", "5": "s", "7": "t"},
    **{"!": "il", "|": "il", "$": "s", "@": "a", "€": "e"},
}
_DISGUISED = re.compile(r"[a-z0-9!|$@€*#]*[a-z][a-z0-9!|$@€*#]*")
_STARRED = re.compile(r"[*#]")
_PLAIN = re.compile(r"[a-z]+")
_SPACED = re.compile(r"\b(?:[a-z] ){2,}[a-z]\b")
_STRETCHED = re.compile(r"([a-z])\1+")
_LONG_STRETCH = re.compile(r"([a-z])\1\1")
_WORD = re.compile(r"[a-z]{3,}")
_WORD_OF_PHRASE = re.compile(r"[a-z]{2,}")


@dataclass(frozen=True, slots=True)
class Spellings:
    """`known`: all words of phrases. `heard`: words that are recognized in any disguise, `in_order` of how
    likely each is. `misspelt` and
    `stretched` lead to the word that is meant; `real` are other words, which are left alone. `parts`: words
    that people run together."""

    known: frozenset[str]
    heard: frozenset[str]
    in_order: tuple[str, ...]
    misspelt: Mapping[str, str]
    stretched: Mapping[str, str]
    real: frozenset[str]
    parts: frozenset[str]

    def write_plainly(self, text: str) -> str:
        """Returns lower case, plain letters, no punctuation; apostrophes closed up ("don't" is "dont")."""
        plain = _MARKUP.sub("", unquote(_shorten(text)))
        plain = unicodedata.normalize("NFKD", plain).casefold().translate(_ALIKE)
        plain = re.sub(r"\b(he|she|they|it|who|that)['’‘`´]ll\b", r"\1 will", plain)
        plain = re.sub(r"['’‘`´\u0300-\u036f]", "", plain)
        plain = _DISGUISED.sub(lambda found: self._reveal(found[0]), plain)
        plain = " ".join(re.sub(r"[^a-z0-9]+", " ", plain).split())
        plain = _SPACED.sub(lambda found: self._join_letters(found[0]), plain)
        plain = _WORD.sub(lambda found: self._spell(found[0]), plain)
        for pattern, form in SAME:
            plain = pattern.sub(form, plain)
        return plain

    def _reveal(self, written: str) -> str:
        """Returns the word behind digits and signs ("su1cide", "k!ll", "d*e"), or else `written`."""
        if _PLAIN.fullmatch(written):
            return written
        for form in dict.fromkeys((written, written.rstrip("!*#"))):
            if found := self._find_starred(form) if _STARRED.search(form) else self._find_hidden(form):
                return found
        return written

    def _find_starred(self, form: str) -> str:
        """At least half of the letters are there."""
        if len(_STARRED.findall(form)) * 2 > len(form):
            return ""
        hidden = re.compile(_STARRED.sub("[a-z]", re.escape(form).replace(r"\*", "*").replace(r"\#", "#")))
        return next((word for word in self.in_order if hidden.fullmatch(word)), "")

    def _find_hidden(self, form: str) -> str:
        ways = [_HIDDEN.get(letter, letter) for letter in form]
        if math.prod(map(len, ways)) > _MOST_READINGS:
            return ""
        readings = ["".join(letters) for letters in product(*ways)]
        if found := next(filter(None, map(self._find_heard, readings)), ""):
            return found
        # Other words of phrases count where the letters stand on both sides.
        inside = _PLAIN.match(form) and _PLAIN.match(form[-1:])
        return next((one for one in readings if inside and one in self.known), "")

    def _find_heard(self, word: str) -> str:
        if not _PLAIN.fullmatch(word):
            return ""
        if word in self.heard:
            return word
        meant = self.stretched.get(_squeeze(word), "")
        return meant if meant in self.heard else self._split(word)

    def _join_letters(self, spaced: str) -> str:
        """Returns the words that were typed with a space after each letter."""
        word = spaced.replace(" ", "")
        return self._find_heard(word) if self._find_heard(word) in self.heard else self._split(word) or spaced

    def _spell(self, word: str) -> str:
        if word in self.misspelt:
            return self.misspelt[word]
        if word in self.known or word in self.real:
            return word
        if word.endswith("in") and word + "g" in self.known:
            return word + "g"
        squeezed = _squeeze(word)
        if squeezed != word and (meant := self._find_stretched(word, squeezed)):
            return meant
        return self._split(word) or self._split(squeezed) or word

    def _find_stretched(self, word: str, squeezed: str) -> str:
        meant = self.stretched.get(squeezed, "")
        return meant if meant in self.heard or _LONG_STRETCH.search(word) else ""

    def _split(self, run: str) -> str:
        """Returns the words that `run` consists of, with spaces; nothing unless one of them is `heard`."""
        if not _FEWEST_LETTERS_RUN <= len(run) <= _MOST_LETTERS_RUN:
            return ""
        best: list[list[str] | None] = [[]] + [None] * len(run)
        for end in range(1, len(run) + 1):
            for start in range(max(0, end - 11), end):
                before = best[start]
                if before is None or run[start:end] not in self.parts:
                    continue
                # The fewest words: "them", not "the m".
                if (now := best[end]) is None or len(before) + 1 < len(now):
                    best[end] = [*before, run[start:end]]
        words = best[-1] or []
        return " ".join(words) if len(words) > 1 and self.heard.intersection(words) else ""


def read_spellings(data: Mapping[str, Sequence[str]], phrases: Iterable[str]) -> Spellings:
    """`data`: the lists often_misspelt, spelt_right, heard, run_together. `phrases`: all, as written."""
    heard = frozenset(data["heard"])
    known = heard | {
        word for one in phrases for word in _WORD_OF_PHRASE.findall(re.sub(r"\\.[*+]?", " ", one))
    }
    stretched = {_squeeze(word): word for word in sorted(known)} | {_squeeze(word): word for word in heard}
    return Spellings(
        known=known,
        heard=heard,
        in_order=tuple(data["heard"]),
        misspelt=_list_near_misses(data["often_misspelt"], data["spelt_right"]),
        stretched=stretched,
        real=frozenset(data["spelt_right"]),
        parts=heard | frozenset(data["run_together"]),
    )


def _shorten(text: str) -> str:
    """Returns the beginning and the end of a long text, without words that are none."""
    words = _TOO_LONG.sub(" ", text)
    return words if len(words) <= 2 * _LONGEST else f"{words[:_LONGEST]} {words[-_LONGEST:]}"


def _squeeze(word: str) -> str:
    return _STRETCHED.sub(r"\1", word)


def _list_near_misses(words: Sequence[str], others: Sequence[str]) -> dict[str, str]:
    """Every spelling that is one letter away from one of these words: missing, doubled, wrong, exchanged;
    but not `others`, which are words too."""
    near: dict[str, str] = {}
    for word in words:
        for at in range(1, len(word) + 1):
            head, tail = word[:at], word[at:]
            made = {head + letter + tail for letter in _LETTERS}
            if tail:
                made |= {head + tail[1:]} | {head + letter + tail[1:] for letter in _LETTERS}
                made |= {head[:-1] + tail[0] + head[-1] + tail[1:]}
            near |= dict.fromkeys(made - {*words, *others}, word)
    return near


_LETTERS = "abcdefghijklmnopqrstuvwxyz"
