"""What is wrong with a record, by path."""

import uuid
from collections.abc import Iterator
from typing import Any

from directory.exchange.entries.schemas import FeedServiceSchema, StrictFeedServiceSchema

_LOOSE, _STRICT = FeedServiceSchema(), StrictFeedServiceSchema()


def find_faults(data: dict[str, Any], is_feed: bool) -> dict[str, str]:
    """Path ("organization.website") to what is wrong there; empty where nothing is."""
    messages = (_STRICT if is_feed else _LOOSE).validate(data)
    faults = dict(_flatten(messages))
    if is_feed:
        faults |= dict(_bad_ids(data))
    return faults


def _flatten(messages: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(messages, dict):
        for key, inner in messages.items():
            yield from _flatten(inner, path if key == "_schema" else f"{path}.{key}".lstrip("."))
    else:
        yield path, " ".join(str(message) for message in messages)


def _bad_ids(data: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Ids of a feed are UUIDs, and every part has one."""
    if isinstance(data, list):
        for number, item in enumerate(data):
            yield from _bad_ids(item, f"{path}.{number}")
    if not isinstance(data, dict):
        return
    if path and "id" not in data and not path.endswith("metadata"):
        yield f"{path}.id", "Missing data for required field."
    for key, value in data.items():
        here = f"{path}.{key}".lstrip(".")
        if (key == "id" or key.endswith("_id")) and isinstance(value, str) and not _is_uuid(value):
            yield here, "Not a valid UUID."
        elif isinstance(value, dict | list) and key not in ("extent", "availability"):
            yield from _bad_ids(value, here)


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def take_out(data: Any, path: list[str]) -> bool:
    """Removes one value, or the list item that lacks what its kind requires."""
    for step in path[:-1]:
        if isinstance(data, list) and step.isdigit() and int(step) < len(data):
            data = data[int(step)]
        elif isinstance(data, dict) and step in data:
            data = data[step]
        else:
            return False
    if isinstance(data, dict) and path[-1] in data and path != ["id"] and path != ["name"]:
        del data[path[-1]]
        return True
    return False
