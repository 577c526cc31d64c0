"""Per-entry columns: dates, ages, names, ids and the stored record."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np

from directory.search.arrays.document import IndexDocument, dump_document
from directory.search.arrays.segment import NO_DAY

NO_AGE = 32_767
SORT_WIDTH = 48
"""Bytes of a name that count for ordering; after that the id decides."""


def build_columns(documents: Sequence[IndexDocument]) -> dict[str, Any]:
    """Arrays over the entries, in the order given."""
    return _identity(documents) | _times(documents) | _ages(documents) | _records(documents)


def _identity(documents: Sequence[IndexDocument]) -> dict[str, Any]:
    count = len(documents)
    ids = np.frombuffer(b"".join(one.entry_id.bytes for one in documents), np.uint8)
    names = [one.sort_name.encode()[:SORT_WIDTH] for one in documents]
    order = sorted(range(count), key=lambda doc: (names[doc], documents[doc].entry_id.bytes))
    ranks = np.empty(count, np.int32)
    ranks[order] = np.arange(count, dtype=np.int32)
    return {
        "ids": ids.reshape(count, 16),
        "name_ranks": ranks,
        "sort_names": np.array(names, f"S{SORT_WIDTH}"),
        "staff_only": np.array([one.visibility != "public" for one in documents], np.bool_),
    }


def _times(documents: Sequence[IndexDocument]) -> dict[str, Any]:
    return {
        "shown_from": _days([one.listed_from for one in documents], 0),
        "shown_until": _days([one.listed_until for one in documents], NO_DAY),
        "paused_until": _days([one.paused_until for one in documents], 0),
        "assured": _days([one.assured_on for one in documents], 0),
    }


def _days(days: Sequence[date | None], missing: int) -> Any:
    return np.array([missing if day is None else day.toordinal() for day in days], np.int32)


def _ages(documents: Sequence[IndexDocument]) -> dict[str, Any]:
    return {
        "minimum_ages": np.array([one.minimum_age or 0 for one in documents], np.int16),
        "maximum_ages": np.array(
            [NO_AGE if one.maximum_age is None else one.maximum_age for one in documents], np.int16
        ),
    }


def _records(documents: Sequence[IndexDocument]) -> dict[str, Any]:
    records = [dump_document(one).encode() for one in documents]
    offsets = np.zeros(len(records) + 1, np.int64)
    np.cumsum([len(record) for record in records], out=offsets[1:])
    return {
        "record_offsets": offsets,
        "records": np.frombuffer(b"".join(records), np.uint8),
    }
