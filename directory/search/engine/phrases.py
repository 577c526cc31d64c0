"""Phrases and nearness of words, decided on word positions held as arrays."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from directory.search.arrays.analysis import FIELD_STARTS
from directory.search.arrays.segment import Segment

Docs = npt.NDArray[np.integer]
Keys = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

SPAN = 1 << 17
"""More than any position, so that (entry, position) fits one number."""

NEEDS_START, NEEDS_END = FIELD_STARTS[2:4]

NEAR_ENOUGH = 12
"""Words between two words beyond which nearness is worth nothing."""


def find_phrase(segment: Segment, terms: Sequence[str]) -> Mask:
    """Entries where the terms stand next to each other, in order, in one field of their own text.

    The everyday words of a need are not an entry's own text.
    """
    found = np.zeros(segment.doc_count, np.bool_)
    numbers = [segment.find_term(term) for term in terms]
    if not numbers or min(numbers) < 0:
        return found
    docs = posting_docs(segment, numbers[0])
    for number in numbers[1:]:
        docs = docs[is_in(docs, posting_docs(segment, number))]
    starts = place_keys(segment, numbers[0], docs)
    for step, number in enumerate(numbers[1:], start=1):
        starts = starts[is_in(starts + step, place_keys(segment, number, docs))]
    own = (starts % SPAN < NEEDS_START) | (starts % SPAN >= NEEDS_END)
    found[starts[own] // SPAN] = True
    return found


def posting_docs(segment: Segment, term: int) -> Docs:
    """Entries that hold a term, ascending."""
    return segment.posting_docs[segment.term_offsets[term] : segment.term_offsets[term + 1]]


def is_in(values: npt.NDArray[np.integer], table: npt.NDArray[np.integer]) -> Mask:
    """Which values are in an ascending table."""
    if not len(table):
        return np.zeros(len(values), np.bool_)
    at = np.searchsorted(table, values)
    at[at == len(table)] = 0
    hits: Mask = table[at] == values
    return hits


def place_keys(segment: Segment, term: int, docs: Docs) -> Keys:
    """entry x SPAN + position of a term for those of `docs` that hold it, ascending."""
    start = int(segment.term_offsets[term])
    listed = posting_docs(segment, term)
    held = docs[is_in(docs, listed)]
    posting = np.searchsorted(listed, held) + start
    begins = segment.position_starts[posting].astype(np.int64)
    counts = segment.position_starts[posting + 1].astype(np.int64) - begins
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    source = np.repeat(begins - (ends - counts), counts) + np.arange(total)
    keys: Keys = np.repeat(held.astype(np.int64), counts) * SPAN + segment.positions[source]
    return keys


def nearness(segment: Segment, terms: Sequence[str], docs: Docs) -> npt.NDArray[np.float32]:
    """Per entry, 0 to 1: how close neighbouring words of the query stand. `docs` ascend."""
    total = np.zeros(len(docs), np.float32)
    numbers = [segment.find_term(term) for term in terms]
    pairs = [(a, b) for a, b in pairwise(numbers) if a >= 0 and b >= 0]
    for left, right in pairs:
        gaps = _smallest_gaps(place_keys(segment, left, docs), place_keys(segment, right, docs), docs)
        total += np.clip(1 - (gaps - 1) / NEAR_ENOUGH, 0, 1).astype(np.float32)
    return total / np.float32(max(len(pairs), 1))


def _smallest_gaps(left: Keys, right: Keys, docs: Docs) -> npt.NDArray[np.float64]:
    gaps = np.full(len(docs), np.inf)
    if not len(left) or not len(right):
        return gaps
    at = np.searchsorted(right, left)
    for side in (np.minimum(at, len(right) - 1), np.maximum(at - 1, 0)):
        same = right[side] // SPAN == left // SPAN
        distance = np.where(same, np.abs(right[side] - left), np.inf)
        np.minimum.at(gaps, np.searchsorted(docs, left // SPAN), distance)
    return gaps
