"""The core and what it is measured against. Each answers the same query: any of the words in three
fields, within 8 km, all hits counted, counted by kind, the best 20."""

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from benchmarks.corpus import BenchmarkQuery
from directory.search.arrays.analysis import field_texts
from directory.search.arrays.document import IndexDocument

WITHIN_METRES = 8_000.0
BEST = 20
KINDS = ("service", "group", "activity")


class Engine(Protocol):
    """`search` gives the exact total."""

    name: str

    def build(self, documents: Iterable[IndexDocument], folder: Path) -> None: ...

    def search(self, query: BenchmarkQuery) -> int: ...

    def close(self) -> None: ...


def three_texts(document: IndexDocument) -> tuple[str, str, str]:
    """Name, needs and body; who runs it is part of the name."""
    name, organization, needs, body = field_texts(document)
    return f"{name}\n{organization}", needs, body
