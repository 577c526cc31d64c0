"""Words as people type them against the words that public entries hold."""

from collections.abc import Sequence

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from directory.search.arrays.segment import Segment, find_bytes

MOST_PREFIXED = 50
SHORTEST_CORRECTED = 4


def knows_word(segment: Segment, word: str) -> bool:
    """Whether some public entry holds the word as written."""
    return find_bytes(segment.words, word.encode()) >= 0


def complete_word(segment: Segment, prefix: str) -> list[str]:
    """Terms of words that begin so: the most used, at most MOST_PREFIXED."""
    start, end = _range(segment, prefix)
    chosen = np.arange(start, end)
    if len(chosen) > MOST_PREFIXED:
        counts = segment.word_counts[start:end]
        chosen = start + np.argpartition(-counts, MOST_PREFIXED)[:MOST_PREFIXED]
    terms = {int(term) for term in segment.word_terms[chosen] if term >= 0}
    return [bytes(segment.terms[term]).decode() for term in sorted(terms)]


def _range(segment: Segment, prefix: str) -> tuple[int, int]:
    key = prefix.encode()
    if len(key) > segment.words.dtype.itemsize:
        return 0, 0
    start = int(segment.words.searchsorted(np.bytes_(key)))
    end = int(segment.words.searchsorted(np.bytes_(key + b"\xff")))
    return start, end


def correct_word(segments: Sequence[Segment], word: str) -> str | None:
    """The most used known word within a slip or two of the keyboard, same first letter."""
    if len(word) < SHORTEST_CORRECTED or not word.isalpha():
        return None
    slips = 1 if len(word) < 6 else 2
    found: list[tuple[float, int, str]] = []
    for segment in segments:
        start, end = _range(segment, word[0])
        near = [raw.decode() for raw in segment.words[start:end].tolist()]
        for candidate, distance, at in process.extract(
            word, near, scorer=DamerauLevenshtein.distance, score_cutoff=slips, limit=5
        ):
            found.append((distance, -int(segment.word_counts[start + at]), candidate))
    return min(found)[2] if found else None
