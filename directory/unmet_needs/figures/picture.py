"""A map as a picture: a spot for each district where its middle lies, as large as its figure. It needs no
tiles and no script, and the table beside it holds the same."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, radians, sqrt

from directory.models import Area
from directory.small_numbers import Figure

WIDTH, HEIGHT = 640, 400
_EDGE = 70
_SMALLEST, _LARGEST = 9, 42


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


def draw_spots(areas: Sequence[Area], figures: Sequence[Figure]) -> Iterator[Spot]:
    """The most asked for first, numbered from 1."""
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
