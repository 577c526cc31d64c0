"""How finely counts are cut up for those who may not see true ones.

A whole is what was asked for of one need, in one quarter. It is always shown. By area, by what stands in the
way and by people it is cut up once: in each quarter of a year, or in the year. The first quarter of the year
that is not small decides by its own figure which, so that no count is ever a part of two wholes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from directory.small_numbers import HELD, SMALLEST_SHOWN, Figure, add_up_all, add_up_shown, protect, tell
from directory.unmet_needs.figures.counting import Counts
from directory.unmet_needs.figures.periods import Period, list_quarters_of, list_quarters_until

LEAST_BY_AREA = (100, 40)
LEAST_BY_KIND = (60, 20)
LEAST_BY_PLACE = 20
"""How large a whole must be: in the first quarter of a year to be cut up by quarter, else in the year. Fixed,
and not so much for each part: parts come and go, and what was shown by quarter would then be shown by year as
well."""


def list_counted(period: Period) -> list[Period]:
    """What must be counted for a Cutter: the period, and quarters of its year."""
    return [period, *(quarter for quarter in list_quarters_until(period) if quarter.key != period.key)]


@dataclass(slots=True)
class Cutter:
    """`counts` are by whole, part and period: those in list_counted(). `parts` are all that a whole is made
    of, unless `is_open`: then there is a part that is never shown. `least` is as LEAST_BY_AREA."""

    counts: Counts
    period: Period
    parts: Sequence[Any]
    least: tuple[int, int]
    is_open: bool = False
    _wholes: dict[tuple[Any, str], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for (whole, _, key), count in self.counts.items():
            self._wholes[(whole, key)] = self._wholes.get((whole, key), 0) + count

    def cut(self, wholes: Sequence[Any]) -> dict[tuple[Any, Any], Figure]:
        """By (whole, part)."""
        figures: dict[tuple[Any, Any], Figure] = {}
        for whole in wholes:
            line = self._cut_year(whole) if self.quarters else self._cut_quarter(whole, self.period)
            figures |= {(whole, part): figure for part, figure in zip(self.parts, line, strict=True)}
        return figures

    def cut_by_place(self, whole: Any, within: Mapping[Any, Sequence[Any]]) -> list[Figure]:
        """Made from what is shown by district; where a year is too small for that, cut up by itself."""
        if not self.quarters or self._is_by_quarter(whole) or self._sum_shown(whole) >= self.least[1]:
            shown = self.cut([whole])
            return [add_up_shown(shown[(whole, one)] for one in districts) for districts in within.values()]
        if self._sum_shown(whole) < LEAST_BY_PLACE:
            return [HELD] * len(within)
        places = [sum(self._count(whole, one, self.period) for one in some) for some in within.values()]
        rest = self._wholes.get((whole, self.period.key), 0) - sum(places)
        return tell(places, rest=rest, below=self._count_small(whole))

    @property
    def quarters(self) -> list[Period]:
        return list_quarters_of(self.period)

    def _cut_quarter(self, whole: Any, quarter: Period) -> list[Figure]:
        """Where the whole is shown to be small, so is every part."""
        if not self._show(whole, quarter):
            return [protect(0)] * len(self.parts)
        return self._tell(whole, quarter) if self._is_by_quarter(whole) else [HELD] * len(self.parts)

    def _cut_year(self, whole: Any) -> list[Figure]:
        """Where its quarters were cut up, it is those added up."""
        if self._is_by_quarter(whole):
            lines = [self._cut_quarter(whole, quarter) for quarter in self.quarters]
            return [add_up_all(four) for four in zip(*lines, strict=True)]
        if self._sum_shown(whole) < self.least[1]:
            return [HELD] * len(self.parts)
        return self._tell(whole, self.period, self._count_small(whole))

    def _tell(self, whole: Any, period: Period, below: int = 0) -> list[Figure]:
        parts = [self._count(whole, part, period) for part in self.parts]
        rest = self._wholes.get((whole, period.key), 0) - sum(parts)
        return tell(parts, rest=rest if self.is_open else None, below=below)

    def _is_by_quarter(self, whole: Any) -> bool:
        shown = (self._show(whole, quarter) for quarter in list_quarters_until(self.period))
        return next((one for one in shown if one), 0) >= self.least[0]

    def _sum_shown(self, whole: Any) -> int:
        """Of a year."""
        return sum(self._show(whole, quarter) for quarter in self.quarters)

    def _show(self, whole: Any, quarter: Period) -> int:
        return protect(self._wholes.get((whole, quarter.key), 0)).value or 0

    def _count(self, whole: Any, part: Any, period: Period) -> int:
        return self.counts.get((whole, part, period.key), 0)

    def _count_small(self, whole: Any) -> int:
        """How much of the year lies in quarters that are said to be small."""
        wholes = [self._wholes.get((whole, quarter.key), 0) for quarter in self.quarters]
        return sum(count for count in wholes if count < SMALLEST_SHOWN)
