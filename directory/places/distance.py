"""How far: metres inside, miles and plain words for people. The only importer of geopy."""

METRES_PER_MILE = 1609.344


def to_miles(metres: float) -> float:
    return metres / METRES_PER_MILE


def to_metres(miles: float) -> float:
    return miles * METRES_PER_MILE


def measure_distance(start: tuple[float, float], end: tuple[float, float]) -> float:
    """Metres over the ground as the crow flies, between points (latitude, longitude) in degrees."""
    # Here, because it brings half a second of geocoders along, which no web worker needs.
    from geopy.distance import geodesic

    metres: float = geodesic(start, end).meters
    return metres


def describe_distance(metres: float) -> str:
    """ "less than half a mile", "half a mile", "1 mile", "1.2 miles", "14 miles": no more exact than a person
    needs, and never 0."""
    miles = to_miles(metres)
    if miles < 0.45:
        return "less than half a mile"
    if miles < 0.55:
        return "half a mile"
    tenths = round(miles, 1)
    if tenths >= 10:
        return f"{round(miles)} miles"
    return "1 mile" if tenths == 1 else f"{tenths:.1f}".removesuffix(".0") + " miles"
