"""The check of entry text on published directories: hardly a record is refused, and none is asked about."""

from pathlib import Path

import pytest

from benchmarks.entry_text import count_source, list_sources
from directory.privacy.entry_text import BIRTH_DATE, NHS_NUMBER, PATIENT


@pytest.mark.slow
def test_published_directories_are_taken_as_they_are(shared_data: Path) -> None:
    counts = [count_source(*source) for source in list_sources(shared_data / "directories")]
    assert sum(one.total for one in counts) > 8_000
    assert sum(one.records[BIRTH_DATE] + one.records[PATIENT] for one in counts) == 0
    # One telephone number of Illinois passes the check of an NHS number; its record is there twice.
    assert sum(one.records[NHS_NUMBER] for one in counts) == 2
