"""GeoJSON extents of service areas to rings of latitude and longitude (RFC 7946)."""

from typing import Any

from directory.search.arrays.document import Ring


def read_rings(extent: Any) -> list[Ring]:
    """All rings of a Polygon, MultiPolygon, Feature or collection; anything malformed gives none."""
    if not isinstance(extent, dict):
        return []
    kind = extent.get("type")
    if kind == "Feature":
        return read_rings(extent.get("geometry"))
    inner = {"FeatureCollection": "features", "GeometryCollection": "geometries"}.get(str(kind))
    if inner:
        members = extent.get(inner)
        return [ring for member in members for ring in read_rings(member)] if members else []
    try:
        return _polygon_rings(str(kind), extent.get("coordinates") or [])
    except (TypeError, ValueError, IndexError):
        return []


def _polygon_rings(kind: str, coordinates: Any) -> list[Ring]:
    polygons = {"Polygon": [coordinates], "MultiPolygon": coordinates}.get(kind, [])
    return [
        tuple((float(position[1]), float(position[0])) for position in ring)
        for polygon in polygons
        for ring in polygon
        if len(ring) > 3
    ]
