"""Counts what the check of entry text refuses and warns about in real directories, read by the real readers.

python -m benchmarks.entry_text [FOLDER]     FOLDER: ../shared/data/directories

Each finding is printed with the text around it, digits replaced by x, so that false alarms can be read. For
comparison, the last column counts the records at which the rules for casework would warn."""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from directory.exchange.entries.personal_data import list_texts
from directory.exchange.readers.choose import read_path
from directory.exchange.records import FoundRecord
from directory.person_details import find_details
from directory.privacy.entry_text import Finding, find_nhs_numbers, find_warnings

ROOT = Path(__file__).resolve().parents[1]
MAPPINGS = ROOT / "seed" / "mappings"
DIRECTORIES = ROOT.parent / "shared" / "data" / "directories"
_AROUND = 40


@dataclass
class Counts:
    """`records` by rule: how many records have at least one finding of it. `casework`: records at which the
    rules for casework would warn."""

    total: int = 0
    texts: int = 0
    records: Counter[str] = field(default_factory=Counter)
    casework: int = 0
    examples: list[str] = field(default_factory=list)


def list_sources(folder: Path) -> Iterator[tuple[Path, Path | None]]:
    """Every directory in the folder, with its mapping."""
    yield folder / "florida_hsds", MAPPINGS / "florida_legal_aid.yaml"
    yield folder / "ilao_hsds" / "input", MAPPINGS / "illinois_legal_aid.yaml"
    yield folder / "ilao_hsds" / "output", None
    for mapping in sorted(MAPPINGS.glob("trafford_*.yaml")):
        yield folder / "trafford_uk" / f"{mapping.stem.removeprefix('trafford_')}.csv", mapping
    yield folder / "uk_libraries" / "libraries_uk_with_hours.csv", MAPPINGS / "uk_libraries_with_hours.yaml"
    yield folder / "uk_libraries" / "libraries_england_2023.csv", MAPPINGS / "uk_libraries_england_2023.yaml"


def count_source(path: Path, mapping: Path | None) -> Counts:
    counts = Counts()
    for found in read_path(path, mapping).services:
        counts.total += 1
        _count_record(found, counts)
    return counts


def _count_record(found: FoundRecord, counts: Counts) -> None:
    rules: set[str] = set()
    texts = [text for _, text in list_texts(found.data)]
    counts.texts += len(texts)
    for text in texts:
        for one in [*find_nhs_numbers(text), *find_warnings(text)]:
            rules.add(one.rule)
            counts.examples.append(f"{one.rule}: {_quote(text, one)}")
    counts.records.update(rules)
    counts.casework += any(find_details(text) for text in texts)


def _quote(text: str, one: Finding) -> str:
    around = text[max(0, one.start - _AROUND) : one.end + _AROUND]
    return re.sub(r"\d", "x", " ".join(around.split()))


def main(arguments: list[str]) -> None:
    folder = Path(arguments[0]) if arguments else DIRECTORIES
    heads = ("records", "texts", "nhs_number", "birth_date", "patient", "casework rules")
    print(f"{'':32}", *(f"{head:>14}" for head in heads))
    examples: dict[str, None] = {}
    for path, mapping in list_sources(folder):
        counts = count_source(path, mapping)
        rules = [counts.records[rule] for rule in heads[2:5]]
        numbers = (counts.total, counts.texts, *rules, counts.casework)
        print(f"{'/'.join(path.parts[-2:])[:32]:32}", *(f"{number:>14,}" for number in numbers))
        examples |= dict.fromkeys(counts.examples)
    print(*examples, sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
