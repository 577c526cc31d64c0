"""Notices where figures that are rounded each on its own give a small one away when they are added up and
subtracted, and holds some back until none does.

Somebody who knows how counts are rounded knows between which bounds each may lie: "fewer than 5" is 0 to 4,
10 is 8 to 12. Where parts and their sum are shown, the bounds of each narrow those of the others. A small
count is given away where 0 can be ruled out: two parts "fewer than 5" whose sum is 10 are both 4.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from directory.small_numbers import HELD, Figure

_MOST_ROUNDS = 20


@dataclass(frozen=True, slots=True)
class Sum:
    """By place in a list of figures: `parts` add up to `whole`. `held` are those that may be held back when
    it gives something away: the others are shown elsewhere as well."""

    whole: int
    parts: tuple[int, ...]
    held: tuple[int, ...]


def hold_back(figures: Sequence[Figure], sums: Sequence[Sum]) -> list[Figure]:
    """The same figures, with some held back where that is needed."""
    shown = list(figures)
    while given_away := find_given_away(shown, sums):
        near = [one for one in sums if given_away.intersection((one.whole, *one.parts))]
        new = _choose(shown, near) or _choose(shown, sums)
        if not new:
            break
        for place in new:
            shown[place] = HELD
    return shown


def _choose(shown: Sequence[Figure], sums: Iterable[Sum]) -> set[int]:
    """What to hold back next. "Fewer than 5" goes last: "not shown" takes its place only where nothing else
    will do."""
    left = {place for one in sums for place in one.held if not shown[place].is_held}
    return {place for place in left if shown[place].value is not None} or left


def find_given_away(figures: Sequence[Figure], sums: Iterable[Sum]) -> set[int]:
    """Places of the figures that are said to be small and that cannot be 0."""
    bounds = [figure.bounds for figure in figures]
    low, high = [one for one, _ in bounds], [one for _, one in bounds]
    sums = list(sums)
    for _ in range(_MOST_ROUNDS):
        # A list, so that every sum is looked at in each round.
        if not any([_narrow(one, low, high) for one in sums]):
            break
    return {place for place, figure in enumerate(figures) if _is_small(figure) and low[place] > 0}


def _narrow(one: Sum, low: list[int], high: list[int]) -> bool:
    """Whether a bound became narrower."""
    least, most = sum(low[part] for part in one.parts), sum(high[part] for part in one.parts)
    changed = _tighten(one.whole, least, most, low, high)
    for part in one.parts:
        above = low[one.whole] - (most - high[part])
        below = high[one.whole] - (least - low[part])
        old_low, old_high = low[part], high[part]
        changed |= _tighten(part, above, below, low, high)
        least, most = least + low[part] - old_low, most + high[part] - old_high
    return changed


def _tighten(place: int, least: int, most: int, low: list[int], high: list[int]) -> bool:
    is_narrower = least > low[place] or most < high[place]
    low[place], high[place] = max(low[place], least), min(high[place], most)
    return is_narrower


def _is_small(figure: Figure) -> bool:
    return figure.value is None and not figure.is_held
