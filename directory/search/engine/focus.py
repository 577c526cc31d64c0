"""How much of what an entry is for lies within the needs that were asked for. Without words nothing else
tells an entry that is about debt from one that helps with debt as well."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from directory.search.arrays.segment import Segment
from directory.search.engine.query import About
from directory.search.engine.scoring import need_docs

Docs = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float32]

LEAST_FOCUS = 0.4
"""What is left of an entry's weight however little of it is about these needs."""


def count_needs(segment: Segment) -> Floats:
    """For every entry, how many needs it carries, those above its own with them."""
    return np.bincount(segment.need_docs, minlength=segment.doc_count).astype(np.float32)


def weigh_focus(segment: Segment, carried: Floats, docs: Docs, about: About) -> Floats:
    """For each of `docs` between LEAST_FOCUS and 1. Needs above those asked for say nothing either way."""
    within = _count_carried(segment, about.within).take(docs)
    apart = np.maximum(carried.take(docs) - _count_carried(segment, about.above).take(docs), 1)
    worth: Floats = np.float32(LEAST_FOCUS) + np.float32(1 - LEAST_FOCUS) * (within / apart)
    return worth


def _count_carried(segment: Segment, codes: Iterable[str]) -> Floats:
    counts = np.zeros(segment.doc_count, np.float32)
    for code in codes:
        counts[need_docs(segment, code)] += 1
    return counts
