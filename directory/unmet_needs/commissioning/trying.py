"""What can be chosen in a rule, and the answer to "who would be asked?" before anything is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from directory.extensions import db
from directory.listings.needs import list_needs
from directory.models import Area, CommissioningBody, Taxonomy, TaxonomyTerm
from directory.models.codes import AreaKind
from directory.network.checking import clean_line
from directory.network.choices import choose_need
from directory.network.wording import AREA_KIND_NAMES
from directory.places.containment import is_current
from directory.unmet_needs import choices, queries
from directory.unmet_needs.commissioning.routing import find_body

# From the widest to the narrowest: a rule for a whole county is made more often than one for a network.
_KINDS = (AreaKind.SYSTEM, AreaKind.PLACE, AreaKind.DISTRICT, AreaKind.PCN)


@dataclass(frozen=True, slots=True)
class Asked:
    need: str
    area: str
    body: CommissioningBody | None


def find_asked(args: Mapping[str, str], on: date) -> Asked | None:
    """None where need or area is not given, or is not known."""
    need_slug, area_slug = clean_line(args.get("try_need")), clean_line(args.get("try_area"))
    need = db.session.scalar(
        select(TaxonomyTerm).join(Taxonomy).where(Taxonomy.slug == "needs", TaxonomyTerm.slug == need_slug)
    )
    area = db.session.scalar(select(Area).where(Area.slug == area_slug))
    if need is None or area is None:
        return None
    return Asked(need.slug, area.slug, find_body(need, area, on))


def list_choices(on: date) -> dict[str, Any]:
    areas = list(
        db.session.scalars(
            select(Area).where(Area.kind.in_(_KINDS), is_current(Area, on)).order_by(Area.name)
        )
    )
    groups = [
        (AREA_KIND_NAMES[kind], [(area.slug, area.name) for area in areas if area.kind == kind])
        for kind in _KINDS
    ]
    return {
        "need_choices": choose_need(list_needs(), "Any need"),
        "area_choices": [("", [("", "Any area")]), *(group for group in groups if group[1])],
        "body_choices": choices.choose_body(queries.list_bodies(), "Choose"),
    }
