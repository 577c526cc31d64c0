"""Where an entry is and whom it reaches, as arrays. A confidential place is in none of them."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from directory.search.arrays.bitmaps import join_lists
from directory.search.arrays.document import REMOTE, Coverage, IndexDocument, Point

EARTH_RADIUS = 6_371_008.8
"""Metres, mean radius (IUGG)."""

NOWHERE = np.inf
"""Coordinate of an entry without a point: whatever is measured to it is infinite."""

CELLS = 65_534
"""A row of cells is 305 m high. The number above stands for "no point"."""

NO_CELL = 65_535

COMES, HERE, KNOWN, MANY_PLACES = 1, 2, 4, 8
"""How an entry stands to a person: it comes to them; its area contains them; it names some area or
none is needed; it has further places than its first. In the index, as far as it holds for everybody."""


def unit_vectors(points: Sequence[Point]) -> npt.NDArray[np.float32]:
    """Shape (3, n) on the unit sphere; in 32 bits true to about a metre."""
    degrees = np.array(points, np.float64).reshape(-1, 2)
    latitude, longitude = np.radians(degrees[:, 0]), np.radians(degrees[:, 1])
    flat = np.cos(latitude)
    vectors = np.stack((flat * np.cos(longitude), flat * np.sin(longitude), np.sin(latitude)))
    return vectors.astype(np.float32)


def grid_cells(points: npt.NDArray[np.float64]) -> npt.NDArray[np.uint16]:
    """Row and column, shape (2, n), of latitudes and longitudes, shape (n, 2)."""
    rows = np.floor((points[:, 0] + 90) / 180 * CELLS)
    columns = np.floor((points[:, 1] + 180) / 360 * CELLS)
    return np.clip(np.stack((rows, columns)), 0, CELLS).astype(np.uint16)


def build_places(documents: Sequence[IndexDocument]) -> dict[str, Any]:
    """First point of each entry in one column, further and staff-only ones beside it."""
    first = np.full((3, len(documents)), NOWHERE, np.float32)
    located = [doc for doc, one in enumerate(documents) if one.points]
    points = [documents[doc].points[0] for doc in located]
    first[:, located] = unit_vectors(points)
    cells = np.full((2, len(documents)), NO_CELL, np.uint16)
    cells[:, located] = grid_cells(np.array(points, np.float64).reshape(-1, 2))
    return {
        "first_points": first,
        "first_cells": cells,
        **_join_points("extra", [one.points[1:] for one in documents]),
        **_join_points("staff", [one.staff_points for one in documents]),
    }


def _join_points(name: str, points: Sequence[Sequence[Point]]) -> dict[str, Any]:
    """Those that have any, and where the points of each begin."""
    docs = [doc for doc, held in enumerate(points) if held]
    starts = np.zeros(len(docs) + 1, np.int64)
    np.cumsum([len(points[doc]) for doc in docs], out=starts[1:])
    return {
        f"{name}_docs": np.array(docs, np.int32),
        f"{name}_starts": starts[:-1],
        f"{name}_points": unit_vectors([point for doc in docs for point in points[doc]]),
    }


def is_remote(coverage: Coverage) -> bool:
    """Whether the entry comes to the person: at home, by phone, text or online."""
    return bool(REMOTE.intersection(coverage.deliveries))


def build_coverage(documents: Sequence[IndexDocument]) -> dict[str, Any]:
    """Per area the entries that serve it; per entry whether it serves anywhere."""
    reach = np.zeros(len(documents), np.uint8)
    served: dict[str, dict[int, bool]] = {}
    for doc, document in enumerate(documents):
        reach[doc] = _reach(document)
        for one in document.coverage:
            if one.area_id is not None:
                docs = served.setdefault(one.area_id, {})
                docs[doc] = docs.get(doc, False) or is_remote(one)
    lists = [np.fromiter(docs, np.int32, len(docs)) for docs in served.values()]
    flags = [HERE | COMES if comes else HERE for docs in served.values() for comes in docs.values()]
    return {
        "reach": reach,
        "areas": {area_id: row for row, area_id in enumerate(served)},
        "area_flags": np.array(flags, np.uint8),
        **join_lists("area", lists),
        **_build_rings(documents),
    }


def _reach(document: IndexDocument) -> int:
    flags = KNOWN if document.polygons or document.coverage else 0
    for one in document.coverage:
        if one.area_id is None:
            flags |= HERE | (COMES if is_remote(one) else 0)
    return flags | (MANY_PLACES if len(document.points) > 1 else 0)


def _build_rings(documents: Sequence[IndexDocument]) -> dict[str, Any]:
    rings = [(doc, ring) for doc, one in enumerate(documents) for ring in one.polygons]
    remote = [bool(REMOTE.intersection(documents[doc].deliveries)) for doc, _ in rings]
    offsets = np.zeros(len(rings) + 1, np.int64)
    np.cumsum([len(ring) for _, ring in rings], out=offsets[1:])
    points: Iterable[Point] = (point for _, ring in rings for point in ring)
    return {
        "ring_offsets": offsets,
        "ring_docs": np.array([doc for doc, _ in rings], np.int32),
        "ring_remote": np.array(remote, np.bool_),
        "ring_points": np.array(list(points), np.float64).reshape(-1, 2),
    }
