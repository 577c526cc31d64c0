"""Two people wrote in one conversation: what only one of them changed is kept, the rest is shown to both."""

import re

from flask.testing import FlaskClient

from tests.factories import make_framework, make_need
from tests.framework.support import find_record, make_open_record
from tests.framework.test_conversation import conversation_data


def read_marks(page: str) -> dict[str, str]:
    """The hidden fields of a conversation's page: its version, and what each field held."""
    fields = dict(
        re.findall(r'<input type="hidden" name="(was-[\w-]+|expected_version)" value="(\w+)">', page)
    )
    assert "was-goals" in fields
    return fields


def test_what_only_the_other_one_changed_is_taken_over_and_not_undone(client: FlaskClient) -> None:
    make_framework()
    record_id, address = make_open_record(client, strengths="Cooks")
    marks = read_marks(client.get(f"{address}/conversation").text)
    theirs = conversation_data(strengths="Cooks and sings", goals="")
    client.post(f"{address}/conversation", data=theirs)
    mine = {"strengths": "Cooks", "goals": "Walk more", "consent": "not_asked", "need-1": "debt"} | marks
    late = client.post(f"{address}/conversation", data=mine)
    assert late.status_code == 409
    assert ("Cooks and sings" in late.text, "Walk more" in late.text) == (True, True)
    again = mine | read_marks(late.text) | {"strengths": "Cooks and sings"}
    assert client.post(f"{address}/conversation", data=again).status_code == 302
    record = find_record(record_id)
    assert (record.goals, record.strengths) == ("Walk more", "Cooks and sings")


def test_needs_and_levels_of_the_other_are_shown_and_mine_stay_typed(client: FlaskClient) -> None:
    make_framework()
    for slug in ("food", "company"):
        make_need(slug)
    _, address = make_open_record(client)
    marks = read_marks(client.get(f"{address}/conversation").text)
    theirs = {"need-1": "food", "level-1": "needing-help", "q-1-can-contact": "no"}
    client.post(f"{address}/conversation", data=conversation_data(**theirs))
    mine = {"need-1": "company", "level-1": "needing-more-help", "reason-1": "Asked twice"} | marks
    late = client.post(f"{address}/conversation", data=mine).text
    assert re.search(r"<dt><strong>Need 1</strong></dt><dd[^>]*>Food: Needing help\n", late)
    assert '<option value="company" selected>' in late
    assert '<option value="needing-more-help" selected>' in late
    assert "Asked twice" in late


def test_consent_that_both_changed_is_shown(client: FlaskClient) -> None:
    make_framework()
    _, address = make_open_record(client)
    client.post(f"{address}/conversation", data=conversation_data(consent="not_agreed"))
    late = client.post(f"{address}/conversation", data=conversation_data(consent="agreed")).text
    assert "<dt><strong>Consent</strong></dt>" in late
    assert "Did not agree: tell nobody else</dd>" in late


def test_what_is_typed_hands_back_marks_for_what_is_saved_now(client: FlaskClient) -> None:
    make_framework()
    _, address = make_open_record(client)
    kept = client.post(f"{address}/conversation/typed", data=conversation_data(goals="Sing")).json
    marks = read_marks(client.get(f"{address}/conversation").text)
    assert {f"was-{name}": mark for name, mark in kept["marks"].items()} == {
        name: mark for name, mark in marks.items() if name != "expected_version"
    }


def test_of_two_who_change_the_options_the_second_sees_what_was_saved(client: FlaskClient) -> None:
    from tests.factories import make_service

    record_id, address = make_open_record(client, entries=(make_service(),))
    record = find_record(record_id)
    name, version = f"choice-{record.entries[0].id}", str(record.version)
    client.post(f"{address}/options", data={name: "agreed", "expected_version": version})
    late = client.post(f"{address}/options", data={name: "declined", "expected_version": version})
    assert (late.status_code, "Saved meanwhile: Agreed" in late.text) == (409, True)
