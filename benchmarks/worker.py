"""One web worker's share of a search, in a process of its own: told over its standard input what to do.

python -m benchmarks.worker FOLDER SIZE
"""

import json
import random
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter, thread_time

from benchmarks.corpus import TODAY, BenchmarkQuery, Corpus
from directory.search.arrays.segment import Segment, open_segment
from directory.search.engine.query import EngineQuery, Where
from directory.search.engine.search import Part, search
from directory.search.find import make_hit
from directory.search.language.words import read_words

ROUNDS = 5
WITHIN = (None, 8_000.0)
"""Every other query names no distance, so that everything covered and every place counts."""


class PublicSearch:
    """Expansion, coverage, every filter's counts, the page with reasons and highlights: all but SQL."""

    def __init__(self, segment: Segment, phrases: dict[str, tuple[str, ...]]) -> None:
        self.parts = [Part(segment)]
        self.phrases = phrases

    def answer(self, query: BenchmarkQuery, within: float | None) -> int:
        read = read_words(" ".join(query.words), False, [part.segment for part in self.parts], self.phrases)
        where = Where(query.point, query.area_ids, within)
        found = search(self.parts, EngineQuery(TODAY, read.words, where, judges=True))
        for pick in found.picks:
            make_hit(pick, read.terms, where)
        return found.total


def measure(
    public: PublicSearch, queries: Sequence[BenchmarkQuery], clock: Callable[[], float] = perf_counter
) -> list[float]:
    """Milliseconds of each."""
    took = []
    for number, query in enumerate(queries):
        started = clock()
        public.answer(query, WITHIN[number % len(WITHIN)])
        took.append((clock() - started) * 1000)
    return took


def rounds(public: PublicSearch, queries: Sequence[BenchmarkQuery]) -> list[list[float]]:
    """Warm: the first round is left out."""
    return [measure(public, queries) for _ in range(ROUNDS + 1)][1:]


def unused_words(segment: Segment, template: BenchmarkQuery, count: int) -> list[BenchmarkQuery]:
    """Single words, each searched for the first time in this process."""
    drawn = random.Random(9).sample(range(len(segment.words)), count)
    return [
        BenchmarkQuery((bytes(segment.words[at]).decode(),), template.point, template.area_ids)
        for at in drawn
    ]


def private_megabytes() -> float:
    """Memory that only this process holds, by the kernel's count (USS)."""
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    kilobytes = sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))
    return kilobytes / 1024


def main(folder: Path, size: int) -> None:
    before = private_megabytes()
    corpus = Corpus(size)
    phrases, queries = corpus.phrases(), corpus.queries(500, 4, seed=4)
    del corpus
    segment = open_segment(folder / "arrays")
    public = PublicSearch(segment, phrases)
    tasks = {
        "first": lambda: measure(public, unused_words(segment, queries[0], 300)),
        "first-processor": lambda: measure(public, unused_words(segment, queries[0], 300), thread_time),
        "public": lambda: [min(each) for each in zip(*rounds(public, queries), strict=True)],
        "memory": lambda: [private_megabytes(), before],
    }
    public.answer(queries[0], None)
    for line in sys.stdin:
        sys.stdout.write(json.dumps(tasks[line.strip()]()) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
