"""A small county for the tests of the network."""

from dataclasses import dataclass
from datetime import date

from directory.extensions import db
from directory.models import Area, AreaMembership
from directory.models.codes import AreaKind
from directory.places.place import Place
from tests.factories import make_area

ON = date(2026, 5, 4)


@dataclass
class County:
    """Two networks with a practice each, about four miles apart, in two districts of one county."""

    system: Area
    county: Area
    north_district: Area
    south_district: Area
    north_pcn: Area
    south_pcn: Area
    north_practice: Area
    south_practice: Area

    def home(self, *, in_north: bool = True, exact: bool = True) -> Place:
        district = self.north_district if in_north else self.south_district
        latitude = 52.75 if in_north else 52.69
        areas = frozenset({district.id, self.county.id, self.system.id})
        if exact:
            return Place("LE12 1AA", latitude, -1.2, "postcode", areas, "LE12 1AA")
        both = frozenset({self.north_district.id, self.south_district.id})
        return Place("LE12", latitude, -1.2, "district", areas - both, "LE12", both)


def make_county() -> County:
    system = make_area("system", AreaKind.SYSTEM, code="S1")
    county = make_area("county", AreaKind.PLACE, code="C1", parent_id=system.id)
    north, south = (
        make_area(f"{name}-district", code=f"D-{name}", parent_id=county.id) for name in ("north", "south")
    )
    pcns = [
        make_area(f"{name}-pcn", AreaKind.PCN, code=f"P-{name}", parent_id=system.id)
        for name in ("north", "south")
    ]
    practices = [
        make_area("north-surgery", AreaKind.PRACTICE, code="Y00001", latitude=52.75, longitude=-1.2),
        make_area("south-surgery", AreaKind.PRACTICE, code="Y00002", latitude=52.69, longitude=-1.2),
    ]
    for practice, pcn in zip(practices, pcns, strict=True):
        join(practice, pcn)
    return County(system, county, north, south, *pcns, *practices)


def join(member: Area, group: Area, starts_on: date | None = None, ends_on: date | None = None) -> None:
    db.session.add(
        AreaMembership(member_id=member.id, group_id=group.id, starts_on=starts_on, ends_on=ends_on)
    )
    db.session.flush()
