"""Finds points on the map in text: "52.71234, -1.27654", "52.712 N 1.276 W" and degrees with minutes and
seconds."""

import re
from collections.abc import Iterable, Iterator

Point = tuple[float, float]

_COMPASS = r"(?:[NSEW]|north|south|east|west)"
_DECIMAL = r"[+-]?\d{1,3}[.,]\d{3,}"
_PAIR = re.compile(
    rf"(?<![\d.])(?:\b(?P<before1>{_COMPASS})\s?)?(?P<first>{_DECIMAL})\s*(?:°|deg\w*)?\s*(?:(?P<after1>{_COMPASS})\b)?"
    rf"[^\d]{{0,30}}?(?:\b(?P<before2>{_COMPASS})\s?)?(?P<second>{_DECIMAL})\s*(?:°|deg\w*)?\s*(?:(?P<after2>{_COMPASS})\b)?",
    re.IGNORECASE,
)
_NUMBER = r"\d{1,2}(?:[.,]\d+)?"


def _make_angle(number: int) -> str:
    """Degrees, minutes and, mostly, seconds."""
    minutes = rf"\s*(?P<minutes{number}>{_NUMBER})\s*(?:['′’]|m(?:in)?(?![a-z])|minutes?)?"
    seconds = rf"\s*(?:(?P<seconds{number}>{_NUMBER})\s*(?:\"|''|′′|”|s(?:ec)?(?![a-z])|seconds?)?)?"
    degrees = rf"(?P<degrees{number}>\d{{1,3}})\s*(?:°|d(?:eg)?(?![a-z])|degrees?|\s)"
    before, after = rf"(?:\b(?P<before{number}>{_COMPASS})\s?)?", rf"(?:(?P<after{number}>{_COMPASS})\b)?"
    return rf"{before}{degrees}{minutes}{seconds}\s*{after}"


_ANGLES = re.compile(rf"(?<![\d.])(?:{_make_angle(1)})[\s,;/]{{0,5}}(?:{_make_angle(2)})", re.IGNORECASE)


def list_points(text: str) -> Iterator[tuple[Point, int, int]]:
    """Each point that a text may mean, and where it starts and ends. A sign that is missing and an order that
    is turned round are tried too: whoever looks for a point asks whether one of them is it."""
    if sum(letter.isdigit() for letter in text) < 6:
        return
    for found in _PAIR.finditer(text):
        for point in _list_meanings(_read_decimal(found, 1), _read_decimal(found, 2)):
            yield point, found.start(), found.end()
    for found in _ANGLES.finditer(text):
        for point in _list_meanings(_read_angle(found, 1), _read_angle(found, 2)):
            yield point, found.start(), found.end()


def _read_decimal(found: re.Match[str], number: int) -> list[float]:
    written = found["first" if number == 1 else "second"]
    return _sign(float(written.replace(",", ".")), _find_compass(found, number), has_sign=written[0] in "+-")


def _read_angle(found: re.Match[str], number: int) -> list[float]:
    parts = [found[f"{name}{number}"] or "0" for name in ("degrees", "minutes", "seconds")]
    degrees, minutes, seconds = (float(part.replace(",", ".")) for part in parts)
    return _sign(degrees + minutes / 60 + seconds / 3600, _find_compass(found, number), has_sign=False)


def _find_compass(found: re.Match[str], number: int) -> str:
    return (found[f"before{number}"] or found[f"after{number}"] or "")[:1].upper()


def _sign(value: float, compass: str, *, has_sign: bool) -> list[float]:
    if compass:
        return [-abs(value) if compass in "SW" else abs(value)]
    return [value] if has_sign else [value, -value]


def _list_meanings(first: Iterable[float], second: Iterable[float]) -> set[Point]:
    pairs = {(one, other) for one in first for other in second}
    pairs |= {(other, one) for one, other in pairs}
    return {(north, east) for north, east in pairs if abs(north) <= 90 and abs(east) <= 180}
