"""Where an entry is and whom it reaches, as arrays. A confidential place is in none of them."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from directory.search.arrays.bitmaps import join_lists
from directory.search.arrays.document import REMOTE, Coverage, IndexDocument, Point

EARTH_RADIUS = 6_371_008.8
"""Metres, mean radius (IUGG)."""

NOWHERE = 9.0
"""Coordinate of an entry without a point: farther than any chord of the unit sphere."""

FAR_SQUARED = 5.0
"""A squared chord above this means "no point"."""

ANYWHERE_REMOTE, ANYWHERE_PLACE, SOME_AREA = 1, 2, 4


def unit_vectors(points: Sequence[Point]) -> npt.NDArray[np.float32]:
    """Shape (3, n) on the unit sphere; in 32 bits true to about a metre."""
    degrees = np.array(points, np.float64).reshape(-1, 2)
    latitude, longitude = np.radians(degrees[:, 0]), np.radians(degrees[:, 1])
    flat = np.cos(latitude)
    vectors = np.stack((flat * np.cos(longitude), flat * np.sin(longitude), np.sin(latitude)))
    return vectors.astype(np.float32)


def build_places(documents: Sequence[IndexDocument]) -> dict[str, Any]:
    """First point of each entry in one column, further and staff-only ones beside it."""
    first = np.full((3, len(documents)), NOWHERE, np.float32)
    located = [doc for doc, one in enumerate(documents) if one.points]
    first[:, located] = unit_vectors([documents[doc].points[0] for doc in located])
    extra = [(doc, point) for doc, one in enumerate(documents) for point in one.points[1:]]
    staff = [(doc, point) for doc, one in enumerate(documents) for point in one.staff_points]
    return {
        "first_points": first,
        "extra_docs": np.array([doc for doc, _ in extra], np.int32),
        "extra_points": unit_vectors([point for _, point in extra]),
        "staff_docs": np.array([doc for doc, _ in staff], np.int32),
        "staff_points": unit_vectors([point for _, point in staff]),
    }


def is_remote(coverage: Coverage) -> bool:
    """Whether the entry comes to the person: at home, by phone or online."""
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
    remote = [flag for docs in served.values() for flag in docs.values()]
    return {
        "reach": reach,
        "areas": {area_id: row for row, area_id in enumerate(served)},
        "area_remote": np.array(remote, np.bool_),
        **join_lists("area", lists),
        **_build_rings(documents),
    }


def _reach(document: IndexDocument) -> int:
    flags = SOME_AREA if document.polygons else 0
    for one in document.coverage:
        if one.area_id is not None:
            flags |= SOME_AREA
        else:
            flags |= ANYWHERE_REMOTE if is_remote(one) else ANYWHERE_PLACE
    return flags


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
