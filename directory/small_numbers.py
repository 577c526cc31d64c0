"""How counts of people's needs are shown to those who may not see them exactly. The one place that rounds:
pages, tables, charts, files and APIs all take their figures from here.

Rows and totals are rounded each on its own. Tables have fixed shapes, so that none can be subtracted from
another.
"""

from dataclasses import dataclass

SMALLEST_SHOWN = 5
ROUNDED_TO = 5
FEWER = f"fewer than {SMALLEST_SHOWN}"
NOT_SHOWN = "not shown"
NO_LIMIT = 10**9
# A chart reaches at least this far: were all its counts small, their bars would otherwise fill it.
LEAST_SCALE = 20


@dataclass(frozen=True, slots=True)
class Figure:
    """A count as one reader may see it. `value` is None where it is only said to be small, or is held back
    because together with others it would give a small one away."""

    value: int | None
    exact: bool
    is_held: bool = False

    def __str__(self) -> str:
        if self.is_held:
            return NOT_SHOWN
        return FEWER if self.value is None else f"{self.value:,}"

    @property
    def bounds(self) -> tuple[int, int]:
        """The smallest and the largest count that this figure may stand for."""
        if self.is_held:
            return 0, NO_LIMIT
        if self.value is None:
            return 0, SMALLEST_SHOWN - 1
        if self.exact:
            return self.value, self.value
        return max(SMALLEST_SHOWN, self.value - ROUNDED_TO // 2), self.value + ROUNDED_TO // 2

    @property
    def bar(self) -> int:
        """Length of a bar in a chart: a small count has the same short bar whatever it is."""
        if self.is_held:
            return 0
        return SMALLEST_SHOWN // 2 if self.value is None else self.value

    @property
    def cell(self) -> int | str:
        """The value of a cell in a spreadsheet or CSV file."""
        return str(self) if self.value is None else self.value


HELD = Figure(None, exact=False, is_held=True)


def protect(count: int, *, exact: bool = False) -> Figure:
    """`exact` only for the knowledge officer and for the handler of the enquiry."""
    if count < 0:
        raise ValueError("a count cannot be negative")
    if exact:
        return Figure(count, exact=True)
    if count < SMALLEST_SHOWN:
        return Figure(None, exact=False)
    return Figure((count + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO, exact=False)
