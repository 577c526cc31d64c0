"""An enquiry is kept as it is typed, has a number of its own, and loses nothing to a second handler."""

import threading
from datetime import UTC, datetime

import pytest
from flask import Flask

from directory.errors import EditConflict, InvalidData
from directory.extensions import db, expect_writes
from directory.helpline.enquiries import actions, queries
from directory.models import Enquiry, User
from directory.models.codes import AreaKind, Role
from directory.models.helpline.codes import EnquiryOutcomeKind, EnquiryState
from tests.factories import make_area, make_enquiry, make_need, make_postcode, make_user

NHS_NUMBER = "943 476 5919"
NOON = datetime(2026, 6, 1, 11, tzinfo=UTC)


@pytest.mark.both_engines
def test_numbers_are_unique_when_many_ask_at_once(app: Flask) -> None:
    actor_id = make_user().id
    db.session.commit()
    failures: list[Exception] = []

    def ask() -> None:
        with app.app_context():
            expect_writes()
            try:
                actor = db.session.get_one(User, actor_id)
                for _ in range(5):
                    actions.ask_enquiry(actor=actor, typed={"question": "Food"})
                    db.session.commit()
            except Exception as error:
                failures.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sorted(db.session.scalars(db.select(Enquiry.number))) == list(range(1, 21))


def test_a_postcode_is_reduced_to_its_district_before_anything_is_kept(app: Flask) -> None:
    make_area("leicester", code="E06000016")
    make_area("decoy", code="E07000130")
    make_postcode("LE1 1AA", district_code="E06000016")
    actor = make_user(Role.HELPLINE)
    enquiry = actions.open_enquiry(actor=actor, typed={"place": "le11aa"})
    assert enquiry.area
    assert enquiry.area.slug == "leicester"
    columns = [getattr(enquiry, column.key) for column in Enquiry.__table__.columns]
    assert not any("1AA" in str(value).upper() for value in columns)


def test_a_network_is_known_by_its_name_and_an_unknown_place_is_said(app: Flask) -> None:
    network = make_area("soar-pcn", AreaKind.PCN, name="Soar PCN")
    actor = make_user(Role.HELPLINE)
    enquiry = actions.open_enquiry(actor=actor, typed={"place": "soar pcn"})
    assert enquiry.area is network
    with pytest.raises(InvalidData) as refused:
        actions.save_enquiry(
            actor=actor, enquiry=enquiry, typed={"place": "Nowhere"}, expected_version=enquiry.version
        )
    assert list(refused.value.fields) == ["place"]


def test_what_is_typed_is_kept_without_the_field_that_fails(app: Flask) -> None:
    make_need("debt")
    actor, enquiry = make_user(Role.HELPLINE), make_enquiry(question="Old words")
    typed = {"question": f"For {NHS_NUMBER}", "circumstances": "No car", "needs": ["debt"]}
    left_out = actions.save_enquiry(
        actor=actor, enquiry=enquiry, typed=typed, expected_version=enquiry.version, as_typed=True
    )
    assert list(left_out) == ["question"]
    assert (enquiry.question, enquiry.circumstances) == ("Old words", "No car")
    assert [one.term.slug for one in enquiry.needs] == ["debt"]


def test_a_save_from_an_older_version_is_refused(app: Flask) -> None:
    actor, enquiry = make_user(Role.HELPLINE), make_enquiry()
    first = enquiry.version
    actions.save_enquiry(actor=actor, enquiry=enquiry, typed={"question": "Theirs"}, expected_version=first)
    with pytest.raises(EditConflict):
        actions.save_enquiry(actor=actor, enquiry=enquiry, typed={"question": "Mine"}, expected_version=first)
    assert enquiry.question == "Theirs"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("question", "x" * 2001),
        ("answer", f"Told {NHS_NUMBER}"),
        ("needs", ["no-such"]),
        ("team", "no id"),
        ("channel", "pigeon"),
        ("specialty", "<b>"),
        ("level", "none"),
        ("urgency", "never"),
        ("reply_way", "shout"),
        ("reply_email", "not an address"),
        ("reply_phone", "?"),
        ("support_reference", "K7PM"),
        ("practice", "No Such Surgery"),
        ("due_on", "tomorrow"),
    ],
)
def test_what_cannot_be_right_is_refused_beside_its_field(app: Flask, field: str, value: object) -> None:
    actor, enquiry = make_user(Role.HELPLINE), make_enquiry()
    with pytest.raises(InvalidData) as refused:
        actions.save_enquiry(
            actor=actor, enquiry=enquiry, typed={field: value}, expected_version=enquiry.version
        )
    assert list(refused.value.fields) == [field]


def test_a_call_back_is_promised_in_local_time(app: Flask) -> None:
    actor, enquiry = make_user(Role.HELPLINE), make_enquiry()
    typed = {"due_on": "", "due_time": "15:30"}
    actions.save_enquiry(
        actor=actor, enquiry=enquiry, typed=typed, expected_version=enquiry.version, now=NOON
    )
    assert enquiry.due_at == datetime(2026, 6, 1, 14, 30, tzinfo=UTC)


def test_it_closes_when_every_need_has_an_outcome_or_somebody_says_why_not(app: Flask) -> None:
    debt, food = make_need("debt"), make_need("food")
    actor = make_user(Role.HELPLINE)
    enquiry = make_enquiry(debt, outcome=EnquiryOutcomeKind.ROUTED)
    other = make_enquiry(debt, food)
    actions.answer_enquiry(actor=actor, enquiry=enquiry, is_at_once=True, now=NOON)
    assert (enquiry.state, enquiry.answered_at, enquiry.is_answered_at_once) == ("answered", NOON, True)
    with pytest.raises(InvalidData) as refused:
        actions.answer_enquiry(actor=actor, enquiry=other)
    assert "Debt, Food" in refused.value.fields["left_because"]
    other.left_because = "The caller hung up"
    actions.answer_enquiry(actor=actor, enquiry=other)
    assert other.state == EnquiryState.ANSWERED


def test_only_the_handlers_own_open_enquiries_are_theirs(app: Flask) -> None:
    actor, other = make_user(Role.HELPLINE), make_user(Role.HELPLINE)
    mine = actions.open_enquiry(actor=actor, typed={})
    actions.open_enquiry(actor=other, typed={})
    make_enquiry(handler_id=actor.id, state=EnquiryState.ANSWERED)
    assert queries.list_open_of(actor) == [mine]
