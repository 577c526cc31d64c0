"""The needs taxonomy and the larger areas, read once per batch of documents."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.models import Area, Taxonomy, TaxonomyTerm, TermWord
from directory.models.codes import AreaKind
from directory.search.arrays.document import Label

NEEDS = "needs"
LARGE_AREAS = (AreaKind.COUNTRY, AreaKind.SYSTEM, AreaKind.PLACE, AreaKind.DISTRICT)


@dataclass(frozen=True)
class NeedTree:
    """Terms of the needs taxonomy by id, with their parents and everyday words."""

    labels: dict[UUID, Label]
    parents: dict[UUID, UUID | None]
    words: dict[UUID, tuple[str, ...]]

    @classmethod
    def load(cls, session: Session) -> "NeedTree":
        """One query for the terms, one for their words."""
        terms = session.execute(
            select(TaxonomyTerm.id, TaxonomyTerm.slug, TaxonomyTerm.name, TaxonomyTerm.parent_id)
            .join(Taxonomy)
            .where(Taxonomy.slug == NEEDS)
        ).all()
        words: dict[UUID, tuple[str, ...]] = {}
        for term_id, phrase in session.execute(select(TermWord.taxonomy_term_id, TermWord.phrase)):
            words[term_id] = (*words.get(term_id, ()), phrase)
        return cls(
            {term.id: Label(term.slug, term.name) for term in terms},
            {term.id: term.parent_id for term in terms},
            words,
        )

    def words_of(self, term_ids: Iterable[UUID]) -> tuple[str, ...]:
        """Everyday words of these needs; those of the needs above them would say too much."""
        return tuple(word for term_id in term_ids for word in self.words.get(term_id, ()))

    def ancestry(self, term_ids: list[UUID]) -> list[UUID]:
        """These needs and all above them, each once, the nearest first."""
        found: dict[UUID, None] = {}
        for term_id in term_ids:
            at: UUID | None = term_id
            while at is not None and at in self.labels and at not in found:
                found[at] = None
                at = self.parents[at]
        return list(found)


@dataclass(frozen=True)
class AreaTree:
    """Countries, systems, places and districts: what contains which district."""

    labels: dict[UUID, Label]
    kinds: dict[UUID, AreaKind]
    parents: dict[UUID, UUID | None]

    @classmethod
    def load(cls, session: Session) -> "AreaTree":
        """One query."""
        rows = session.execute(
            select(Area.id, Area.slug, Area.name, Area.kind, Area.parent_id).where(Area.kind.in_(LARGE_AREAS))
        ).all()
        return cls(
            {row.id: Label(row.slug, row.name) for row in rows},
            {row.id: row.kind for row in rows},
            {row.id: row.parent_id for row in rows},
        )

    def find_district(self, area_id: UUID | None, parent_id: UUID | None) -> UUID | None:
        """The district an area is or lies in."""
        for at in (area_id, parent_id):
            if at is not None and self.kinds.get(at) == AreaKind.DISTRICT:
                return at
        return None

    def districts_within(self, area_id: UUID) -> list[UUID]:
        """Districts that lie in an area; the area itself where it is one."""
        return [
            district
            for district, kind in self.kinds.items()
            if kind == AreaKind.DISTRICT and area_id in self._upwards(district)
        ]

    def districts(self) -> list[UUID]:
        """All of them."""
        return [area_id for area_id, kind in self.kinds.items() if kind == AreaKind.DISTRICT]

    def _upwards(self, area_id: UUID) -> list[UUID]:
        path: list[UUID] = []
        at: UUID | None = area_id
        while at is not None and at not in path:
            path.append(at)
            at = self.parents.get(at)
        return path
