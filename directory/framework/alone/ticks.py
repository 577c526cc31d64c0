"""What a person alone can tick: each tick asks one plain thing and stands for one need."""

from collections.abc import Container, Sequence
from dataclasses import dataclass

from directory.framework.levels.parts import OwnTick
from directory.listings.needs import Need, walk_below


@dataclass(frozen=True, slots=True)
class Tick:
    """One plain thing to tick: one need."""

    need: Need
    words: str


@dataclass(frozen=True, slots=True)
class TickGroup:
    """The ticks of one area of need. The area itself is none: it holds unlike things."""

    area: Need
    ticks: tuple[Tick, ...]


def list_tick_groups(areas: Sequence[Need], own: Sequence[OwnTick]) -> list[TickGroup]:
    """A tick for each need that has no further needs below it, and for others that have words of their own. A
    need without such words is ticked by its name."""
    words = {one.need: one.words for one in own}
    return [
        TickGroup(
            area, tuple(Tick(need, words.get(need.slug, need.name)) for need in _list_single(area, words))
        )
        for area in areas
    ]


def _list_single(area: Need, words: Container[str]) -> list[Need]:
    below = [need for need in walk_below(area) if need is not area]
    return [need for need in below if not need.children or need.slug in words] or [area]
