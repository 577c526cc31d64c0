"""Keeps those who are asked, and how to reach them. Flushes and never commits."""

import re
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from directory import audit
from directory.errors import EditConflict
from directory.extensions import db
from directory.models import CommissioningBody, User
from directory.models.mixins import utc_now
from directory.network.checking import Checker, Typed

FIELDS = ("name", "contact_post", "contact_email", "overdue_email", "answer_days")


def create_body(*, actor: User, typed: Typed) -> CommissioningBody:
    """Keys of `typed`: FIELDS. Raises InvalidData."""
    values = _check(typed)
    body = CommissioningBody(slug=_find_free_slug(values["name"]), **values)
    db.session.add(body)
    db.session.flush()
    audit.record("commissioning_body.create", actor, body, name=body.name)
    return body


def edit_body(*, actor: User, body: CommissioningBody, typed: Typed, expected_version: int) -> None:
    """Keys of `typed`: FIELDS. Raises InvalidData, EditConflict."""
    _refuse_stale(body, expected_version)
    values = _check(typed)
    before = {name: getattr(body, name) for name in FIELDS if getattr(body, name) != values[name]}
    for name, value in values.items():
        setattr(body, name, value)
    _touch(body)
    after = {name: values[name] for name in before}
    audit.record("commissioning_body.edit", actor, body, name=body.name, before=before, after=after)


def set_open(*, actor: User, body: CommissioningBody, is_open: bool, expected_version: int) -> None:
    """Nothing new is sent to a closed one, and its rules lead nowhere. Raises EditConflict."""
    _refuse_stale(body, expected_version)
    body.is_open = is_open
    _touch(body)
    event = "commissioning_body.open" if is_open else "commissioning_body.close"
    audit.record(event, actor, body, name=body.name)


def _check(typed: Typed) -> dict[str, Any]:
    checker = Checker(typed)
    values: dict[str, Any] = {
        "name": checker.required_line("name", "Enter the name."),
        "contact_post": checker.line("contact_post") or "",
        "contact_email": checker.email("contact_email"),
        "overdue_email": checker.email("overdue_email"),
        "answer_days": checker.places("answer_days"),
    }
    if not values["answer_days"]:
        checker.problems["answer_days"] = "Enter how many days they have to answer, from 1 to 999."
    checker.refuse_problems()
    return values


def _refuse_stale(body: CommissioningBody, expected_version: int) -> None:
    if body.version != expected_version:
        raise EditConflict(body.version)


def _touch(body: CommissioningBody) -> None:
    """Raises EditConflict where somebody else's save was committed since the body was read."""
    expected_version = body.version
    body.last_modified = utc_now()
    try:
        db.session.flush()
    except StaleDataError:
        raise EditConflict(expected_version + 1) from None


def _find_free_slug(name: str) -> str:
    base = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:100] or "body"
    slugs = select(CommissioningBody.slug).where(CommissioningBody.slug.startswith(base, autoescape=True))
    taken = set(db.session.scalars(slugs))
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(slug for slug in numbered if slug not in taken)
