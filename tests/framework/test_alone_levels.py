"""What could help me? The person is asked what staff ask, and told the same level."""

import pytest
from werkzeug.datastructures import MultiDict

from directory.framework.alone.talking import OwnTalk, list_talks
from directory.framework.alone.typed import read_typed
from directory.framework.levels import queries
from directory.framework.levels.actions import edit_part
from directory.framework.levels.suggesting import list_questions_for, suggest_level
from directory.framework.views.alone import list_own_groups
from tests.factories import make_user
from tests.framework.test_alone import lay_needs


def talk_of(**typed: str | list[str]) -> list[OwnTalk]:
    form = MultiDict({name.replace("__", "-"): value for name, value in typed.items()})
    questions, levels = queries.list_questions(), queries.list_levels()
    return list_talks(read_typed(form, list_own_groups(), questions, levels), questions, levels)


@pytest.mark.usefixtures("app")
def test_the_person_is_asked_what_staff_ask_and_told_the_same_level() -> None:
    lay_needs()
    questions, levels = queries.list_questions(), queries.list_levels()
    for area, need in (("housing", "housing"), ("benefits-and-money", "debt")):
        [talk] = talk_of(need=need)
        staff = list_questions_for(questions, frozenset({area, need}))
        assert talk.questions == tuple(staff)
        for question in staff:
            for said, word in ((True, "yes"), (False, "no")):
                [talk] = talk_of(**{"need": need, f"q-{area}-{question.slug}": word})
                suggested = suggest_level(levels, staff, {question.slug: said})
                assert talk.way
                assert suggested
                assert talk.way.level == suggested.level
                assert talk.way.reasons == ((question.own_why,) if said is question.when else ())
                assert talk.first == (
                    [question.own_first] if said is question.when and question.own_first else []
                )


@pytest.mark.usefixtures("app")
def test_an_area_is_asked_about_once_and_is_no_tick_itself() -> None:
    lay_needs()
    money, housing = talk_of(need=["benefits-and-money", "debt", "food", "housing"])
    assert (money.name, housing.name) == ("Benefits and money: Debt, Food", "Housing")
    assert [need.slug for need in money.ticked] == ["debt", "food"]
    assert "urgent-letter" in {question.slug for question in money.questions}


@pytest.mark.usefixtures("app")
def test_what_was_answered_comes_first_and_the_persons_own_choice_goes_before_the_answers() -> None:
    lay_needs()
    typed = {"need": ["debt", "housing"], "q-housing-tried-before": "yes"}
    first, second = talk_of(**typed)
    assert (first.area.slug, second.way) == ("housing", None)
    assert first.way
    assert (first.way.level.slug, first.way.is_chosen) == ("needing-more-help", False)
    [chosen] = [one for one in talk_of(**typed, **{"way-housing": "needing-help"}) if one.way]
    assert chosen.way
    assert (chosen.way.level.slug, chosen.way.is_chosen) == ("needing-help", True)


@pytest.mark.usefixtures("app")
def test_a_question_without_words_for_the_person_is_not_asked_there() -> None:
    lay_needs()
    part = queries.find_part("questions")
    own = {"slug": "far", "ask": "Is it far?", "when": "yes", "level": "needing-help", "why": "is far away"}
    edit_part(actor=make_user(), part=part, content=[*part.content, own], expected_version=part.version)
    assert "far" in {question.slug for question in queries.list_questions()}
    [talk] = talk_of(need="housing", **{"q-housing-far": "yes"})
    assert "far" not in {question.slug for question in talk.questions}
    assert talk.way is None
