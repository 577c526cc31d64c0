"""Filters and their live counts over packed bits."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from directory.search.arrays.bitmaps import pack_rows
from directory.search.arrays.segment import Segment
from directory.search.engine.query import EngineQuery

Bits = npt.NDArray[np.uint64]
Docs = npt.NDArray[np.intp]

FacetCounts = dict[str, dict[str, int]]


def pack_docs(docs: Docs, doc_count: int) -> Bits:
    """Entry numbers to packed bits."""
    mask = np.zeros(doc_count, np.bool_)
    mask[docs] = True
    return pack_rows(mask)


def filter_bits(segment: Segment, query: EngineQuery) -> dict[str, Bits]:
    """For each filter in use, the entries that pass it."""
    passed = {name: _any_of(segment, name, codes) for name, codes in query.filters.items() if codes}
    if query.age is not None:
        suits = (segment.minimum_ages <= query.age) & (query.age <= segment.maximum_ages)
        passed["age"] = pack_rows(suits)
    return passed


def _any_of(segment: Segment, name: str, codes: tuple[str, ...]) -> Bits:
    rows = [segment.facets[name][code] for code in codes if code in segment.facets[name]]
    bits: Bits = np.bitwise_or.reduce(segment.facet_bits[rows], axis=0)
    return bits


def intersect(base: Bits, filters: Mapping[str, Bits], leave_out: str | None = None) -> Bits:
    """Base and every filter but one."""
    for name, bits in filters.items():
        if name != leave_out:
            base = base & bits
    return base


def count_facets(
    segment: Segment, base: Bits, filters: Mapping[str, Bits], names: tuple[str, ...]
) -> FacetCounts:
    """Hits per value of each filter, with all *other* filters applied."""
    everything = intersect(base, filters)
    counts: FacetCounts = {}
    for name in names:
        rows = segment.facets[name]
        if not rows:
            counts[name] = {}
            continue
        first = next(iter(rows.values()))
        hits = intersect(base, filters, name) if name in filters else everything
        shared = segment.facet_bits[first : first + len(rows)] & hits
        totals = np.bitwise_count(shared).sum(axis=1, dtype=np.uint32)
        counts[name] = dict(zip(rows, totals.tolist(), strict=True))
    return counts


def add_counts(one: FacetCounts, other: FacetCounts) -> FacetCounts:
    """Counts of two segments together."""
    return {
        name: {
            code: one.get(name, {}).get(code, 0) + other.get(name, {}).get(code, 0)
            for code in sorted({*one.get(name, {}), *other.get(name, {})})
        }
        for name in {*one, *other}
    }
