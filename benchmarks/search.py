"""The search core against named baselines, in one run, with the same entries and the same queries.

    python -m benchmarks.search [--sizes 10000 100000] [--queries 300]

Vocabulary and postcodes are those of the data kept beside the project in ../shared/data.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
import psycopg
from rich.console import Console
from rich.table import Table

from benchmarks.corpus import SHARED, BenchmarkQuery, Corpus
from benchmarks.engines import Engine
from benchmarks.engines.own import OwnCore, PlainWhoosh
from benchmarks.engines.postgres_fts import PostgresFullText
from benchmarks.engines.sqlite_fts import SqliteFullText
from benchmarks.engines.tantivy_core import Tantivy
from directory.search.arrays.assemble import build_segment
from directory.search.arrays.segment import write_segment
from tests import postgres

console = Console(width=110)
TARGETS = {"plain": 1.0, "public": 5.0, "first": 10.0, "memory": 300.0}
"""Milliseconds at the 95th percentile at 100,000 entries; megabytes private to a worker."""

TIMES_FASTER = 10
ROUNDS = 5
SLOW_QUERIES = 40
"""Queries put to an engine that takes too long for all of them."""


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    options.add_argument("--queries", type=int, default=300)
    asked = options.parse_args()
    if not SHARED.is_dir():
        console.print("This benchmark needs the data kept beside the project in ../shared/data.")
        sys.exit(1)
    for size in asked.sizes:
        with tempfile.TemporaryDirectory() as name:
            Path(name).chmod(0o755)
            compare_engines(size, asked.queries, Path(name))
            measure_public_search(size, Path(name) / "varied")


def compare_engines(size: int, count: int, folder: Path) -> None:
    """Everybody's answer to the same plain query."""
    load = os.getloadavg()[0]
    console.rule(f"{size:,} entries, {count} queries, load average {load:.1f} on {os.cpu_count()} processors")
    queries = Corpus(size, plain=True).queries(count, 3, seed=3)
    own, rows = OwnCore(), {}
    build(own, size, folder)
    steps = ", ".join(f"{step} {seconds:.0f} s" for step, seconds in own.took.items())
    console.print(f"building the core's generation: {steps}")
    rows[own.name] = time_queries(own.search, queries)
    rows["  with words near each other"] = time_queries(OwnCoreAt(folder).search, queries)
    whoosh = PlainWhoosh(folder)
    for query in queries[:SLOW_QUERIES]:
        whoosh.prepare(query)
    rows[whoosh.name] = time_queries(whoosh.search, queries[:SLOW_QUERIES])
    whoosh.close()
    for engine in other_engines():
        try:
            build(engine, size, folder)
        except psycopg.errors.FeatureNotSupported as error:
            console.print(f"{engine.name} is left out: {error}")
            engine.close()
            continue
        rows[engine.name] = time_queries(engine.search, queries)
        engine.close()
    show(rows, own.name)
    judge_plain(size, rows)


class OwnCoreAt(OwnCore):
    """The core again, with the re-ranking that public searches use."""

    def __init__(self, folder: Path) -> None:
        super().__init__(rerank=200)
        self.open(folder)


def other_engines() -> list[Engine]:
    engines: list[Engine] = [SqliteFullText()]
    reason = postgres.why_unavailable()
    if reason is None:
        engines.append(PostgresFullText())
    else:
        console.print(f"PostgreSQL is left out: {reason}")
    return [*engines, Tantivy()]


def build(engine: Engine, size: int, folder: Path) -> None:
    with console.status(f"building {engine.name} with {size:,} entries"):
        engine.build(Corpus(size, plain=True).documents(), folder)


Timed = tuple[list[float], float]
"""Milliseconds of each query, and the median total."""


def time_queries(search: Callable[[BenchmarkQuery], int], queries: Sequence[BenchmarkQuery]) -> Timed:
    """Warm, and each query's best of ROUNDS: what else the machine does then weighs little on anybody."""
    totals = [search(query) for query in queries]
    took = [float("inf")] * len(queries)
    for _ in range(ROUNDS):
        for number, query in enumerate(queries):
            started = perf_counter()
            search(query)
            took[number] = min(took[number], (perf_counter() - started) * 1000)
    return took, median(totals)


def percentile(took: Sequence[float], share: float = 95) -> float:
    return float(np.percentile(took, share))


def show(rows: dict[str, Timed], base: str) -> None:
    table = Table("engine", "median ms", "95 % ms", "x median", "x 95 %", "hits (median)")
    fast, slow = median(rows[base][0]), percentile(rows[base][0])
    for name, (took, total) in rows.items():
        mid, high = median(took), percentile(took)
        numbers = (f"{mid:.2f}", f"{high:.2f}", f"{mid / fast:.1f}", f"{high / slow:.1f}", f"{total:.0f}")
        table.add_row(name, *numbers)
    console.print(table)


def judge_plain(size: int, rows: dict[str, Timed]) -> None:
    if size != 100_000:
        return
    own = percentile(rows[OwnCore.name][0])
    say("plain query, 95 %", own, TARGETS["plain"], "ms")
    for name in (SqliteFullText.name, PostgresFullText.name):
        if name in rows:
            times = percentile(rows[name][0]) / own
            verdict = "reached" if times >= TIMES_FASTER else "NOT reached"
            console.print(f"  {times:.1f} times faster than {name} (at least {TIMES_FASTER}): {verdict}")


def measure_public_search(size: int, folder: Path) -> None:
    """Two workers with the same generation open, as the web server runs them."""
    with console.status(f"building {size:,} varied entries"):
        write_segment(build_segment(Corpus(size).documents()), folder / "arrays")
    workers = [Worker(folder, size), Worker(folder, size)]
    firsts, processor = workers[0].ask("first"), workers[1].ask("first-processor")
    publics = [worker.ask("public") for worker in workers]
    memories = [worker.ask("memory") for worker in workers]
    for worker in workers:
        worker.close()
    judged = size == 100_000
    for name, took, target in (
        ("full public query", publics[0], "public"),
        ("a word used for the first time", firsts, "first"),
    ):
        console.print(f"  {name}: median {median(took):.2f} ms")
        say(f"{name}, 95 %", percentile(took), TARGETS[target] if judged else None, "ms")
    say("  of which at work, not waiting for a processor", percentile(processor), None, "ms")
    private, before = max(memories)
    say("private memory of a worker", private, TARGETS["memory"] if judged else None, "MB")
    console.print(f"    of which {before:.0f} MB before the generation was opened")


class Worker:
    """A process that answers one word with one line."""

    def __init__(self, folder: Path, size: int) -> None:
        command = [sys.executable, "-m", "benchmarks.worker", str(folder), str(size)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, what: str) -> list[float]:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(what + "\n")
        self.process.stdin.flush()
        return [float(number) for number in json.loads(self.process.stdout.readline())]

    def close(self) -> None:
        self.process.communicate()


def say(what: str, value: float, target: float | None, unit: str) -> None:
    verdict = ""
    if target is not None:
        verdict = f" (target {target:g} {unit}): {'reached' if value <= target else 'NOT reached'}"
    console.print(f"  {what}: {value:.2f} {unit}{verdict}")


if __name__ == "__main__":
    main()
