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
from directory.models import AuditEvent, Enquiry, OutgoingMail
from directory.models.codes import Role
from directory.models.helpline.codes import EnquiryOutcomeKind, EnquiryState
from directory.models.mixins import utc_now
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_enquiry, make_need, make_user

pytestmark = pytest.mark.both_engines

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
    make_left(15, handler=handler, question="Somebody called Ann")
    make_left(13, handler=handler)
    make_left(99, handler=handler, state=EnquiryState.ANSWERED)
    for _ in range(2):
        assert tell_of_left(NOW) == 1
    assert list_told() == [("handler@example.org", "1 enquiry is left")]
    body = db.session.scalars(select(OutgoingMail.body)).one()
    assert "Ann" not in body
    assert "deleted on 6 May 2027" in body
    tell_of_left(NOW + timedelta(days=13, hours=23))
    assert ("officer@example.org", "1 enquiry is left") not in list_told()
    tell_of_left(NOW + timedelta(days=14))
    assert ("officer@example.org", "1 enquiry is left") in list_told()


def test_each_gets_one_letter_with_the_numbers_of_all(app: Flask) -> None:
    handler = make_user(Role.HELPLINE, email="handler@example.org")
    make_user(Role.KNOWLEDGE_OFFICER, email="officer@example.org")
    numbers = [make_left(15, handler=one).number for one in (handler, handler, None, None, None)]
    assert tell_of_left(NOW) == 5
    bodies = {mail.to_address: mail.body for mail in db.session.scalars(select(OutgoingMail))}
    assert [f"\n{number}: nothing" in bodies["handler@example.org"] for number in numbers] == [True] * 2 + [
        False
    ] * 3
    assert [f"\n{number}: nothing" in bodies["officer@example.org"] for number in numbers] == [False] * 2 + [
        True
    ] * 3
    assert list_told() == [
        ("handler@example.org", "2 enquiries are left"),
        ("officer@example.org", "3 enquiries are left"),
    ]


@pytest.mark.parametrize(
    "account",
    [None, {"is_enabled": False}, {"roles": [Role.STAFF.value]}],
    ids=["nobody", "an account that is closed", "one who is no handler any more"],
)
def test_the_officers_are_told_where_nobody_has_it(app: Flask, account: dict[str, Any] | None) -> None:
    make_user(Role.KNOWLEDGE_OFFICER, email="officer@example.org")
    handler = make_user(Role.HELPLINE) if account else None
    for name, value in (account or {}).items():
        setattr(handler, name, value)
    make_left(15, handler=handler)
    tell_of_left(NOW)
    assert [address for address, _ in list_told()] == ["officer@example.org"]


def test_the_words_of_what_was_never_closed_go_and_it_counts_as_withdrawn(app: Flask) -> None:
    make_user(Role.KNOWLEDGE_OFFICER)
    kind = EnquiryOutcomeKind.SAFEGUARDING
    old = make_left(181, outcome=kind, reply_email="nurse@example.org")
    young = make_left(179, reply_email="nurse@example.org")
    old.outcomes[0].note, old.outcomes[0].handed_at = "Rang twice", NOW - timedelta(days=181)
    db.session.flush()
    ids = old.id, young.id
    tell_of_left(NOW - timedelta(days=14))
    assert empty_old_enquiries(NOW) == 1
    db.session.expire_all()
    emptied, kept = (db.session.get_one(Enquiry, one) for one in ids)
    assert (emptied.question, emptied.reply_email, emptied.outcomes[0].note) == (None, None, None)
    assert (emptied.state, emptied.emptied_at) == (EnquiryState.WITHDRAWN, NOW)
    assert emptied.outcomes[0].kind == kind
    assert (kept.state, kept.reply_email) == (EnquiryState.OPEN, "nurse@example.org")
    events = select(AuditEvent.subject_id, AuditEvent.actor_id).where(AuditEvent.event == "enquiry.withdraw")
    assert db.session.execute(events).all() == [(str(ids[0]), None)]
    assert empty_old_enquiries(NOW) == 0


def test_a_safeguarding_concern_that_nobody_handed_over_stays_and_is_told_again(app: Flask) -> None:
    make_user(Role.KNOWLEDGE_OFFICER, email="officer@example.org")
    concern = make_left(900, outcome=EnquiryOutcomeKind.SAFEGUARDING)
    for day in range(0, 60, 15):
        tell_of_left(NOW + timedelta(days=day))
        assert empty_old_enquiries(NOW + timedelta(days=day)) == 0
    assert (concern.state, concern.emptied_at) == (EnquiryState.OPEN, None)
    assert concern.question
    bodies = list(db.session.scalars(select(OutgoingMail.body)))
    assert ["It stays until somebody says to whom it was handed." in body for body in bodies] == [True] * 4
    assert not any("deleted" in body for body in bodies)


def test_no_words_go_before_somebody_was_told_and_had_time(app: Flask) -> None:
    make_user(Role.KNOWLEDGE_OFFICER, email="officer@example.org")
    left = make_left(400)
    assert empty_old_enquiries(NOW) == 0
    tell_of_left(NOW)
    assert "deleted on 6 December 2026" in db.session.scalars(select(OutgoingMail.body)).one()
    assert empty_old_enquiries(NOW + timedelta(days=13)) == 0
    assert left.question
    assert empty_old_enquiries(NOW + timedelta(days=14)) == 1


def test_who_was_told_before_somebody_worked_on_it_is_told_anew(app: Flask) -> None:
    make_user(Role.KNOWLEDGE_OFFICER, email="officer@example.org")
    left = make_left(400)
    tell_of_left(NOW - timedelta(days=300))
    left.last_modified = NOW - timedelta(days=200)
    db.session.flush()
    assert empty_old_enquiries(NOW) == 0
    tell_of_left(NOW)
    assert len(list_told()) == 2


def test_the_queue_marks_and_finds_what_is_left(client: FlaskClient) -> None:
    now = utc_now()
    make_left(20, now, question="Left alone")
    make_left(20, now, outcome=EnquiryOutcomeKind.SAFEGUARDING)
    make_enquiry(make_need("debt"), question="Just asked")
    sign_in_as(client, Role.HELPLINE)
    page = client.get("/helpline/?due=left").text
    assert "Nothing done for long: 2" in page
    assert "Left alone" in page
    assert page.count("The words go on") == 1
    assert page.count("A safeguarding concern is not handed over.") == 1
    assert "Just asked" not in page
