"""From (term, entry, field, positions) to flat posting lists with one BM25F impact each.

An impact joins all fields of one term in one entry, so a query adds one number per posting.
Source of the weighting: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and
Beyond" (2009), section 3.6 (BM25F).
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from directory.search.arrays.analysis import FIELD_ROOM, FIELD_STARTS, FIELDS

Ints = npt.NDArray[np.int64]

FIELD_WEIGHTS = np.array([3.0, 1.2, 2.0, 1.0])
LENGTH_SHARE = np.array([0.3, 0.3, 0.2, 0.75])
"""BM25F's b for each field: how much a long field dilutes a word."""

SATURATION = 1.2
"""BM25F's k1."""


@dataclass(frozen=True)
class Statistics:
    """What an impact needs to know of the whole collection."""

    doc_count: int
    field_averages: npt.NDArray[np.float64]

    def rarity(self, document_counts: Ints) -> npt.NDArray[np.float64]:
        """Inverse document frequency, always above zero."""
        counts = np.minimum(document_counts, self.doc_count)
        return np.log1p((self.doc_count - counts + 0.5) / (counts + 0.5))


class PostingTable:
    """Collects postings in any order; `build_postings` sorts and weighs them."""

    def __init__(self) -> None:
        self.term_numbers: dict[str, int] = {}
        self.terms = array("i")
        self.docs = array("i")
        self.fields = array("b")
        self.counts = array("i")
        self.positions = array("H")

    def add(self, term: str, doc: int, field: int, positions: Sequence[int]) -> None:
        """One term of one field of one entry; positions ascend within the field."""
        start, room = FIELD_STARTS[field], FIELD_ROOM[field]
        self.terms.append(self.term_numbers.setdefault(term, len(self.term_numbers)))
        self.docs.append(doc)
        self.fields.append(field)
        self.counts.append(len(positions))
        self.positions.extend([start + min(position, room) for position in positions])

    def add_text(self, doc: int, field: int, terms: Sequence[str]) -> None:
        """All terms of one field of one entry, in order."""
        places: dict[str, list[int]] = {}
        for position, term in enumerate(terms):
            places.setdefault(term, []).append(position)
        for term, positions in places.items():
            self.add(term, doc, field, positions)


DENSE_FROM = 4_096
"""Entries from which common terms get a row of their own; below, lists are quick enough."""

DENSE_SHARE = 20
"""A term in more than 1 of so many entries is common."""


@dataclass(frozen=True)
class Postings:
    """`docs[offsets[t]:offsets[t+1]]` ascend; positions of posting p start at position_starts[p]."""

    terms: npt.NDArray[np.bytes_]
    offsets: Ints
    docs: npt.NDArray[np.int32]
    impacts: npt.NDArray[np.float32]
    position_starts: npt.NDArray[np.uint32]
    positions: npt.NDArray[np.uint16]


def average_lengths(lengths: Ints) -> npt.NDArray[np.float64]:
    """Mean words per field over the entries that have the field at all, never below 1."""
    filled = np.maximum((lengths > 0).sum(axis=1), 1)
    return np.maximum(lengths.sum(axis=1) / filled, 1.0)


def field_lengths(table: PostingTable, doc_count: int) -> Ints:
    """Words per (field, entry)."""
    fields, docs = np.array(table.fields, np.int64), np.array(table.docs, np.int64)
    flat = np.bincount(fields * doc_count + docs, weights=table.counts, minlength=len(FIELDS) * doc_count)
    return flat.astype(np.int64).reshape(len(FIELDS), doc_count)


def build_postings(
    table: PostingTable,
    lengths: Ints,
    statistics: Statistics,
    known_counts: dict[str, int] | None = None,
) -> Postings:
    """Sort by term and entry, join the fields, weigh.

    `known_counts` gives document counts of terms in the collection the statistics describe.
    """
    names = sorted(table.term_numbers, key=str.encode)
    rank = np.empty(max(len(names), 1), np.int64)
    rank[[table.term_numbers[name] for name in names]] = np.arange(len(names))
    terms, docs = rank[np.array(table.terms, np.int64)], np.array(table.docs, np.int64)
    counts = np.array(table.counts, np.int64)
    fields = np.array(table.fields, np.int64)
    width = max(lengths.shape[1], 1)
    key = (terms * width + docs) * len(FIELDS) + fields
    order = np.argsort(key, kind="stable")
    joined, first = np.unique(key[order] // len(FIELDS), return_index=True)
    shares = _field_shares(fields, docs, counts, lengths, statistics)[order]
    mass = np.add.reduceat(shares, first) if len(first) else np.zeros(0)
    posting_terms = joined // width
    offsets = np.searchsorted(posting_terms, np.arange(len(names) + 1)).astype(np.int64)
    found = np.diff(offsets)
    if known_counts is not None:
        found = np.array([max(known_counts.get(name, 0), 1) for name in names], np.int64)
    rarity = statistics.rarity(found)[posting_terms] if len(names) else np.zeros(0)
    starts, positions = _move_positions(table, counts, order, first)
    return Postings(
        terms=np.array([name.encode() for name in names] or [b""], np.bytes_)[: len(names)],
        offsets=offsets,
        docs=(joined % width).astype(np.int32),
        impacts=(rarity * mass / (SATURATION + mass)).astype(np.float32),
        position_starts=starts,
        positions=positions,
    )


def _field_shares(
    fields: Ints, docs: Ints, counts: Ints, lengths: Ints, statistics: Statistics
) -> npt.NDArray[np.float64]:
    dilution = LENGTH_SHARE[fields] * lengths[fields, docs] / statistics.field_averages[fields]
    shares: npt.NDArray[np.float64] = FIELD_WEIGHTS[fields] * counts / (1 - LENGTH_SHARE[fields] + dilution)
    return shares


def _move_positions(
    table: PostingTable, counts: Ints, order: Ints, first: Ints
) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint16]]:
    """Positions in the new order, and where those of each joined posting start."""
    ends = np.cumsum(counts)
    moved = counts[order]
    new_ends = np.cumsum(moved)
    total = int(new_ends[-1]) if len(new_ends) else 0
    source = np.repeat((ends - counts)[order] - (new_ends - moved), moved) + np.arange(total)
    starts = np.append((new_ends - moved)[first], total) if len(first) else np.zeros(1)
    return starts.astype(np.uint32), np.array(table.positions, np.uint16)[source]


def build_dense_rows(postings: Postings, doc_count: int) -> dict[str, Any]:
    """Impacts of common terms once more, one row over all entries each.

    Adding a row runs through memory in order; scattering a long list is several times slower.
    """
    counts = np.diff(postings.offsets)
    common = np.flatnonzero((counts * DENSE_SHARE > doc_count) & (doc_count >= DENSE_FROM))
    rows = np.zeros((len(common), doc_count), np.float32)
    for row, term in enumerate(common):
        cut = slice(postings.offsets[term], postings.offsets[term + 1])
        rows[row, postings.docs[cut]] = postings.impacts[cut]
    return {"dense_terms": common.astype(np.int32), "dense_impacts": rows}
