"""Filters as packed bits: one row per filter value, one bit per entry.

A count is then AND and popcount over a row, whatever the number of hits, and an entry may hold any
number of values of one filter.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from directory.models.codes import Crisis
from directory.search.arrays.document import IndexDocument, Label

Bits = npt.NDArray[np.uint64]
Mask = npt.NDArray[np.bool_]

AGES = (
    Label("5", "Children (up to 11)"),
    Label("14", "Young people (12 to 17)"),
    Label("21", "Young adults (18 to 25)"),
    Label("40", "Adults"),
    Label("70", "Older people"),
)
FIXED_VALUES = {
    "kind": (
        Label("service", "Service"),
        Label("group", "Group"),
        Label("activity", "Activity"),
        Label("guidance", "Guidance"),
    ),
    "cost": (Label("free", "Free"), Label("low", "Free or low cost")),
    "delivery": (
        Label("place", "At a place"),
        Label("home", "At your home"),
        Label("phone", "By phone"),
        Label("text", "By text"),
        Label("online", "Online"),
    ),
    "day": tuple(
        Label(code, name)
        for code, name in zip(
            ("mo", "tu", "we", "th", "fr", "sa", "su"),
            ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
            strict=True,
        )
    ),
    "age": AGES,
    # Never offered as a filter: what an officer marked as help in a crisis.
    "crisis": tuple(Label(one.value, one.value) for one in Crisis),
}


def facet_values(document: IndexDocument) -> Iterator[tuple[str, str]]:
    """Every (filter, code) under which an entry is found."""
    yield "kind", document.kind
    if document.cost in ("free", "low"):
        yield "cost", "low"
    if document.cost == "free":
        yield "cost", "free"
    for name, codes in (
        ("delivery", document.deliveries),
        ("day", document.days),
        ("crisis", document.crises),
        ("need", [need.code for need in document.needs]),
        ("district", [district.code for district in document.districts]),
    ):
        for code in codes:
            yield name, code
    for age in AGES:
        if suits_age(document, int(age.code)):
            yield "age", age.code


def suits_age(document: IndexDocument, age: int) -> bool:
    """An entry without a stated age range suits everybody."""
    oldest = document.maximum_age
    return (document.minimum_age or 0) <= age and (oldest is None or age <= oldest)


def build_bitmaps(documents: Sequence[IndexDocument]) -> dict[str, Any]:
    """Filter rows, their labels, and per need the entries that carry it."""
    labels = _collect_labels(documents)
    facets: dict[str, dict[str, int]] = {}
    row = 0
    for name, values in labels.items():
        facets[name] = {code: row + at for at, code in enumerate(values)}
        row += len(values)
    mask = np.zeros((row, len(documents)), np.bool_)
    for doc, document in enumerate(documents):
        for name, code in facet_values(document):
            if code in facets[name]:
                mask[facets[name][code], doc] = True
    need_rows = list(facets["need"].values())
    need_docs = [np.flatnonzero(mask[need_row]).astype(np.int32) for need_row in need_rows]
    return {
        "facets": facets,
        "labels": labels,
        "facet_bits": pack_rows(mask),
        "needs": {code: at for at, code in enumerate(facets["need"])},
        **join_lists("need", need_docs),
        **_build_marks(documents),
    }


def _build_marks(documents: Sequence[IndexDocument]) -> dict[str, Any]:
    """Per mark, the entries that carry it."""
    docs: dict[str, list[int]] = {}
    for doc, document in enumerate(documents):
        for mark in document.marks:
            docs.setdefault(mark, []).append(doc)
    lists = [np.array(held, np.int32) for held in docs.values()]
    return {"marks": {mark: at for at, mark in enumerate(docs)}, **join_lists("mark", lists)}


def _collect_labels(documents: Sequence[IndexDocument]) -> dict[str, dict[str, str]]:
    labels = {name: {label.code: label.name for label in values} for name, values in FIXED_VALUES.items()}
    labels["need"] = _sorted_labels(need for one in documents for need in one.needs)
    labels["district"] = _sorted_labels(place for one in documents for place in one.districts)
    return labels


def _sorted_labels(labels: Iterable[Label]) -> dict[str, str]:
    return dict(sorted({label.code: label.name for label in labels}.items()))


def join_lists(name: str, lists: Sequence[npt.NDArray[np.int32]]) -> dict[str, Any]:
    """Ragged lists as one array and its offsets."""
    offsets = np.zeros(len(lists) + 1, np.int64)
    np.cumsum([len(one) for one in lists], out=offsets[1:])
    joined = np.concatenate(lists) if lists else np.zeros(0)
    return {f"{name}_offsets": offsets, f"{name}_docs": joined.astype(np.int32)}


def pack_rows(mask: Mask) -> Bits:
    """Rows of booleans to rows of 64-bit words, the last word filled with zeros."""
    packed = np.packbits(mask, axis=-1)
    words = -(-packed.shape[-1] // 8) * 8
    padded = np.zeros((*packed.shape[:-1], words), np.uint8)
    padded[..., : packed.shape[-1]] = packed
    return padded.view(np.uint64)


def unpack_row(bits: Bits, count: int) -> Mask:
    """Inverse of `pack_rows` for one row of `count` entries."""
    return np.unpackbits(bits.view(np.uint8), count=count).view(np.bool_)
