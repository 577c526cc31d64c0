"""What is said of an entry (full, closed, moved) is put right by deciding it."""

from datetime import timedelta

import pytest
from flask import Flask

from directory.errors import EditConflict, InvalidData
from directory.models.codes import EntryFault, Status
from directory.models.improving.codes import ProposalState
from directory.models.mixins import utc_now
from tests.factories import make_guidance, make_service
from tests.listings.test_proposals import accept, correct, fields_of


def test_a_full_entry_is_shown_as_full_and_one_put_right_already_is_left_alone(app: Flask) -> None:
    service, other = make_service(), make_service()
    accept(correct(service, EntryFault.FULL))
    accept(correct(other, EntryFault.MOVED))
    assert (service.availability, service.availability_said_on is not None) == ("full", True)
    assert (other.availability, other.version) == ("not_known", 1)


def test_accepting_closed_marks_the_entry_and_says_when_to_look_again(app: Flask) -> None:
    for_now, for_good, decoy = make_service(), make_guidance(), make_service()
    day = utc_now().date() + timedelta(days=30)
    accept(correct(for_now, EntryFault.CLOSED), status="temporarily closed", look_again_on=day.isoformat())
    accept(correct(for_good, EntryFault.CLOSED), status="defunct", look_again_on=day.isoformat())
    assert (for_now.status, for_now.next_review_on) == (Status.TEMPORARILY_CLOSED, day)
    assert (for_good.status, for_good.next_review_on) == (Status.DEFUNCT, None)
    assert (decoy.status, decoy.version) == (Status.ACTIVE, 1)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "status"),
        ({"status": "active"}, "status"),
        ({"status": "temporarily closed", "look_again_on": "2020-01-01"}, "look_again_on"),
        ({"status": "temporarily closed", "look_again_on": "soon"}, "look_again_on"),
    ],
)
def test_closing_says_how_and_until_a_day_to_come(app: Flask, typed: dict[str, str], field: str) -> None:
    service = make_service()
    proposal = correct(service, EntryFault.CLOSED)
    with pytest.raises(InvalidData) as error:
        accept(proposal, **typed)
    assert fields_of(error) == {field}
    assert (service.status, proposal.state) == (Status.ACTIVE, ProposalState.OPEN)


def test_a_draft_that_is_said_to_be_closed_is_not_published_by_it(app: Flask) -> None:
    draft = make_service(status="draft")
    proposal = correct(draft, EntryFault.CLOSED)
    accept(proposal, status="temporarily closed")
    assert (draft.status, proposal.state) == (Status.DRAFT, ProposalState.ACCEPTED)


def test_what_did_not_move_but_close_is_withdrawn_unless_it_changed_meanwhile(app: Flask) -> None:
    service, decoy = make_service(), make_service()
    proposal = correct(service, EntryFault.MOVED)
    with pytest.raises(EditConflict):
        accept(proposal, do="withdraw", version="9")
    with pytest.raises(InvalidData) as refused:
        accept(proposal, do="withdraw", version="1", withdrawn_because="943 476 5919 rang")
    assert (list(refused.value.fields), service.status) == (["withdrawn_because"], Status.ACTIVE)
    accept(proposal, do="withdraw", version="1", withdrawn_because="Shop to let")
    assert (service.status, decoy.status) == (Status.INACTIVE, Status.ACTIVE)
    assert proposal.state == ProposalState.ACCEPTED
