"""Values of an entry in words, field by field, for reading over, for versions and for two editors who met."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from directory.accounts.wording import describe_date
from directory.admin.forms import convert
from directory.admin.forms.shown import Choices
from directory.admin.forms.spec import Field, Group, Item, Part, Rows


@dataclass(frozen=True)
class Said:
    """One top-level key of entry data with its label and its value, a line for each thing in it."""

    key: str
    label: str
    lines: list[str]


@dataclass(frozen=True)
class Difference:
    key: str
    label: str
    before: list[str]
    after: list[str]


def describe_part(part: Part, data: Mapping[str, Any], choices: Choices) -> list[Said]:
    form = convert.to_form(data)
    return [Said(item.name, _label(item), _say(item, form.get(item.name), choices)) for item in part.items]


def list_differences(
    parts: tuple[Part, ...], before: Mapping[str, Any], after: Mapping[str, Any], choices: Choices
) -> list[Difference]:
    """What differs and can be said in words."""
    found = []
    for part in parts:
        pairs = zip(describe_part(part, before, choices), describe_part(part, after, choices), strict=True)
        found += [Difference(b.key, b.label, b.lines, a.lines) for b, a in pairs if b.lines != a.lines]
    return found + _list_other_differences(parts, before, after)


# Changed by actions of their own, with words for them.
_OTHER_LABELS = {
    "status": "State",
    "organization": "Organization",
    "assured_at": "Checked on",
    "assured_by": "Checked by",
    "assured_how": "Checked how",
    "next_review_on": "Check again on",
}


def _list_other_differences(
    parts: tuple[Part, ...], before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[Difference]:
    shown = {key for part in parts for key in part.keys}
    others = [key for key in {**before, **after} if key not in shown and key != "id"]
    return [
        Difference(
            key,
            _OTHER_LABELS.get(key) or key.replace("_", " ").capitalize(),
            _say_other(before.get(key)),
            _say_other(after.get(key)),
        )
        for key in others
        if before.get(key) != after.get(key)
    ]


def _say_other(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [str(value["name"])] if value.get("name") else [str(value)]
    if isinstance(value, list):
        return [str(one) for one in value]
    return [] if value in (None, "") else [str(value)]


def _label(item: Item) -> str:
    if isinstance(item, Group):
        return item.name.capitalize()
    return item.label


def _say(item: Item, value: Any, choices: Choices) -> list[str]:
    if isinstance(item, Rows):
        return [line for row in value or [] for line in _say_row(item.items, row, choices)]
    if isinstance(item, Group):
        return _say_row(item.items, value or {}, choices)
    if item.is_many:
        return [_name(item, str(one), choices) for one in value or []]
    if value in (None, ""):
        return []
    return [line for line in _say_value(item, value, choices).splitlines() if line]


def _say_row(items: tuple[Item, ...], row: Mapping[str, Any], choices: Choices) -> list[str]:
    """Its own fields on one line, then a line for each row inside it."""
    own, inner = [], []
    for item in items:
        lines = _say(item, row.get(item.name), choices)
        if not isinstance(item, Field):
            inner += lines
        elif lines and item.widget != "hidden" and _is_worth_saying(item, row.get(item.name)):
            text = ", ".join(lines)
            own.append(text if item.said == "bare" else f"{item.label} {text}")
    return ([", ".join(own)] if own else []) + inner


def _is_worth_saying(item: Field, value: Any) -> bool:
    """Who may know a place is said when it is not everybody."""
    return item.said != "never" and not (item.name == "visibility" and value == item.default)


def _say_value(item: Field, value: Any, choices: Choices) -> str:
    if item.widget in ("select", "radios"):
        return _name(item, str(value), choices)
    if item.widget == "date":
        try:
            return describe_date(date.fromisoformat(str(value)))
        except ValueError:
            return str(value)
    return f"£{value:.2f}" if item.name == "amount" and isinstance(value, float) else str(value)


def _name(item: Field, value: str, choices: Choices) -> str:
    for _, options in choices.get(item.choices, []):
        for option, label in options:
            if option == value:
                return label
    return value
