"""Finds the phrases of a list in a text, in any inflection, spelling of compounds, hyphens and capitals.

A phrase is words: each matches its inflections ("calories" is "calorie"), `*` at the end of a word stands for
any ending, and `..` between two words for up to MOST_BETWEEN others.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rapidfuzz.distance import DamerauLevenshtein

from directory.search.arrays.analysis import WORD, fold_word, stem_word

GAP = ".."
MOST_BETWEEN = 6
SHORTEST_START = 3
"""Letters before a `*`; and by that many of them such phrases are looked up."""

SHORTEST_MISSPELT = 7
LONG_WORD = 9
"""Letters from which two slips of the keyboard are forgiven instead of one."""

_RUN_TOGETHER = re.compile(r"(?<=[a-z]{3})(?=[A-Z][a-z])")
"""Between words that lost the space or line break between them ("RaffleMusic")."""

_ALIKE = str.maketrans(
    {
        "_": " ",
        "&": " and ",
        "\u00ad": None,
        "\u200b": None,
        "\u200c": None,
        "\u200d": None,
        "\u2060": None,
        "\ufeff": None,
    }
)


class Token(NamedTuple):
    """A word of a text in lower-case plain letters, and its stem."""

    word: str
    stem: str


class Phrase(NamedTuple):
    """Parsed words of a phrase, and the subject it belongs to."""

    parts: tuple[str, ...]
    subject: str


def split_tokens(text: str) -> list[Token]:
    """Returns every word of the text, stop words included."""
    plain = _RUN_TOGETHER.sub(" ", unicodedata.normalize("NFKC", text).translate(_ALIKE))
    return [Token(folded, stem_word(word)) for word in WORD.findall(plain) if (folded := fold_word(word))]


@dataclass(frozen=True)
class PhraseBook:
    """All phrases of one list, ready to be looked for. Made by `build_book`."""

    by_stem: Mapping[str, tuple[Phrase, ...]] = field(default_factory=dict)
    by_start: Mapping[str, tuple[Phrase, ...]] = field(default_factory=dict)
    single: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Long one-word phrases as they are written, to their subjects."""

    def find_subjects(self, tokens: Sequence[Token]) -> frozenset[str]:
        """Returns the subjects of every phrase that the tokens hold."""
        found: set[str] = set()
        for at, token in enumerate(tokens):
            for phrase in self.by_stem.get(token.stem, ()):
                if phrase.subject not in found and _fits(phrase.parts, 1, tokens, at + 1):
                    found.add(phrase.subject)
            for phrase in self.by_start.get(token.word[:SHORTEST_START], ()):
                if phrase.subject not in found and _fits(phrase.parts, 0, tokens, at):
                    found.add(phrase.subject)
            if at and (split := self.single.get(tokens[at - 1].word + token.word)):
                found |= split
        return frozenset(found)

    def has_word(self, token: Token) -> bool:
        """Whether the word is a whole phrase."""
        return any(len(phrase.parts) == 1 for phrase in self.by_stem.get(token.stem, ()))

    def find_misspelt(self, tokens: Sequence[Token], is_known: Callable[[str], bool]) -> frozenset[str]:
        """Returns the subjects of one-word phrases that words which no entry has differ from by a slip."""
        found: set[str] = set()
        for token in tokens:
            if len(token.word) < SHORTEST_MISSPELT or is_known(token.word):
                continue
            for word, subjects in self.single.items():
                if word[0] == token.word[0] and _is_slip(word, token.word):
                    found |= subjects
        return frozenset(found)


def build_book(phrases: Iterable[tuple[str, str]]) -> PhraseBook:
    """Returns the book of (phrase, subject). Words that are written together are found written apart, and the
    other way round ("weight loss", "weightloss")."""
    by_stem: dict[str, list[Phrase]] = {}
    by_start: dict[str, list[Phrase]] = {}
    single: dict[str, set[str]] = {}
    for text, subject in phrases:
        parts = parse_phrase(text)
        forms = [parts]
        if 1 < len(parts) <= 3 and GAP not in parts and not parts[-1].endswith("*"):
            joined = "".join(text.split())
            forms.append((stem_word(joined),))
        for form in forms:
            if form[0].endswith("*"):
                by_start.setdefault(form[0][:SHORTEST_START], []).append(Phrase(form, subject))
            else:
                by_stem.setdefault(form[0], []).append(Phrase(form, subject))
        word = fold_word(text.rstrip("*")) + ("*" if text.endswith("*") else "")
        if len(parts) == 1 and len(word) >= SHORTEST_MISSPELT:
            single.setdefault(word, set()).add(subject)
    return PhraseBook(
        {key: tuple(held) for key, held in by_stem.items()},
        {key: tuple(held) for key, held in by_start.items()},
        {key: frozenset(held) for key, held in single.items()},
    )


def parse_phrase(text: str) -> tuple[str, ...]:
    """Returns stems, beginnings with `*`, and GAPs. Raises ValueError for what can never be found."""
    parts = []
    for piece in text.split():
        words = [fold_word(word) for word in WORD.findall(piece)]
        if piece == GAP:
            parts.append(GAP)
        elif piece.endswith("*"):
            if len(words) != 1 or len(words[0]) < SHORTEST_START:
                raise ValueError(
                    f"\u201c{piece}\u201d needs one word of {SHORTEST_START} letters before the star"
                )
            parts.append(f"{words[0]}*")
        elif "*" in piece:
            raise ValueError(f"\u201c{piece}\u201d: a star stands at the end of a word")
        else:
            parts += [stem_word(word) for word in WORD.findall(piece.replace("_", " "))]
    if not parts or GAP in (parts[0], parts[-1]):
        raise ValueError(f"\u201c{text}\u201d begins and ends with a word")
    return tuple(parts)


def _fits(parts: Sequence[str], part: int, tokens: Sequence[Token], at: int) -> bool:
    """Whether the parts from `part` on are the tokens from `at` on."""
    while part < len(parts):
        if parts[part] == GAP:
            last = min(at + MOST_BETWEEN, len(tokens) - 1)
            return any(_fits(parts, part + 1, tokens, start) for start in range(at, last + 1))
        if at >= len(tokens) or not _is_word(parts[part], tokens[at]):
            return False
        part, at = part + 1, at + 1
    return True


def _is_slip(phrase: str, word: str) -> bool:
    """Whether the word is the phrase with one slip, or with two where it is long. Of what begins with the
    phrase and goes on ("bulimi*"), only the beginning is compared."""
    if phrase.endswith("*"):
        start = phrase[:-1]
        begun = {word[: len(start) + more] for more in (-1, 0, 1)}
        return any(DamerauLevenshtein.distance(start, one) <= 1 for one in begun)
    slips = 2 if len(word) >= LONG_WORD else 1
    return bool(DamerauLevenshtein.distance(phrase, word) <= slips)


def _is_word(part: str, token: Token) -> bool:
    return token.word.startswith(part[:-1]) if part.endswith("*") else part == token.stem
