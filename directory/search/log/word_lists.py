"""Lists of words that are names, and of words that are not. Where they come from: seed/language/README.md."""

from functools import cache
from pathlib import Path

from directory.search.arrays.analysis import WORD

FOLDER = Path(__file__).parents[3] / "seed" / "language"

TITLES = frozenset(
    WORD.findall("miss master sir lady dame lord sister brother father mother reverend auntie uncle")
)
"""Words that a name often follows, and that are everyday words as well. "Mr" and "Dr" are in no list."""


@cache
def read_words(name: str) -> frozenset[str]:
    """The folded words of one list."""
    return frozenset((FOLDER / f"{name}.txt").read_text(encoding="utf-8").split())


@cache
def read_phrases() -> list[list[str]]:
    """Everyday phrases that no entry may have, each as its folded words."""
    lines = (FOLDER / "everyday_phrases.txt").read_text(encoding="utf-8").splitlines()
    return [line.split() for line in lines if line and not line.startswith("#")]


def is_name(word: str) -> bool:
    """Whether a folded word is a given name or surname, and no everyday word."""
    return word in read_words("given_names") or word in read_words("surnames")


def may_be_given_name(word: str) -> bool:
    """Also for a word such as "hope" or "mark"."""
    return word in read_words("given_names") or word in read_words("names_that_are_words")


def may_be_surname(word: str) -> bool:
    """Also for a word such as "field" or "brown"."""
    return word in read_words("surnames") or word in read_words("surnames_that_are_words")


def is_english(word: str) -> bool:
    """Whether a folded word is common English, or everyday language of people who look for help."""
    return word in read_words("common_words") or word in read_words("everyday_words")
