"""The example directory as it is written in `seed/`, for the tests that look at the writing itself."""

from collections.abc import Iterator
from typing import Any

from directory.exchange.example import files

Item = dict[str, Any]

ENTRIES: list[Item] = [item for batch in files.read_entries() for item in batch.items]
LOCAL: list[Item] = [
    item for batch in files.read_entries() if batch.name.startswith("local/") for item in batch.items
]
NATIONAL: list[Item] = [item for item in ENTRIES if item not in LOCAL]
GUIDANCE: list[Item] = [item for batch in files.read_guidance() for item in batch.items]
SHOWN: list[Item] = [item for item in ENTRIES if item.get("status", "active") == "active"]
BOOK = files.read_book()
PEOPLE: list[Item] = files.read_yaml(files.SEED / "people.yaml")
AREAS: dict[str, Item] = {area["slug"]: area for area in files.read_yaml(files.SEED / "areas.yaml")}
DISTRICTS = {slug for slug, area in AREAS.items() if area["kind"] == "district"}


def walk_needs(tree: list[Item], depth: int = 0) -> Iterator[tuple[int, Item]]:
    for item in tree:
        yield depth, item
        yield from walk_needs(item.get("terms", []), depth + 1)


NEEDS: list[tuple[int, Item]] = list(walk_needs(files.read_yaml(files.SEED / "needs.yaml")))


def list_districts_of(slug: str) -> set[str]:
    """The districts within an area, itself among them."""
    within = {slug} if slug in DISTRICTS else set()
    for child, area in AREAS.items():
        if area.get("parent") == slug:
            within |= list_districts_of(child)
    return within


def list_times(item: Item) -> list[str]:
    return [text for site in item.get("at", []) for text in site.get("when", [])] + item.get("hours", [])
