"""SQLite FTS5 with its Porter tokenizer, places in a table beside it."""

import math
import re
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from benchmarks.corpus import BenchmarkQuery
from benchmarks.engines import BEST, KINDS, WITHIN_METRES, three_texts
from directory.search.arrays.document import IndexDocument

METRES_PER_DEGREE = 111_195.0
QUERY = f"""
WITH hit AS MATERIALIZED (
  SELECT p.id, p.kind, bm25(entry, 3.0, 2.0, 1.0) AS score
  FROM entry JOIN place p ON p.id = entry.rowid
  WHERE entry MATCH :words
    AND p.latitude BETWEEN :south AND :north AND p.longitude BETWEEN :west AND :east
    AND (p.latitude - :latitude) * (p.latitude - :latitude) * :up
      + (p.longitude - :longitude) * (p.longitude - :longitude) * :across <= :reach
)
SELECT 'top', id, score FROM (SELECT id, score FROM hit ORDER BY score LIMIT {BEST})
UNION ALL SELECT 'kind', kind, count(*) FROM hit GROUP BY kind
UNION ALL SELECT 'total', 0, count(*) FROM hit
"""


class SqliteFullText:
    name = "SQLite FTS5"

    def build(self, documents: Iterable[IndexDocument], folder: Path) -> None:
        self.connection = sqlite3.connect(folder / "fts.sqlite")
        run = self.connection.execute
        run("PRAGMA journal_mode=OFF")
        run("PRAGMA cache_size=-400000")
        run("PRAGMA mmap_size=2000000000")
        run(
            "CREATE VIRTUAL TABLE entry"
            " USING fts5(name, needs, body, content='', tokenize='porter unicode61')"
        )
        run("CREATE TABLE place (id INTEGER PRIMARY KEY, kind INTEGER, latitude REAL, longitude REAL)")
        for number, document in enumerate(documents, start=1):
            run(
                "INSERT INTO entry (rowid, name, needs, body) VALUES (?, ?, ?, ?)",
                (number, *three_texts(document)),
            )
            place = (number, KINDS.index(document.kind), *document.points[0])
            run("INSERT INTO place VALUES (?, ?, ?, ?)", place)
        run("INSERT INTO entry (entry) VALUES ('optimize')")
        run("ANALYZE")
        self.connection.commit()

    def search(self, query: BenchmarkQuery) -> int:
        latitude, longitude = query.point
        across = METRES_PER_DEGREE * math.cos(math.radians(latitude))
        high, wide = WITHIN_METRES / METRES_PER_DEGREE, WITHIN_METRES / across
        rows = self.connection.execute(
            QUERY,
            {
                "words": " OR ".join(f'"{re.sub(r"[^a-z0-9]", " ", word)}"' for word in query.words),
                "latitude": latitude,
                "longitude": longitude,
                "south": latitude - high,
                "north": latitude + high,
                "west": longitude - wide,
                "east": longitude + wide,
                "up": METRES_PER_DEGREE**2,
                "across": across**2,
                "reach": WITHIN_METRES**2,
            },
        ).fetchall()
        return int(rows[-1][2])

    def close(self) -> None:
        self.connection.close()
