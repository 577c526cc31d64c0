"""Keeps the contact of those who are asked. Flushes and never commits."""

from sqlalchemy.orm.exc import StaleDataError

from directory import audit
from directory.errors import EditConflict
from directory.extensions import db
from directory.models import CommissioningBody, User
from directory.models.mixins import utc_now
from directory.network.checking import Checker, Typed


def edit_body(*, actor: User, body: CommissioningBody, typed: Typed, expected_version: int) -> None:
    """Keys of `typed`: name, contact_post, contact_email, answer_days. Raises InvalidData, EditConflict."""
    if body.version != expected_version:
        raise EditConflict(body.version)
    checker = Checker(typed)
    name = checker.required_line("name", "Enter the name.")
    post, email = checker.line("contact_post"), checker.email("contact_email")
    days = checker.places("answer_days")
    if not days:
        checker.problems["answer_days"] = "Enter how many days they have to answer, from 1 to 999."
    checker.refuse_problems()
    body.name, body.contact_post, body.contact_email = name, post or "", email
    body.answer_days, body.last_modified = days or body.answer_days, utc_now()
    try:
        db.session.flush()
    except StaleDataError:
        raise EditConflict(expected_version + 1) from None
    audit.record("commissioning_body.edit", actor, body)
