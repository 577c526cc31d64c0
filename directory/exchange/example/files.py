"""Reads the files of `seed/`."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from directory.config import ROOT

SEED = ROOT / "seed"
# Parsing in C takes a tenth of the time, where the library was built with it.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Book(NamedTuple):
    """What entries name by slug: who runs them and where they meet."""

    organizations: dict[str, dict[str, Any]]
    venues: dict[str, dict[str, Any]]


class Batch(NamedTuple):
    """The authored entries of one file; `name` is its path inside the folder."""

    name: str
    items: list[dict[str, Any]]


def read_yaml(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), Loader=_Loader)  # noqa: S506 - a safe loader, in C


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def read_book(seed: Path = SEED) -> Book:
    return Book(read_yaml(seed / "organizations.yaml"), read_yaml(seed / "venues.yaml"))


def read_entries(seed: Path = SEED) -> list[Batch]:
    return list(_read_batches(seed / "entries"))


def read_guidance(seed: Path = SEED) -> list[Batch]:
    return list(_read_batches(seed / "guidance"))


def _read_batches(folder: Path) -> Iterator[Batch]:
    for path in sorted(folder.rglob("*.yaml")):
        yield Batch(str(path.relative_to(folder)), read_yaml(path))
