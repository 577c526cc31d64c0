"""How counts of people's needs are shown to those who may not see them exactly. The one place that rounds:
pages, tables, charts, files and APIs all take their figures from here.

Each count is rounded on its own. Tables have fixed shapes, so that none can be subtracted from another, and
parts are told, or held back, a whole line at a time (tell).
"""

from collections.abc import Iterable, Sequence
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
    """A count as one reader may see it. `value` is None where it is only said to be small, or is held back.
    `is_added`: it was made from figures that the reader sees as well, and not from counts."""

    value: int | None
    exact: bool
    is_held: bool = False
    is_added: bool = False

    def __str__(self) -> str:
        if self.is_held:
            return NOT_SHOWN
        return FEWER if self.value is None else f"{self.value:,}"

    @property
    def times(self) -> str:
        """How often, as "once" or "25 times"."""
        return "once" if self.exact and self.value == 1 else f"{self} times"

    @property
    def bounds(self) -> tuple[int, int]:
        """The smallest and the largest count that this figure may stand for."""
        if self.is_held or self.is_added:
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
    return Figure(_round(count), exact=False)


def tell(parts: Sequence[int], *, rest: int | None = None, below: int = 0) -> list[Figure]:
    """What one whole is made of, or nothing of it: all its parts are shown, or all are held back.

    They are shown only where every small one could as well be 0: where what it holds could lie in the other
    parts and none of their figures would change. `rest` is what lies in a part that is never shown, where
    anything may lie; None: there is no such part. `below`: how much of the whole could be missing altogether,
    because it is made of other counts that are said to be small.

    Whether that is so depends on the whole and on how the parts look, and neither would change if the small
    one was 0. So it can not be told from what is held back either. It holds for all figures together as long
    as no count is a part of two wholes (docs/adr/0008).
    """
    figures = [protect(count) for count in parts]
    room_above = sum(figure.bounds[1] for figure in figures) - sum(parts)
    room_below = sum(parts) + (rest or 0) - sum(figure.bounds[0] for figure in figures)
    is_apart = rest is not None or not any(figure.value is None for figure in figures)
    if room_below >= below and (is_apart or room_above >= SMALLEST_SHOWN - 1):
        return figures
    return [HELD] * len(figures)


def add_up_shown(figures: Iterable[Figure]) -> Figure:
    """A total that tells nothing more than `figures` do: made from what they show, "fewer than 5" taken for
    2. Held back where none of them is a number."""
    figures = list(figures)
    if len(figures) == 1:
        return figures[0]
    if not any(figure.value for figure in figures):
        return HELD
    small = (SMALLEST_SHOWN - 1) // 2
    total = sum(figure.value or (0 if figure.is_held else small) for figure in figures)
    return Figure(_round(total), exact=False, is_added=True)


def add_up_all(figures: Iterable[Figure]) -> Figure:
    """The same, held back where one of them is."""
    figures = list(figures)
    return HELD if any(figure.is_held for figure in figures) else add_up_shown(figures)


def _round(count: int) -> int:
    return (count + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO
