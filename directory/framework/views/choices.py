"""What can be chosen from on these pages: groups of (value, label), in order."""

from collections.abc import Sequence

from directory.framework.levels.parts import Level
from directory.framework.records.queries import AREA_KINDS
from directory.listings.needs import Need
from directory.models import Area

Groups = list[tuple[str, list[tuple[str, str]]]]


def choose_areas(areas: Sequence[Area]) -> Groups:
    groups = [
        (label, [(str(area.id), area.name) for area in areas if area.kind == kind])
        for kind, label in AREA_KINDS.items()
    ]
    return [("", [("", "Not said")]), *groups]


def choose_needs(needs: Sequence[Need], blank: str = "No need chosen") -> Groups:
    """Each of the top needs heads a group, and is the first choice in it."""
    groups: Groups = [("", [("", blank)])]
    for need in needs:
        if need.parent is None:
            groups.append((need.name, []))
        groups[-1][1].append((need.slug, need.name))
    return groups


def describe_levels(levels: Sequence[Level]) -> list[tuple[str, str, str]]:
    """(slug, name, of whom it is the level), for radio buttons."""
    return [(level.slug, level.name, f"The person {' and '.join(level.individual)}.") for level in levels]


def choose_levels(levels: Sequence[Level]) -> Groups:
    return [("", [("", "Not agreed yet"), *((level.slug, level.name) for level in levels)])]
