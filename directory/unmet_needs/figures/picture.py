"""A map as a picture: a spot for each district where its middle lies, as large as its figure. It needs no
tiles and no script, and the table beside it holds the same."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import cos, radians, sqrt

from directory.models import Area
from directory.small_numbers import Figure

WIDTH, HEIGHT = 640, 400
_EDGE = 70
_SMALLEST, _LARGEST = 14, 38
# About what a letter of a name and a line of it take up.
_LETTER, _LINE, _GAP = 7.4, 17, 5
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Spot:
    """`x`, `y` and `radius` are units of a picture WIDTH by HEIGHT; None: nobody said where it is."""

    number: int
    name: str
    slug: str
    figure: Figure
    x: float | None = None
    y: float | None = None
    radius: float = _SMALLEST
    at: tuple[float, float] | None = None
    label: "Label | None" = None


@dataclass(frozen=True, slots=True)
class Label:
    """Where a name stands. `anchor` is which end of it lies at `x`."""

    x: float
    y: float
    anchor: str


def draw_spots(areas: Sequence[Area], figures: Sequence[Figure]) -> list[Spot]:
    """The most asked for first, numbered from 1. A name that finds no room has only its number."""
    spots = list(_place_spots(areas, figures))
    taken = [_bound(spot) for spot in spots if spot.x is not None]
    named = []
    for spot in spots:
        label, box = next(_list_free_places(spot, taken), (None, None))
        taken += [box] if box else []
        named.append(replace(spot, label=label))
    return named


def _place_spots(areas: Sequence[Area], figures: Sequence[Figure]) -> Iterator[Spot]:
    pairs = sorted(zip(areas, figures, strict=True), key=lambda pair: (-(pair[1].value or 0), pair[0].name))
    put = _Projection([area for area in areas if area.latitude is not None])
    most = max((figure.bar for figure in figures), default=0) or 1
    for number, (area, figure) in enumerate(pairs, 1):
        if area.latitude is None or area.longitude is None:
            yield Spot(number, area.name, area.slug, figure)
            continue
        x, y = put.place(area.latitude, area.longitude)
        radius = max(_SMALLEST, _LARGEST * sqrt(figure.bar / most))
        at = (area.latitude, area.longitude)
        yield Spot(number, area.name, area.slug, figure, round(x, 1), round(y, 1), round(radius, 1), at)


def _bound(spot: Spot) -> Box:
    x, y = spot.x or 0, spot.y or 0
    return x - spot.radius, y - spot.radius, x + spot.radius, y + spot.radius


def _list_free_places(spot: Spot, taken: Sequence[Box]) -> Iterator[tuple[Label, Box]]:
    """Right of the spot, left, below, above: those that hide no other spot or name and lie in the picture."""
    if spot.x is None or spot.y is None:
        return
    wide, away = len(spot.name) * _LETTER, spot.radius + _GAP
    below = spot.radius + _LINE / 2 + 1
    middle = min(max(spot.x, wide / 2 + _GAP), WIDTH - wide / 2 - _GAP)
    places = (
        (Label(spot.x + away, spot.y, "start"), spot.x + away),
        (Label(spot.x - away, spot.y, "end"), spot.x - away - wide),
        (Label(middle, spot.y + below, "middle"), middle - wide / 2),
        (Label(middle, spot.y - below, "middle"), middle - wide / 2),
    )
    for label, left in places:
        box = (left, label.y - _LINE / 2, left + wide, label.y + _LINE / 2)
        is_inside = left >= 0 and left + wide <= WIDTH and box[1] >= 0 and box[3] <= HEIGHT
        if is_inside and not any(_overlap(box, other) for other in taken if other != _bound(spot)):
            yield label, box


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


class _Projection:
    """From degrees to the picture, north up, with the same scale both ways."""

    def __init__(self, areas: Sequence[Area]) -> None:
        self.latitudes = [area.latitude for area in areas if area.latitude is not None] or [0.0]
        self.longitudes = [area.longitude for area in areas if area.longitude is not None] or [0.0]
        self.shrink = cos(radians(sum(self.latitudes) / len(self.latitudes)))
        wide = (max(self.longitudes) - min(self.longitudes)) * self.shrink or 1
        tall = max(self.latitudes) - min(self.latitudes) or 1
        self.scale = min((WIDTH - 2 * _EDGE) / wide, (HEIGHT - 2 * _EDGE) / tall)

    def place(self, latitude: float, longitude: float) -> tuple[float, float]:
        middle_x = (max(self.longitudes) + min(self.longitudes)) / 2
        middle_y = (max(self.latitudes) + min(self.latitudes)) / 2
        x = WIDTH / 2 + (longitude - middle_x) * self.shrink * self.scale
        return x, HEIGHT / 2 - (latitude - middle_y) * self.scale
