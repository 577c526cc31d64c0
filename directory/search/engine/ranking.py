"""From candidates to an order that never depends on chance.

The order is (sort value, name, id). The sort value is an integer, lower first, and means the same
in every segment, so that lists of segments can be merged.
"""

from datetime import date

import numpy as np
import numpy.typing as npt

from directory.search.arrays.segment import NO_DAY, Segment

Docs = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float32]
Keys = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]

HALF_DISTANCE = 4_000.0
"""Metres at which nearness is worth half."""

COVERED_NEARNESS = 0.5
"""What help that comes to the person is worth beside a place at HALF_DISTANCE."""

FRESH_DAYS = 365
STALENESS = 0.1
"""Weight lost per FRESH_DAYS since somebody checked, for two of them at most."""

FAR_WORTH = 0.35
"""What is left of an entry's weight however far it is."""

INFINITE_BITS = np.int32(0x7F800000)
NEARNESS_BONUS = 0.3


def weigh_days(segment: Segment, today: date) -> Floats:
    """For every entry: recency of assurance; a paused entry counts half."""
    day = today.toordinal()
    age = np.clip(day - segment.assured.astype(np.float32), 0, 2 * FRESH_DAYS)
    worth: Floats = 1 - age * np.float32(STALENESS / FRESH_DAYS)
    worth[segment.paused_until > day] *= np.float32(0.5)
    return worth


def weigh_best(worth: Floats, text: Floats | None, distances: Floats | None, covered: Mask | None) -> Floats:
    """Text x place x what the day makes of each. Writes into `worth`."""
    if text is not None:
        worth *= text
    if distances is not None and covered is not None:
        nearness = distances + np.float32(HALF_DISTANCE)
        np.divide(np.float32(HALF_DISTANCE), nearness, out=nearness)
        np.maximum(nearness, covered * np.float32(COVERED_NEARNESS), out=nearness)
        nearness *= np.float32(1 - FAR_WORTH)
        nearness += np.float32(FAR_WORTH)
        worth *= nearness
    return worth


def sort_values(segment: Segment, docs: Docs, weights: Floats, distances: Floats | None, sort: str) -> Keys:
    """Lower comes first. Order of non-negative float32 is the order of their bits."""
    if sort == "distance" and distances is not None:
        return distances.view(np.int32)
    if sort == "checked":
        return np.int32(NO_DAY) - segment.assured.take(docs)
    if sort == "name":
        return np.zeros(len(docs), np.int32)
    return INFINITE_BITS - weights.view(np.int32)


def pick_first(segment: Segment, docs: Docs, values: Keys, count: int) -> npt.NDArray[np.intp]:
    """Indexes into `docs` of the first `count`, in order. Names are only looked at where values tie."""
    if count < len(values):
        last = np.partition(values, count - 1)[count - 1]
        chosen = np.flatnonzero(values <= last)
    else:
        chosen = np.arange(len(values))
    keys = (values.take(chosen).astype(np.int64) << 32) | segment.name_ranks.take(docs.take(chosen))
    return chosen[np.argsort(keys)[:count]]
