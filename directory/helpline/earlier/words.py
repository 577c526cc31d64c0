"""The words by which earlier enquiries are found: those of question, answer and outcomes, analysed as the
search does. Likely details of a person are never among them."""

from collections.abc import Iterable

from sqlalchemy import delete, insert, select

from directory.extensions import db
from directory.models import Enquiry, EnquiryWord
from directory.person_details import remove_details
from directory.search.arrays.analysis import split_words, stem_word
from directory.search.language.words import FILLERS

MOST_WORDS = 400
_LONGEST_WORD = 60
_SHORTEST_WORD = 2


def index_words(enquiry: Enquiry) -> None:
    """Writes what has changed of an enquiry's words since it was last saved. Flushes."""
    texts = [enquiry.question, enquiry.circumstances, enquiry.answer, *_list_outcome_texts(enquiry)]
    wanted = frozenset(list_words(" ".join(text for text in texts if text))[:MOST_WORDS])
    mine = EnquiryWord.enquiry_id == enquiry.id
    have = frozenset(db.session.scalars(select(EnquiryWord.word).where(mine)))
    if have - wanted:
        db.session.execute(delete(EnquiryWord).where(mine, EnquiryWord.word.in_(have - wanted)))
    if wanted - have:
        rows = [{"word": word, "enquiry_id": enquiry.id} for word in sorted(wanted - have)]
        db.session.execute(insert(EnquiryWord), rows)


def forget_words(enquiry_ids: Iterable[object]) -> None:
    """For retention: what is emptied is no longer found by its words."""
    db.session.execute(delete(EnquiryWord).where(EnquiryWord.enquiry_id.in_(list(enquiry_ids))))


def list_words(text: str) -> list[str]:
    """Stems, each once, in the order of the text. Words of asking ("please find") are not among them."""
    words = (word for word in split_words(remove_details(text)) if word not in FILLERS)
    stems = (stem_word(word)[:_LONGEST_WORD] for word in words if len(word) >= _SHORTEST_WORD)
    return list(dict.fromkeys(stems))


def _list_outcome_texts(enquiry: Enquiry) -> Iterable[str | None]:
    for outcome in enquiry.outcomes:
        yield outcome.note
        yield from (entry.name for entry in outcome.entries)
