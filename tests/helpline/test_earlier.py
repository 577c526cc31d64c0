"""The next handler starts from the last answer: earlier enquiries are found by words, need and area."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from directory.extensions import db
from directory.helpline.earlier import queries
from directory.helpline.earlier.queries import Likeness, find_answered, find_similar
from directory.helpline.earlier.words import forget_words, index_words, list_words
from directory.models import Enquiry, EnquiryNeed, EnquiryWord, TaxonomyTerm
from directory.models.codes import AreaKind
from directory.models.helpline.codes import EnquiryOutcomeKind, EnquiryState
from tests.factories import make_area, make_enquiry, make_need, make_team
from tests.helpline.laying import lay_enquiries

NOW = datetime(2026, 6, 1, 11, tzinfo=UTC)


def make_answered(question: str, *needs: TaxonomyTerm, days: int = 10, **values: object) -> Enquiry:
    asked_at = NOW - timedelta(days=days)
    values = {"state": EnquiryState.ANSWERED, "answer": "Ring them", "asked_at": asked_at} | values
    enquiry = make_enquiry(*needs, question=question, answered_at=asked_at, **values)
    index_words(enquiry)
    return enquiry


def make_others() -> None:
    for number in range(12):
        make_answered(f"Walking in {number} parks")


@pytest.mark.both_engines
def test_rare_shared_words_count_most(app: Flask) -> None:
    for number in range(8):
        make_answered(f"A group for people who like walking, {number}")
    rare = make_answered("A Gujarati speaking group")
    found = find_similar(Likeness(text="is there a walking group where they speak gujarati"), NOW)
    assert found == [rare]
    answered = find_answered(Likeness(text="is there a walking group where they speak gujarati"), 1, NOW)
    assert (answered.enquiries[0], answered.total) == (rare, 9)


def make_asked_lately() -> tuple[Enquiry, Enquiry]:
    """A computer course and medicine, among others that share words with both."""
    for number in range(8):
        make_answered(f"Walking group in Hinckley, {number}", make_need(f"walking-{number}"))
    learning = make_need("learning", parent=make_need("days"))
    course = make_answered("Free computer course that starts before spring?", learning)
    medicine = make_answered(
        "Medicine makes him hungry. A course that is free, in Hinckley?", make_need("weight")
    )
    return course, medicine


@pytest.mark.both_engines
def test_one_of_another_need_is_shown_only_where_it_clearly_shares_rare_words(app: Flask) -> None:
    course, medicine = make_asked_lately()
    for needs in ((), ("weight-of-nobody",), ("home",)):
        assert find_similar(Likeness("A computer course for a beginner", needs), NOW) == [course]
    assert find_similar(Likeness("hungry and on new medicine"), NOW) == [medicine]
    assert find_answered(Likeness("A computer course for a beginner"), 1, NOW).enquiries == [course, medicine]


@pytest.mark.both_engines
@pytest.mark.parametrize(
    "text",
    [
        "A guitar course for a beginner",
        "a group in Hinckley",
        "chess or a course",
        "is he hungry or lonely",
        "him",
    ],
)
def test_nothing_is_shown_rather_than_what_shares_a_word_by_chance(app: Flask, text: str) -> None:
    make_asked_lately()
    for number in range(5):
        make_answered(f"A group for him, {number}")
    assert find_similar(Likeness(text), NOW) == []
    assert find_answered(Likeness(text), 1, NOW).total > 0


@pytest.mark.both_engines
@pytest.mark.parametrize(
    ("slug", "is_shown"), [("learning", True), ("days", True), ("basics", True), ("weight", False)]
)
def test_one_of_the_same_need_or_one_above_or_below_needs_no_rare_words(
    app: Flask, slug: str, is_shown: bool
) -> None:
    course, medicine = make_asked_lately()
    make_need("basics", parent=course.needs[0].term)
    found = find_similar(Likeness("a guitar course for a beginner, or chess", (slug,)), NOW)
    assert found == ([course] if is_shown else [medicine])


@pytest.mark.both_engines
def test_words_that_everybody_uses_are_looked_for_among_the_latest(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "_COMMON", 3)
    monkeypatch.setattr(queries, "_LATEST", 3)
    home = make_need("home")
    old = make_answered("Housing near the canal", days=200)
    lately = [make_answered(f"Housing and benefits, {number}", days=number) for number in range(1, 4)]
    for one in (old, *lately):
        one.needs.append(EnquiryNeed(term=home, position=0))
    assert find_similar(Likeness("housing benefits", ("home",)), NOW) == lately
    assert find_similar(Likeness("housing benefits"), NOW) == []
    assert find_similar(Likeness(text="housing by the canal"), NOW) == [old]
    assert find_answered(Likeness(text="housing"), 1, NOW).total == 4


@pytest.mark.both_engines
def test_words_are_taken_as_the_search_takes_them(app: Flask) -> None:
    wanted = make_answered("She was evicted and owes rent")
    make_answered("Chess on Fridays")
    assert find_similar(Likeness(text="EVICTING"), NOW) == [wanted]
    assert find_similar(Likeness(text="please find some help for somebody"), NOW) == []


@pytest.mark.both_engines
def test_among_equals_need_area_and_how_lately_decide(app: Flask) -> None:
    debt, home = make_need("debt"), make_need("home")
    here, there = make_area("here"), make_area("there")
    old = make_answered("Bailiffs", home, days=300, area=there)
    lately = make_answered("Bailiffs", home, days=1, area=there)
    near = make_answered("Bailiffs", home, days=300, area=here)
    alike = make_answered("Bailiffs", debt, days=300, area=there)
    make_others()
    found = find_similar(Likeness("bailiffs", ("debt",), here.id), NOW)
    assert found[0] == alike
    assert found.index(near) < found.index(old)
    assert found.index(lately) < found.index(old)


def test_a_need_above_finds_those_below_it_without_any_words(app: Flask) -> None:
    money = make_need("money")
    debt = make_answered("Bailiffs", make_need("debt", parent=money))
    make_answered("Chess", make_need("company"))
    assert find_similar(Likeness(needs=("money",)), NOW) == [debt]
    assert find_similar(Likeness(), NOW) == []


def test_it_never_finds_itself_nor_what_was_withdrawn_or_emptied(app: Flask) -> None:
    mine = make_answered("Chess club", state=EnquiryState.OPEN)
    make_answered("Chess club", state=EnquiryState.WITHDRAWN)
    make_answered("Chess club", emptied_at=NOW)
    another = make_answered("Chess club", state=EnquiryState.OPEN)
    make_others()
    assert find_similar(Likeness(text="chess", except_id=mine.id), NOW) == [another]
    assert find_answered(Likeness(text="chess"), 1, NOW).total == 0


def test_the_words_follow_what_is_saved_and_go_when_it_is_emptied(app: Flask) -> None:
    enquiry = make_answered("Chess club")
    other = make_answered("Gardening")
    enquiry.question = "Draughts club"
    index_words(enquiry)
    words = set(db.session.scalars(select(EnquiryWord.word).where(EnquiryWord.enquiry_id == enquiry.id)))
    assert {"draught", "club"} <= words
    assert "chess" not in words
    forget_words([enquiry.id])
    assert set(db.session.scalars(select(EnquiryWord.enquiry_id))) == {other.id}


def test_entries_and_notes_of_the_outcome_are_found_too(app: Flask) -> None:
    enquiry = make_answered("Somewhere warm", outcome=EnquiryOutcomeKind.FOUND_ON_SYSTEM)
    enquiry.outcomes[0].note = "They have a minibus"
    index_words(enquiry)
    assert find_similar(Likeness(text="minibus"), NOW) == [enquiry]


def test_likely_details_of_a_person_are_not_among_the_words(app: Flask) -> None:
    words = list_words("Mrs Smithson, born 3/4/1950, NHS 943 476 5919, LE1 1AA, wants chess")
    assert words == ["born", "nhs", "chess"]


@pytest.mark.both_engines
def test_answered_ones_are_searched_filtered_and_turned_in_pages(app: Flask) -> None:
    debt, here = make_need("debt"), make_area("here")
    for number in range(21):
        make_answered("Chess", debt, days=number, area=here)
    make_answered("Chess", make_need("home"), area=here)
    make_answered("Chess", debt, area=make_area("there", AreaKind.PCN))
    make_answered("Chess", debt, area=here, state=EnquiryState.OPEN)
    wanted = Likeness(text="chess", needs=("debt",), area_id=here.id)
    first, last = find_answered(wanted, 1, NOW), find_answered(wanted, 10**9, NOW)
    assert (first.total, first.pages, len(first.enquiries)) == (21, 2, 20)
    assert (last.page, len(last.enquiries)) == (2, 1)
    assert find_answered(Likeness(), 0, NOW).total == 23
    assert find_answered(Likeness(text="nosuchword"), 1, NOW).total == 0
    assert find_answered(Likeness(text="the of and"), 1, NOW).total == 0


@pytest.mark.parametrize("text", ["", "\x00", "'; DROP", "%" * 5000, "chess " * 3000, "\ud800", "𝔠𝔥𝔢𝔰𝔰"])
def test_no_text_breaks_it(app: Flask, text: str) -> None:
    make_answered("Chess")
    find_similar(Likeness(text=text), NOW)
    find_answered(Likeness(text=text), 1, NOW)


@pytest.mark.both_engines
def test_many_enquiries_are_looked_through_by_words_needs_and_area(app: Flask) -> None:
    needs = [make_need(f"need-{number}") for number in range(60)]
    areas = [make_area(f"area-{number}") for number in range(30)]
    lay_enquiries(500, needs=needs, areas=areas, teams=[make_team()], until=NOW)
    asked = (
        Likeness("help group support people near week evening weekend free local advice", ("need-3",)),
        Likeness("help with rent and bailiff, street1204, gujarati", ("need-3",), areas[2].id),
        Likeness("deaf wheelchair transport chess art gambling carer veteran debt food", ("need-3",)),
        Likeness(needs=("need-3",), area_id=areas[2].id),
    )
    for wanted in asked:
        assert find_similar(wanted, NOW)
        find_answered(wanted, 1, NOW)
    assert find_similar(Likeness("help group support people near week evening weekend"), NOW) == []
