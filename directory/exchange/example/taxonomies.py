"""Lays down the two taxonomies of the house: what people need, and who entries are for."""

import uuid
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from directory.exchange.example.authoring import make_id
from directory.extensions import db
from directory.models import Taxonomy, TaxonomyTerm, TermWord


def lay_taxonomy(slug: str, name: str, tree: list[dict[str, Any]]) -> None:
    """Adds what is missing and puts right what differs. A term that is no longer listed stays: entries
    may use it."""
    taxonomy = db.session.scalar(select(Taxonomy).where(Taxonomy.slug == slug))
    if taxonomy is None:
        taxonomy = Taxonomy(id=uuid.UUID(make_id("taxonomy", slug)), slug=slug, name=name)
        db.session.add(taxonomy)
    listed = select(TaxonomyTerm).where(TaxonomyTerm.taxonomy_id == taxonomy.id)
    known = {term.slug: term for term in db.session.scalars(listed.options(selectinload(TaxonomyTerm.words)))}
    for position, (item, parent) in enumerate(_walk(tree, None)):
        term = known.get(item["slug"])
        if term is None:
            term_id = uuid.UUID(make_id(f"term/{slug}", item["slug"]))
            term = known[item["slug"]] = TaxonomyTerm(id=term_id, taxonomy=taxonomy, slug=item["slug"])
            db.session.add(term)
        term.name, term.description, term.position = item["name"], item["description"], position
        term.parent_id = known[parent].id if parent else None
        _lay_words(term, {word.lower() for word in item.get("words", [])})
    db.session.flush()


def _lay_words(term: TaxonomyTerm, wanted: set[str]) -> None:
    """Words that an officer added are kept."""
    have = {word.phrase for word in term.words}
    term.words.extend(TermWord(phrase=phrase) for phrase in sorted(wanted - have))


def _walk(tree: list[dict[str, Any]], parent: str | None) -> Iterator[tuple[dict[str, Any], str | None]]:
    for item in tree:
        yield item, parent
        yield from _walk(item.get("terms", []), item["slug"])
