"""The conversation suggests a level and says why, keeps what is typed, loses nothing to a second worker."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.extensions import db
from directory.framework.records.conversation import TEXTS
from tests.factories import make_framework, make_need
from tests.framework.support import find_record, make_open_record

NHS_NUMBER = "943 476 5919"


def conversation_data(version: int = 1, **values: str) -> dict[str, str]:
    return {"expected_version": str(version), "consent": "not_asked", "need-1": "debt"} | values


def test_what_the_answers_suggest_is_agreed_by_a_press_and_not_before(client: FlaskClient) -> None:
    make_framework()
    record_id, address = make_open_record(client)
    data = conversation_data(**{"q-1-can-contact": "no"})
    assert client.post(f"{address}/conversation", data=data).status_code == 302
    [need] = find_record(record_id).needs
    assert (need.level, need.suggested_level) == (None, "needing-help")
    plan = client.get(f"{address}/care-plan").text
    assert "level not agreed yet. The answers suggest Needing help." in plan
    page = client.get(f"{address}/conversation").text
    assert 'value="agree-1"' in page
    assert '<option value="" selected>Not agreed yet' in page
    agreed = client.post(f"{address}/conversation", data=data | {"expected_version": "2", "do": "agree-1"})
    assert agreed.location.endswith("/conversation#step-5")
    [need] = find_record(record_id).needs
    assert (need.level, need.suggested_level) == ("needing-help", "needing-help")
    assert 'value="agree-1"' not in client.get(f"{address}/conversation").text
    assert "would like help to make contact" in client.get(f"{address}/care-plan").text


def test_a_level_typed_against_the_answers_is_not_saved_before_its_reason(client: FlaskClient) -> None:
    make_framework()
    record_id, address = make_open_record(client)
    where = f"{address}/conversation/typed"
    first = client.post(where, data=conversation_data(**{"q-1-can-contact": "no"})).json
    assert "agree-1" in first["suggestions"]["1"]
    assert "Does the person know what help they want with this?" in first["questions"]["1"]
    assert find_record(record_id).needs[0].level is None
    agreed = conversation_data(first["version"], **{"q-1-can-contact": "no", "level-1": "needing-help"})
    second = client.post(where, data=agreed).json
    other = agreed | {"level-1": "needing-more-help", "expected_version": str(second["version"])}
    third = client.post(where, data=other).json
    assert "not saved yet" in third["left_out"]["reason-1"]
    assert find_record(record_id).needs[0].level == "needing-help"
    said = other | {"reason-1": "Turned away twice", "expected_version": str(third["version"])}
    fourth = client.post(where, data=said).json
    assert fourth["left_out"] == {}
    [need] = find_record(record_id).needs
    assert (need.level, need.level_reason) == ("needing-more-help", "Turned away twice")
    # A reason taken out again takes neither the level nor its reason with it.
    client.post(where, data=said | {"reason-1": "", "expected_version": str(fourth["version"])})
    assert find_record(record_id).needs[0].level_reason == "Turned away twice"
    for page in ("/care-plan", "/care-plan.json"):
        text = client.get(f"{address}{page}").text
        assert "Debt: Needing more help. The answers suggested Needing help." in text
        assert "Chosen because: Turned away twice." in text


def test_answers_about_one_need_are_not_taken_for_another(client: FlaskClient) -> None:
    make_framework()
    make_need("food")
    record_id, address = make_open_record(client)
    data = conversation_data(**{"q-1-can-contact": "no", "asked-1": "debt"})
    client.post(f"{address}/conversation", data=data | {"need-1": "food"})
    [need] = find_record(record_id).needs
    assert (need.term.slug, need.answers, need.suggested_level) == ("food", {}, None)


def test_another_level_needs_a_reason(client: FlaskClient) -> None:
    make_framework()
    record_id, address = make_open_record(client)
    chosen = conversation_data(**{"q-1-can-contact": "no", "level-1": "needing-more-help"})
    refused = client.post(f"{address}/conversation", data=chosen | {"goals": "Sing"})
    assert (refused.status_code, "Say why you chose another level" in refused.text) == (422, True)
    assert "Sing" in refused.text
    said = chosen | {"reason-1": "Has been turned away twice"}
    assert client.post(f"{address}/conversation", data=said).status_code == 302
    [need] = find_record(record_id).needs
    assert (need.level, need.level_reason) == ("needing-more-help", "Has been turned away twice")
    assert "Has been turned away twice" in client.get(f"{address}/care-plan").text


def test_any_step_can_be_skipped(client: FlaskClient) -> None:
    make_framework()
    record_id, address = make_open_record(client)
    assert client.post(f"{address}/conversation", data={"expected_version": "1"}).status_code == 302
    record = find_record(record_id)
    assert (record.needs, record.goals, record.consent) == ([], None, "not_asked")


def test_there_is_room_for_three_needs_each_once(client: FlaskClient) -> None:
    make_framework()
    for slug in ("food", "company"):
        make_need(slug)
    record_id, address = make_open_record(client)
    data = conversation_data(**{"need-2": "food", "need-3": "debt", "need-4": "company"})
    client.post(f"{address}/conversation", data=data)
    assert [need.term.slug for need in find_record(record_id).needs] == ["debt", "food"]


@pytest.mark.parametrize("field", TEXTS)
def test_every_text_is_checked_on_the_way_in_and_stays_in_front_of_the_person(
    client: FlaskClient, field: str
) -> None:
    make_framework()
    record_id, address = make_open_record(client)
    data = conversation_data(**{field: f"Ring {NHS_NUMBER}"})
    answer = client.post(f"{address}/conversation", data=data)
    assert (answer.status_code, f"Ring {NHS_NUMBER}" in answer.text) == (422, True)
    assert getattr(find_record(record_id), field) is None


def test_what_is_typed_is_kept_without_the_field_that_fails(client: FlaskClient) -> None:
    make_framework()
    record_id, address = make_open_record(client, strengths="Cooks well")
    data = conversation_data(goals="Sing", what_matters=NHS_NUMBER)
    answer = client.post(f"{address}/conversation/typed", data=data)
    record = find_record(record_id)
    assert list(answer.json["left_out"]) == ["what_matters"]
    assert (record.goals, record.what_matters) == ("Sing", None)
    # The browser left this one out: it stays as it was.
    assert record.strengths == "Cooks well"
    again = data | {"expected_version": str(answer.json["version"]), "q-1-can-get-there": "yes"}
    kept = client.post(f"{address}/conversation/typed", data=again)
    assert "Needing more help.</strong> The person would need somebody" in kept.json["suggestions"]["1"]


def test_of_two_who_write_the_second_sees_both_and_loses_nothing(client: FlaskClient) -> None:
    make_framework()
    record_id, address = make_open_record(client)
    client.post(f"{address}/conversation", data=conversation_data(goals="Theirs: swim"))
    late = client.post(f"{address}/conversation", data=conversation_data(goals="Mine: sing"))
    assert (late.status_code, "Theirs: swim" in late.text, "Mine: sing" in late.text) == (409, True, True)
    assert find_record(record_id).goals == "Theirs: swim"
    typed = client.post(f"{address}/conversation/typed", data=conversation_data(goals="Mine: sing"))
    assert typed.status_code == 409


def test_nobody_writes_in_a_record_whose_reference_they_do_not_have(app: Flask, client: FlaskClient) -> None:
    make_framework()
    record_id, address = make_open_record(client)
    from tests.accounts.signing_in import sign_in_as  # a second person at the same screen

    sign_in_as(client)
    for page in ("/conversation", "/conversation/typed", "/measures", "/state", "/recorded", "/options"):
        assert client.post(f"{address}{page}", data=conversation_data(goals="X")).status_code == 404
    assert find_record(record_id).goals is None


@pytest.mark.parametrize(
    "values",
    [
        {"expected_version": "x"},
        {"need-1": "no-such-need"},
        {"level-1": "no-such-level", "q-1-can-contact": "no"},
        {"consent": "perhaps"},
        {"goals": "x" * 5000},
    ],
)
def test_whatever_is_sent_is_answered_with_a_message(client: FlaskClient, values: dict[str, str]) -> None:
    make_framework()
    _, address = make_open_record(client)
    answer = client.post(f"{address}/conversation", data=conversation_data() | values)
    assert answer.status_code in (409, 422)
    assert "There is a problem" in answer.text


def test_the_sheet_before_an_appointment_asks_in_everyday_words(client: FlaskClient) -> None:
    make_framework()
    make_need("meeting-people", parent=make_need("loneliness-and-isolation"))
    db.session.commit()
    page = client.get("/before-your-appointment").text
    assert "I would like to meet people" in page
    assert "Who do you see or speak to?" in page
