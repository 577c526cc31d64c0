"""The screen of a call: kept as it is typed, found again, and never taken away from one of two handlers."""

import uuid
from typing import Any
from unittest import mock

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.models.codes import AreaKind, Role
from directory.search.follower import Follower, SearchNotReady
from tests.accounts.signing_in import sign_in_as
from tests.factories import (
    make_area,
    make_guidance,
    make_index,
    make_need,
    make_service,
    make_support_role,
    make_team,
)
from tests.helpline.calls import find_call, open_call, send

NHS_NUMBER = "943 476 5919"


def test_a_call_is_started_with_one_press_and_one_left_untouched_is_gone_on_with(client: FlaskClient) -> None:
    sign_in_as(client, Role.HELPLINE)
    first = client.post("/helpline/enquiries").location
    again = client.post("/helpline/enquiries").location
    assert first == again
    client.post(f"{first}/typed", data=send(question="Food on Sunday"))
    assert client.post("/helpline/enquiries").location != first
    page = client.get("/helpline/").text
    assert "You have 2 open calls" in page
    assert "Food on Sunday" in client.get(first).text


def test_everything_typed_is_shown_again(client: FlaskClient) -> None:
    make_need("debt")
    make_area("charnwood", latitude=52.7, longitude=-1.2)
    team = make_team(name="City Team")
    enquiry_id, address = open_call(client)
    data = send(
        asker_name="Duty desk",
        asker_role="Nurse",
        team=str(team.id),
        question="Owes rent",
        circumstances="No car",
        needs=["debt"],
        needs_shown="1",
        place="Charnwood",
        reply_way="email",
        reply_email="Nurse@Example.org",
        due_on="2026-12-01",
        due_time="09:15",
        support_reference="K7PM-4XQ2",
    )
    assert client.post(address, data=data).status_code == 302
    page = client.get(address).text
    for words in ("Duty desk", "Owes rent", "No car", "nurse@example.org", "2026-12-01", "09:15", "K7PM4XQ2"):
        assert words in page
    kept = find_call(enquiry_id)
    assert (kept.area.slug, kept.team.name, kept.needs[0].term.slug) == ("charnwood", "City Team", "debt")


def test_the_browser_is_told_what_was_left_out(client: FlaskClient) -> None:
    enquiry_id, address = open_call(client, question=None)
    answer = client.post(f"{address}/typed", data=send(question="Tea", circumstances=NHS_NUMBER, place="Zzz"))
    assert answer.status_code == 200
    assert sorted(answer.json["left_out"]) == ["circumstances", "place"]
    assert answer.json["version"] == 2
    assert find_call(enquiry_id).question == "Tea"


def test_of_two_handlers_the_second_sees_both_and_loses_nothing(client: FlaskClient) -> None:
    enquiry_id, address = open_call(client)
    client.post(address, data=send(question="Theirs: swim"))
    late = client.post(address, data=send(question="Mine: sing", circumstances="Mine too"))
    assert late.status_code == 409
    assert "Somebody else saved this enquiry while you had it open." in late.text
    for words in ("Theirs: swim", "Mine: sing", "Mine too", "What somebody else saved"):
        assert words in late.text
    assert find_call(enquiry_id).question == "Theirs: swim"
    assert client.post(f"{address}/typed", data=send(question="Mine")).status_code == 409
    # The page now knows the version it was shown beside.
    assert client.post(address, data=send(2, question="Both: swim and sing")).status_code == 302


def test_a_refused_save_shows_all_that_was_typed(client: FlaskClient) -> None:
    enquiry_id, address = open_call(client)
    answer = client.post(address, data=send(question=f"For {NHS_NUMBER}", circumstances="Likes music"))
    assert answer.status_code == 422
    for words in (f"For {NHS_NUMBER}", "Likes music", "looks like an NHS number", "There is a problem"):
        assert words in answer.text
    assert find_call(enquiry_id).circumstances is None


def test_likely_details_far_down_in_what_is_too_long_are_warned_about_too(client: FlaskClient) -> None:
    _, address = open_call(client)
    answer = client.post(address, data=send(question=f"{'Food ' * 1000}born 3/4/1950"))
    assert (answer.status_code, "date of birth" in answer.text) == (422, True)


def test_likely_details_of_a_person_are_warned_about_and_kept(client: FlaskClient) -> None:
    enquiry_id, address = open_call(client)
    client.post(address, data=send(question="Mrs Jones is lonely", circumstances="No car"))
    page = client.get(address).text
    assert 'id="question-personal"' in page
    assert 'id="circumstances-personal"' not in page
    assert find_call(enquiry_id).question == "Mrs Jones is lonely"


def test_the_search_runs_beside_for_words_needs_and_place(client: FlaskClient) -> None:
    make_need("debt")
    make_service(name="Rent advice", needs=["debt"])
    make_service(name="Choir", summary="Singing for all.", needs=["company"])
    make_guidance(name="How to pay rent", needs=["debt"])
    make_index()
    _, address = open_call(client)
    found = client.get(f"{address}/search?q=rent").json["html"]
    assert "Rent</mark> advice" in found
    assert "pay <mark>rent" in found
    assert "Choir" not in found
    wider = client.get(f"{address}/search?q=singing&need=debt").json["html"]
    assert "Nothing under these needs. For the words alone" in wider
    assert "Choir" in wider
    assert "Rent advice" in client.get(f"{address}/search?need=debt").json["html"]
    assert "words of danger" in client.get(f"{address}/search?q=wants+to+kill+himself").json["html"]
    assert "runs as you type" in client.get(f"{address}/search").json["html"]


def test_the_name_of_the_place_is_no_word_to_look_for(client: FlaskClient) -> None:
    make_service(name="Loughborough Chess")
    make_service(name="Cooking for one")
    make_index()
    _, address = open_call(client)
    by_words = client.get(f"{address}/search?q=cooking+in+Loughborough").json["html"]
    assert "</mark> Chess" in by_words
    placed = client.get(f"{address}/search?q=cooking+in+Loughborough&place=loughborough").json["html"]
    assert "Cooking</mark> for one" in placed
    assert "Chess" not in placed
    assert "Chess" in client.get(f"{address}/search?q=Loughborough&place=Loughborough").json["html"]


def test_a_call_goes_on_where_search_is_down(client: FlaskClient) -> None:
    _, address = open_call(client)
    with mock.patch.object(Follower, "current", side_effect=SearchNotReady("Please wait.")):
        page = client.get(address)
        assert "Search is down" in client.get(f"{address}/search?q=tea").json["html"]
    assert (page.status_code, "Search is down" in page.text) == (200, True)


def test_without_script_a_button_searches_and_saves(client: FlaskClient) -> None:
    make_service(name="Choir", summary="Singing for all.")
    make_index()
    enquiry_id, address = open_call(client)
    page = client.post(address, data=send(question="Company", q="singing", do="search"))
    assert page.status_code == 200
    assert "Choir" in page.text
    assert find_call(enquiry_id).question == "Company"


def test_who_can_help_is_shown_for_the_place_or_network_of_the_call(client: FlaskClient) -> None:
    network = make_area("soar-pcn", AreaKind.PCN, name="Soar PCN")
    team = make_team(network, name="Soar Team")
    make_support_role(name="Soar post", team=team)
    make_support_role(name="Decoy post", team=make_team(name="Elsewhere"))
    _, address = open_call(client, area=network)
    page = client.get(address).text
    assert "Soar Team" in page
    assert "Soar post" in page
    assert "Decoy post" not in page
    assert "Soar post" in client.get(f"{address}/who?place=soar+pcn").json["html"]
    assert "Give a place" in client.get(f"{address}/who").json["html"]


def test_earlier_enquiries_like_this_one_stand_beside_with_what_they_found(client: FlaskClient) -> None:
    service = make_service(name="Soar Walkers")
    earlier_id, earlier = open_call(client, question="A walking group in Gujarati")
    client.post(f"{earlier}/ends/found", data=send(entry=str(service.id)))
    client.post(earlier, data=send(2, question="A walking group in Gujarati", answer="Ring the walkers"))
    _, decoy = open_call(client, question="Rent")
    client.post(decoy, data=send(question="Rent arrears"))
    _, address = open_call(client, question=None)
    found = client.get(f"{address}/earlier?q=walking").json["html"]
    for words in (f"/helpline/enquiries/{earlier_id}", "Soar Walkers", "Ring the walkers"):
        assert words in found
    assert "Rent arrears" not in found
    assert "Nothing like it yet" in client.get(f"{address}/earlier?q=zebra").json["html"]


def test_the_same_place_makes_no_earlier_enquiry_alike(client: FlaskClient) -> None:
    _, earlier = open_call(client, question=None)
    client.post(earlier, data=send(question="Chess in Loughborough, by bus"))
    _, address = open_call(client, question=None)
    assert "Chess" in client.get(f"{address}/earlier?q=bus+Loughborough+football").json["html"]
    assert (
        "Chess"
        not in client.get(f"{address}/earlier?q=bus+Loughborough+football&place=Loughborough").json["html"]
    )


@pytest.mark.parametrize("role", [Role.STAFF, Role.COMMISSIONER])
def test_only_handlers_see_it(client: FlaskClient, role: Role) -> None:
    _, address = open_call(client)
    sign_in_as(client, role)
    for path in (address, f"{address}/search?q=x", f"{address}/who", "/helpline/"):
        assert client.get(path).status_code == 403
    assert client.post(f"{address}/typed", data=send(question="X")).status_code == 403


@pytest.mark.parametrize(
    "values",
    [
        {"expected_version": "x"},
        {"expected_version": "9" * 40},
        {"place": "\x00'\"<>", "question": "\u202e\u0000x" * 10},
        {"needs": ["<b>"], "needs_shown": "1", "due_on": "9999-99-99", "due_time": "25:99"},
        {"practice": "(" * 200},
    ],
)
def test_whatever_is_sent_is_answered_with_a_message(client: FlaskClient, values: dict[str, Any]) -> None:
    _, address = open_call(client)
    answer = client.post(address, data=send() | values)
    assert answer.status_code in (409, 422)
    assert "There is a problem" in answer.text
    nasty = {"q": values.get("place", "("), "place": values.get("practice", ")"), "practice": "((("}
    assert client.get(f"{address}/search", query_string=nasty).status_code == 200


def test_an_enquiry_that_is_not_there_is_said(app: Flask, client: FlaskClient) -> None:
    sign_in_as(client, Role.HELPLINE)
    assert client.get(f"/helpline/enquiries/{uuid.uuid4()}").status_code == 404


def test_no_wider_search_brings_what_must_not_meet_the_needs_of_the_call(client: FlaskClient) -> None:
    abuse, debt = make_need("domestic-abuse"), make_need("debt")
    make_service(name="Low-cost Counselling", description="For couples, and for everyone.")
    make_index()
    for need, is_shown in ((abuse, False), (debt, True)):
        _, address = open_call(client, need)
        asked = {"q": "needs couples counselling", "need": need.slug}
        shown = client.get(f"{address}/search", query_string=asked).json["html"]  # type: ignore[index]
        assert ("Low-cost" in shown) == is_shown


def test_nothing_is_guessed_from_words_of_abuse_or_beside_such_a_need(client: FlaskClient) -> None:
    abuse, debt = make_need("domestic-abuse"), make_need("debt")
    make_service(name="Women feeling well", description="Coffee for women feeling low.")
    make_index()
    for need, words, is_guessed in (
        (debt, "coffe for women", True),
        (debt, "woman fleeing DV", False),
        (abuse, "coffe for women", False),
    ):
        _, address = open_call(client, need)
        asked = {"q": words, "need": need.slug}
        shown = client.get(f"{address}/search", query_string=asked).json["html"]  # type: ignore[index]
        assert ("Did you mean" in shown) == is_guessed, words
