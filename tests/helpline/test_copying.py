"""A handler starts from the last answer, as far as it still holds."""

import uuid
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.errors import InvalidData
from directory.extensions import db
from directory.helpline.earlier.copying import copy_answer
from directory.models import Enquiry, EnquiryOutcome, EnquiryOutcomeEntry, Service
from directory.models.codes import EntryType, Role, Status
from directory.models.helpline.codes import EnquiryOutcomeKind, EnquiryState
from tests.accounts.signing_in import sign_in_as
from tests.factories import (
    make_area,
    make_destination,
    make_enquiry,
    make_need,
    make_service,
    make_support_role,
    make_user,
)

NOW = datetime(2026, 6, 1, 11, tzinfo=UTC)


def make_source(*services: Service) -> Enquiry:
    need = make_need("debt")
    source = make_enquiry(
        need, state=EnquiryState.ANSWERED, answer="Ring first", question="Chess by bus", answered_at=NOW
    )
    links = [
        EnquiryOutcomeEntry(entry_type=EntryType.SERVICE, entry_id=one.id, name=one.name) for one in services
    ]
    source.outcomes = [
        EnquiryOutcome(kind=EnquiryOutcomeKind.FOUND_ON_SYSTEM, need=need, entries=links, note="Old note"),
        EnquiryOutcome(kind=EnquiryOutcomeKind.NETWORK, support_role=make_support_role(make_area())),
        EnquiryOutcome(kind=EnquiryOutcomeKind.ROUTED, destination=make_destination(is_open=False)),
        EnquiryOutcome(kind=EnquiryOutcomeKind.SAFEGUARDING, handed_to="Duty desk"),
        EnquiryOutcome(kind=EnquiryOutcomeKind.UNMET_NEED),
    ]
    db.session.flush()
    return source


@pytest.mark.both_engines
def test_what_still_holds_is_taken_over_once(app: Flask) -> None:
    here, gone = make_service(), make_service(status=Status.DEFUNCT.value)
    source, enquiry = make_source(here, gone), make_enquiry(make_need("debt"), make_need("home"))
    for count in (2, 1):
        copied = copy_answer(actor=make_user(), enquiry=enquiry, source_id=source.id, now=NOW)
        assert copied == count
    found, person = enquiry.outcomes
    assert (found.kind, found.need and found.need.slug) == (EnquiryOutcomeKind.FOUND_ON_SYSTEM, "debt")
    assert [link.entry_id for link in found.entries] == [here.id]
    assert person.kind == EnquiryOutcomeKind.NETWORK
    assert (enquiry.answer, found.note) == ("Ring first", None)


def test_words_that_were_typed_stay(app: Flask) -> None:
    enquiry = make_enquiry(answer="My own words")
    copy_answer(actor=make_user(), enquiry=enquiry, source_id=make_source().id, now=NOW)
    assert enquiry.answer == "My own words"


@pytest.mark.parametrize("state", [EnquiryState.OPEN, EnquiryState.WITHDRAWN])
def test_only_what_was_answered_is_taken_over(app: Flask, state: EnquiryState) -> None:
    source = make_source()
    source.state = state
    enquiry = make_enquiry()
    for source_id in (source.id, uuid.uuid4(), None):
        with pytest.raises(InvalidData):
            copy_answer(actor=make_user(), enquiry=enquiry, source_id=source_id, now=NOW)
    assert enquiry.outcomes == []


def test_the_screen_offers_the_earlier_answer_and_keeps_what_is_typed(client: FlaskClient) -> None:
    from directory.helpline.earlier.words import index_words

    sign_in_as(client, Role.HELPLINE)
    source, enquiry = make_source(make_service(name="Chess club")), make_enquiry(question="Chess")
    index_words(source)
    db.session.commit()
    address = f"/helpline/enquiries/{enquiry.id}"
    assert "Start from this answer" in client.get(address).text
    data = {"source": str(source.id), "expected_version": str(enquiry.version), "tried": "The library"}
    page = client.post(f"{address}/copy", data=data, follow_redirects=True).text
    assert "Ring first" in page
    assert "The library" in page
    assert client.post(f"{address}/copy", data={"source": "x"}).status_code == 422


def test_only_handlers_take_answers_over(client: FlaskClient) -> None:
    enquiry = make_enquiry()
    db.session.commit()
    sign_in_as(client, Role.STAFF, Role.COMMISSIONER, Role.ADMINISTRATOR)
    assert client.post(f"/helpline/enquiries/{enquiry.id}/copy").status_code == 403
