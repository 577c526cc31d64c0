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
    found[docs[starts[own] // SPAN]] = True
    return found


def posting_docs(segment: Segment, term: int) -> Docs:
    """Entries that hold a term, ascending."""
    return segment.posting_docs[segment.term_offsets[term] : segment.term_offsets[term + 1]]


def is_in(values: npt.NDArray[np.integer], table: npt.NDArray[np.integer]) -> Mask:
    """Which values are in an ascending table."""
    if not len(table):
        return np.zeros(len(values), np.bool_)
    hits: Mask = table.take(table.searchsorted(values), mode="clip") == values
    return hits


def place_keys(segment: Segment, term: int, docs: Docs) -> Keys:
    """Index in `docs` x SPAN + position, for those of the ascending `docs` that hold the term; ascending."""
    start = int(segment.term_offsets[term])
    listed = posting_docs(segment, term)
    at = np.minimum(listed.searchsorted(docs), len(listed) - 1)
    held = np.flatnonzero(listed.take(at) == docs)
    posting = at.take(held) + start
    begins = segment.position_starts.take(posting).astype(np.int64)
    counts = segment.position_starts.take(posting + 1) - begins
    ends = counts.cumsum()
    keys: Keys = np.repeat(held * SPAN, counts)
    source = np.repeat(begins - ends + counts, counts) + np.arange(len(keys))
    return keys + segment.positions.take(source)


def nearness(segment: Segment, terms: Sequence[str], docs: Docs) -> npt.NDArray[np.float32]:
    """Per entry, 0 to 1: how close neighbouring words of the query stand. `docs` ascend."""
    total = np.zeros(len(docs), np.float32)
    numbers = [segment.find_term(term) for term in terms]
    keys = [place_keys(segment, number, docs) if number >= 0 else None for number in numbers]
    pairs = [(a, b) for a, b in pairwise(keys) if a is not None and b is not None]
    for left, right in pairs:
        if len(left) and len(right):
            _add_nearness(left, right, total)
    return total / np.float32(max(len(pairs), 1))


def _add_nearness(left: Keys, right: Keys, total: npt.NDArray[np.float32]) -> None:
    """Keys of two entries are always farther apart than NEAR_ENOUGH, so no entry is told from another."""
    at = right.searchsorted(left)
    after = right.take(np.minimum(at, len(right) - 1))
    before = right.take(np.maximum(at - 1, 0))
    gaps = np.minimum(np.abs(after - left), np.abs(left - before))
    owners = left // SPAN
    first = np.flatnonzero(np.diff(owners, prepend=-1))
    smallest = np.minimum.reduceat(gaps, first)
    worth = 1 - (smallest - 1) / NEAR_ENOUGH
    total[owners.take(first)] += np.maximum(worth, 0)
