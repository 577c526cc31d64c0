"""Works out the middle of every sector, postcode district, ward and local authority district from the
postcodes in it."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, delete, insert, select, text

from directory.extensions import db
from directory.models import Area, PlacePoint
from directory.models.codes import AreaKind, PointKind
from directory.places.loading.batches import in_batches
from directory.places.loading.files import Table


@dataclass
class Middle:
    """The mean of the postcodes of something, in degrees, and how many lie in which district."""

    count: int = 0
    latitudes: float = 0.0
    longitudes: float = 0.0
    districts: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Middle") -> None:
        self.count += other.count
        self.latitudes += other.latitudes
        self.longitudes += other.longitudes
        self.districts += other.districts

    @property
    def point(self) -> tuple[float, float]:
        return round(self.latitudes / self.count, 6), round(self.longitudes / self.count, 6)

    @property
    def all_districts(self) -> list[str]:
        """The main one first; [] unless every postcode names its district."""
        return [] if self.districts[""] else [code for code, _ in self.districts.most_common()]


@dataclass
class Middles:
    """By sector ("LE1 1"), by postcode district ("LE1") and by the ONS code of ward or district."""

    sectors: dict[str, Middle] = field(default_factory=lambda: defaultdict(Middle))
    districts: dict[str, Middle] = field(default_factory=lambda: defaultdict(Middle))
    areas: dict[str, Middle] = field(default_factory=lambda: defaultdict(Middle))

    def list_points(self) -> Iterator[tuple[PointKind, str, Middle]]:
        for kind, middles in ((PointKind.SECTOR, self.sectors), (PointKind.DISTRICT, self.districts)):
            for key, middle in middles.items():
                yield kind, key, middle


def find_middles(connection: Connection, table: str) -> Middles:
    """Reads a table of postcodes once, adding up in the database."""
    sector = "substr(postcode, 1, length(postcode) - 2)"
    sums = text(
        f"SELECT {sector}, district_code, ward_code, count(*), sum(latitude), sum(longitude) "  # noqa: S608
        f"FROM {table} GROUP BY 1, 2, 3"
    )
    middles = Middles()
    for joined, district, ward, count, latitudes, longitudes in connection.execute(sums):
        one = Middle(count, latitudes, longitudes, Counter({district or "": count}))
        middles.sectors[f"{joined[:-1]} {joined[-1]}"].add(one)
        middles.districts[joined[:-1]].add(one)
        for code in filter(None, (district, ward)):
            middles.areas[code].add(one)
    return middles


def write_points(middles: Middles) -> None:
    """Replaces the points of the sectors and postcode districts found; others stay."""
    rows = [_point_row(kind, key, middle) for kind, key, middle in middles.list_points()]
    _replace(rows)


def place_areas(middles: Middles) -> None:
    """Moves wards and local authority districts that we know as areas to the middle of their postcodes."""
    kinds = (AreaKind.WARD, AreaKind.DISTRICT)
    for area in db.session.scalars(select(Area).where(Area.kind.in_(kinds))):
        if area.code in middles.areas:
            area.latitude, area.longitude = middles.areas[area.code].point
    db.session.flush()


def write_published_points(table: Table, kind: PointKind) -> int:
    """Takes the middles that a publisher worked out, where they rest on more postcodes than we have; gives
    back how many those are. The districts such a point reaches into are then not all known."""
    counts = _count_known(kind)
    layout = table.layout
    rows = []
    for row in table.read(lambda _: None):
        name, count = layout.pick(row, "name"), int(layout.pick(row, "count") or 1)
        have = counts.get(name, Middle())
        if count > have.count:
            point = _number(layout.pick(row, "latitude")), _number(layout.pick(row, "longitude"))
            rows.append(_row(kind, name, point) | {"district_code": next(iter(have.all_districts), None)})
    _replace(rows)
    return len(rows)


def _count_known(kind: PointKind) -> dict[str, Middle]:
    middles = find_middles(db.session.connection(), "postcode")
    return middles.sectors if kind == PointKind.SECTOR else middles.districts


def _number(cell: str) -> float:
    return float(cell)


def _point_row(kind: PointKind, key: str, middle: Middle) -> dict[str, Any]:
    districts = middle.all_districts
    codes = {"district_code": districts[0], "district_codes": " ".join(districts)} if districts else {}
    return _row(kind, key, middle.point) | codes


def _row(kind: PointKind, key: str, point: tuple[float, float]) -> dict[str, Any]:
    latitude, longitude = point
    known = {"kind": kind, "key": key, "name": key, "latitude": latitude, "longitude": longitude}
    return known | {"district_code": None, "district_codes": None}


def _replace(rows: Sequence[dict[str, Any]]) -> None:
    for part in in_batches(rows):
        for kind in {row["kind"] for row in part}:
            keys = [row["key"] for row in part if row["kind"] == kind]
            db.session.execute(delete(PlacePoint).where(PlacePoint.kind == kind, PlacePoint.key.in_(keys)))
        db.session.execute(insert(PlacePoint), part)
