"""The framework's lists as forms: rows of fields whose names are paths in the list ("0.actions.1.words").
Some empty rows stand at the end; a row goes where its box "Take this row away" is ticked. Short names are
never typed: a new row gets one made of its words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from directory.framework.levels.parts import STEPS
from directory.framework.wording import ACTION_NAMES

Content = list[dict[str, Any]]
Options = Sequence[tuple[str, str]]
Groups = Sequence[tuple[str, Options]]

MOST_ROWS = 120
_BLANKS = 2
_STEPS: Groups = (("", tuple(STEPS.items())),)
_KINDS: Groups = (("", tuple((kind.value, name) for kind, name in ACTION_NAMES.items())),)
_YES_NO: Groups = (("", (("yes", "Yes"), ("no", "No"))),)
_APART: Groups = (("", (("no", "Under every tick that fits"), ("yes", "Under this tick only"))),)
_WORSE: Groups = (("", (("low", "Low ones"), ("high", "High ones"))),)
_ANSWERS: Groups = (("", (("", "Choose"), *((str(n), str(n)) for n in range(11)))),)


@dataclass(frozen=True, slots=True)
class Column:
    """`kind`: "line", "lines" (one for each item), "choice", "ticks" (any number of choices) or "hidden".
    `source` names choices that are data: "needs", "areas of need", "levels"."""

    key: str
    label: str = ""
    kind: str = "line"
    choices: Groups = ()
    source: str = ""


COLUMNS: dict[str, tuple[Column, ...]] = {
    "levels": (
        Column("slug", kind="hidden"),
        Column("name", "Name"),
        Column("individual", "The individual... (one to a line)", "lines"),
        Column("own_way", "For the person alone: “I ...”. Empty: they cannot choose it"),
        Column("own_next", "For the person alone: what to do next (one to a line)", "lines"),
    ),
    "prompts": (
        Column("step", "Step", "choice", _STEPS),
        Column("name", "Name"),
        Column("words", "Prompt"),
    ),
    "need_prompts": (Column("need", "Need", "choice", source="needs"), Column("words", "Prompt")),
    "own_ticks": (
        Column("need", "Need", "choice", source="needs"),
        Column("words", "Tick: “I ...”, one plain thing"),
        Column("apart", "Where entries for it are shown", "choice", _APART),
    ),
    "questions": (
        Column("slug", kind="hidden"),
        Column("ask", "Question"),
        Column("when", "The answer that suggests more help", "choice", _YES_NO),
        Column("level", "Level it suggests", "choice", source="levels"),
        Column("why", "Why: “The person ...”"),
        Column("own_ask", "Question for the person alone: “Do you ...?” Empty: it is not asked there"),
        Column("own_why", "Why, for the person alone: “You said ...”"),
        Column("own_first", "What the person alone can do at once. May be empty"),
        Column("needs", "Only for these needs. None: for all", "ticks", source="areas of need"),
    ),
    "measures": (
        Column("slug", kind="hidden"),
        Column("words", "Question"),
        Column("worse", "Which answers are worrying", "choice", _WORSE),
        Column("low", "Show what to do next from this answer", "choice", _ANSWERS),
        Column("next", "What to do next. Empty: the steps for when somebody may be in danger"),
    ),
}
_ACTION_COLUMNS = (Column("kind", "Action", "choice", _KINDS), Column("words", "In words"))
_NAMED_BY = {"questions": "ask", "measures": "words"}


@dataclass(frozen=True, slots=True)
class Field:
    """`values` has at most one item but for "lines" and "ticks"."""

    name: str
    label: str
    kind: str
    values: tuple[str, ...]
    choices: Groups

    @property
    def value(self) -> str:
        return "\n".join(self.values)

    @property
    def options(self) -> list[tuple[str, str]]:
        return [option for _, options in self.choices for option in options]

    @property
    def shown(self) -> str:
        """In the words of the choices."""
        words = dict(self.options)
        return "; ".join(words.get(value, value) for value in self.values if value)


def list_fields(
    slug: str, content: Content, lists: Mapping[str, Groups], *, blanks: int = _BLANKS
) -> list[list[Field]]:
    """A list of fields for each row, and for `blanks` empty ones. Levels are neither added nor taken away
    here: their number is fixed by the records that name them."""
    extra = 0 if slug == "levels" else blanks
    rows = [*content, *({} for _ in range(extra))]
    return [_list_row(slug, number, row, lists, blanks) for number, row in enumerate(rows)]


def read_content(slug: str, form: MultiDict[str, str]) -> Content:
    rows = [
        _read_row(COLUMNS[slug], f"{number}.", form)
        for number in range(_count_rows(form))
        if f"{number}.gone" not in form
    ]
    if slug == "levels":
        for number, row in enumerate(rows):
            row["actions"] = _read_rows(_ACTION_COLUMNS, f"{number}.actions.", form)
    rows = [row for row in rows if _is_filled(COLUMNS[slug], row)]
    if slug in _NAMED_BY:
        _name_rows(rows, _NAMED_BY[slug])
    return rows


def _list_row(
    slug: str, number: int, row: dict[str, Any], lists: Mapping[str, Groups], blanks: int
) -> list[Field]:
    fields = _fields_of(COLUMNS[slug], f"{number}.", row, lists)
    if slug == "levels":
        actions = [*row.get("actions", []), *({} for _ in range(blanks))]
        for place, action in enumerate(actions):
            fields += _fields_of(_ACTION_COLUMNS, f"{number}.actions.{place}.", action, lists)
    return fields


def _fields_of(
    columns: Sequence[Column], start: str, row: dict[str, Any], lists: Mapping[str, Groups]
) -> list[Field]:
    return [_make_field(one, start, row.get(one.key), lists) for one in columns]


def _make_field(column: Column, start: str, value: Any, lists: Mapping[str, Groups]) -> Field:
    """What is saved can always be chosen, though the list it came from may have lost it."""
    values = tuple(map(str, value)) if isinstance(value, list) else ((str(value),) if value else ())
    choices = lists[column.source] if column.source else column.choices
    known = {option for _, options in choices for option, _ in options}
    lost = tuple((one, one) for one in values if choices and one not in known)
    return Field(
        f"{start}{column.key}", column.label, column.kind, values, [*choices, *([("", lost)] if lost else [])]
    )


def _count_rows(form: MultiDict[str, str]) -> int:
    numbers = [int(key.partition(".")[0]) for key in form if key.partition(".")[0].isdecimal()]
    return min(max(numbers, default=-1) + 1, MOST_ROWS)


def _read_rows(columns: Sequence[Column], start: str, form: MultiDict[str, str]) -> Content:
    rows = [_read_row(columns, f"{start}{number}.", form) for number in range(MOST_ROWS)]
    return [row for row in rows if _is_filled(columns, row)]


def _read_row(columns: Sequence[Column], start: str, form: MultiDict[str, str]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for one in columns:
        given = form.getlist(f"{start}{one.key}")
        text = "\n".join(given).replace("\x00", "").strip()
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        row[one.key] = lines if one.kind in ("lines", "ticks") else " ".join(lines)
    return row


def _is_filled(columns: Sequence[Column], row: dict[str, Any]) -> bool:
    """Whether anything was said in it: a choice that has no empty answer always says something."""
    return any(row[one.key] for one in columns if one.kind != "choice" or one.source)


def _name_rows(rows: Content, column: str) -> None:
    """Gives each row without a short name one that no other has."""
    taken = {row["slug"] for row in rows}
    for row in rows:
        if not row["slug"]:
            start = re.sub(r"[^a-z0-9]+", "-", row[column].lower())[:30].strip("-") or "row"
            row["slug"] = next(
                name
                for name in (start, *(f"{start}-{n}" for n in range(2, MOST_ROWS + 2)))
                if name not in taken
            )
            taken.add(row["slug"])
