"""What an import did with every record, for people and for programs."""

import csv
import json
import re
from collections import Counter
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

_PARTICULAR = re.compile(r"“[^”]*”|\d+(\.\d+)?")


class Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    KEPT = "kept: edited here"
    REPEATED = "repeated"
    SKIPPED = "skipped"
    REFUSED = "refused"
    GONE = "gone from its source"


@dataclass(slots=True)
class Line:
    """`faults` and `warnings` are "path: message"."""

    outcome: Outcome
    external_id: str
    name: str
    origin: str
    entry_id: str = ""
    faults: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)


class Report:
    def __init__(self, warnings: list[str]) -> None:
        self.lines: list[Line] = []
        self.warnings = warnings

    def count(self, outcome: Outcome) -> int:
        return sum(line.outcome is outcome for line in self.lines)

    def list_common_warnings(self, most: int = 12) -> list[tuple[str, int]]:
        """The warnings without what is particular to one record, and on how many records each stands."""
        kinds: Counter[str] = Counter()
        for line in self.lines:
            kinds.update({_PARTICULAR.sub("…", warning) for warning in line.warnings})
        return kinds.most_common(most)

    def write(self, path: Path) -> None:
        """JSON where the name ends so, else CSV."""
        rows = [asdict(line) for line in self.lines]
        if path.suffix.lower() == ".json":
            counts = {outcome.value: self.count(outcome) for outcome in Outcome}
            document = {"counts": counts, "warnings": self.warnings, "records": rows}
            path.write_text(json.dumps(document, indent=1, ensure_ascii=False), encoding="utf-8")
            return
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(asdict(Line(Outcome.SKIPPED, "", "", ""))))
            writer.writeheader()
            for row in rows:
                writer.writerow({key: _as_cell(value) for key, value in row.items()})


def _as_cell(value: Any) -> str:
    """What a source sent must not be taken for a formula by the program that opens the file."""
    text = "; ".join(value) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
