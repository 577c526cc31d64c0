"""The export for the joint strategic needs assessment: one line for each figure, always the same columns."""

from collections.abc import Iterator
from datetime import date, timedelta

from directory.models.codes import AreaKind
from directory.unmet_needs.figures import shapes
from directory.unmet_needs.figures.files import Value, say_figure
from directory.unmet_needs.figures.periods import Period
from directory.unmet_needs.figures.shapes import Shape
from directory.unmet_needs.figures.tables import find_figures

COLUMNS = (
    "period",
    "first_day",
    "last_day",
    "area_type",
    "area_code",
    "area_name",
    "need",
    "barrier",
    "people",
    "times_asked",
    "note",
)
_EVERYWHERE = ("all", "", "All areas")


def list_lines(period: Period, on: date) -> list[list[Value]]:
    """The heading, then each cell of five of the fixed tables, as those tables show it."""
    parts = (
        _list_areas("district", shapes.by_district(period, on), AreaKind.DISTRICT, on),
        _list_areas("primary care network", shapes.by_pcn(period, on), AreaKind.PCN, on),
        _list_areas("council area", shapes.by_place(period, on), AreaKind.PLACE, on),
        _list_kinds(shapes.by_barrier(period, on), is_barrier=True),
        _list_kinds(shapes.by_population(period, on), is_barrier=False),
    )
    last = period.end - timedelta(days=1)
    begin = [period.key, period.first.isoformat(), last.isoformat()]
    return [list(COLUMNS), *([*begin, *line] for part in parts for line in part)]


def _list_areas(kind: str, shape: Shape, area_kind: AreaKind, on: date) -> Iterator[list[Value]]:
    figures = find_figures(shape, is_exact=False)
    codes = {area.id: area.code or "" for area in shapes.list_all_areas(area_kind, on)}
    for column in shape.columns:
        for row in shape.rows:
            figure = figures[(row.key, column.key)]
            yield [kind, codes.get(column.key, ""), column.label, row.label, "", "", *say_figure(figure)]


def _list_kinds(shape: Shape, *, is_barrier: bool) -> Iterator[list[Value]]:
    figures = find_figures(shape, is_exact=False)
    for row in shape.rows:
        kinds = [row.label, ""] if is_barrier else ["", row.label]
        for column in shape.columns:
            yield [*_EVERYWHERE, column.label, *kinds, *say_figure(figures[(row.key, column.key)])]
