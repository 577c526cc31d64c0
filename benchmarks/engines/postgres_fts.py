"""PostgreSQL full text (GIN) with PostGIS (GiST), on a private server that ends with the run."""

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

import psycopg
from pyproj import Transformer

from benchmarks.corpus import BenchmarkQuery
from benchmarks.engines import BEST, KINDS, WITHIN_METRES, three_texts
from directory.search.arrays.document import IndexDocument
from tests import postgres

QUERY = f"""
WITH hit AS MATERIALIZED (
  SELECT id, kind, ts_rank('{{0.1, 0.1, 0.6, 1.0}}', words, wanted) AS score
  FROM entry, to_tsquery('english', %(words)s) wanted
  WHERE words @@ wanted
    AND ST_DWithin(place, ST_SetSRID(ST_MakePoint(%(x)s, %(y)s), 27700), {WITHIN_METRES})
)
SELECT 'top', id, score FROM (SELECT id, score FROM hit ORDER BY score DESC LIMIT {BEST}) best
UNION ALL SELECT 'kind', kind, count(*) FROM hit GROUP BY kind
UNION ALL SELECT 'total', 0, count(*) FROM hit
"""


class PostgresFullText:
    name = "PostgreSQL + PostGIS"

    def __init__(self) -> None:
        self.closing = ExitStack()
        self.project = Transformer.from_crs(4326, 27700, always_xy=True).transform

    def build(self, documents: Iterable[IndexDocument], folder: Path) -> None:
        server = self.closing.enter_context(postgres.start())
        self.connection = self.closing.enter_context(
            psycopg.connect(f"{server.url}/postgres", autocommit=True)
        )
        run = self.connection.execute
        run("CREATE EXTENSION postgis")
        run("CREATE TABLE entry (id int PRIMARY KEY, kind int, place geometry(Point, 27700), words tsvector)")
        run(
            "CREATE TEMPORARY TABLE raw"
            " (id int, kind int, x float8, y float8, name text, needs text, body text)"
        )
        with self.connection.cursor().copy("COPY raw FROM STDIN") as copy:
            for number, document in enumerate(documents):
                latitude, longitude = document.points[0]
                x, y = self.project(longitude, latitude)
                copy.write_row((number, KINDS.index(document.kind), x, y, *three_texts(document)))
        run("""
            INSERT INTO entry SELECT id, kind, ST_SetSRID(ST_MakePoint(x, y), 27700),
              setweight(to_tsvector('english', name), 'A') || setweight(to_tsvector('english', needs), 'B')
              || setweight(to_tsvector('english', body), 'D') FROM raw""")
        run("CREATE INDEX ON entry USING gin (words)")
        run("CREATE INDEX ON entry USING gist (place)")
        run("VACUUM ANALYZE entry")
        run("SET work_mem = '64MB'")
        run("SET jit = off")
        run("SET random_page_cost = 1.1")

    def search(self, query: BenchmarkQuery) -> int:
        x, y = self.project(query.point[1], query.point[0])
        words = " | ".join(query.words)
        rows = self.connection.execute(QUERY, {"words": words, "x": x, "y": y}).fetchall()
        return int(rows[-1][2])

    def close(self) -> None:
        self.closing.close()
