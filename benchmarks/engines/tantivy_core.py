"""tantivy (Rust), for honesty. Its place filter is the box around the circle: a little less work."""

import math
from collections.abc import Iterable
from pathlib import Path

import tantivy

from benchmarks.corpus import BenchmarkQuery
from benchmarks.engines import BEST, WITHIN_METRES, three_texts
from directory.search.arrays.document import IndexDocument

METRES_PER_DEGREE = 111_195.0
FIELDS = ("name", "needs", "body")
BY_KIND = {"kind": {"terms": {"field": "kind"}}}


class Tantivy:
    name = "tantivy (Rust)"

    def build(self, documents: Iterable[IndexDocument], folder: Path) -> None:
        builder = tantivy.SchemaBuilder()
        for field in FIELDS:
            builder.add_text_field(field, tokenizer_name="en_stem")
        builder.add_text_field("kind", tokenizer_name="raw", fast=True)
        for field in ("latitude", "longitude"):
            builder.add_float_field(field, indexed=True, fast=True)
        self.schema = builder.build()
        (folder / "tantivy").mkdir()
        index = tantivy.Index(self.schema, path=str(folder / "tantivy"))
        writer = index.writer(200_000_000, 1)
        for document in documents:
            latitude, longitude = document.points[0]
            texts = dict(zip(FIELDS, three_texts(document), strict=True))
            writer.add_document(
                tantivy.Document(**texts, kind=document.kind, latitude=latitude, longitude=longitude)
            )
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self.index, self.searcher = index, index.searcher()

    def search(self, query: BenchmarkQuery) -> int:
        high = WITHIN_METRES / METRES_PER_DEGREE
        wide = high / math.cos(math.radians(query.point[0]))
        words = self.index.parse_query(" ".join(query.words), list(FIELDS))
        must = [(tantivy.Occur.Must, words)]
        for field, middle, span in zip(("latitude", "longitude"), query.point, (high, wide), strict=True):
            box = tantivy.Query.range_query(
                self.schema, field, tantivy.FieldType.Float, middle - span, middle + span
            )
            must.append((tantivy.Occur.Must, box))
        asked = tantivy.Query.boolean_query(must)
        found = self.searcher.search(asked, limit=BEST, count=True)
        self.searcher.aggregate(asked, BY_KIND)
        return int(found.count)

    def close(self) -> None:
        self.searcher = None
