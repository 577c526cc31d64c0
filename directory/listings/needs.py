"""The needs taxonomy as a tree, and what is listed under each need."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import func, select

from directory.extensions import db
from directory.models import Attribute, Guidance, Service, Taxonomy, TaxonomyTerm
from directory.models.codes import PUBLISHED


@dataclass
class Need:
    """One term of the needs taxonomy with what lies below it."""

    id: uuid.UUID
    slug: str
    name: str
    description: str
    parent: "Need | None" = None
    children: list["Need"] = field(default_factory=list)

    def list_term_ids(self) -> list[uuid.UUID]:
        """This term and every term below it."""
        return [self.id, *(term_id for child in self.children for term_id in child.list_term_ids())]


def list_needs() -> list[Need]:
    """The areas at the top, each with its children. One statement."""
    needs = _load_needs()
    return [need for need in needs.values() if need.parent is None]


def find_need(slug: str) -> Need | None:
    return next((need for need in _load_needs().values() if need.slug == slug), None)


def find_needs(slugs: Iterable[str]) -> list[Need]:
    """Those that there are. One statement, if there is anything to find."""
    wanted = set(slugs)
    return [] if not wanted else [need for need in _load_needs().values() if need.slug in wanted]


def walk_below(need: Need) -> Iterator[Need]:
    """This need and every one below it."""
    yield need
    for child in need.children:
        yield from walk_below(child)


def walk_above(need: Need) -> Iterator[Need]:
    """The needs above this one, the nearest first."""
    while need.parent is not None:
        need = need.parent
        yield need


def count_entries(need: Need) -> int:
    """How many published entries carry this need or one below it."""
    return sum(_count(need, model) for model in (Service, Guidance))


def list_guidance(need: Need | None = None) -> list[Guidance]:
    """Published guidance by name: all of it, or what carries this need or one below it."""
    query = select(Guidance).where(Guidance.status.in_(PUBLISHED)).order_by(Guidance.name)
    if need is not None:
        carries = Attribute.taxonomy_term_id.in_(need.list_term_ids())
        query = query.where(Guidance.attributes.any(carries))
    return list(db.session.scalars(query))


def _load_needs() -> dict[uuid.UUID, Need]:
    columns = (
        TaxonomyTerm.id,
        TaxonomyTerm.parent_id,
        TaxonomyTerm.slug,
        TaxonomyTerm.name,
        TaxonomyTerm.description,
    )
    query = select(*columns).join(Taxonomy).where(Taxonomy.slug == "needs")
    rows = db.session.execute(query.order_by(TaxonomyTerm.position, TaxonomyTerm.name)).all()
    needs = {row.id: Need(row.id, row.slug, row.name, row.description) for row in rows}
    for row in rows:
        parent = needs.get(row.parent_id) if row.parent_id else None
        if parent is not None:
            needs[row.id].parent = parent
            parent.children.append(needs[row.id])
    return needs


def _count(need: Need, model: type[Service] | type[Guidance]) -> int:
    carries = model.attributes.any(Attribute.taxonomy_term_id.in_(need.list_term_ids()))
    query = select(func.count()).select_from(model).where(model.status.in_(PUBLISHED), carries)
    return db.session.scalar(query) or 0
