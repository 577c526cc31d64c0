"""Proposals: made once, checked, and put to work when the officer accepts them."""

import uuid
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from directory.errors import EditConflict, InvalidData
from directory.extensions import db
from directory.listings.actions import edit_service
from directory.listings.proposals import actions
from directory.listings.proposals.deciding import accept_proposal, decline_proposal
from directory.listings.proposals.queries import ProposalFilter, count_open_proposals, list_proposals
from directory.listings.proposals.retention import delete_declined
from directory.listings.proposals.words import MOST_WORDS
from directory.models import AuditEvent, Entry, EntryVersion, Proposal, Service, TermWord, User
from directory.models.codes import EntryFault, Role
from directory.models.improving.codes import ProposalKind, ProposalSource, ProposalState
from directory.models.mixins import utc_now
from directory.search.language.expansion import LONGEST_PHRASE
from tests.factories import make_area, make_guidance, make_need, make_proposal, make_service, make_user

ENQUIRY, SEARCH = ProposalSource.ENQUIRY, ProposalSource.SEARCH_LOG
# A valid number of the range kept for tests.
NHS_NUMBER = "943 476 5919"


def accept(proposal: Proposal, **typed: str) -> None:
    accept_proposal(actor=make_user(Role.KNOWLEDGE_OFFICER), proposal=proposal, typed=typed, now=utc_now())


def correct(entry: Entry, fault: EntryFault) -> Proposal:
    source = ProposalSource.PERSON
    return actions.propose_correction(actor=None, entry_id=entry.id, fault=fault, source=source)


def list_words() -> set[tuple[str, str]]:
    rows = db.session.execute(select(TermWord.phrase, TermWord.taxonomy_term_id))
    needs = {make_need(slug).id: slug for slug in ("debt", "fuel")}
    return {(phrase, needs[need]) for phrase, need in rows}


def fields_of(error: pytest.ExceptionInfo[InvalidData]) -> set[str]:
    return set(error.value.fields)


@pytest.mark.both_engines
def test_an_accepted_word_leads_to_its_need_and_a_waiting_one_does_not(app: Flask) -> None:
    make_need("debt", words=("owe money",))
    make_need("fuel")
    actor = make_user()
    word = actions.propose_word(
        actor=actor, word="  No Money for the  METER ", need="fuel", source=ENQUIRY, source_reference="41"
    )
    actions.propose_word(actor=actor, word="top up", need="fuel", source=SEARCH)
    assert list_words() == {("owe money", "debt")}
    accept(word)
    assert list_words() == {("owe money", "debt"), ("no money for the meter", "fuel")}
    assert (word.state, word.decided_by.roles, word.source_reference) == (
        ProposalState.ACCEPTED,
        [Role.KNOWLEDGE_OFFICER],
        "41",
    )
    assert (
        db.session.scalar(select(func.count(AuditEvent.id)).where(AuditEvent.event == "need.word_added")) == 1
    )


def test_the_officer_may_change_the_word_and_choose_its_need(app: Flask) -> None:
    make_need("debt")
    make_need("fuel")
    word = actions.propose_word(actor=None, word="metre money", need=None, source=SEARCH)
    with pytest.raises(InvalidData) as error:
        accept(word)
    assert fields_of(error) == {"need"}
    accept(word, text="Meter money", need="fuel")
    assert list_words() == {("meter money", "fuel")}
    assert (word.text, word.need.slug) == ("meter money", "fuel")


@pytest.mark.both_engines
def test_an_accepted_word_that_leads_people_wrong_can_be_taken_out_again(app: Flask) -> None:
    need, officer = make_need("debt", words=("owe money",)), make_user(Role.KNOWLEDGE_OFFICER)
    make_need("fuel")
    word = actions.propose_word(actor=None, word="gas", need="debt", source=SEARCH)
    accept(word)
    with pytest.raises(InvalidData):
        decline_proposal(actor=officer, proposal=word, reason="", now=utc_now())
    assert list_words() == {("owe money", "debt"), ("gas", "debt")}
    decline_proposal(actor=officer, proposal=word, reason="It is about cookers", now=utc_now())
    assert list_words() == {("owe money", "debt")}
    assert (word.state, word.need) == (ProposalState.DECLINED, need)
    with pytest.raises(InvalidData):
        decline_proposal(actor=officer, proposal=word, reason="Again", now=utc_now())


def test_words_are_as_short_as_search_looks_for(app: Flask) -> None:
    assert MOST_WORDS == LONGEST_PHRASE


@pytest.mark.parametrize(
    "word", ["", " ", "?!…", "one two three four five six seven", "x" * 81, "\x00", NHS_NUMBER]
)
def test_what_search_could_never_find_is_no_word(app: Flask, word: str) -> None:
    make_need("debt")
    with pytest.raises(InvalidData) as error:
        actions.propose_word(actor=None, word=word, need="debt", source=SEARCH)
    assert fields_of(error) == {"word"}


def test_a_word_that_works_already_and_an_unknown_need_are_refused(app: Flask) -> None:
    make_need("debt", words=("owe money",))
    for word, need, field in (
        ("Owe money", "debt", "word"),
        ("DEBT", "debt", "word"),
        ("iou", "nothing", "need"),
    ):
        with pytest.raises(InvalidData) as error:
            actions.propose_word(actor=None, word=word, need=need, source=SEARCH)
        assert fields_of(error) == {field}
    assert db.session.scalar(select(func.count(Proposal.id))) == 0


@pytest.mark.both_engines
def test_the_same_proposal_waits_once_and_may_come_again_after_it_was_declined(app: Flask) -> None:
    make_need("debt")
    service, other = make_service(), make_service()
    officer = make_user(Role.KNOWLEDGE_OFFICER)

    def propose_all() -> list[uuid.UUID]:
        closed = {"fault": EntryFault.CLOSED, "source": ProposalSource.PERSON}
        made = [
            actions.propose_word(actor=officer, word="iou", need="debt", source=SEARCH),
            actions.propose_word(actor=officer, word="iou", need=None, source=SEARCH),
            actions.propose_need(actor=officer, entry_id=service.id, need="debt", source=ENQUIRY),
            actions.propose_summary(actor=officer, entry_id=service.id, summary="Tea.", source=ENQUIRY),
            actions.propose_correction(actor=officer, entry_id=service.id, text=f"{utc_now()}", **closed),
            actions.propose_correction(actor=officer, entry_id=other.id, **closed),
            actions.propose_entry(actor=officer, text="Tea near me", source=SEARCH),
            actions.propose_entry(actor=officer, text="Tea near me", need="debt", source=SEARCH),
        ]
        return [one.id for one in made]

    first = propose_all()
    assert len(set(first)) == 8
    assert propose_all() == first
    assert count_open_proposals() == 8
    assert set(db.session.scalars(select(Proposal.times))) == {2}
    proposal = db.session.get_one(Proposal, first[0])
    decline_proposal(actor=officer, proposal=proposal, reason="Too vague", now=utc_now())
    assert propose_all()[0] != first[0]


def test_an_accepted_need_or_summary_is_a_new_version_of_the_entry(app: Flask) -> None:
    make_need("debt")
    for entry in (make_service(), make_guidance()):
        need = actions.propose_need(
            actor=None, entry_id=entry.id, need="debt", source=ENQUIRY, text="Asked for it"
        )
        summary = actions.propose_summary(
            actor=None, entry_id=entry.id, summary="Tea and talk.", source=ENQUIRY
        )
        accept(need, version=str(entry.version))
        accept(summary, version=str(entry.version), text="Tea, talk and help.")
        assert [a.taxonomy_term.slug for a in entry.attributes] == ["company", "debt"]
        assert (entry.summary, entry.version) == ("Tea, talk and help.", 3)
        versions = select(func.count(EntryVersion.id)).where(EntryVersion.entry_id == entry.id)
        assert db.session.scalar(versions) == 3


def test_a_summary_does_not_go_over_what_somebody_wrote_meanwhile(app: Flask) -> None:
    service = make_service()
    proposal = actions.propose_summary(actor=None, entry_id=service.id, summary="Mine.", source=ENQUIRY)
    edit_service(actor=None, service=service, data={"summary": "Theirs."}, expected_version=1)
    with pytest.raises(EditConflict):
        accept(proposal, version="1")
    db.session.rollback()
    assert db.session.scalar(select(Service.summary).where(Service.id == service.id)) != "Mine."


def test_what_was_decided_stays_decided(app: Flask) -> None:
    make_need("debt")
    proposal = make_proposal(text="iou", need=make_need("debt"))
    officer: User = make_user(Role.KNOWLEDGE_OFFICER)
    with pytest.raises(InvalidData) as error:
        decline_proposal(actor=officer, proposal=proposal, reason="  ", now=utc_now())
    assert fields_of(error) == {"reason"}
    decline_proposal(actor=officer, proposal=proposal, reason="Means something else here", now=utc_now())
    with pytest.raises(InvalidData):
        accept(proposal)
    assert (proposal.state, db.session.scalar(select(func.count(TermWord.id)))) == (ProposalState.DECLINED, 0)


def test_a_proposal_from_a_support_record_never_leads_back_to_it(app: Flask) -> None:
    proposal = actions.propose_correction(
        actor=make_user(),
        entry_id=make_service().id,
        fault=EntryFault.CLOSED,
        source=ProposalSource.SUPPORT_RECORD,
        source_reference="K7PM4XQ2",
    )
    assert proposal.source_reference is None


@pytest.mark.parametrize("text", [f"Their number is {NHS_NUMBER}", "x" * 2001])
def test_free_text_of_a_proposal_is_checked(app: Flask, text: str) -> None:
    service = make_service()
    make_need("debt")
    for propose, field in (
        (lambda: actions.propose_entry(actor=None, text=text, source=SEARCH), "text"),
        (
            lambda: actions.propose_summary(actor=None, entry_id=service.id, summary=text, source=SEARCH),
            "summary",
        ),
        (
            lambda: actions.propose_need(
                actor=None, entry_id=service.id, need="debt", text=text, source=SEARCH
            ),
            "text",
        ),
    ):
        with pytest.raises(InvalidData) as error:
            propose()
        assert fields_of(error) == {field}


def test_what_a_proposal_names_must_exist(app: Flask) -> None:
    nobody = uuid.uuid4()
    with pytest.raises(InvalidData) as error:
        actions.propose_need(actor=None, entry_id=nobody, need="nothing", source=ENQUIRY)
    assert fields_of(error) == {"entry_id", "need"}
    with pytest.raises(InvalidData) as error:
        actions.propose_entry(actor=None, text="Tea", area_id=nobody, source=ENQUIRY)
    assert fields_of(error) == {"area_id"}


def test_proposals_are_listed_by_kind_and_source_with_the_longest_waiting_first(app: Flask) -> None:
    area, service = make_area(), make_service()
    make_proposal(text="second", source=SEARCH)
    make_proposal(text="third", source=ENQUIRY)
    make_proposal(ProposalKind.ENTRY, text="task", source=SEARCH, area=area)
    make_proposal(ProposalKind.SUMMARY, text="words", entry=service, state=ProposalState.ACCEPTED)

    def texts(**wanted: object) -> list[str | None]:
        return [one.text for one in list_proposals(ProposalFilter(**wanted)).rows]  # type: ignore[arg-type]

    assert texts() == ["second", "third", "task"]
    assert texts(kind=ProposalKind.WORD, source=ENQUIRY) == ["third"]
    assert texts(state=ProposalState.ACCEPTED) == ["words"]
    assert (texts(page=2), count_open_proposals(ProposalKind.ENTRY)) == ([], 1)


def test_what_was_declined_is_forgotten_after_ninety_days_and_nothing_else(app: Flask) -> None:
    now = utc_now()
    for days, state in (
        (91, ProposalState.DECLINED),
        (89, ProposalState.DECLINED),
        (91, ProposalState.ACCEPTED),
    ):
        make_proposal(text=f"{state} {days}", state=state, decided_at=now - timedelta(days=days))
    make_proposal(text="waits", created_at=now - timedelta(days=400))
    assert (delete_declined(now), delete_declined(now)) == (1, 0)
    assert set(db.session.scalars(select(Proposal.text))) == {"declined 89", "accepted 91", "waits"}
