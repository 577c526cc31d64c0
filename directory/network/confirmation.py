"""When a support role counts as true. It is asked on a cycle; one that is overdue is marked; one that is long
overdue is no longer found, except by the officer. Time decides by itself: no row is rewritten."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import ColumnElement, or_

from directory.models import SupportRole


def is_overdue(role: SupportRole, on: date) -> bool:
    return role.confirm_by is None or role.confirm_by < on


def is_hidden(role: SupportRole, on: date) -> bool:
    return role.confirm_by is not None and role.confirm_by < _oldest_shown(on)


def is_found(on: date) -> ColumnElement[bool]:
    """The condition on SupportRole that search keeps to."""
    not_long_overdue = or_(SupportRole.confirm_by.is_(None), SupportRole.confirm_by >= _oldest_shown(on))
    return SupportRole.is_open & not_long_overdue


def find_places_free(role: SupportRole, on: date) -> int | None:
    """None: not known. What was said is believed for AVAILABILITY_DAYS."""
    believed = timedelta(days=current_app.config["AVAILABILITY_DAYS"])
    if role.places_free is None or role.places_said_on is None or role.places_said_on + believed < on:
        return None
    return role.places_free


def name_note(role: SupportRole) -> str:
    """Tells what the holder said from what they say next."""
    return role.holder_noted_at.isoformat() if role.holder_noted_at else ""


def day_of(now: datetime) -> date:
    """The date in Europe/London."""
    return now.astimezone(ZoneInfo("Europe/London")).date()


def next_confirm_by(on: date) -> date:
    return on + timedelta(days=current_app.config["ROLE_CONFIRM_DAYS"])


def first_confirm_by(on: date) -> date:
    """A new role is asked at once: nobody who holds it has said yet that it is true."""
    return on + timedelta(days=current_app.config["ROLE_ASK_DAYS"])


def _oldest_shown(on: date) -> date:
    return on - timedelta(days=current_app.config["ROLE_HIDDEN_DAYS"])
