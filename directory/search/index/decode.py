"""A Whoosh index read once, posting by posting, into a segment."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
from whoosh import index as whoosh_index
from whoosh.reading import IndexReader

from directory.search.arrays.analysis import FIELDS
from directory.search.arrays.assemble import assemble_segment
from directory.search.arrays.document import IndexDocument, load_document
from directory.search.arrays.postings import PostingTable
from directory.search.arrays.segment import Segment

Whole = npt.NDArray[np.int32]


def decode_index(folder: Path) -> Segment:
    """All arrays of the index in `folder`, deleted entries left out."""
    index = whoosh_index.open_dir(str(folder))
    reader = index.reader()
    try:
        table = PostingTable()
        documents, numbers = _read_records(reader)
        for _, leaf, offset in _leaves(reader):
            for field, name in enumerate(FIELDS):
                _read_postings(leaf, name, field, numbers[offset:], table)
        return assemble_segment(documents, table, _count_words(reader, numbers))
    finally:
        reader.close()
        index.close()


def _leaves(reader: IndexReader) -> list[tuple[int, IndexReader, int]]:
    return [(at, leaf, offset) for at, (leaf, offset) in enumerate(reader.leaf_readers())]


def _read_records(reader: IndexReader) -> tuple[list[IndexDocument], list[int]]:
    """Documents in index order, and for each Whoosh number its new one, -1 where deleted."""
    documents: list[IndexDocument] = []
    numbers = [-1] * reader.doc_count_all()
    for number, stored in reader.iter_docs():
        numbers[number] = len(documents)
        documents.append(load_document(stored["record"]))
    return documents, numbers


def _read_postings(
    reader: IndexReader, name: str, field: int, numbers: list[int], table: PostingTable
) -> None:
    form = reader.schema[name].format
    for raw in reader.lexicon(name):
        term = raw.decode()
        matcher = reader.postings(name, raw)
        while matcher.is_active():
            doc = numbers[matcher.id()]
            if doc >= 0:
                table.add(term, doc, field, form.decode_positions(matcher.value()))
            matcher.next()


def _count_words(reader: IndexReader, numbers: list[int]) -> dict[str, int]:
    """In how many living public entries each unstemmed word stands."""
    counts: dict[str, int] = {}
    for _, leaf, offset in _leaves(reader):
        for raw in leaf.lexicon("words"):
            living = sum(numbers[offset + doc] >= 0 for doc in leaf.postings("words", raw).all_ids())
            if living:
                word = raw.decode()
                counts[word] = counts.get(word, 0) + living
    return counts
