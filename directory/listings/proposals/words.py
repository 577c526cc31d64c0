"""The everyday words that lead to a need. Search reads them from the database, so that a word added here is
at work in every worker within a second."""

from sqlalchemy import delete, select

from directory import audit
from directory.errors import InvalidData
from directory.extensions import db
from directory.models import TaxonomyTerm, TermWord, User

LONGEST_PHRASE = 80
MOST_WORDS = 6
"""Search looks no further than this for a phrase (search/language/expansion.py)."""


def clean_phrase(text: str) -> str:
    """In lower case, blanks joined. Raises InvalidData, under "text", for what search could never find."""
    phrase = "".join(mark if mark.isprintable() else " " for mark in text).lower().strip()
    phrase = " ".join(phrase.encode("utf-8", "ignore").decode().split())
    if not any(mark.isalnum() for mark in phrase):
        raise InvalidData("This is no word.", {"text": "Write the word or phrase that people use."})
    if len(phrase) > LONGEST_PHRASE or len(phrase.split()) > MOST_WORDS:
        message = f"Use {MOST_WORDS} words or fewer, and {LONGEST_PHRASE} characters or fewer."
        raise InvalidData("This is too long.", {"text": message})
    return phrase


def is_word_of(phrase: str, need: TaxonomyTerm) -> bool:
    """Whether it leads to the need already, as its name or as one of its words."""
    has_it = select(TermWord.id).where(TermWord.taxonomy_term_id == need.id, TermWord.phrase == phrase)
    return need.name.lower() == phrase or db.session.scalar(has_it) is not None


def add_word(*, actor: User | None, need: TaxonomyTerm, phrase: str) -> str:
    """The phrase as it was kept. Adding it again changes nothing. Raises InvalidData."""
    phrase = clean_phrase(phrase)
    if not is_word_of(phrase, need):
        db.session.add(TermWord(taxonomy_term_id=need.id, phrase=phrase))
        db.session.flush()
        audit.record("need.word_added", actor, need, phrase=phrase)
    return phrase


def remove_word(*, actor: User | None, need: TaxonomyTerm, phrase: str) -> None:
    """From now on it no longer leads to the need."""
    same = delete(TermWord).where(TermWord.taxonomy_term_id == need.id, TermWord.phrase == phrase)
    db.session.execute(same)
    audit.record("need.word_removed", actor, need, phrase=phrase)
