"""Losing a home: three stages of what a council must do, each leading to the housing teams of the home's
district."""

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from directory.extensions import db
from directory.models import Area, Attribute, Service, ServiceArea, TaxonomyTerm
from directory.models.codes import PUBLISHED, AreaKind
from directory.network.answering.reach import Asked, Reach
from directory.network.wording import NARROWEST_FIRST

# Slugs of the needs taxonomy, in the order in which things get worse.
EARLY = "homeless-risk-early"
WITHIN_56_DAYS = "homeless-risk-56-days"
AFTER_DUTY = "homeless-after-duty"
_STAGES = (EARLY, WITHIN_56_DAYS, AFTER_DUTY)
_ABOUT_A_HOME = {*_STAGES, "housing", "homelessness", "homeless-now", "eviction", "rent-arrears"}
_DUTIES = {
    EARLY: "More than 56 days away: no duty yet. Advice now can save the home.",
    WITHIN_56_DAYS: (
        "Within 56 days: the council must try to keep the home or find another. With consent, staff refer."
    ),
    AFTER_DUTY: "The duty has ended: ask for a review in time, and for other ways to a home.",
}
_MOST_ENTRIES = 3


@dataclass(frozen=True, slots=True)
class HousingEntry:
    id: uuid.UUID
    name: str
    area: str


@dataclass(frozen=True, slots=True)
class HousingStage:
    """`entries` are those for the home's district first, at most three."""

    slug: str
    name: str
    duty: str
    is_asked: bool
    entries: tuple[HousingEntry, ...]


def list_housing_stages(asked: Asked, home: Reach) -> tuple[HousingStage, ...]:
    """Empty where the needs asked for are not about losing a home. Somebody with no fixed address who is
    nowhere in particular may turn to any council. One query."""
    if not asked.has_no_fixed_address and not _ABOUT_A_HOME & set(asked.needs):
        return ()
    anywhere = asked.has_no_fixed_address and not home.all
    rows = _list_rows(home, anywhere)
    names = {row.slug: row.need for row in rows}
    return tuple(
        HousingStage(stage, names[stage], _DUTIES[stage], stage in asked.needs, _pick(rows, stage, anywhere))
        for stage in _STAGES
        if stage in names
    )


def _list_rows(home: Reach, anywhere: bool) -> list[Any]:
    """One row for each stage, published entry and area it serves; a stage without an entry has one row."""
    local = Area.kind.in_((AreaKind.DISTRICT, AreaKind.PLACE)) if anywhere else Area.id.in_(home.all)
    entries = (
        select(
            Attribute.taxonomy_term_id.label("term_id"),
            Service.id,
            Service.name,
            Area.name.label("area"),
            Area.kind,
        )
        .join(Service, Attribute.service_id == Service.id)
        .join(ServiceArea, ServiceArea.service_id == Service.id)
        .join(Area, ServiceArea.area_id == Area.id)
        .where(Service.status.in_(PUBLISHED), local)
        .subquery()
    )
    columns = (TaxonomyTerm.slug, TaxonomyTerm.name.label("need"), *entries.c)
    query = select(*columns).outerjoin(entries, entries.c.term_id == TaxonomyTerm.id)
    return list(db.session.execute(query.where(TaxonomyTerm.slug.in_(_STAGES))))


def _pick(rows: list[Any], stage: str, anywhere: bool) -> tuple[HousingEntry, ...]:
    """The narrowest area first; then what serves most of the stages, which is how a council's own housing
    team differs from a helpline."""
    stages_of: dict[uuid.UUID, set[str]] = {}
    for row in rows:
        if row.id:
            stages_of.setdefault(row.id, set()).add(row.slug)
    here = [row for row in rows if row.slug == stage and row.id]
    here.sort(key=lambda row: (NARROWEST_FIRST.index(row.kind), -len(stages_of[row.id]), row.area, row.name))
    found = {row.id: HousingEntry(row.id, row.name, row.area) for row in reversed(here)}
    picked = [found[entry_id] for entry_id in dict.fromkeys(row.id for row in here)]
    return tuple(picked if anywhere else picked[:_MOST_ENTRIES])
