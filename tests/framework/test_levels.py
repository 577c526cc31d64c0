"""The levels are the issue's table, word for word, and the officer's to change."""

import pytest
from flask.testing import FlaskClient

from directory.errors import EditConflict, InvalidData
from directory.extensions import db
from directory.framework.levels import queries
from directory.framework.levels.actions import edit_part, lay_parts
from directory.framework.levels.suggesting import list_questions_for, suggest_level
from directory.models.codes import Role
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_framework, make_need, make_user

CONTACT = "provide assistance on making contact with support service, group or activity"
OPTIONS = "discuss options and help decision making on right support"
EXPLORE = "explore other support needs and coaching"
RECORD = "record in integrated care plan"
TABLE = {
    "Advice and information": (
        ("understands their other support needs", "is confident to address them"),
        ("provide information and contacts", RECORD),
    ),
    "Needing help": (
        (
            "needs help to identify and understand their other support needs",
            "requires some assistance to identify support and make contact",
        ),
        (EXPLORE, OPTIONS, CONTACT, RECORD),
    ),
    "Needing more help": (
        (
            "needs help to identify and understand their other support needs",
            "needs more help and assistance to locate and access support",
        ),
        (
            EXPLORE,
            OPTIONS,
            CONTACT,
            "organise or provide support to the individual to access support service, group or activity",
            RECORD,
        ),
    ),
}


def test_the_levels_and_their_expected_actions_are_those_of_the_framework(app: object) -> None:
    make_framework()
    levels = queries.list_levels()
    assert {
        level.name: (level.individual, tuple(action.words for action in level.actions)) for level in levels
    } == TABLE


def test_loading_again_leaves_what_the_officer_changed(app: object) -> None:
    make_framework()
    part = queries.find_part("levels")
    content = [dict(row) for row in part.content]
    content[0]["name"] = "Advice"
    edit_part(actor=make_user(), part=part, content=content, expected_version=part.version)
    assert lay_parts({"levels": []}) == 0
    assert queries.list_levels()[0].name == "Advice"
    assert [version.version for version, _ in queries.list_versions("levels")] == [2, 1]


def test_the_second_of_two_editors_is_told(app: object) -> None:
    make_framework()
    part, officer = queries.find_part("prompts"), make_user()
    edit_part(actor=officer, part=part, content=part.content[1:], expected_version=1)
    with pytest.raises(EditConflict):
        edit_part(actor=officer, part=part, content=[], expected_version=1)


def test_a_level_that_records_name_cannot_be_taken_away(app: object) -> None:
    make_framework()
    part = queries.find_part("levels")
    with pytest.raises(InvalidData):
        edit_part(actor=make_user(), part=part, content=part.content[:2], expected_version=1)


@pytest.mark.parametrize(
    ("answers", "level", "why"),
    [
        ({"knows-what": True, "can-contact": True}, "advice-and-information", "No answer says"),
        ({"can-contact": False}, "needing-help", "would like help to make contact"),
        ({"can-contact": False, "can-get-there": True}, "needing-more-help", "somebody with them"),
    ],
)
def test_answers_suggest_a_level_and_say_why(
    app: object, answers: dict[str, bool], level: str, why: str
) -> None:
    make_framework()
    found = suggest_level(queries.list_levels(), queries.list_questions(), answers)
    assert found is not None
    assert (found.level.slug, why in found.why) == (level, True)


def test_without_an_answer_nothing_is_suggested(app: object) -> None:
    make_framework()
    assert suggest_level(queries.list_levels(), queries.list_questions(), {"gone": True}) is None


def test_some_questions_are_asked_only_about_some_needs(app: object) -> None:
    make_framework()
    questions = queries.list_questions()
    housing = {one.slug for one in list_questions_for(questions, frozenset({"eviction", "housing"}))}
    other = {one.slug for one in list_questions_for(questions, frozenset({"company"}))}
    assert housing - other == {"home-at-risk"}


def test_the_officer_changes_a_list_and_sees_what_it_was(client: FlaskClient) -> None:
    make_framework()
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    form = {"expected_version": "1", "0.step": "goals", "0.name": "Hope", "0.words": "What would be better?"}
    assert client.post("/support/levels/prompts", data=form).status_code == 302
    assert [(one.name, one.words) for one in queries.list_prompts()] == [("Hope", "What would be better?")]
    assert "Meaning and purpose" in client.get("/support/levels/prompts/versions").text
    late = client.post("/support/levels/prompts", data=form | {"0.words": "Mine"})
    assert (late.status_code, "Mine" in late.text, "What would be better?" in late.text) == (409, True, True)


def test_a_row_that_breaks_a_rule_comes_back_with_what_was_typed(client: FlaskClient) -> None:
    make_framework()
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    form = {"expected_version": "1", "0.slug": "x", "0.words": "Typed", "0.low": "eleven", "0.worse": "low"}
    answer = client.post("/support/levels/measures", data=form)
    db.session.rollback()
    assert (answer.status_code, "Typed" in answer.text) == (422, True)
    assert len(queries.list_measures()) == 8


def test_a_new_question_gets_a_short_name_and_a_row_goes_by_its_tick(client: FlaskClient) -> None:
    make_framework()
    need = make_need("housing")
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    first, gone = queries.find_part("questions").content[:2]
    form = _list_row(0, first) | _list_row(1, gone) | {"1.gone": "1", "expected_version": "1"}
    new = {"ask": "Is it far?", "when": "yes", "level": "needing-help", "why": "lives far away"}
    form |= {f"2.{key}": value for key, value in new.items()} | {"2.needs": [need.slug]}
    assert client.post("/support/levels/questions", data=form).status_code == 302
    kept, added = queries.list_questions()
    assert (kept.slug, added.slug, added.needs) == (first["slug"], "is-it-far", ("housing",))
    page = client.get("/support/levels/questions").text
    assert "Level it suggests" in page
    assert "Short name" not in page


@pytest.mark.parametrize(
    ("slug", "row", "said"),
    [
        ("need_prompts", {"need": "no-such-need", "words": "Do you?"}, "There is no such need any more."),
        ("need_prompts", {"need": "", "words": "Do you?"}, "Choose the need it asks about."),
        ("questions", {"ask": "Is it?", "when": "yes", "why": "is"}, "Choose the level it suggests."),
        ("measures", {"words": "How is it?", "worse": "low"}, "Choose a number from 0 to 10."),
    ],
)
def test_a_row_without_its_choice_is_not_dropped_in_silence(
    client: FlaskClient, slug: str, row: dict[str, str], said: str
) -> None:
    make_framework()
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    form = {f"0.{key}": value for key, value in row.items()} | {"expected_version": "1"}
    answer = client.post(f"/support/levels/{slug}", data=form)
    assert (answer.status_code, said in answer.text) == (422, True)


def test_the_officer_words_a_question_for_the_person_with_history(client: FlaskClient) -> None:
    make_framework()
    for slug in ("housing", "benefits-and-money"):
        make_need(slug)
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    row = queries.find_part("questions").content[0]
    form = _list_row(0, row) | {"expected_version": "1", "0.own_ask": "Are you sure what you want?"}
    assert "Do you know what help you want with this?" in client.get("/support/levels/questions").text
    half = client.post("/support/levels/questions", data=form | {"0.own_why": ""})
    assert (half.status_code, half.text.count("Write both for the person, or neither.")) == (422, 2)
    assert client.post("/support/levels/questions", data=form).status_code == 302
    [question] = queries.list_questions()
    assert (question.own_ask, question.own_why) == ("Are you sure what you want?", row["own_why"])
    assert "Are you sure what you want?" in client.get("/support/levels/questions/versions").text
    client.post("/support/levels/questions/versions/1", data={"expected_version": "2"})
    assert queries.list_questions()[0].own_ask == row["own_ask"]


def test_the_officer_words_a_level_for_the_person(client: FlaskClient) -> None:
    make_framework()
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    part = queries.find_part("levels")
    content = [row | {"own_way": "", "own_next": ["Ring.", "Ask."]} for row in part.content]
    edit_part(actor=make_user(), part=part, content=content, expected_version=1)
    assert {(level.own_way, level.own_next) for level in queries.list_levels()} == {("", ("Ring.", "Ask."))}
    page = client.get("/support/levels/levels").text
    assert "Ring.\nAsk." in page


def test_an_earlier_version_shows_what_changed_and_is_brought_back(client: FlaskClient) -> None:
    make_framework()
    before = queries.list_prompts()
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    form = {"expected_version": "1", "0.step": "goals", "0.name": "Hope", "0.words": "What would be better?"}
    client.post("/support/levels/prompts", data=form)
    page = client.get("/support/levels/prompts/versions").text
    assert "<li>Step: Goals · Name: Hope · Prompt: What would be better?</li>" in page
    late = client.post("/support/levels/prompts/versions/1", data={"expected_version": "1"})
    assert (late.status_code, len(queries.list_prompts())) == (409, 1)
    back = client.post("/support/levels/prompts/versions/1", data={"expected_version": "2"})
    assert (back.status_code, queries.list_prompts()) == (302, before)
    assert queries.find_part("prompts").version == 3
    assert client.post("/support/levels/prompts/versions/9", data=form).status_code == 404


def _list_row(number: int, row: dict[str, object]) -> dict[str, object]:
    return {f"{number}.{key}": value for key, value in row.items()}
