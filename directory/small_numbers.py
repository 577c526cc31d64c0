"""How counts of people's needs are shown to those who may not see them exactly. The one place that rounds:
pages, tables, charts, files and APIs all take their figures from here.

Rows and totals are rounded each on its own. Tables have fixed shapes, so that none can be subtracted from
another.
"""

from dataclasses import dataclass

SMALLEST_SHOWN = 5
ROUNDED_TO = 5
FEWER = f"fewer than {SMALLEST_SHOWN}"


@dataclass(frozen=True, slots=True)
class Figure:
    """A count as one reader may see it. `value` is None where it is only said to be small."""

    value: int | None
    exact: bool

    def __str__(self) -> str:
        return FEWER if self.value is None else f"{self.value:,}"

    @property
    def bar(self) -> int:
        """Length of a bar in a chart: a small count has the same short bar whatever it is."""
        return SMALLEST_SHOWN // 2 if self.value is None else self.value

    @property
    def cell(self) -> int | str:
        """The value of a cell in a spreadsheet or CSV file."""
        return FEWER if self.value is None else self.value


def protect(count: int, *, exact: bool = False) -> Figure:
    """`exact` only for the knowledge officer and for the handler of the enquiry."""
    if count < 0:
        raise ValueError("a count cannot be negative")
    if exact:
        return Figure(count, exact=True)
    if count < SMALLEST_SHOWN:
        return Figure(None, exact=False)
    return Figure((count + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO, exact=False)
