"""From candidates to an order that never depends on chance.

The order is (sort value, name, id). The sort value is an integer, lower first, and means the same
in every segment, so that lists of segments can be merged.
"""

import numpy as np
import numpy.typing as npt

from directory.search.arrays.segment import NO_DAY, Segment
from directory.search.engine.query import EngineQuery

Docs = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float32]
Keys = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

HALF_DISTANCE = 4_000.0
"""Metres at which nearness is worth half."""

COVERED_NEARNESS = 0.5
"""What help that comes to the person is worth beside a place at HALF_DISTANCE."""

FRESH_DAYS = 365
STALENESS = 0.1
"""Weight lost per FRESH_DAYS since somebody checked, for two of them at most."""

INFINITE_BITS = 0x7F800000
NEARNESS_BONUS = 0.3


def weigh_best(
    segment: Segment,
    docs: Docs,
    text: Floats | None,
    distances: Floats | None,
    covered: Mask | None,
    query: EngineQuery,
) -> Floats:
    """Text x place x recency of assurance; a paused entry counts half."""
    today = query.today.toordinal()
    age = np.minimum(today - segment.assured.take(docs), 2 * FRESH_DAYS).astype(np.float32)
    weight: Floats = 1 - np.maximum(age, 0) * np.float32(STALENESS / FRESH_DAYS)
    if text is not None:
        weight *= text
    if distances is not None and covered is not None:
        nearness = np.float32(HALF_DISTANCE) / (np.float32(HALF_DISTANCE) + distances)
        np.maximum(nearness, covered * np.float32(COVERED_NEARNESS), out=nearness)
        weight *= np.float32(0.35) + np.float32(0.65) * nearness
    paused = segment.paused_until.take(docs) > today
    if paused.any():
        weight[paused] *= np.float32(0.5)
    return weight


def sort_values(segment: Segment, docs: Docs, weights: Floats, distances: Floats | None, sort: str) -> Keys:
    """Lower comes first. Order of non-negative float32 is the order of their bits."""
    if sort == "distance" and distances is not None:
        return distances.view(np.int32).astype(np.int64)
    if sort == "checked":
        return NO_DAY - segment.assured.take(docs).astype(np.int64)
    if sort == "name":
        return np.zeros(len(docs), np.int64)
    bits = np.ascontiguousarray(weights, np.float32).view(np.int32)
    return INFINITE_BITS - bits.astype(np.int64)


def pick_first(segment: Segment, docs: Docs, values: Keys, count: int) -> npt.NDArray[np.intp]:
    """Indexes into `docs` of the first `count`, in order."""
    keys = (values << 32) | segment.name_ranks.take(docs)
    if count < len(keys):
        chosen = np.argpartition(keys, count)[:count]
        return chosen[np.argsort(keys[chosen])]
    return np.argsort(keys)
