"""Words to one score per entry: impacts added up, term by term.

Entry numbers are stored in 32 bits and widened before they index: NumPy then scatters four times as
fast, which costs less than the widening.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from directory.search.arrays.segment import Segment
from directory.search.engine.phrases import find_phrase
from directory.search.engine.query import Alternative, Words

Scores = npt.NDArray[np.float32]
Docs = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Scored:
    """Score of every entry of the segment, and which entries satisfy the words."""

    scores: Scores
    matched: Mask


def score_words(segment: Segment, words: Words) -> Scored | None:
    """None where no word was asked: then every entry satisfies."""
    if not words.groups and not words.phrases:
        return None
    scores = np.zeros(segment.doc_count, np.float32)
    for group in words.groups:
        for alternative in group.alternatives:
            _add_impacts(segment, alternative, scores)
    matched = scores > 0
    if words.match_all and len(words.groups) > 1:
        for group in words.groups:
            matched &= _holds(segment, group.alternatives)
    for phrase in words.phrases:
        matched &= find_phrase(segment, phrase)
    return Scored(scores, matched)


def _add_impacts(segment: Segment, alternative: Alternative, scores: Scores) -> None:
    weight = np.float32(alternative.weight)
    if alternative.is_need:
        docs = need_docs(segment, alternative.key)
        scores[docs] += weight * need_rarity(segment.doc_count, len(docs))
        return
    term = segment.find_term(alternative.key)
    if term < 0:
        return
    row = segment.find_dense(term)
    if row >= 0:
        dense = segment.dense_impacts[row]
        scores += dense if weight == 1 else dense * weight
        return
    start, end = segment.term_offsets[term], segment.term_offsets[term + 1]
    impacts = segment.posting_impacts[start:end]
    docs = segment.posting_docs[start:end].astype(np.intp)
    scores[docs] += impacts if weight == 1 else impacts * weight


def need_docs(segment: Segment, code: str) -> Docs:
    """Entries that carry a need, ascending."""
    at = segment.needs.get(code)
    if at is None:
        return np.zeros(0, np.intp)
    return segment.need_docs[segment.need_offsets[at] : segment.need_offsets[at + 1]].astype(np.intp)


def need_rarity(doc_count: int, carried_by: int) -> np.float32:
    """A rare need says more than a common one; between about 0.3 and 2."""
    return np.float32(0.3 + 0.15 * np.log1p(doc_count / (1 + carried_by)))


def _holds(segment: Segment, alternatives: tuple[Alternative, ...]) -> Mask:
    scores = np.zeros(segment.doc_count, np.float32)
    for alternative in alternatives:
        _add_impacts(segment, alternative, scores)
    held: Mask = scores > 0
    return held
