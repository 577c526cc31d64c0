"""Questions at the start and the end are a choice, and a low answer is never left without a next step."""

import pytest
from flask.testing import FlaskClient

from directory.framework.levels.queries import list_measures
from tests.factories import make_framework
from tests.framework.support import find_record, make_open_record


def test_the_four_questions_of_the_statistics_office_come_first(client: FlaskClient) -> None:
    make_framework()
    assert [one.slug for one in list_measures()][:4] == ["satisfied", "worthwhile", "happy", "anxious"]
    assert len(list_measures()) == 8


@pytest.mark.parametrize(
    ("name", "answer"), [("start-happy", "2"), ("start-anxious", "9"), ("end-satisfied", "0")]
)
def test_a_worrying_answer_shows_what_to_do_next(client: FlaskClient, name: str, answer: str) -> None:
    make_framework()
    _, address = make_open_record(client)
    client.post(f"{address}/measures", data={name: answer})
    page = client.get(f"{address}/measures").text
    assert "What to do next" in page
    assert "116 123" in page


def test_a_low_answer_about_support_says_what_helps_with_that(client: FlaskClient) -> None:
    make_framework()
    _, address = make_open_record(client)
    client.post(f"{address}/measures", data={"start-choice": "0", "start-own-condition": "9"})
    page = client.get(f"{address}/measures").text
    assert "What to do next" in page
    assert "Offer more than one option" in page
    assert "Ask what helps and what is missing" not in page
    assert "116 123" not in page
    assert "/urgent-help" in page


@pytest.mark.parametrize(("name", "answer"), [("start-happy", "8"), ("start-anxious", "1")])
def test_a_good_answer_shows_nothing_to_do(client: FlaskClient, name: str, answer: str) -> None:
    make_framework()
    _, address = make_open_record(client)
    client.post(f"{address}/measures", data={name: answer})
    assert "What to do next" not in client.get(f"{address}/measures").text


def test_a_better_answer_at_the_end_replaces_a_low_one_at_the_start(client: FlaskClient) -> None:
    make_framework()
    _, address = make_open_record(client)
    client.post(f"{address}/measures", data={"start-happy": "1", "end-happy": "9"})
    assert "What to do next" not in client.get(f"{address}/measures").text


def test_an_answer_can_be_taken_back(client: FlaskClient) -> None:
    make_framework()
    record_id, address = make_open_record(client)
    client.post(f"{address}/measures", data={"start-happy": "5", "start-choice": "6"})
    client.post(f"{address}/measures", data={"start-happy": "", "start-choice": "7"})
    assert [(one.question, one.answer) for one in find_record(record_id).measures] == [("choice", 7)]


@pytest.mark.parametrize("answer", ["11", "-1", "five", "1.5", "٣", "1e1"])
def test_only_whole_numbers_from_0_to_10_are_kept(client: FlaskClient, answer: str) -> None:
    make_framework()
    record_id, address = make_open_record(client)
    assert client.post(f"{address}/measures", data={"start-happy": answer}).status_code == 422
    assert find_record(record_id).measures == []


def test_of_two_who_answer_the_second_changes_only_what_they_changed_and_is_told_of_the_rest(
    client: FlaskClient,
) -> None:
    make_framework()
    record_id, address = make_open_record(client)
    opened = {"was-start-happy": "", "was-start-choice": "", "was-end-happy": ""}
    client.post(
        f"{address}/measures", data=opened | {"start-happy": "3", "start-choice": "", "end-happy": ""}
    )
    second = opened | {"start-happy": "8", "start-choice": "6", "end-happy": ""}
    answer = client.post(f"{address}/measures", data=second)
    assert answer.status_code == 422
    assert "Somebody else saved 3 here meanwhile" in answer.text
    assert '<option value="8" selected>' in answer.text
    assert '<input type="hidden" name="was-start-happy" value="3">' in answer.text
    only_mine = opened | {"start-happy": "", "start-choice": "6", "end-happy": ""}
    assert client.post(f"{address}/measures", data=only_mine).status_code == 302
    saved = {(one.moment, one.question): one.answer for one in find_record(record_id).measures}
    assert saved == {("start", "happy"): 3, ("start", "choice"): 6}
