"""Which entries serve a person at a place, and how far away they are.

An entry is kept where it is near enough, or its area contains the person, or it comes to them by
phone, online or at home across an area that contains them. Distance alone never drops those.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from directory.search.arrays.coverage import (
    COMES,
    EARTH_RADIUS,
    HERE,
    KNOWN,
    MANY_PLACES,
    grid_cells,
    unit_vectors,
)
from directory.search.arrays.document import Point
from directory.search.arrays.segment import Segment
from directory.search.engine.query import Where

Docs = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]
Flags = npt.NDArray[np.uint8]


PADDING = 1.001
"""Wider than 32 bits round away."""


@dataclass(frozen=True)
class Reached:
    """The entries that serve the person, ascending: metres away (inf: no place), area contains them."""

    docs: Docs
    distances: Floats
    covered: Mask

    def take(self, chosen: Docs) -> "Reached":
        """Some of them, by their place in the list."""
        return Reached(self.docs.take(chosen), self.distances.take(chosen), self.covered.take(chosen))


def reach_entries(segment: Segment, candidates: Mask, where: Where, staff: bool) -> Reached:
    """Those of the candidates (a mask over all entries) that serve the person."""
    flags = flag_entries(segment, where, staff)
    within = None if where.point is None else where.within
    if where.point is not None and within is not None:
        candidates = candidates & may_be_near(segment, where.point, within, flags)
    docs = np.flatnonzero(candidates)
    distances = measure_distances(segment, docs, where.point, staff)
    told = flags.take(docs)
    here = (told & HERE) > 0
    placed = np.isfinite(distances)
    if within is not None:
        kept = (distances <= within) | ((told & COMES) > 0) | (here & ~placed)
    else:
        kept = placed | here | ((told & KNOWN) == 0)
    reached = Reached(docs, distances, here)
    return reached if kept.all() else reached.take(np.flatnonzero(kept))


def may_be_near(segment: Segment, point: Point, within: float, flags: Flags) -> Mask:
    """Without measuring: cells of a grid. True as well for whatever distance does not decide."""
    near: Mask = (flags & (COMES | HERE | MANY_PLACES)) > 0
    corners = grid_cells(np.array(bounding_box(point, within)))
    inside: Mask | None = None
    for cells, (low, high) in zip(segment.first_cells, corners.tolist(), strict=True):
        # Unsigned, so that what is below `low` wraps round to far above.
        fits: Mask = cells - np.uint16(low) <= np.uint16(high - low)
        inside = fits if inside is None else inside & fits
    return near if inside is None else near | inside


def bounding_box(point: Point, within: float) -> tuple[Point, Point]:
    """South-west and north-east corners around all points at most `within` metres away."""
    high = math.degrees(within / EARTH_RADIUS) * PADDING
    south, north = max(point[0] - high, -90.0), min(point[0] + high, 90.0)
    flat = math.cos(math.radians(max(abs(south), abs(north))))
    wide = high / flat if flat > 0.01 else 360.0
    west, east = point[1] - wide, point[1] + wide
    if west < -180 or east > 180:
        west, east = -180.0, 180.0
    return (south, west), (north, east)


def flag_entries(segment: Segment, where: Where, staff: bool) -> Flags:
    """For every entry, how it stands to the person's areas."""
    flags = segment.reach.copy()
    if staff:
        flags[segment.staff_docs] |= MANY_PLACES
    for area_id in where.area_ids:
        row = segment.areas.get(area_id)
        if row is not None:
            cut = slice(segment.area_offsets[row], segment.area_offsets[row + 1])
            flags[segment.area_docs[cut].astype(np.intp)] |= segment.area_flags[cut]
    if where.point is not None and len(segment.ring_docs):
        for doc, comes in _find_polygons(segment, where.point):
            flags[doc] |= HERE | (COMES if comes else 0)
    return flags


def measure_distances(segment: Segment, docs: Docs, point: Point | None, staff: bool) -> Floats:
    """Metres from the point to the nearest place of each entry, inf where it has none to show."""
    if point is None:
        return np.full(len(docs), np.inf, np.float32)
    here = unit_vectors([point])
    squared = _squared_chords([column.take(docs) for column in segment.first_points], here)
    further = [(segment.extra_docs, segment.extra_starts, segment.extra_points)]
    if staff:
        further.append((segment.staff_docs, segment.staff_starts, segment.staff_points))
    for at_docs, starts, points in further:
        if len(at_docs):
            nearest = np.full(segment.doc_count, np.inf, np.float32)
            chords = _squared_chords(points, here)
            one_each = len(starts) == len(chords)
            nearest[at_docs.astype(np.intp)] = chords if one_each else np.minimum.reduceat(chords, starts)
            np.minimum(squared, nearest.take(docs), out=squared)
    np.sqrt(squared, out=squared)
    squared *= np.float32(EARTH_RADIUS)
    return squared


def _squared_chords(points: Sequence[Floats] | Floats, here: Floats) -> Floats:
    total = points[0] - here[0]
    total *= total
    for axis in (1, 2):
        apart = points[axis] - here[axis]
        apart *= apart
        total += apart
    return total


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
