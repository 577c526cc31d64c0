"""What a form consists of."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Widget = Literal[
    "text", "prose", "select", "radios", "checkboxes", "date", "time", "number", "email", "entries", "hidden"
]


@dataclass(frozen=True)
class Field:
    """One value, or a list of ticked values where the widget is checkboxes or entries. `choices` names a
    list of choices. `default` is what an untouched field holds: a row of only defaults counts as empty.
    `said` is how the value reads in a summary: after its label, bare, or not at all."""

    name: str
    label: str = ""
    widget: Widget = "text"
    hint: str = ""
    choices: str = ""
    width: str = ""
    default: str = ""
    said: Literal["labelled", "bare", "never"] = "labelled"

    @property
    def is_many(self) -> bool:
        return self.widget in ("checkboxes", "entries")


@dataclass(frozen=True)
class Group:
    """Fields that live one level deeper in the data and stand on the page as they come."""

    name: str
    items: tuple["Item", ...]


@dataclass(frozen=True)
class Rows:
    """A list that can grow: `one` is what a row is called ("phone number"). With `has_first`, a new owner
    comes with one empty row."""

    name: str
    label: str
    one: str
    items: tuple["Item", ...]
    hint: str = ""
    has_first: bool = False


Item = Field | Group | Rows


@dataclass(frozen=True)
class Part:
    """One page of an entry's form. It edits the top-level keys of its items and no others."""

    slug: str
    title: str
    items: tuple[Item, ...]
    intro: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(item.name for item in self.items)


def walk_fields(items: tuple[Item, ...]) -> Iterator[Field]:
    for item in items:
        if isinstance(item, Field):
            yield item
        else:
            yield from walk_fields(item.items)
