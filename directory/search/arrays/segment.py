"""A segment: everything a query reads about a set of entries, as arrays.

A generation on disk is one segment opened memory-mapped; the changes since are another, built in
memory. Both are searched by the same code.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Whole = npt.NDArray[np.int32]
Bits = npt.NDArray[np.uint64]

NO_DAY = 2**31 - 1


@dataclass(frozen=True)
class Segment:
    """Arrays of N entries, T terms, K filter values, A areas, V vocabulary words.

    `*_offsets` have one more element than what they cut. Days are proleptic ordinals.
    """

    terms: npt.NDArray[np.bytes_]
    term_offsets: npt.NDArray[np.int64]
    posting_docs: Whole
    posting_impacts: Floats
    dense_terms: Whole
    dense_impacts: Floats
    position_starts: npt.NDArray[np.uint32]
    positions: npt.NDArray[np.uint16]
    words: npt.NDArray[np.bytes_]
    word_counts: Whole
    word_terms: Whole
    ids: npt.NDArray[np.uint8]
    name_ranks: Whole
    sort_names: npt.NDArray[np.bytes_]
    staff_only: npt.NDArray[np.bool_]
    shown_from: Whole
    shown_until: Whole
    paused_until: Whole
    assured: Whole
    minimum_ages: npt.NDArray[np.int16]
    maximum_ages: npt.NDArray[np.int16]
    facet_bits: Bits
    need_offsets: npt.NDArray[np.int64]
    need_docs: Whole
    mark_offsets: npt.NDArray[np.int64]
    mark_docs: Whole
    first_points: Floats
    first_cells: npt.NDArray[np.uint16]
    extra_docs: Whole
    extra_starts: npt.NDArray[np.int64]
    extra_points: Floats
    staff_docs: Whole
    staff_starts: npt.NDArray[np.int64]
    staff_points: Floats
    reach: npt.NDArray[np.uint8]
    area_offsets: npt.NDArray[np.int64]
    area_docs: Whole
    area_flags: npt.NDArray[np.uint8]
    ring_offsets: npt.NDArray[np.int64]
    ring_docs: Whole
    ring_remote: npt.NDArray[np.bool_]
    ring_points: npt.NDArray[np.float64]
    record_offsets: npt.NDArray[np.int64]
    records: npt.NDArray[np.uint8]
    facets: dict[str, dict[str, int]]
    """Per filter, its value codes and their row in `facet_bits`; rows of a filter are consecutive."""
    labels: dict[str, dict[str, str]]
    needs: dict[str, int]
    marks: dict[str, int]
    areas: dict[str, int]
    averages: list[float]

    @property
    def doc_count(self) -> int:
        """Entries in the segment."""
        return len(self.name_ranks)

    def find_dense(self, term: int) -> int:
        """Row of a common term in `dense_impacts`, or -1."""
        at = int(self.dense_terms.searchsorted(term))
        return at if at < len(self.dense_terms) and self.dense_terms[at] == term else -1

    def find_term(self, term: str) -> int:
        """Number of a term, or -1."""
        return find_bytes(self.terms, term.encode())

    def list_marked(self, mark: str) -> npt.NDArray[np.intp]:
        """Entries that carry a mark, ascending."""
        at = self.marks.get(mark)
        if at is None:
            return np.zeros(0, np.intp)
        return self.mark_docs[self.mark_offsets[at] : self.mark_offsets[at + 1]].astype(np.intp)

    def read_record(self, doc: int) -> str:
        """The stored JSON of one entry."""
        start, end = self.record_offsets[doc], self.record_offsets[doc + 1]
        return self.records[start:end].tobytes().decode()


def find_bytes(table: npt.NDArray[np.bytes_], key: bytes) -> int:
    """Index of a key in a sorted byte-string array, or -1."""
    if not len(table) or len(key) > table.dtype.itemsize:
        return -1
    at = int(table.searchsorted(np.bytes_(key)))
    return at if at < len(table) and table[at] == key else -1


def mark_entries(segment: Segment, entry_ids: Collection[UUID]) -> npt.NDArray[np.bool_]:
    """Which entries of the segment have one of these ids."""
    wanted = {entry_id.bytes for entry_id in entry_ids}
    halves = np.frombuffer(b"".join(wanted), np.uint64).reshape(-1, 2)
    held = np.ascontiguousarray(segment.ids).view(np.uint64)
    likely = np.isin(held[:, 0], halves[:, 0]) & np.isin(held[:, 1], halves[:, 1])
    for doc in np.flatnonzero(likely).tolist():
        likely[doc] = segment.ids[doc].tobytes() in wanted
    return likely


def write_segment(segment: Segment, folder: Path) -> None:
    """One .npy file per array, the dictionaries as JSON."""
    folder.mkdir(parents=True)
    plain: dict[str, Any] = {}
    for field in fields(segment):
        value = getattr(segment, field.name)
        if isinstance(value, np.ndarray):
            np.save(folder / f"{field.name}.npy", np.ascontiguousarray(value), allow_pickle=False)
        else:
            plain[field.name] = value
    (folder / "names.json").write_text(json.dumps(plain), encoding="utf-8")


def open_segment(folder: Path) -> Segment:
    """Memory-mapped read-only: workers on one machine share the pages."""
    values: dict[str, Any] = json.loads((folder / "names.json").read_text(encoding="utf-8"))
    for field in fields(Segment):
        if field.name not in values:
            values[field.name] = _open_array(folder / f"{field.name}.npy")
    return Segment(**values)


def _open_array(path: Path) -> npt.NDArray[Any]:
    mapped = np.load(path, mmap_mode="r", allow_pickle=False)
    return mapped.view(np.ndarray)
