"""What this room expects of Whoosh. `test_whoosh_exit.py` runs the same on the fork whoosh3."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from whoosh import index as whoosh_index
from whoosh.query import And, Or, Phrase, Term

from directory.search.arrays.analysis import FIELDS, build_analyzer, split_terms
from directory.search.arrays.assemble import build_segment
from directory.search.arrays.document import Coverage, IndexDocument, Label
from directory.search.arrays.segment import Segment, open_segment, write_segment
from directory.search.engine.phrases import find_phrase
from directory.search.index.decode import decode_index
from directory.search.index.writing import change_index, create_index
from tests.search.documents import LEICESTER, OAKHAM, make_document

TEXTS = (
    "Women's coffee morning in the Café",
    "Coffee for carers, every morning; don't worry about money",
    "Debt, rent arrears and eviction: we're here to help with debts",
    "Running, walking & swimming: runners run",
    "日本語 tea circle x² \U0001f600",
    "",
)


def make_corpus() -> list[IndexDocument]:
    return [
        make_document(
            f"Club {number}",
            summary=text,
            body="Everybody is welcome" if number % 2 else "Coffee every morning, money matters",
            organization="Example Neighbours",
            needs=(Label("company", "Company"),) if number % 2 else (),
            need_words=("someone to talk to",) if number % 2 else (),
            points=(LEICESTER, OAKHAM) if number % 2 else (),
            coverage=(Coverage(("home",), "area-a", "Charnwood"),),
            visibility="staff" if number == 4 else "public",
        )
        for number, text in enumerate(TEXTS)
    ]


def assert_same(one: Segment, other: Segment) -> None:
    for field in dataclasses.fields(Segment):
        left, right = getattr(one, field.name), getattr(other, field.name)
        if isinstance(left, np.ndarray):
            assert left.dtype == right.dtype, field.name
            assert np.array_equal(left, right), field.name
        else:
            assert left == right, field.name


def test_what_is_decoded_from_whoosh_is_what_is_built_without_it(tmp_path: Path):
    corpus = make_corpus()
    create_index(tmp_path / "whoosh", corpus)
    assert_same(decode_index(tmp_path / "whoosh"), build_segment(corpus))


def test_arrays_come_back_from_disk_as_they_were(tmp_path: Path):
    for name, corpus in (("some", make_corpus()), ("none", [])):
        segment = build_segment(corpus)
        write_segment(segment, tmp_path / name)
        assert_same(open_segment(tmp_path / name), segment)


@pytest.mark.parametrize("erase", [False, True])
def test_replaced_and_removed_entries_leave_every_array(tmp_path: Path, erase: bool):
    corpus = make_corpus()
    create_index(tmp_path / "whoosh", corpus)
    changed = dataclasses.replace(corpus[0], summary="Only trampolining")
    gone = [corpus[0].entry_id, corpus[2].entry_id]
    change_index(tmp_path / "whoosh", gone, [changed], erase=erase)
    decoded = decode_index(tmp_path / "whoosh")
    left = {one.entry_id.bytes: one for one in (corpus[1], *corpus[3:], changed)}
    assert {row.tobytes() for row in decoded.ids} == set(left)
    assert_same(decoded, build_segment([left[row.tobytes()] for row in decoded.ids]))


def test_erased_text_is_in_no_file(tmp_path: Path):
    corpus = make_corpus()
    create_index(tmp_path / "whoosh", corpus)
    change_index(tmp_path / "whoosh", [corpus[2].entry_id], [], erase=True)
    assert not [file for file in (tmp_path / "whoosh").iterdir() if b"arrears" in file.read_bytes()]


def test_both_ways_of_analysis_agree():
    analyzer = build_analyzer()
    for text in TEXTS:
        assert [token.text for token in analyzer(text)] == split_terms(text)
        assert [token.pos for token in analyzer(text, positions=True)] == list(range(len(split_terms(text))))


def test_whoosh_itself_finds_the_same_entries(tmp_path: Path):
    corpus = make_corpus()
    create_index(tmp_path / "whoosh", corpus)
    segment = decode_index(tmp_path / "whoosh")
    with whoosh_index.open_dir(str(tmp_path / "whoosh")).searcher() as searcher:
        for term in {term for text in TEXTS for term in split_terms(text)}:
            theirs = set(searcher.docs_for_query(Or([Term(field, term) for field in FIELDS])))
            number = segment.find_term(term)
            ours = segment.posting_docs[segment.term_offsets[number] : segment.term_offsets[number + 1]]
            assert set(ours.tolist()) == theirs
        both = And([Term("body", "coffe"), Term("body", "morn")])
        phrase = Phrase("body", ["coffe", "morn"])
        assert len(list(searcher.docs_for_query(both))) > len(list(searcher.docs_for_query(phrase)))
        ours = np.flatnonzero(find_phrase(segment, ["coffe", "morn"]))
        assert set(ours.tolist()) == set(searcher.docs_for_query(phrase))


def test_words_of_staff_entries_are_never_offered(tmp_path: Path):
    create_index(tmp_path / "whoosh", make_corpus())
    words = [bytes(word).decode() for word in decode_index(tmp_path / "whoosh").words]
    assert "running" in words
    staff_only = {"日本語", "circle"} & set(words)
    assert staff_only == set()
