"""Words to terms: one analysis for the index, the delta, the query and the highlights."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from whoosh.analysis import STOP_WORDS, RegexTokenizer, StemFilter, Token
from whoosh.analysis.filters import Filter
from whoosh.lang.porter2 import stem as porter_stem

from directory.search.arrays.document import IndexDocument

WORD = re.compile(r"\w+(?:['\u2019]\w+)*")
LONGEST_WORD = 40
STOPS = frozenset(STOP_WORDS) | frozenset(
    {"i", "my", "me", "our", "am", "im", "do", "does", "get", "some", "any", "near"}
)

FIELDS = ("name", "organization", "needs", "body")
"""Scored fields in the order of their numbers."""

FIELD_STARTS = (0, 4096, 8192, 16384)
"""Where the positions of each field begin, so that no phrase runs from one into the next."""

FIELD_ROOM = (4000, 4000, 8000, 48_000)
"""Positions kept per field: what is beyond counts for words, not for phrases."""

ALTERNATE_GAP = "\n"


class WordFilter(Filter):
    """Folds words, drops stop words and overlong ones, numbers what stays from 0."""

    def __call__(self, tokens: Iterator[Token]) -> Iterator[Token]:
        position = 0
        for token in tokens:
            token.text = fold_word(token.text)
            if not is_searched(token.text):
                continue
            if token.positions:
                token.pos = position
                position += 1
            yield token


@lru_cache(maxsize=20_000)
def fold_word(word: str) -> str:
    """Lower-case ASCII-ish form in which two spellings of a word meet."""
    word = word.lower().replace("\u2019", "'")
    if word.endswith("'s"):
        word = word[:-2]
    decomposed = unicodedata.normalize("NFKD", word.replace("'", ""))
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark))


@lru_cache(maxsize=20_000)
def stem_word(word: str) -> str:
    """Term of a word as written by a person."""
    return str(porter_stem(fold_word(word)))


def build_analyzer() -> Any:
    """Whoosh's chain: words, folding, stop words, stems."""
    return RegexTokenizer(WORD) | WordFilter() | StemFilter(stemfn=stem_word, cachesize=None)


def is_searched(word: str) -> bool:
    """Stop words, empty and overlong words are not."""
    return bool(word) and word not in STOPS and len(word) <= LONGEST_WORD


def split_words(text: str) -> list[str]:
    """Folded words of a text, stop words and overlong words left out."""
    return [word for word in map(fold_word, WORD.findall(text)) if is_searched(word)]


def split_terms(text: str) -> list[str]:
    """Terms of a text in order, as the Whoosh chain gives them."""
    return [stem_word(word) for word in split_words(text)]


def phrase_key(text: str) -> str:
    """Form in which an everyday phrase and a stretch of a query are compared; stop words count."""
    return " ".join(stem_word(word) for word in WORD.findall(text))


def field_texts(document: IndexDocument) -> tuple[str, str, str, str]:
    """Texts of an entry in the order of FIELDS."""
    return (
        ALTERNATE_GAP.join((document.name, *document.alternate_names)),
        document.organization,
        "\n".join((*(need.name for need in document.needs), *document.need_words)),
        "\n".join((document.summary, document.body)),
    )
