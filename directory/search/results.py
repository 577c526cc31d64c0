"""What a search answers."""

from dataclasses import dataclass, field
from uuid import UUID

from markupsafe import Markup

from directory.places.place import Place
from directory.search.engine.query import PAGE_SIZE


@dataclass(frozen=True, slots=True)
class Hit:
    """One entry. `highlight` is its summary with the found words marked, safe to print. `marks`: the number
    of crises that an officer marked it for."""

    entry_id: UUID
    entry_type: str
    distance_m: float | None
    reasons: tuple[str, ...]
    name: Markup
    highlight: Markup
    marks: int = 0


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A choice of a filter: how many results it would leave with all other filters kept."""

    code: str
    label: str
    count: int
    is_selected: bool


@dataclass(frozen=True, slots=True)
class Results:
    """A page of hits, the exact total, live counts, and what has to be said beside which field. `is_weak`:
    something was found, and nothing of it fits all the words. `put_right`: the words without their slips, to
    be read for danger and never shown."""

    hits: tuple[Hit, ...] = ()
    total: int = 0
    page: int = 1
    facets: dict[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    place: Place | None = None
    messages: dict[str, str] = field(default_factory=dict)
    did_you_mean: str | None = None
    put_right: str | None = None
    is_weak: bool = False

    @property
    def pages(self) -> int:
        """How many pages of PAGE_SIZE there are, at least 1."""
        return max(-(-self.total // PAGE_SIZE), 1)
