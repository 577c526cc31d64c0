"""The example directory, asked as people ask."""

from datetime import UTC, datetime
from pathlib import Path

from flask import Flask

from directory.exchange.example import load
from directory.listings import published
from directory.search.find import find
from directory.search.request import SearchRequest
from tests.factories import make_index

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
LINES = Path(__file__).with_name("everyday_searches.txt").read_text().splitlines()[1:]


def test_what_people_type_finds_what_they_mean(app: Flask):
    load.load_example(now=NOW)
    make_index()
    found = {line: _list_names(line.partition(" | ")[0]) for line in LINES}
    missed = {
        line: names
        for line, names in found.items()
        if not names or (line.partition(" | ")[2] or names[0]) not in names
    }
    assert missed == {}


def _list_names(words: str) -> list[str]:
    hits = find(SearchRequest(q=words, place="LE3"), viewer="public", now=NOW).hits[:5]
    return [entry.name for entry in published.list_entries([hit.entry_id for hit in hits])]
