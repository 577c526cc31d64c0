"""What changed from one version of a list to the next, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import ndiff

from directory.framework.levels.typed import Content, Field, Groups, list_fields


@dataclass(frozen=True, slots=True)
class Change:
    put_in: tuple[str, ...]
    taken_out: tuple[str, ...]


def find_change(slug: str, older: Content, newer: Content, lists: Mapping[str, Groups]) -> Change:
    """A row that moved counts as taken out and put in again."""
    lines = list(ndiff(_list_lines(slug, older, lists), _list_lines(slug, newer, lists)))
    put_in = tuple(line[2:] for line in lines if line.startswith("+ "))
    return Change(put_in, tuple(line[2:] for line in lines if line.startswith("- ")))


def _list_lines(slug: str, content: Content, lists: Mapping[str, Groups]) -> list[str]:
    """A line for each row; of a level, which is long, a line for each field."""
    rows = list_fields(slug, content, lists, blanks=0)
    if slug != "levels":
        return [" · ".join(_say(field) for field in _list_said(row)) for row in rows]
    return [
        f"Level {number}. {_say(field)}" for number, row in enumerate(rows, 1) for field in _list_said(row)
    ]


def _list_said(row: Sequence[Field]) -> list[Field]:
    return [field for field in row if field.label and field.shown]


def _say(field: Field) -> str:
    return f"{field.label}: {field.shown}"
