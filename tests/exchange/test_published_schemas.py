"""Our input schemas against the published JSON schemas of Open Referral UK 3.0: the same verdict on the
published feeds and on thousands of records made from them with one thing wrong."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

from directory.exchange.entries.faults import find_faults

FEEDS = ("test", "default", "warn", "fail")
# Where we part from the published schemas on purpose; see the head of entries/schemas.py.
LENIENT = ("extent", "uri")


@pytest.fixture(scope="module")
def published(shared_data: Path) -> Draft202012Validator:
    folder = shared_data / "openreferral" / "uk-3.0" / "schema"
    schemas = {path.name: json.loads(path.read_text()) for path in folder.glob("*.json")}
    names = [
        (f"https://schemas.example/{name}", Resource.from_contents(schema, _draft()))
        for name, schema in schemas.items()
    ]
    registry: Registry[Any] = Registry().with_resources(names)
    top = {"$ref": "https://schemas.example/service.json"}
    return Draft202012Validator(top, registry=registry, format_checker=FormatChecker(["uuid", "email"]))


def _draft() -> Any:
    from referencing.jsonschema import DRAFT202012

    return DRAFT202012


def full_service(shared_data: Path) -> dict[str, Any]:
    return json.loads((shared_data / "openreferral/example-feeds/test/service_full.json").read_text())


def verdict(published: Draft202012Validator, record: Any) -> set[str]:
    """Paths of the published faults, that of a missing field with the field itself."""
    faults = set()
    for error in published.iter_errors(record):
        path = [str(part) for part in error.absolute_path]
        if error.validator == "required":
            path += [next(name for name in error.validator_value if name not in error.instance)]
        faults.add(".".join(path))
    return faults


@pytest.mark.parametrize("feed", FEEDS)
def test_the_published_feeds_get_the_published_verdict(
    shared_data: Path, published: Draft202012Validator, feed: str
) -> None:
    folder = shared_data / "openreferral" / "example-feeds" / feed
    page = json.loads((folder / "service_list.json").read_text())["contents"]
    records = [*page, json.loads((folder / "service_full.json").read_text())]
    for record in records:
        theirs, ours = verdict(published, record), set(find_faults(record, is_feed=True))
        assert theirs <= ours
        assert bool(ours) == (feed == "fail")


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from leaves(inner, (*path, key))


def changed(record: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    """The record with another value there, or without it where the value is `...`."""
    made = copy.deepcopy(record)
    place: Any = made
    for step in path[:-1]:
        place = place[step]
    if value is ...:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return made


@pytest.mark.parametrize("value", [..., 7, True, [], {}, "no", "not-a-uuid", ["a"], {"a": 1}])
def test_one_thing_wrong_anywhere_gets_the_published_verdict(
    shared_data: Path, published: Draft202012Validator, value: Any
) -> None:
    record = full_service(shared_data)
    compared = 0
    for path in leaves(record):
        if any(name in path for name in LENIENT):
            continue
        made = changed(record, path, value)
        theirs, ours = bool(verdict(published, made)), find_faults(made, is_feed=True)
        if theirs or not is_stricter_here(path, value):
            assert bool(ours) == theirs, (path, value, ours)
            compared += 1
    assert compared > 80


def is_stricter_here(path: tuple[Any, ...], value: Any) -> bool:
    """The published schemas let these through because no checker of web addresses comes with them."""
    web = ("url", "website", "schedule_link", "term_uri")
    return path[-1] in web and isinstance(value, str)
