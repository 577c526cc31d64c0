"""Everyday words of needs: "no money for the meter" also finds what is listed under fuel.

Read from the database, not from the index, so that a word accepted today works at once.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.models import Taxonomy, TaxonomyTerm, TermWord
from directory.search.arrays.analysis import phrase_key

Phrases = Mapping[str, tuple[str, ...]]
"""Comparable form of a word or phrase to the slugs of the needs it stands for."""

LONGEST_PHRASE = 6
"""Words."""


def load_phrases(session: Session) -> Phrases:
    """Names and everyday words of all needs."""
    needs = (
        select(TaxonomyTerm.slug, TaxonomyTerm.name.label("phrase"))
        .join(Taxonomy)
        .where(Taxonomy.slug == "needs")
    )
    words = (
        select(TaxonomyTerm.slug, TermWord.phrase)
        .join(TermWord, TermWord.taxonomy_term_id == TaxonomyTerm.id)
        .join(Taxonomy, Taxonomy.id == TaxonomyTerm.taxonomy_id)
        .where(Taxonomy.slug == "needs")
    )
    found: dict[str, set[str]] = {}
    for slug, phrase in session.execute(needs.union_all(words)):
        found.setdefault(phrase_key(phrase), set()).add(slug)
    return {phrase: tuple(sorted(slugs)) for phrase, slugs in found.items() if phrase}


def find_needs(phrases: Phrases, stems: Sequence[str]) -> list[tuple[range, tuple[str, ...]]]:
    """Stretches of the query that stand for needs; they do not overlap, the longest wins."""
    found = []
    start = 0
    while start < len(stems):
        stretch = _longest(phrases, stems, start)
        if stretch is not None:
            found.append((stretch, phrases[_key(stems, stretch)]))
        start = stretch.stop if stretch is not None else start + 1
    return found


def _longest(phrases: Phrases, stems: Sequence[str], start: int) -> range | None:
    for end in range(min(len(stems), start + LONGEST_PHRASE), start, -1):
        if _key(stems, range(start, end)) in phrases:
            return range(start, end)
    return None


def _key(stems: Sequence[str], stretch: range) -> str:
    return " ".join(stems[stretch.start : stretch.stop])
