"""Reads what was typed, by what the form consists of: anything else in the request is not looked at.

The result has the nesting of entry data and holds text only."""

import re
from typing import Any

from werkzeug.datastructures import MultiDict

from directory.admin.forms.spec import Field, Group, Item, Rows

MOST_ROWS = 200

Typed = dict[str, Any]


def read_typed(items: tuple[Item, ...], form: MultiDict[str, str], prefix: str = "") -> Typed:
    return {item.name: _read_item(item, form, f"{prefix}{item.name}") for item in items}


def drop_empty_rows(items: tuple[Item, ...], typed: Typed) -> Typed:
    """Without the new rows in which nothing was typed. A row that has an id is there until it is removed by
    its button: the form may not show all that it holds."""
    kept = _id_of(typed)
    for item in items:
        value = typed.get(item.name)
        if isinstance(item, Rows):
            rows = [drop_empty_rows(item.items, row) for row in value or []]
            kept[item.name] = [row for row in rows if row.get("id") or not is_empty(item.items, row)]
        elif isinstance(item, Group):
            kept[item.name] = drop_empty_rows(item.items, value or {})
        else:
            kept[item.name] = value
    return kept


def is_empty(items: tuple[Item, ...], typed: Typed) -> bool:
    for item in items:
        value = typed.get(item.name)
        if isinstance(item, Rows):
            if any(not is_empty(item.items, row) for row in value or []):
                return False
        elif isinstance(item, Group):
            if not is_empty(item.items, value or {}):
                return False
        elif item.widget != "hidden" and value not in (None, "", [], item.default):
            return False
    return True


def press_row_button(items: tuple[Item, ...], typed: Typed, pressed: str) -> bool:
    """Adds or takes away the row that `pressed` names ("add:phones", "remove:phones.1"). False when it
    names no such list."""
    verb, _, path = pressed.partition(":")
    steps = path.split(".")
    if verb == "remove" and re.fullmatch(r"[0-9]{1,3}", steps[-1]):
        found = _find_rows_and_items(items, typed, steps[:-1])
        if found is not None and int(steps[-1]) < len(found[0]):
            del found[0][int(steps[-1])]
        return found is not None
    if verb == "add":
        found = _find_rows_and_items(items, typed, steps)
        if found is not None and len(found[0]) < MOST_ROWS:
            found[0].append(_new_row(found[1]))
        return found is not None
    return False


def _read_item(item: Item, form: MultiDict[str, str], path: str) -> Any:
    if isinstance(item, Field):
        return form.getlist(path)[:MOST_ROWS] if item.is_many else form.get(path, "")
    if isinstance(item, Group):
        return read_typed(item.items, form, f"{path}.") | _read_id(form, path)
    return [
        read_typed(item.items, form, f"{path}.{number}.") | _read_id(form, f"{path}.{number}")
        for number in _list_numbers(form, path)
    ]


def _read_id(form: MultiDict[str, str], path: str) -> Typed:
    given = form.get(f"{path}.id", "")
    return {"id": given} if given else {}


def _id_of(value: Typed | None) -> Typed:
    return {"id": value["id"]} if value and value.get("id") else {}


def _list_numbers(form: MultiDict[str, str], path: str) -> list[int]:
    numbered = re.compile(re.escape(path) + r"\.([0-9]{1,3})\.")
    found = {int(match[1]) for name in form if (match := numbered.match(name))}
    return sorted(found)[:MOST_ROWS]


def _new_row(items: tuple[Item, ...]) -> Typed:
    row: Typed = {}
    for item in items:
        if isinstance(item, Group):
            row[item.name] = _new_row(item.items)
        elif isinstance(item, Rows):
            row[item.name] = [_new_row(item.items)] if item.has_first else []
    return row


def _find_rows_and_items(
    items: tuple[Item, ...], typed: Any, steps: list[str]
) -> tuple[list[Typed], tuple[Item, ...]] | None:
    """The list that the steps lead to, and what a row of it consists of."""
    item = next((item for item in items if steps and item.name == steps[0]), None)
    if item is None or isinstance(item, Field):
        return None
    inner, rest = typed.setdefault(item.name, [] if isinstance(item, Rows) else {}), steps[1:]
    if isinstance(item, Group):
        return _find_rows_and_items(item.items, inner, rest)
    if not rest:
        return inner, item.items
    if not re.fullmatch(r"[0-9]{1,3}", rest[0]) or int(rest[0]) >= len(inner):
        return None
    return _find_rows_and_items(item.items, inner[int(rest[0])], rest[1:])
