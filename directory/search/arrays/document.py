"""What the index knows of one entry.

A confidential place never reaches this type: whoever fills it leaves such a place out, so no
array, file, distance or reason can hold it.
"""

import json
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, TypeAlias
from uuid import UUID

Point: TypeAlias = tuple[float, float]
"""Latitude, longitude in degrees."""

Ring: TypeAlias = tuple[Point, ...]
"""Closed line of a polygon; holes are rings too (even-odd rule)."""

DELIVERIES = ("place", "home", "phone", "text", "online")
REMOTE = frozenset({"home", "phone", "text", "online"})


@dataclass(frozen=True, slots=True)
class Label:
    """A filter value: its stable code and the words a page shows for it."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """Who is served: by which deliveries, across which area.

    No `area_id` means anybody: because the whole country is recorded (`nationwide`), or because no
    area is, and then `area_name` may still hold words for one.
    """

    deliveries: tuple[str, ...]
    area_id: str | None
    area_name: str = ""
    nationwide: bool = False


@dataclass(frozen=True, slots=True)
class IndexDocument:
    """One entry as the index takes it. `needs` carries the ancestors of each term too."""

    entry_id: UUID
    entry_type: str
    kind: str
    name: str
    visibility: str = "public"
    alternate_names: tuple[str, ...] = ()
    organization: str = ""
    summary: str = ""
    need_words: tuple[str, ...] = ()
    body: str = ""
    needs: tuple[Label, ...] = ()
    districts: tuple[Label, ...] = ()
    points: tuple[Point, ...] = ()
    staff_points: tuple[Point, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    polygons: tuple[Ring, ...] = ()
    deliveries: tuple[str, ...] = ()
    cost: str = ""
    days: tuple[str, ...] = ()
    crises: tuple[str, ...] = ()
    minimum_age: int | None = None
    maximum_age: int | None = None
    assured_on: date | None = None
    listed_from: date | None = None
    listed_until: date | None = None
    paused_until: date | None = None
    marks: tuple[str, ...] = ()
    """What `search.safety` makes of it."""

    @property
    def sort_name(self) -> str:
        """Name for ordering: case and a leading "the" do not count."""
        folded = " ".join(self.name.casefold().split())
        return folded.removeprefix("the ")


UNSTORED = ("need_words", "body")
EMPTY = (None, (), "")
DATES = ("assured_on", "listed_from", "listed_until", "paused_until")
LABELS = ("needs", "districts")


def dump_document(document: IndexDocument) -> str:
    """JSON of everything but the texts that are only searched, never read back."""
    facts = {
        field.name: value
        for field in fields(document)
        if field.name not in UNSTORED and (value := getattr(document, field.name)) not in EMPTY
    }
    return json.dumps(facts, default=_plain, ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if isinstance(value, Label):
        return {"code": value.code, "name": value.name}
    if isinstance(value, Coverage):
        return {name: getattr(value, name) for name in ("deliveries", "area_id", "area_name", "nationwide")}
    return str(value)


def load_facts(text: str) -> dict[str, Any]:
    """What a result shows of the stored JSON, without making a whole document of it."""
    facts: dict[str, Any] = json.loads(text)
    return facts


def read_coverage(facts: dict[str, Any]) -> tuple[Coverage, ...]:
    """The coverage of stored facts."""
    return tuple(
        Coverage(**(one | {"deliveries": tuple(one["deliveries"])})) for one in facts.get("coverage", ())
    )


def load_document(text: str) -> IndexDocument:
    """The inverse of `dump_document`, without the searched texts."""
    facts = load_facts(text)
    facts["entry_id"] = UUID(facts["entry_id"])
    for name in DATES:
        if name in facts:
            facts[name] = date.fromisoformat(facts[name])
    for name in LABELS:
        facts[name] = tuple(Label(**label) for label in facts.get(name, ()))
    facts["coverage"] = read_coverage(facts)
    for name in ("points", "staff_points"):
        facts[name] = tuple((point[0], point[1]) for point in facts.get(name, ()))
    facts["polygons"] = tuple(tuple((p[0], p[1]) for p in ring) for ring in facts.get("polygons", ()))
    for name in ("alternate_names", "deliveries", "days", "crises", "marks"):
        facts[name] = tuple(facts.get(name, ()))
    return IndexDocument(**facts)
