"""Losing a home: three stages of what a council must do, each leading to the housing teams of the home's
district; and before them tonight, for who has nowhere to stay. The one that is asked for comes first."""

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select

from directory.extensions import db
from directory.models import Area, Attribute, Phone, Service, ServiceArea, TaxonomyTerm
from directory.models.codes import PUBLISHED, AreaKind
from directory.network.answering.reach import Asked, Reach
from directory.network.wording import NARROWEST_FIRST
from directory.telephone.cells import RUNG

# Slugs of the needs taxonomy: tonight, and then in the order in which things get worse.
TONIGHT = "homeless-now"
EARLY = "homeless-risk-early"
WITHIN_56_DAYS = "homeless-risk-56-days"
AFTER_DUTY = "homeless-after-duty"
_STAGES = (TONIGHT, EARLY, WITHIN_56_DAYS, AFTER_DUTY)
_HAS_NO_HOME = {TONIGHT, "homelessness"}
_ABOUT_A_HOME = {*_STAGES, *_HAS_NO_HOME, "housing", "eviction", "rent-arrears"}
_DUTIES = {
    TONIGHT: (
        "Ring the council's housing team now; in the evening and at weekends, its out-of-hours number. Ask "
        "where to go tonight. Tell StreetLink of anybody who sleeps outside."
    ),
    EARLY: "More than 56 days away: no duty yet. Advice now can save the home.",
    WITHIN_56_DAYS: (
        "Within 56 days: the council must try to keep the home or find another. With consent, staff refer."
    ),
    AFTER_DUTY: "The duty has ended: ask for a review in time, and for other ways to a home.",
}
_MOST_ENTRIES = 3
_MOST_TONIGHT = 5


@dataclass(frozen=True, slots=True)
class HousingEntry:
    id: uuid.UUID
    name: str
    area: str
    phone: str | None


@dataclass(frozen=True, slots=True)
class HousingStage:
    """`entries` are those for the home's district first, and a few at most."""

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
    if not (asked.has_no_fixed_address or _HAS_NO_HOME & set(asked.needs)):
        names.pop(TONIGHT, None)
    stages = [
        HousingStage(stage, names[stage], _DUTIES[stage], stage in asked.needs, _pick(rows, stage, anywhere))
        for stage in _STAGES
        if stage in names
    ]
    return tuple(sorted(stages, key=lambda stage: not stage.is_asked))


def _list_rows(home: Reach, anywhere: bool) -> list[Any]:
    """One row for each stage, published entry and area it serves; a stage without an entry has one row."""
    kinds = (AreaKind.DISTRICT, AreaKind.PLACE, AreaKind.COUNTRY)
    local = Area.kind.in_(kinds) if anywhere else Area.id.in_(home.all)
    is_rung = or_(Phone.type.is_(None), Phone.type.in_(("", *map(str, RUNG))))
    phone = select(Phone.number).where(Phone.service_id == Service.id, is_rung)
    phone = phone.order_by(Phone.position).limit(1)
    entries = (
        select(
            Attribute.taxonomy_term_id.label("term_id"),
            Attribute.position,
            phone.scalar_subquery().label("phone"),
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
    if stage == TONIGHT:
        # A refuge, say, has beds as well, and is for another need first.
        here = [row for row in here if row.position == 0 or len(stages_of[row.id]) > 1]
    elif anywhere:
        here = [row for row in here if row.kind != AreaKind.COUNTRY]
    here.sort(key=lambda row: (NARROWEST_FIRST.index(row.kind), -len(stages_of[row.id]), row.area, row.name))
    found = {row.id: HousingEntry(row.id, row.name, row.area, row.phone) for row in reversed(here)}
    picked = [found[entry_id] for entry_id in dict.fromkeys(row.id for row in here)]
    return tuple(picked if anywhere else picked[: _MOST_TONIGHT if stage == TONIGHT else _MOST_ENTRIES])
