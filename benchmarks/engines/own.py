"""This project's core, and Whoosh reading the index that the core was decoded from."""

from collections.abc import Iterable
from pathlib import Path
from time import perf_counter

import numpy as np
from whoosh import index as whoosh_index
from whoosh.query import Or, Term
from whoosh.scoring import BM25F

from benchmarks.corpus import TODAY, BenchmarkQuery
from benchmarks.engines import BEST, KINDS, WITHIN_METRES
from directory.search.arrays.analysis import FIELDS, split_terms
from directory.search.arrays.document import IndexDocument
from directory.search.arrays.segment import open_segment, write_segment
from directory.search.engine.query import Alternative, EngineQuery, Where, WordGroup, Words
from directory.search.engine.reach import measure_distances
from directory.search.engine.search import Part, search
from directory.search.index.decode import decode_index
from directory.search.index.writing import create_index


class OwnCore:
    """Reads a generation from disk, memory-mapped."""

    name = "this core"

    def __init__(self, rerank: int = 0) -> None:
        self.rerank = rerank
        self.took: dict[str, float] = {}

    def build(self, documents: Iterable[IndexDocument], folder: Path) -> None:
        started = perf_counter()
        create_index(folder / "whoosh", documents)
        written = perf_counter()
        write_segment(decode_index(folder / "whoosh"), folder / "arrays")
        self.took = {"Whoosh": written - started, "decoding": perf_counter() - written}
        self.open(folder)

    def open(self, folder: Path) -> None:
        self.parts = [Part(open_segment(folder / "arrays"))]

    def search(self, query: BenchmarkQuery) -> int:
        groups = tuple(
            WordGroup(word, (Alternative(term),)) for word in query.words for term in split_terms(word)
        )
        where = Where(query.point, within=WITHIN_METRES)
        asked = EngineQuery(TODAY, Words(groups), where, facets=("kind",), rerank=self.rerank)
        return search(self.parts, asked).total

    def close(self) -> None:
        self.parts = []


class PlainWhoosh:
    """Generous to Whoosh: which entries are near is handed to it ready, outside the clock."""

    name = "plain Whoosh"

    def __init__(self, folder: Path) -> None:
        self.index = whoosh_index.open_dir(str(folder / "whoosh"))
        self.searcher = self.index.searcher(weighting=BM25F())
        self.segment = open_segment(folder / "arrays")
        self.near: dict[tuple[float, float], set[int]] = {}
        rows = [self.segment.facets["kind"][kind] for kind in KINDS]
        bits = np.unpackbits(self.segment.facet_bits[rows].view(np.uint8), axis=1)
        self.kinds = bits.argmax(axis=0).tolist()

    def build(self, documents: Iterable[IndexDocument], folder: Path) -> None:
        """The core's own index serves."""

    def prepare(self, query: BenchmarkQuery) -> None:
        everything = np.arange(self.segment.doc_count)
        metres = measure_distances(self.segment, everything, query.point, staff=False)
        self.near[query.point] = set(np.flatnonzero(metres <= WITHIN_METRES).tolist())

    def search(self, query: BenchmarkQuery) -> int:
        terms = [Term(field, term) for word in query.words for term in split_terms(word) for field in FIELDS]
        results = self.searcher.search(Or(terms), limit=BEST, filter=self.near[query.point])
        counts = dict.fromkeys(range(len(KINDS)), 0)
        for doc in results.docs():
            counts[self.kinds[doc]] += 1
        return len(results)

    def close(self) -> None:
        self.searcher.close()
        self.index.close()
