"""The ways out of danger that a panel shows, in the order in which they are shown."""

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import chain
from typing import Any, NamedTuple

from directory.search.crisis.matching import PANELS, CrisisMatch
from directory.search.crisis.panels import Line, Panel, Way
from directory.telephone.cells import read_telephone

MOST_AT_FIRST = 3
_CHILDLINE = "childline"
_SAVES_LIFE = frozenset({"emergency", "gas", "nhs_ill"})
_LINES = [line for panel in PANELS.values() for line in (*panel.more, *chain.from_iterable(panel.ways))]
NUMBERS_BY_AGES = {
    ages: frozenset(re.sub(r"\D", "", line.label) for line in _LINES if line.ages == ages) - {""}
    for ages in ("young", "adults")
}
"""The numbers of lines for young people and of lines that are not for them, in digits."""


class Ways(NamedTuple):
    """`first`: at most three, the right one first; `more`: behind a press. A way with several lines is a
    choice side by side. `second`: those of `first` that only the second of two panels has."""

    first: list[Way]
    more: list[Way]
    second: list[Way]


def list_ways(crisis: CrisisMatch, settings: Mapping[str, Any]) -> Ways:
    """Returns the ways of the one or two most pressing panels, together. `settings`: the trust's own line."""
    ways, *others = (_list_known(panel, settings) for panel in crisis.panels[:2])
    if crisis.is_under_18:
        ways, *others = (_leave_adults_out(one) for one in (ways, *others))
        ways = _put_childline_second(ways)
    second: list[Way] = []
    for other in others:
        # What the second panel alone has is among the three.
        new = _list_new(other, ways)
        second = new[:1]
        ways = [*ways[: MOST_AT_FIRST - 1], *new[:1], *ways[MOST_AT_FIRST - 1 :], *new[1:]]
    shown: list[Way] = []
    for way in ways:
        shown += _list_new([way], shown)
    first = shown[:MOST_AT_FIRST]
    return Ways(first, shown[MOST_AT_FIRST:], [way for way in second if way in first])


def _list_known(panel: Panel, settings: Mapping[str, Any]) -> list[Way]:
    """All ways of a panel, without the trust's own line where there is none."""
    ways = (*panel.ways, *((line,) for line in panel.more))
    return [resolved for way in ways if (resolved := _resolve(way, settings))]


def _list_new(ways: list[Way] | tuple[Way, ...], known: list[Way]) -> list[Way]:
    """The ways without the lines that are there already."""
    have = {line.slug for line in chain.from_iterable(known)}
    left = [tuple(line for line in way if line.slug not in have) for way in ways]
    return [way for way in left if way]


def _leave_adults_out(ways: list[Way]) -> list[Way]:
    left = [tuple(line for line in way if line.ages != "adults") for way in ways]
    return [way for way in left if way]


def _put_childline_second(ways: list[Way]) -> list[Way]:
    """First for a person under 18, or after the line that saves their life."""
    line = next(line for line in _LINES if line.slug == _CHILDLINE)
    others = [way for way in ways if way[0].slug != _CHILDLINE]
    at = 1 if others and others[0][0].slug in _SAVES_LIFE else 0
    return [*others[:at], (line,), *others[at:]]


def _resolve(way: Way, settings: Mapping[str, Any]) -> Way:
    """The trust's own line as the settings say it; nothing where there is none."""
    return tuple(one for line in way if (one := _fill_line(line, settings)) is not None)


def _fill_line(line: Line, settings: Mapping[str, Any]) -> Line | None:
    if not line.setting:
        return line
    number = str(settings.get(line.setting) or "")
    if not number:
        return None
    words = (
        f"{settings['TRUST_CRISIS_NAME']}."
        if not line.words
        else f"{settings['TRUST_CRISIS_NAME']}, {line.words}"
    )
    label = f"Call {number}"
    return replace(line, link=read_telephone(label).address, label=label, words=words)
