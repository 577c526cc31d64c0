"""What the house means by a place."""

import uuid
from dataclasses import dataclass, field
from typing import Literal

Precision = Literal["postcode", "sector", "district", "town", "area"]


@dataclass(frozen=True)
class Place:
    """Somewhere a person may be, in degrees WGS 84. `precision` says what the point is the middle of;
    `postcode` is the one that was asked for, even where only its sector or district is known.

    `area_ids` are the areas that surely hold all of it. `part_area_ids` are those that hold some of it, or
    lie within it: somebody who says "LE12" may live in any of three districts."""

    label: str
    latitude: float
    longitude: float
    precision: Precision
    area_ids: frozenset[uuid.UUID] = frozenset()
    postcode: str | None = None
    part_area_ids: frozenset[uuid.UUID] = field(default=frozenset())

    @property
    def is_exact(self) -> bool:
        return self.precision == "postcode"

    @property
    def how_exact(self) -> str:
        """One sentence for the person, or "" where there is nothing to explain."""
        if self.precision == "postcode":
            return ""
        if self.postcode and self.postcode != self.label:
            return f"We do not know {self.postcode}, so distances are from the middle of {self.label}."
        return f"Distances are from the middle of {self.label}."
