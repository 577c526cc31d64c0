"""A form as its page shows it: each field with its full name, value, choices and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from directory.admin.choices import ChoiceGroup
from directory.admin.forms import schedules
from directory.admin.forms.spec import Field, Group, Item, Rows

Choices = Mapping[str, list[ChoiceGroup]]
Problems = Mapping[str, str]


@dataclass(frozen=True)
class Shown:
    """`widget` is that of the field, or "rows" (its `inner` are rows) or "row" (its `inner` are fields)."""

    widget: str
    name: str
    label: str
    hint: str = ""
    value: Any = ""
    error: str = ""
    width: str = ""
    groups: list[ChoiceGroup] = field(default_factory=list)
    inner: list["Shown"] = field(default_factory=list)
    one: str = ""
    row_id: str = ""


def show_form(
    items: tuple[Item, ...], data: Mapping[str, Any], choices: Choices, problems: Problems, prefix: str = ""
) -> list[Shown]:
    shown: list[Shown] = []
    for item in items:
        path, value = f"{prefix}{item.name}", data.get(item.name)
        if isinstance(item, Group):
            shown += _show_id(path, value)
            shown += show_form(item.items, value or {}, choices, problems, f"{path}.")
        elif isinstance(item, Rows):
            shown.append(_show_rows(item, path, value or [], choices, problems))
        else:
            shown.append(_show_field(item, path, value, choices, problems))
    return shown


def place_problems(shown: list[Shown], problems: Problems) -> dict[str, str]:
    """Each message under the name of the nearest field there is; one that belongs to none is kept under "" so
    that it still shows at the top."""
    names = set(_walk_names(shown))
    placed: dict[str, str] = {}
    for path, message in problems.items():
        while path and path not in names:
            path = path.rpartition(".")[0]
        placed[path] = f"{placed[path]} {message}" if path in placed else message
    return placed


def summarize_problems(shown: list[Shown], problems: Problems) -> dict[str, str]:
    """Each message with what it is about ("Phone number 2, Number: ..."), for the top of the page."""
    labels = _label_paths(shown, "")
    return {
        name: f"{labels[name]}: {message}" if labels.get(name) else message
        for name, message in problems.items()
    }


def _label_paths(shown: list[Shown], above: str) -> dict[str, str]:
    labels: dict[str, str] = {}
    for one in shown:
        own = f"{above}, {one.label}" if above else one.label
        labels[one.name] = own
        labels |= _label_paths(one.inner, own if one.widget == "row" else above)
    return labels


def _show_field(item: Field, path: str, value: Any, choices: Choices, problems: Problems) -> Shown:
    if value is None or value == "":
        value = [] if item.is_many else item.default
    groups = choices.get(item.choices, [])
    if item.widget == "select" and value and not _offers(groups, value):
        label = "As it is now (a rule of its own)" if value == schedules.AS_IT_IS else str(value)
        groups = [*groups, ("", [(str(value), label)])]
    if item.widget in ("select", "radios", "text", "number", "prose") and not isinstance(value, str):
        value = f"{value:.2f}" if item.name == "amount" else str(value)
    return Shown(item.widget, path, item.label, item.hint, value, problems.get(path, ""), item.width, groups)


def _show_rows(item: Rows, path: str, rows: list[Any], choices: Choices, problems: Problems) -> Shown:
    inner = [
        Shown(
            "row",
            f"{path}.{number}",
            f"{item.one.capitalize()} {number + 1}",
            inner=show_form(item.items, row, choices, problems, f"{path}.{number}."),
            one=item.one,
            row_id=str(row.get("id") or ""),
        )
        for number, row in enumerate(rows)
    ]
    error = problems.get(path, "")
    return Shown("rows", path, item.label, item.hint, error=error, inner=inner, one=item.one)


def _offers(groups: list[ChoiceGroup], value: Any) -> bool:
    return any(value == offered for _, options in groups for offered, _ in options)


def _show_id(path: str, value: Any) -> list[Shown]:
    row_id = (value or {}).get("id")
    return [Shown("hidden", f"{path}.id", "", value=str(row_id))] if row_id else []


def _walk_names(shown: list[Shown]) -> list[str]:
    names = [one.name for one in shown if one.widget != "hidden"]
    return names + [name for one in shown for name in _walk_names(one.inner)]
