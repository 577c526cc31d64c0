"""What the engine is asked, free of requests and rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from directory.search.arrays.document import Point
from directory.search.safety.asking import NO_GUARDS, Guards

PAGE_SIZE = 20

RERANKED = 200
"""How many of the best are looked at again for how close their words stand."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to satisfy a word: a term of the text, or a need the words stand for."""

    key: str
    weight: float = 1.0
    is_need: bool = False


@dataclass(frozen=True, slots=True)
class WordGroup:
    """A word of the query with everything that may stand in for it."""

    word: str
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a query; phrases (term sequences) must always be there."""

    groups: tuple[WordGroup, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    match_all: bool = False


@dataclass(frozen=True, slots=True)
class Where:
    """The person's point, the areas that contain it, and how far they would go in metres."""

    point: Point | None = None
    area_ids: frozenset[str] = frozenset()
    within: float | None = None


@dataclass(frozen=True, slots=True)
class About:
    """The needs asked for with all below them, and those above."""

    within: frozenset[str]
    above: frozenset[str]


@dataclass(frozen=True, slots=True)
class EngineQuery:
    """A whole search. `filters` maps a filter to the codes of which one must hold. `judges`: tell whether
    anything found fits all the words. `about`: where needs were asked for and no words."""

    today: date
    words: Words = Words()
    where: Where | None = None
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    age: int | None = None
    sort: str = "best"
    page: int = 1
    staff: bool = False
    rerank: int = RERANKED
    judges: bool = False
    about: About | None = None
    guards: Guards = NO_GUARDS
    facets: tuple[str, ...] = ("need", "kind", "cost", "delivery", "day", "district", "age")
