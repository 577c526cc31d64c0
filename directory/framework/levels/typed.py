"""The framework's lists as forms: rows of fields whose names are paths in the list ("0.actions.1.words").
Some empty rows stand at the end; a row that was emptied goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from directory.framework.levels.parts import STEPS
from directory.framework.wording import ACTION_NAMES

Content = list[dict[str, Any]]
Choices = tuple[tuple[str, str], ...]

MOST_ROWS = 60
_BLANKS = 2
_STEPS: Choices = tuple(STEPS.items())
_KINDS: Choices = tuple((kind.value, name) for kind, name in ACTION_NAMES.items())
_YES_NO: Choices = (("yes", "Yes"), ("no", "No"))
_WORSE: Choices = (("low", "A low answer"), ("high", "A high answer"))


@dataclass(frozen=True, slots=True)
class Column:
    """`many` is one line for each item. The first column that is not a choice tells whether a row is
    empty."""

    key: str
    label: str
    choices: Choices = ()
    many: bool = False


COLUMNS: dict[str, tuple[Column, ...]] = {
    "levels": (
        Column("slug", "Short name (stays as it is)"),
        Column("name", "Name"),
        Column("individual", "The individual... (one to a line)", many=True),
    ),
    "prompts": (Column("step", "Step", _STEPS), Column("name", "Name"), Column("words", "Prompt")),
    "need_prompts": (Column("need", "Need (its short name)"), Column("words", "Prompt")),
    "questions": (
        Column("slug", "Short name"),
        Column("ask", "Question"),
        Column("when", "The answer that suggests more help", _YES_NO),
        Column("level", "Level it suggests (its short name)"),
        Column("why", "Why: “The person ...”"),
        Column("needs", "Only for these needs (short names, one to a line; none means all)", many=True),
    ),
    "measures": (
        Column("slug", "Short name"),
        Column("words", "Question"),
        Column("low", "Show what to do next from this answer"),
        Column("worse", "Which answers are worrying", _WORSE),
    ),
}
_ACTION_COLUMNS = (Column("kind", "Action", _KINDS), Column("words", "In words"))


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    label: str
    value: str
    choices: Choices
    many: bool


def list_fields(slug: str, content: Content, *, blanks: int = _BLANKS) -> list[list[Field]]:
    """A list of fields for each row, and for `blanks` empty ones. Levels are neither added nor taken away
    here: their number is fixed by the records that name them."""
    extra = 0 if slug == "levels" else blanks
    rows = [*content, *({} for _ in range(extra))]
    return [_list_row(slug, number, row, blanks) for number, row in enumerate(rows)]


def read_content(slug: str, form: MultiDict[str, str]) -> Content:
    rows = [_read_row(COLUMNS[slug], f"{number}.", form) for number in range(_count_rows(form))]
    if slug == "levels":
        for number, row in enumerate(rows):
            row["actions"] = _read_rows(_ACTION_COLUMNS, f"{number}.actions.", form)
    return [row for row in rows if _is_filled(COLUMNS[slug], row)]


def _list_row(slug: str, number: int, row: dict[str, Any], blanks: int) -> list[Field]:
    fields = _fields_of(COLUMNS[slug], f"{number}.", row)
    if slug == "levels":
        actions = [*row.get("actions", []), *({} for _ in range(blanks))]
        for place, action in enumerate(actions):
            fields += _fields_of(_ACTION_COLUMNS, f"{number}.actions.{place}.", action)
    return fields


def _fields_of(columns: Sequence[Column], start: str, row: dict[str, Any]) -> list[Field]:
    return [
        Field(f"{start}{one.key}", one.label, _show(row.get(one.key), one.many), one.choices, one.many)
        for one in columns
    ]


def _show(value: Any, many: bool) -> str:
    if value is None:
        return ""
    return "\n".join(map(str, value)) if many else str(value)


def _count_rows(form: MultiDict[str, str]) -> int:
    numbers = [int(key.partition(".")[0]) for key in form if key.partition(".")[0].isdecimal()]
    return min(max(numbers, default=-1) + 1, MOST_ROWS)


def _read_rows(columns: Sequence[Column], start: str, form: MultiDict[str, str]) -> Content:
    rows = [_read_row(columns, f"{start}{number}.", form) for number in range(MOST_ROWS)]
    return [row for row in rows if _is_filled(columns, row)]


def _read_row(columns: Sequence[Column], start: str, form: MultiDict[str, str]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for one in columns:
        text = form.get(f"{start}{one.key}", "").replace("\x00", "").strip()
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        row[one.key] = lines if one.many else " ".join(lines)
    return row


def _is_filled(columns: Sequence[Column], row: dict[str, Any]) -> bool:
    """Whether anything was written in it: a choice alone always says something."""
    return any(row[one.key] for one in columns if not one.choices)
