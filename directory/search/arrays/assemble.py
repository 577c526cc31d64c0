"""Documents and postings to a segment, for the generation and the delta alike."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from directory.search.arrays.analysis import field_texts, split_terms, split_words, stem_word
from directory.search.arrays.bitmaps import build_bitmaps
from directory.search.arrays.columns import build_columns
from directory.search.arrays.coverage import build_coverage, build_places
from directory.search.arrays.document import IndexDocument
from directory.search.arrays.postings import (
    PostingTable,
    Statistics,
    average_lengths,
    build_dense_rows,
    build_postings,
    field_lengths,
)
from directory.search.arrays.segment import Segment, find_bytes


def assemble_segment(
    documents: Sequence[IndexDocument],
    table: PostingTable,
    word_counts: Mapping[str, int],
    base: Segment | None = None,
) -> Segment:
    """All arrays of a segment. With a base, words weigh as they do in the base."""
    lengths = field_lengths(table, len(documents))
    if base is None or base.doc_count == 0:
        averages, known, size = average_lengths(lengths), None, len(documents)
    else:
        averages, size = np.array(base.averages), base.doc_count
        known = {term: count_entries(base, term) for term in table.term_numbers}
    postings = build_postings(table, lengths, Statistics(size, averages), known)
    words = sorted(word_counts, key=str.encode)
    encoded = np.array([word.encode() for word in words] or [b""], np.bytes_)[: len(words)]
    return Segment(
        terms=postings.terms,
        term_offsets=postings.offsets,
        posting_docs=postings.docs,
        posting_impacts=postings.impacts,
        position_starts=postings.position_starts,
        positions=postings.positions,
        words=encoded,
        word_counts=np.array([word_counts[word] for word in words], np.int32),
        word_terms=np.array(
            [find_bytes(postings.terms, stem_word(word).encode()) for word in words], np.int32
        ),
        averages=[float(one) for one in averages],
        **build_dense_rows(postings, len(documents)),
        **build_columns(documents),
        **build_bitmaps(documents),
        **build_places(documents),
        **build_coverage(documents),
    )


def build_segment(documents: Iterable[IndexDocument], base: Segment | None = None) -> Segment:
    """A segment straight from documents, without Whoosh between: the delta."""
    held = list(documents)
    table = PostingTable()
    word_counts: dict[str, int] = {}
    for doc, document in enumerate(held):
        texts = field_texts(document)
        for field, text in enumerate(texts):
            table.add_text(doc, field, split_terms(text))
        if document.visibility == "public":
            for word in set(split_words("\n".join(texts))):
                word_counts[word] = word_counts.get(word, 0) + 1
    return assemble_segment(held, table, word_counts, base)


def count_entries(segment: Segment, term: str) -> int:
    """How many entries of a segment hold a term."""
    number = segment.find_term(term)
    if number < 0:
        return 0
    return int(segment.term_offsets[number + 1] - segment.term_offsets[number])
