"""Shares over time as lines: a picture of what the table above it says."""

from collections.abc import Sequence
from dataclasses import dataclass

from directory.helpline.figures.tables import Row

WIDTH, HEIGHT = 600, 200


@dataclass(frozen=True, slots=True)
class Line:
    """`pieces` are points for a polyline each: where a share cannot be said, the line is broken. `dots` are
    (x, y, what it says)."""

    name: str
    pieces: tuple[str, ...]
    dots: tuple[tuple[float, float, str], ...]


def draw_lines(rows: Sequence[Row]) -> list[Line]:
    """Nothing where no share can be said."""
    shares = {
        "Share on the system": [row.on_system for row in rows],
        "Answered at once": [row.at_once for row in rows],
    }
    labels = [row.label for row in rows]
    lines = [_draw(name, labels, values) for name, values in shares.items()]
    return [line for line in lines if line.dots]


def _draw(name: str, labels: Sequence[str], values: Sequence[int | None]) -> Line:
    step = WIDTH / max(len(values) - 1, 1)
    pieces: list[list[str]] = [[]]
    dots = []
    for place, (label, value) in enumerate(zip(labels, values, strict=True)):
        if value is None:
            pieces.append([])
            continue
        x, y = round(place * step, 1), round(HEIGHT * (1 - value / 100), 1)
        pieces[-1].append(f"{x},{y}")
        dots.append((x, y, f"{label}: {name}, {value}%"))
    return Line(name, tuple(" ".join(piece) for piece in pieces if len(piece) > 1), tuple(dots))
