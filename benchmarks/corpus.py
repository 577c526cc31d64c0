"""Entries and queries with the vocabulary of real directories, the same in every run.

Runs of words are cut from real texts, so that words keep their frequency and their company.
"""

import csv
import itertools
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from directory.search.arrays.analysis import is_searched, split_words
from directory.search.arrays.bitmaps import FIXED_VALUES
from directory.search.arrays.document import Coverage, IndexDocument, Label, Point

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
TODAY = date(2026, 11, 22)
SOURCES = {
    "trafford_uk/charities.csv": ("charity_name", "charity_activities"),
    "trafford_uk/food_banks.csv": ("Name", "Opening times", "Address"),
    "trafford_uk/mental_health_services.csv": ("name", "description"),
    "trafford_uk/sports_clubs.csv": ("name", "category"),
    "ilao_hsds/output/services.csv": ("name", "description"),
    "ilao_hsds/output/organizations.csv": ("name", "description"),
    "florida_hsds/services.csv": ("service_name", "service_description"),
    "florida_hsds/organizations.csv": ("organization_name", "organization_description"),
}
WAYS = (("place",), ("place",), ("place",), ("place", "phone"), ("home",), ("phone", "online"))
AREAS = tuple(f"area-{number}" for number in range(180))
"""Wards, districts and what contains them: about as many as the area has."""

COUNTRY = "area-country"


@dataclass(frozen=True)
class BenchmarkQuery:
    """Words as typed, and the person's point."""

    words: tuple[str, ...]
    point: Point
    area_ids: frozenset[str]


class Corpus:
    """Draws from one seeded stream: the same sizes give the same entries.

    A `plain` corpus has one place for each entry and nothing else that decides by place, so that every
    engine can answer the same question of it.
    """

    def __init__(self, size: int, *, plain: bool = False) -> None:
        self.size = size
        self.plain = plain
        self.random = random.Random(20261122)
        self.words = list(_read_words())
        self.points = list(_read_points())
        self.needs = self._make_needs()
        self.districts = [Label(f"district-{number}", f"District {number}") for number in range(9)]

    def documents(self) -> Iterator[IndexDocument]:
        """As many entries as asked for."""
        return (self._document() for _ in range(self.size))

    def phrases(self) -> dict[str, tuple[str, ...]]:
        """Everyday words of the needs: eight each, single words and pairs."""
        drawn = random.Random(1)
        found: dict[str, tuple[str, ...]] = {}
        for need in self.needs:
            for length in (1, 1, 1, 1, 1, 2, 2, 2):
                start = drawn.randrange(len(self.words) - length)
                words = [word.lower() for word in self.words[start : start + length]]
                key = " ".join(split_words(" ".join(words)))
                found[key] = (need.code,)
        return found

    def queries(self, count: int, length: int, seed: int) -> list[BenchmarkQuery]:
        """Words drawn as often as they are written: common words are searched for more than rare ones."""
        drawn = random.Random(seed)
        searched = [
            word for word in self.words if word.isalpha() and len(word) > 2 and is_searched(word.lower())
        ]
        return [
            BenchmarkQuery(
                tuple(drawn.choice(searched).lower() for _ in range(length)),
                drawn.choice(self.points),
                frozenset({COUNTRY, *drawn.sample(AREAS, 4)}),
            )
            for _ in range(count)
        ]

    def _make_needs(self) -> list[Label]:
        return [Label(f"need-{number}", f"Need {self._run(1)}") for number in range(67)]

    def _run(self, length: int) -> str:
        start = self.random.randrange(len(self.words) - length)
        return " ".join(self.words[start : start + length])

    def _document(self) -> IndexDocument:
        drawn = self.random
        ways = ("place",) if self.plain else drawn.choice(WAYS)
        places = 1 if self.plain else drawn.choice((1, 1, 1, 1, 2))
        low = drawn.choice((None, None, 0, 16, 18, 50))
        return IndexDocument(
            entry_id=uuid.UUID(int=drawn.getrandbits(128), version=4),
            entry_type="service",
            kind=drawn.choice(("service", "group", "activity")),
            name=self._run(drawn.randint(2, 6)),
            organization=self._run(3),
            summary=self._run(drawn.randint(10, 22)),
            body=self._run(drawn.randint(20, 50)),
            needs=tuple(drawn.sample(self.needs, drawn.randint(1, 4))),
            districts=tuple(drawn.sample(self.districts, drawn.choice((1, 1, 1, 3)))),
            points=tuple(drawn.choices(self.points, k=places)) if "place" in ways else (),
            coverage=self._coverage(ways),
            deliveries=ways,
            cost=drawn.choice(("free", "free", "low", "paid", "")),
            days=tuple(drawn.sample([day.code for day in FIXED_VALUES["day"]], drawn.choice((0, 1, 1, 2)))),
            minimum_age=low,
            maximum_age=drawn.choice((None, None, None, 90)) if low else None,
            assured_on=TODAY - timedelta(days=drawn.randint(0, 700)),
        )

    def _coverage(self, ways: tuple[str, ...]) -> tuple[Coverage, ...]:
        if ways == ("place",):
            return ()
        if self.random.random() < 0.1:
            return (Coverage(ways, None, "United Kingdom", nationwide=True),)
        return tuple(Coverage(ways, area, "An area") for area in self.random.sample(AREAS, 2))


def _read_words() -> Iterator[str]:
    for name, columns in SOURCES.items():
        with (SHARED / "directories" / name).open(encoding="utf-8-sig", errors="replace", newline="") as file:
            for row in csv.DictReader(file):
                for column in columns:
                    text = row.get(column) or ""
                    yield from itertools.islice((text if text != "NA" else "").split(), 400)


def _read_points() -> Iterator[Point]:
    with (SHARED / "geo" / "postcodes_llr.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield float(row["latitude"]), float(row["longitude"])
