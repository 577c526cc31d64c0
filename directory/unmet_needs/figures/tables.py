"""The fixed list of tables, with every count as its reader may see it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from directory.models import Area
from directory.small_numbers import LEAST_SCALE, Figure, add_up_shown, protect
from directory.unmet_needs.figures import shapes
from directory.unmet_needs.figures.cutting import LEAST_BY_AREA, LEAST_BY_KIND, LEAST_BY_PLACE
from directory.unmet_needs.figures.periods import Period
from directory.unmet_needs.figures.shapes import ALL, ALL_DISTRICTS, Cell, Shape

SHADES = 4


@dataclass(frozen=True, slots=True)
class Row:
    """`total` None: this table has no totals of rows."""

    label: str
    figures: tuple[Figure, ...]
    total: Figure | None
    filter: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """`filter` is what all figures have in common, `column_filters` and a row's `filter` what makes one of
    them."""

    slug: str
    title: str
    row_head: str
    period_label: str
    columns: tuple[str, ...]
    column_filters: tuple[Mapping[str, str], ...]
    rows: tuple[Row, ...]
    totals: tuple[Figure, ...]
    total: Figure | None
    filter: Mapping[str, str] = field(default_factory=dict)

    def find_filter(self, row: Row | None, place: int | None) -> dict[str, Any]:
        """Which figure that is, in an address. None: the total of all rows, of all columns."""
        parts = (self.filter, row.filter if row else {}, {} if place is None else self.column_filters[place])
        return {name: value for part in parts for name, value in part.items()}

    @property
    def is_by_time(self) -> bool:
        return self.slug.endswith(("-quarter", "-month"))

    @property
    def places(self) -> list[int]:
        """The places of the columns in the order of a page: of times the newest first. Files and charts go
        from the oldest to the newest."""
        places = list(range(len(self.columns)))
        return places[::-1] if self.is_by_time else places

    @property
    def says_nothing(self) -> bool:
        """Whether every count in it is too small to be shown."""
        return all(figure.value is None for row in self.rows for figure in row.figures)

    @property
    def holds_back(self) -> bool:
        """Whether a figure is held back, because it could give a small one away."""
        totals = [one for one in (self.total, *(row.total for row in self.rows)) if one]
        cells = [figure for row in self.rows for figure in row.figures]
        return any(figure.is_held for figure in (*cells, *totals, *self.totals))

    @property
    def longest_bar(self) -> int:
        return max([LEAST_SCALE, *(row.total.bar for row in self.rows if row.total)])

    def shade(self, figure: Figure) -> int:
        """0 to SHADES: how dark a cell is. A small count is as light as none."""
        most = max((one.value or 0 for row in self.rows for one in row.figures), default=0)
        return -(-(figure.value or 0) * SHADES // most) if most else 0


TITLES = {
    "need-district": "Needs by district",
    "need-pcn": "Needs by primary care network",
    "need-place": "Needs by council area",
    "barrier-need": "What stands in the way, by need",
    "people-need": "For whom, by need",
    "need-quarter": "Needs in all areas, by quarter",
    "need-month": "Needs by month",
    "district-month": "Districts, by month",
    "team-quarter": "Teams, by quarter",
}
FOR_EXACT_EYES = ("district-month",)
"""Areas are told by quarter or by year: told by month as well they would give small counts away."""
FOR_ALL = {slug: title for slug, title in TITLES.items() if slug not in FOR_EXACT_EYES}
BY_QUARTER = ("need-quarter", "team-quarter")
BY_MONTH = ("need-month", "district-month")
LEAST = {
    "need-district": LEAST_BY_AREA,
    "need-pcn": LEAST_BY_AREA,
    "need-place": (LEAST_BY_AREA[0], LEAST_BY_PLACE),
    "barrier-need": LEAST_BY_KIND,
    "people-need": LEAST_BY_KIND,
}
"""How much must have been asked for of a need to be told apart like this: by quarter, by year."""
WITHOUT_PERIOD = (*BY_QUARTER, *BY_MONTH)


def make_table(slug: str, period: Period, on: date, *, is_exact: bool, place: Area | None = None) -> Table:
    """KeyError for a slug that is not in TITLES, or that is for exact eyes. Tables by quarter show the last
    eight, those by month the last four quarters; they take no heed of `period`. `place` is for exact eyes and
    "need-month" alone."""
    if not is_exact:
        FOR_ALL[slug]
        place = None
    make: dict[str, Callable[[], Shape]] = {
        "need-district": lambda: shapes.by_district(period, on),
        "need-pcn": lambda: shapes.by_pcn(period, on),
        "need-place": lambda: shapes.by_place(period, on),
        "barrier-need": lambda: shapes.by_barrier(period, on),
        "people-need": lambda: shapes.by_population(period, on),
        "need-quarter": lambda: shapes.by_quarter(on, is_exact),
        "need-month": lambda: shapes.by_month(on, place),
        "district-month": lambda: shapes.by_district_and_month(on),
        "team-quarter": lambda: shapes.by_team(on, is_exact),
    }
    shape = make[slug]()
    label = period.label
    if slug in WITHOUT_PERIOD:
        label = "The last eight quarters" if slug in BY_QUARTER else "The last four full quarters"
    title = (
        f"{TITLES[slug]}, {place.name if place else 'all areas'}" if slug == "need-month" else TITLES[slug]
    )
    filter = _find_common(slug, period, place)
    return replace(lay_out(slug, title, label, shape, is_exact), filter=filter)


def _find_common(slug: str, period: Period, place: Area | None) -> dict[str, str]:
    if slug in WITHOUT_PERIOD:
        return {"area": place.slug} if place else {}
    return {"period": period.key} | ({"area": ALL_DISTRICTS} if slug == "need-district" else {})


def lay_out(slug: str, title: str, label: str, shape: Shape, is_exact: bool) -> Table:
    figures = find_figures(shape, is_exact=is_exact)
    columns = shape.columns
    return Table(
        slug=slug,
        title=title,
        row_head=shape.row_head,
        period_label=label,
        columns=tuple(column.label for column in columns),
        column_filters=tuple(column.filter for column in columns),
        rows=tuple(
            Row(
                row.label,
                tuple(figures[(row.key, column.key)] for column in columns),
                figures.get((row.key, ALL)),
                row.filter,
            )
            for row in shape.rows
        ),
        totals=tuple(figures[(ALL, column.key)] for column in columns) if shape.has_column_totals else (),
        total=figures.get((ALL, ALL)),
    )


def find_figures(shape: Shape, *, is_exact: bool) -> dict[Cell, Figure]:
    """Of every cell and total."""
    cells = list_cells(shape)
    if is_exact:
        return {cell: protect(_count(shape, cell), exact=True) for cell in cells}
    return {cell: shape.shown.get(cell) or _add_up(shape, cell) for cell in cells}


def list_cells(shape: Shape) -> list[Cell]:
    rows = [row.key for row in shape.rows] + ([ALL] if shape.has_column_totals else [])
    columns = [column.key for column in shape.columns] + ([ALL] if shape.has_row_totals else [])
    return [(row, column) for row in rows for column in columns]


def _count(shape: Shape, cell: Cell) -> int:
    return sum(shape.counts.get(one, 0) for one in _list_within(shape, cell))


def _add_up(shape: Shape, cell: Cell) -> Figure:
    return add_up_shown(shape.shown[one] for one in _list_within(shape, cell) if one in shape.shown)


def _list_within(shape: Shape, cell: Cell) -> list[Cell]:
    """Of a total what it is the total of; of a cell itself."""
    rows = [row.key for row in shape.rows] if cell[0] == ALL else [cell[0]]
    columns = [column.key for column in shape.columns] if cell[1] == ALL else [cell[1]]
    return [(row, column) for row in rows for column in columns]
