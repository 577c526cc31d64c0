"""A GP practice as a way to say whom a person may be served by: staff only."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select

from directory.extensions import db
from directory.models import Area, AreaMembership
from directory.models.codes import AreaKind
from directory.places.place import Place
from directory.places.queries import find_place


@dataclass(frozen=True)
class Practice:
    """The practice, the networks it now belongs to, and where it stands, for want of a home address."""

    area_ids: frozenset[UUID]
    place: Place | None


def find_practice(code: str, today: date) -> Practice | None:
    """By its code, as on referral letters."""
    kinds = (AreaKind.PRACTICE, AreaKind.BRANCH_SURGERY)
    area = db.session.scalars(
        select(Area).where(Area.kind.in_(kinds), Area.code == code.strip().upper())
    ).first()
    if area is None:
        return None
    groups = db.session.scalars(
        select(AreaMembership.group_id).where(
            AreaMembership.member_id.in_([one for one in (area.id, area.parent_id) if one]),
            or_(AreaMembership.starts_on.is_(None), AreaMembership.starts_on <= today),
            or_(AreaMembership.ends_on.is_(None), AreaMembership.ends_on >= today),
        )
    )
    own = [one for one in (area.id, area.parent_id) if one]
    return Practice(frozenset((*own, *groups)), find_place(area.postcode) if area.postcode else None)
