"""The invented year of casework as it is written in `seed/casework/`."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from directory.exchange.example import files
from directory.person_details import find_details
from directory.unmet_needs.small_words import find_small_count
from tests.seed.authored import AREAS, ENTRIES, GUIDANCE, NEEDS, PEOPLE

PATHS = sorted((files.SEED / "casework").glob("*.yaml"))
BOOKS = {path.stem: files.read_yaml(path) for path in PATHS}
WRITTEN = "\n".join(path.read_text() for path in PATHS)
GROUPS = BOOKS["unmet_needs"]["groups"]
ENDS = [end for item in [*BOOKS["enquiries"], *BOOKS["waiting"]] for end in item.get("ends", [])]


def list_texts(book: Any) -> Iterator[str]:
    if isinstance(book, str):
        yield book
    elif isinstance(book, dict):
        for value in book.values():
            yield from list_texts(value)
    elif isinstance(book, list):
        for value in book:
            yield from list_texts(value)


def list_named(book: Any, *names: str) -> Iterator[str]:
    """Whatever stands under one of these keys, as single words."""
    if isinstance(book, dict):
        for key, value in book.items():
            if key in names:
                yield from [value] if isinstance(value, str) else value
            yield from list_named(value, *names)
    elif isinstance(book, list):
        for one in book:
            yield from list_named(one, *names)


@pytest.mark.parametrize("name", BOOKS)
def test_no_text_says_who_somebody_is(name: str):
    assert [text for text in list_texts(BOOKS[name]) if find_details(text)] == []


def test_no_number_rings_and_every_address_is_an_example():
    assert re.findall(r"\d[\d ]{6,}\d", WRITTEN) == []
    assert set(re.findall(r"[\w.]+@([\w.]+)", WRITTEN)) == {"example.org"}
    assert all(site.endswith("example.org") for site in re.findall(r"https?://([\w.]+)", WRITTEN))


def test_there_are_many_questions_and_no_two_are_alike():
    asked = list(list_named(BOOKS["enquiries"], "asks"))
    assert len(asked) >= 60
    assert len(set(asked)) == len(asked)


def test_no_words_that_others_read_count_a_few_people():
    said = [item.get(part) for item in GROUPS for part in ("name", "summary", "narrative")]
    assert [text for text in [*said, BOOKS["unmet_needs"]["report"]] if find_small_count(text)] == []


def test_every_entry_that_is_named_is_in_the_example_directory():
    named = [slug for end in ENDS for slug in [*end.get("found", []), *end.get("explored", [])]]
    named += [*list_named(BOOKS["searches"], "opens"), *list_named(BOOKS["proposals"], "entry")]
    named += [slug for item in BOOKS["records"]["records"] for slug in item["entries"]]
    named += BOOKS["unmet_needs"]["offers"]
    assert set(named) <= {item["slug"] for item in [*ENTRIES, *GUIDANCE]}


def test_every_need_area_team_role_and_body_that_is_named_is_there():
    network = files.read_yaml(files.SEED / "network.yaml")
    teams, roles = ({item["slug"] for item in network[kind]} for kind in ("teams", "roles"))
    bodies = {item["slug"] for item in files.read_yaml(files.SEED / "unmet_needs.yaml")["bodies"]}
    assert set(list_named(BOOKS, "needs", "need")) <= {item["slug"] for _, item in NEEDS}
    assert set(list_named(BOOKS, "area", "also")) | set(BOOKS["people"]["areas"]) <= set(AREAS)
    assert set(list_named(BOOKS["people"], "teams", "team", "silent")) <= teams
    assert set(list_named(BOOKS["records"], "deleted")) <= teams
    assert {end["role"] for end in ENDS if "role" in end} <= roles
    assert set(list_named(BOOKS["unmet_needs"], "to")) <= bodies
    assert set(list_named(BOOKS["unmet_needs"], "people")) <= {item["slug"] for item in PEOPLE}


def test_every_group_that_is_named_is_written_down():
    missed = {end["unmet"] for end in ENDS if "unmet" in end}
    assert missed | set(BOOKS["unmet_needs"]["by_staff"]) <= {item["slug"] for item in GROUPS}
