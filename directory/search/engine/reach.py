"""Which entries serve a person at a place, and how far away they are.

An entry is kept where it is near enough, or its area contains the person, or it comes to them by
phone, online or at home across an area that contains them. Distance alone never drops those.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from directory.search.arrays.coverage import (
    ANYWHERE_PLACE,
    ANYWHERE_REMOTE,
    EARTH_RADIUS,
    FAR_SQUARED,
    SOME_AREA,
    unit_vectors,
)
from directory.search.arrays.document import Point
from directory.search.arrays.segment import Segment
from directory.search.engine.query import Where

Docs = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Reached:
    """For each candidate: whether it serves the person, metres away (inf: no place), covered."""

    kept: Mask
    distances: Floats
    covered: Mask


def reach_entries(segment: Segment, docs: Docs, where: Where, staff: bool) -> Reached:
    """Judge the candidates `docs` by place."""
    distances = measure_distances(segment, docs, where.point, staff)
    covered, remote = find_covered(segment, where)
    here, comes = covered.take(docs), remote.take(docs)
    placed = np.isfinite(distances)
    if where.within is None or where.point is None:
        reach = segment.reach.take(docs) & (ANYWHERE_REMOTE | ANYWHERE_PLACE | SOME_AREA)
        kept = placed | here | (reach == 0)
    else:
        kept = (distances <= where.within) | comes | (here & ~placed)
    return Reached(kept, distances, here)


def measure_distances(segment: Segment, docs: Docs, point: Point | None, staff: bool) -> Floats:
    """Metres from the point to the nearest place of each entry, inf where it has none to show."""
    if point is None:
        return np.full(len(docs), np.inf, np.float32)
    here = unit_vectors([point])
    columns = [column.take(docs) for column in segment.first_points]
    squared = _squared_chords(columns, here)
    further = [(segment.extra_docs, segment.extra_points)]
    if staff:
        further.append((segment.staff_docs, segment.staff_points))
    for at_docs, points in further:
        if len(at_docs):
            nearest = np.full(segment.doc_count, np.inf, np.float32)
            np.minimum.at(nearest, at_docs, _squared_chords(points, here))
            squared = np.minimum(squared, nearest.take(docs))
    squared[squared > FAR_SQUARED] = np.inf
    metres: Floats = np.sqrt(squared) * np.float32(EARTH_RADIUS)
    return metres


def _squared_chords(points: Sequence[Floats] | Floats, here: Floats) -> Floats:
    total = np.square(points[0] - here[0])
    for axis in (1, 2):
        total += np.square(points[axis] - here[axis])
    return total


def find_covered(segment: Segment, where: Where) -> tuple[Mask, Mask]:
    """Entries whose area contains the person: all of them, and those that come to the person."""
    remote = (segment.reach & ANYWHERE_REMOTE) > 0
    covered = remote | ((segment.reach & ANYWHERE_PLACE) > 0)
    for area_id in where.area_ids:
        row = segment.areas.get(area_id)
        if row is None:
            continue
        cut = slice(segment.area_offsets[row], segment.area_offsets[row + 1])
        docs = segment.area_docs[cut]
        covered[docs] = True
        remote[docs[segment.area_remote[cut]]] = True
    if where.point is not None and len(segment.ring_docs):
        for doc, comes in _find_polygons(segment, where.point):
            covered[doc] = True
            remote[doc] |= comes
    return covered, remote


def _find_polygons(segment: Segment, point: Point) -> list[tuple[int, bool]]:
    """Even-odd rule over all rings of an entry, so that holes are holes."""
    crossings: dict[int, int] = {}
    remote: dict[int, bool] = {}
    for ring, doc in enumerate(segment.ring_docs.tolist()):
        line = segment.ring_points[segment.ring_offsets[ring] : segment.ring_offsets[ring + 1]]
        crossings[doc] = crossings.get(doc, 0) + count_crossings(line, point)
        remote[doc] = bool(segment.ring_remote[ring])
    return [(doc, remote[doc]) for doc, count in crossings.items() if count % 2]


def count_crossings(line: npt.NDArray[np.float64], point: Point) -> int:
    """Edges of a ring that a ray from the point to the east crosses."""
    latitude, longitude = point
    ends = np.roll(line, -1, axis=0)
    above, below = line[:, 0] > latitude, ends[:, 0] > latitude
    crossing = above != below
    rise = np.where(crossing, ends[:, 0] - line[:, 0], 1.0)
    meets = line[:, 1] + (latitude - line[:, 0]) / rise * (ends[:, 1] - line[:, 1])
    return int((crossing & (longitude < meets)).sum())
