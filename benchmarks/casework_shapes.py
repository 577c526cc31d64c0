"""One page of casework as it is measured, and what there is to ask for."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

EVERYBODY = "reader@example.org"
"""Somebody with every role, who works in one team and was given the references."""

COMMISSIONER = "commissioner@example.org"
"""Somebody who answers for every body, to whom small counts are hidden."""


@dataclass(frozen=True)
class Page:
    """`kind` is a key of TARGETS. `asks` are what the test client opens, taken in turn, signed in as
    `reader`. `status` is what each must answer; None: no error."""

    name: str
    kind: str
    asks: tuple[dict[str, Any], ...] = field(compare=False)
    reader: str = EVERYBODY
    status: int | None = None

    def ask(self, number: int) -> dict[str, Any]:
        return self.asks[number % len(self.asks)]


@dataclass(frozen=True)
class Samples:
    """For each part of an address, by its name, values to put there; `session_keys` by reader."""

    session_keys: dict[str, str]
    values: dict[str, Sequence[Any]]
