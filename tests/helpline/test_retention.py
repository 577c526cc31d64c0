"""Words and contacts of enquiries go in time; what is counted stays."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from directory import audit
from directory.extensions import db
from directory.helpline.retention import empty_old_enquiries
from directory.mail.actions import queue_mail
from directory.models import AuditEvent, Enquiry, EnquiryOutcome, EnquiryWord, OutgoingMail
from directory.models.codes import Role
from directory.models.helpline.codes import EnquiryOutcomeKind, EnquiryState
from tests.factories import make_enquiry, make_need, make_user

pytestmark = pytest.mark.both_engines

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def make_answered(days: int, **values: object) -> Enquiry:
    enquiry = make_enquiry(
        make_need("debt"),
        outcome=EnquiryOutcomeKind.SAFEGUARDING,
        answered_at=NOW - timedelta(days=days),
        answer="Try Money Talk",
        reply_email="worker@example.org",
        asker_id=make_user(Role.STAFF).id,
        **{"state": EnquiryState.ANSWERED} | values,
    )
    [outcome] = enquiry.outcomes
    outcome.handed_to, outcome.note = "Duty desk", "Rang twice"
    db.session.add(EnquiryWord(word="money", enquiry_id=enquiry.id))
    db.session.flush()
    return enquiry


def read(enquiry_id: object) -> Enquiry:
    db.session.expire_all()
    return db.session.get_one(Enquiry, enquiry_id)


def test_the_words_of_an_old_enquiry_go_and_what_is_counted_stays(app: Flask) -> None:
    old, young = make_answered(731).id, make_answered(729).id
    assert empty_old_enquiries(NOW) == 1
    emptied, kept = read(old), read(young)
    assert (emptied.question, emptied.answer, emptied.reply_email) == (None, None, None)
    [outcome] = emptied.outcomes
    assert (outcome.handed_to, outcome.note) == (None, None)
    assert (emptied.emptied_at, emptied.needs[0].term.slug) == (NOW, "debt")
    assert (outcome.kind, emptied.state) == (EnquiryOutcomeKind.SAFEGUARDING, EnquiryState.ANSWERED)
    assert (kept.answer, kept.outcomes[0].note, kept.emptied_at) == ("Try Money Talk", "Rang twice", None)
    assert list(db.session.scalars(select(EnquiryWord.enquiry_id))) == [young]
    assert empty_old_enquiries(NOW) == 0


def test_replies_and_audit_details_go_with_the_words(app: Flask) -> None:
    old, young = make_answered(731), make_answered(729)
    for enquiry in (old, young):
        queue_mail(key=f"reply:{enquiry.id}:1", to_address="a@example.org", subject="Yours", body="Ring them")
        audit.record("enquiry.answer", None, enquiry, at_once=True)
    db.session.flush()
    old_id = old.id
    empty_old_enquiries(NOW)
    db.session.expire_all()
    kept = [row.key for row in db.session.scalars(select(OutgoingMail))]
    facts = {row.subject_id: row.facts for row in db.session.scalars(select(AuditEvent))}
    assert kept == [f"reply:{young.id}:1"]
    assert facts == {str(old_id): {}, str(young.id): {"at_once": True}}


def test_an_enquiry_that_waits_is_never_emptied(app: Flask) -> None:
    waiting = make_answered(5000, state=EnquiryState.OPEN).id
    assert empty_old_enquiries(NOW) == 0
    assert read(waiting).question


def test_every_free_text_of_enquiries_is_emptied(app: Flask) -> None:
    from directory.helpline import free_text_fields, retention

    named = {f"enquiry.{name}" for name in retention._WORDS}
    named |= {f"enquiry_outcome.{name}" for name in retention._OUTCOME_WORDS}
    assert set(free_text_fields.FIELDS) - named == set()
    assert db.session.query(EnquiryOutcome).count() == 0
