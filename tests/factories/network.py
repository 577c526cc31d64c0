"""Teams and support roles."""

from datetime import date
from typing import Any

from directory.extensions import db
from directory.models import (
    Area,
    SupportRole,
    SupportRoleArea,
    SupportRoleNeed,
    SupportRoleType,
    TaxonomyTerm,
    Team,
    TeamArea,
)
from directory.models.codes import DecidedBy, Specialty
from tests.factories.numbers import numbers


def make_team(
    *areas: Area, specialty: Specialty = Specialty.ADULTS, on: tuple[Any, Any] = (None, None), **values: Any
) -> Team:
    """Covers `areas` from the first day of `on` to the last."""
    number = next(numbers)
    team = Team(
        slug=f"team-{number}", name=values.pop("name", f"Team {number}"), specialty=specialty, **values
    )
    team.areas = [TeamArea(area=area, starts_on=on[0], ends_on=on[1]) for area in areas]
    db.session.add(team)
    db.session.flush()
    return team


def make_role_type(
    slug: str = "link-worker", decided_by: DecidedBy = DecidedBy.GP_REGISTRATION
) -> SupportRoleType:
    found = db.session.query(SupportRoleType).filter_by(slug=slug).one_or_none()
    if found is None:
        found = SupportRoleType(slug=slug, name=slug.replace("-", " ").capitalize(), decided_by=decided_by)
        db.session.add(found)
        db.session.flush()
    return found


def make_support_role(
    *areas: Area, type: SupportRoleType | None = None, needs: tuple[TaxonomyTerm, ...] = (), **values: Any
) -> SupportRole:
    """Confirmed, until far ahead of any test's day."""
    number = next(numbers)
    values = {"confirm_by": date(2099, 1, 1), "work_email": f"role{number}@example.org"} | values
    role = SupportRole(type=type or make_role_type(), name=values.pop("name", f"Post {number}"), **values)
    role.areas = [SupportRoleArea(area=area) for area in areas]
    role.needs = [SupportRoleNeed(term=need) for need in needs]
    db.session.add(role)
    db.session.flush()
    return role
