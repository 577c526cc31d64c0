"""A Whoosh index read once, posting by posting, into a segment."""

from collections import Counter
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
        documents, numbers, word_counts = _read_records(reader)
        for leaf, offset in reader.leaf_readers():
            for field, name in enumerate(FIELDS):
                _read_postings(leaf, name, field, numbers[offset:], table)
        return assemble_segment(documents, table, word_counts)
    finally:
        reader.close()
        index.close()


def _read_records(reader: IndexReader) -> tuple[list[IndexDocument], list[int], Counter[str]]:
    """Documents in index order; for each Whoosh number its new one, -1 where deleted; words counted."""
    documents: list[IndexDocument] = []
    numbers = [-1] * reader.doc_count_all()
    word_counts: Counter[str] = Counter()
    for number, stored in reader.iter_docs():
        numbers[number] = len(documents)
        documents.append(load_document(stored["record"]))
        word_counts.update(stored.get("words", "").split())
    return documents, numbers, word_counts


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
