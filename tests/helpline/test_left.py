"""An enquiry that nobody closes: who has it is told, and its words go in time."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.extensions import db
from directory.helpline.left import tell_of_left
from directory.helpline.retention import empty_old_enquiries
from directory.models import Enquiry, OutgoingMail
from directory.models.codes import Role
from directory.models.helpline.codes import EnquiryOutcomeKind, EnquiryState
from directory.models.mixins import utc_now
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_enquiry, make_need, make_user

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def make_left(days: int, now: datetime = NOW, **values: Any) -> Enquiry:
    enquiry = make_enquiry(make_need("debt"), asked_at=now - timedelta(days=days), **values)
    enquiry.last_modified = now - timedelta(days=days)
    db.session.flush()
    return enquiry


def list_told() -> list[tuple[str, str]]:
    rows = db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.subject, OutgoingMail.to_address))
    return [(mail.to_address, mail.subject) for mail in rows]


def test_the_handler_is_told_then_the_officers_too(app: Flask) -> None:
    handler = make_user(Role.HELPLINE, email="handler@example.org")
    make_user(Role.KNOWLEDGE_OFFICER, email="officer@example.org")
    left = make_left(15, handler=handler, question="Somebody called Ann")
    make_left(13, handler=handler)
    make_left(99, handler=handler, state=EnquiryState.ANSWERED)
    subject = f"Enquiry {left.number} is left"
    for _ in range(2):
        assert tell_of_left(NOW) == 1
    assert list_told() == [("handler@example.org", subject)]
    body = db.session.scalars(select(OutgoingMail.body)).one()
    assert "Ann" not in body
    assert "deleted on 6 May 2027" in body
    left.last_modified = NOW - timedelta(days=29)
    db.session.flush()
    tell_of_left(NOW)
    assert ("officer@example.org", subject) in list_told()


@pytest.mark.parametrize("is_enabled", [None, False], ids=["nobody", "an account that is closed"])
def test_the_officers_are_told_where_nobody_has_it(app: Flask, is_enabled: bool | None) -> None:
    make_user(Role.KNOWLEDGE_OFFICER, email="officer@example.org")
    handler = make_user(Role.HELPLINE, is_enabled=is_enabled) if is_enabled is not None else None
    make_left(15, handler=handler)
    tell_of_left(NOW)
    assert [address for address, _ in list_told()] == ["officer@example.org"]


def test_the_words_of_what_was_never_closed_go_and_it_counts_as_withdrawn(app: Flask) -> None:
    kind = EnquiryOutcomeKind.SAFEGUARDING
    old = make_left(181, outcome=kind, reply_email="nurse@example.org")
    young = make_left(179, reply_email="nurse@example.org")
    old.outcomes[0].note = "Rang twice"
    db.session.flush()
    ids = old.id, young.id
    assert empty_old_enquiries(NOW) == 1
    db.session.expire_all()
    emptied, kept = (db.session.get_one(Enquiry, one) for one in ids)
    assert (emptied.question, emptied.reply_email, emptied.outcomes[0].note) == (None, None, None)
    assert (emptied.state, emptied.emptied_at) == (EnquiryState.WITHDRAWN, NOW)
    assert emptied.outcomes[0].kind == kind
    assert (kept.state, kept.reply_email) == (EnquiryState.OPEN, "nurse@example.org")
    assert empty_old_enquiries(NOW) == 0


def test_the_queue_marks_and_finds_what_is_left(client: FlaskClient) -> None:
    now = utc_now()
    make_left(20, now, question="Left alone")
    make_enquiry(make_need("debt"), question="Just asked")
    sign_in_as(client, Role.HELPLINE)
    page = client.get("/helpline/?due=left").text
    assert "Nothing done for long: 1" in page
    assert "Left alone" in page
    assert "Nothing done since" in page
    assert "Just asked" not in page
