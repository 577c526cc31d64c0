"""Terms that other directories use: those that mean one of our needs, or a group of people we know, become
that; the others are kept in a taxonomy of their source."""

import re
import uuid
from typing import Any

from sqlalchemy import select

from directory.exchange.entries.parts import derived_id, listed, text_of
from directory.extensions import db
from directory.models import Taxonomy, TaxonomyTerm, TermWord

Attributes = list[dict[str, Any]]


class Terms:
    """Asks the database once for each term."""

    def __init__(self, source: str, need_words: dict[str, str], people_words: dict[str, str]) -> None:
        self._source = source
        self._kept: set[uuid.UUID] = set()
        self._needs, self._people = need_words, people_words

    def find_needs(self, attributes: Any) -> list[str]:
        """Slugs of the needs whose name or slug, or one of whose everyday words, is the name of a term."""
        return _translate(attributes, self._needs)

    def find_people(self, attributes: Any) -> list[str]:
        """Slugs of the groups of people that are named so by a term."""
        return _translate(attributes, self._people)

    def keep_attributes(self, attributes: Any) -> Attributes:
        """Attributes as entry data; terms that are new are added, to be flushed with the entry."""
        kept: Attributes = []
        for item in listed(attributes):
            term = item.get("taxonomy_term")
            if not isinstance(term, dict) or not text_of(term.get("name")):
                continue
            name = text_of(term.get("name")).casefold()
            if name in self._needs or name in self._people:
                continue
            link = {key: text_of(item.get(key)) for key in ("link_type", "value")}
            kept.append({"taxonomy_term_id": str(self._keep(term))} | link)
        return kept

    def _keep(self, term: dict[str, Any]) -> uuid.UUID:
        name, taxonomy = text_of(term.get("name"))[:200], text_of(term.get("taxonomy")) or "terms"
        key = text_of(term.get("id")) or f"{taxonomy}\x1f{name.casefold()}"
        term_id = derived_id(self._source, "taxonomy_term", key)
        if term_id not in self._kept and db.session.get(TaxonomyTerm, term_id) is None:
            row = TaxonomyTerm(
                id=term_id,
                taxonomy_id=self._keep_taxonomy(taxonomy),
                slug=f"{_slug(name)[:80]}-{term_id.hex[:8]}",
                code=text_of(term.get("code"))[:120] or None,
                name=name,
                description=text_of(term.get("description")),
                term_uri=text_of(term.get("term_uri"))[:500] or None,
            )
            db.session.add(row)
            db.session.flush()
        self._kept.add(term_id)
        return term_id

    def _keep_taxonomy(self, name: str) -> uuid.UUID:
        taxonomy_id = derived_id(self._source, "taxonomy", name)
        if db.session.get(Taxonomy, taxonomy_id) is None:
            slug = f"{_slug(self._source)[:40]}-{_slug(name)[:20]}-{taxonomy_id.hex[:8]}"
            db.session.add(Taxonomy(id=taxonomy_id, slug=slug, name=name[:200]))
            db.session.flush()
        return taxonomy_id


def _terms(attributes: Any) -> list[dict[str, Any]]:
    found = (item.get("taxonomy_term") for item in listed(attributes))
    return [term for term in found if isinstance(term, dict)]


def load_words(taxonomy: str) -> dict[str, str]:
    """Names, slugs and everyday words of its terms, in small letters, with the slug of each."""
    term, word = TaxonomyTerm, TermWord
    named = select(term.slug, term.name).join(Taxonomy).where(Taxonomy.slug == taxonomy)
    spoken = select(word.phrase, term.slug).join(term, word.taxonomy_term_id == term.id)
    spoken = spoken.join(Taxonomy, term.taxonomy_id == Taxonomy.id).where(Taxonomy.slug == taxonomy)
    words = {phrase: slug for phrase, slug in db.session.execute(spoken)}
    for slug, name in db.session.execute(named):
        words |= {name.casefold(): slug, slug: slug}
    return words


def _translate(attributes: Any, words: dict[str, str]) -> list[str]:
    names = [text_of(term.get("name")) for term in _terms(attributes)]
    return list(dict.fromkeys(slug for name in names if (slug := words.get(name.casefold()))))


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-") or "x"
