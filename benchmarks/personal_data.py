"""Counts what the rules for personal details find where there are none: in the example's year of casework,
which is invented, and in directories of organizations. Every warning on casework is one that somebody would
press through.

    python -m benchmarks.personal_data [--directories ../shared/data/directories] [--show 5]

Texts of casework are what people type: questions, answers, notes, unmet needs, reports. Of directories,
every cell that holds words; their street addresses, telephone numbers and names of staff belong there, so
that the figures are those of rules that entries are not checked by, but for the refusals.

Sentences that a worker may write (casework_sentences.txt) are harder: they name venues, dates and
organizations.

Ends with 1 if an NHS number is refused anywhere, if more than one casework text in five hundred is warned
about, or more than one of the sentences in five."""

import argparse
import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from directory.exchange.example import files
from directory.person_details import NHS_NUMBER, find_details, has_exact_nhs_number

console = Console(width=150)
MOST_WARNED = 1 / 500
MOST_SENTENCES_WARNED = 1 / 5
SENTENCES = Path(__file__).parent / "casework_sentences.txt"
_FEWEST_WORDS = 2


@dataclass
class Counted:
    """`texts` were looked at and `warned` hold something; `found` counts findings, with examples, by kind."""

    texts: int = 0
    warned: int = 0
    exact: int = 0
    found: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, text: str) -> None:
        findings = find_details(text)
        self.texts += 1
        self.warned += any(one.kind != NHS_NUMBER for one in findings)
        self.exact += has_exact_nhs_number(text)
        for one in findings:
            self.found[one.kind] += 1
            self.examples[one.kind].append(text[max(0, one.start - 30) : one.end + 30].replace("\n", " "))


def list_casework() -> Iterator[str]:
    """Yields every text of `seed/casework` with two words or more; one with a place in it, for each of our
    towns."""
    with (files.SEED / "towns.csv").open(encoding="utf-8", newline="") as lines:
        towns = [row["name"] for row in csv.DictReader(lines)]
    for path in sorted((files.SEED / "casework").glob("*.yaml")):
        for text in list_texts(files.read_yaml(path)):
            yield from (text.replace("{place}", town) for town in towns) if "{place}" in text else (text,)


def list_sentences() -> list[str]:
    return [line for line in SENTENCES.read_text("utf-8").splitlines() if not line.startswith("#")]


def list_texts(book: Any) -> Iterator[str]:
    if isinstance(book, str) and len(book.split()) >= _FEWEST_WORDS:
        yield book
    elif isinstance(book, dict | list):
        for value in book.values() if isinstance(book, dict) else book:
            yield from list_texts(value)


def list_cells(folder: Path) -> Iterator[str]:
    csv.field_size_limit(10_000_000)
    for path in sorted(folder.rglob("*.csv")):
        with path.open(encoding="utf-8", errors="replace", newline="") as lines:
            for row in csv.reader(lines):
                yield from (cell for cell in row if len(cell.split()) >= _FEWEST_WORDS)


def count(texts: Iterable[str]) -> Counted:
    counted = Counted()
    for text in texts:
        counted.add(text)
    return counted


def show(name: str, counted: Counted, examples: int) -> None:
    table = Table(title=f"{name}: {counted.texts:,} texts, {counted.warned:,} with a warning")
    for heading in ("kind", "found", "in 1,000 texts"):
        table.add_column(heading)
    for kind, many in sorted(counted.found.items()):
        table.add_row(kind, f"{many:,}", f"{1000 * many / counted.texts:.1f}")
    table.add_row("exact run of ten, as on entries", f"{counted.exact:,}", "")
    console.print(table)
    for kind, found in sorted(counted.examples.items()):
        for example in found[:examples]:
            console.print(f"  {kind}: {example}", markup=False, highlight=False)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--directories", type=Path, default=Path("../shared/data/directories"))
    parser.add_argument("--show", type=int, default=0, help="examples of each kind")
    given = parser.parse_args()
    casework = count(list_casework())
    show("Casework of the example", casework, given.show)
    sentences = count(list_sentences())
    show("Sentences a worker may write", sentences, given.show)
    refused = casework.found[NHS_NUMBER] + sentences.found[NHS_NUMBER]
    for folder in sorted(path for path in given.directories.glob("*") if path.is_dir()):
        counted = count(list_cells(folder))
        show(folder.name, counted, given.show)
        refused += counted.exact
    is_warned = casework.warned > casework.texts * MOST_WARNED
    return int(bool(refused) or is_warned or sentences.warned > sentences.texts * MOST_SENTENCES_WARNED)


if __name__ == "__main__":
    sys.exit(main())
