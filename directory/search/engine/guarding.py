"""Entries that the rules of safety keep out of an answer, put first or put last."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from directory.search.arrays.segment import Segment
from directory.search.safety.asking import Guards

Docs = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

FIRST = np.float32(1_000)
LAST = np.float32(0.001)
"""More than text, place and freshness together can make up for."""


def find_left_out(
    segment: Segment, never: Iterable[str], unasked: Iterable[str], named: Iterable[str]
) -> Mask:
    """Returns, for every entry, whether it is kept out; a name that was asked for never outweighs `never`."""
    left = _mark(segment, unasked)
    left &= ~_mark(segment, named)
    left |= _mark(segment, never)
    return left


def weigh_guards(segment: Segment, docs: Docs, worth: Floats, guards: Guards) -> Floats:
    """Returns the weights of `docs`. What is both comes last."""
    if guards.first:
        is_last = _mark(segment, guards.last)
        worth *= np.where((_mark(segment, guards.first) & ~is_last).take(docs), FIRST, np.float32(1))
    if guards.last:
        worth *= np.where(_mark(segment, guards.last).take(docs), LAST, np.float32(1))
    return worth


def _mark(segment: Segment, marks: Iterable[str]) -> Mask:
    marked = np.zeros(segment.doc_count, np.bool_)
    for mark in marks:
        marked[segment.list_marked(mark)] = True
    return marked
