"""Why a result is there, in words."""

from collections.abc import Collection
from typing import Any

from directory.places.distance import describe_distance
from directory.search.arrays.document import Coverage, read_coverage


def give_reasons(
    facts: dict[str, Any], distance: float | None, covered: bool, area_ids: Collection[str]
) -> tuple[str, ...]:
    """From the stored facts: the nearest place first, then how the help reaches the person."""
    reasons = [] if distance is None else [_say_distance(distance)]
    if facts["entry_type"] == "guidance":
        return (*reasons, "Advice to read, wherever you are")
    here = [one for one in read_coverage(facts) if one.area_id is None or one.area_id in area_ids]
    for coverage in here[:1]:
        reasons += _say_coverage(coverage)
    if covered and not here:
        reasons.append("Serves the area you gave")
    return tuple(reasons)


def _say_distance(metres: float) -> str:
    said = f"{describe_distance(metres)} away"
    return said[0].upper() + said[1:]


def _say_coverage(coverage: Coverage) -> list[str]:
    said = []
    for delivery in coverage.deliveries:
        if delivery == "home":
            said.append("Visits homes" + _say_area(coverage, " in {}", ", anywhere in {}"))
        elif delivery == "phone":
            said.append("By phone" + _say_area(coverage, ", for people in {}", ", anywhere in {}"))
        elif delivery == "text":
            said.append("By text" + _say_area(coverage, ", for people in {}", ", anywhere in {}"))
        elif delivery == "online":
            said.append("Online" + _say_area(coverage, ", for people in {}", ", anywhere in {}"))
    if not said and coverage.area_name:
        said.append(_say_area(coverage, "For people in {}", "For people anywhere in {}"))
    return said


def _say_area(coverage: Coverage, local: str, nationwide: str) -> str:
    name = {"United Kingdom": "the UK"}.get(coverage.area_name, coverage.area_name)
    if not name:
        return ""
    return (nationwide if coverage.nationwide else local).format(name)
