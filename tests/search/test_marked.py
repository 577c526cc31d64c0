"""Under a panel of urgent help only what an officer marked for that crisis is shown, until one press."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from flask.testing import FlaskClient

from directory.listings import actions
from directory.models import Guidance, Service
from tests.factories import (
    make_area,
    make_guidance,
    make_index,
    make_service,
    make_town,
)
from tests.helpline.calls import open_call
from tests.search.searching import search_page as search

ORDINARY = "Show the ordinary results"


def mark(entry: Service | Guidance, *crises: str) -> None:
    actions.mark_for_crisis(actor=None, entry=entry, crises=crises, expected_version=entry.version)


def list_names(html: str) -> list[str]:
    """The names of the entries on a page of results, in order."""
    found = re.findall(r'<h[23] id="hit-[^>]*>(.*?)</h[23]>', html, re.DOTALL)
    return [re.sub(r"<[^>]+>|^\d+\. ", "", re.sub(r"<[^>]+>", "", one)).strip() for one in found]


def make_usual() -> None:
    for name in (
        "Stopping gambling",
        "Veterans' breakfast",
        "Housing office",
        "Self harm to self help end it all",
    ):
        make_service(name=name)
    mark(make_service(name="Night line"), "suicide", "self_harm")
    mark(make_guidance(name="Staying safe tonight"), "suicide")
    mark(make_service(name="Safe house line"), "domestic_abuse")


@pytest.mark.parametrize("words", ["I want to end it all", "suicidal", "i am a burden"])
def test_only_marked_entries_are_shown_under_the_panel(client: FlaskClient, words: str) -> None:
    make_usual()
    html = search(client, f"q={words}")
    assert sorted(list_names(html)) == ["Night line", "Staying safe tonight"]
    assert ORDINARY in html
    assert "Did you mean" not in html
    assert "Nothing found" not in html


def test_each_crisis_has_its_own_marks(client: FlaskClient) -> None:
    make_usual()
    assert list_names(search(client, "q=self+harm")) == ["Night line"]
    assert list_names(search(client, "q=he+hits+me")) == ["Safe house line"]
    both = list_names(search(client, "q=he+hits+me+and+i+want+to+die"))
    assert sorted(both) == ["Night line", "Safe house line", "Staying safe tonight"]


@pytest.mark.parametrize(
    "words", ["i want to die", "smell of gas", "loan shark at the door", "my child is missing"]
)
def test_a_panel_without_marked_entries_stands_alone_and_never_says_nothing_found(
    client: FlaskClient, words: str
) -> None:
    make_service(name="Choir to die for, with gas, sharks and a missing child at the door")
    html = search(client, f"q={words}")
    assert list_names(html) == []
    assert "Nothing found" not in html
    assert ORDINARY in html


def test_one_press_shows_the_ordinary_results_under_the_same_panel(client: FlaskClient) -> None:
    make_usual()
    html = search(client, "q=self+harm&show=ordinary")
    assert "Self harm to self help end it all" in list_names(html)
    assert "app-crisis" in html
    assert ORDINARY not in html


def test_the_press_is_kept_by_filters_and_pages(client: FlaskClient) -> None:
    for number in range(25):
        make_service(name=f"Self harm talk {number}", cost_options=[{"amount": "0"}])
    html = search(client, "q=self+harm&show=ordinary")
    assert re.search(r"show=ordinary[^\"]*page=2|page=2[^\"]*show=ordinary", html)


def test_despair_with_a_cause_keeps_help_for_the_cause_under_the_panel(client: FlaskClient) -> None:
    make_service(name="Eviction advice", summary="If you are being evicted.")
    make_service(name="Go like tomorrow dancing")
    html = search(client, "q=can't+go+on+like+this,+being+evicted")
    assert "app-crisis" in html
    assert list_names(html)[0] == "Eviction advice"
    assert ORDINARY not in html


def test_a_conditions_name_has_its_own_results_and_a_short_line(client: FlaskClient) -> None:
    make_service(name="Hearing voices group")
    html = search(client, "q=hearing+voices")
    assert list_names(html) == ["Hearing voices group"]
    assert "app-crisis" not in html
    assert "app-notice--urgent" in html
    assert "tel:999" in html[html.index("app-notice--urgent") :]


def test_bereaved_by_suicide_finds_its_group_and_names_its_own_line(client: FlaskClient) -> None:
    make_service(name="Bereaved by suicide circle")
    html = search(client, "q=bereaved+by+suicide")
    assert list_names(html) == ["Bereaved by suicide circle"]
    assert "tel:03001115065" in html


def test_who_is_under_18_is_not_shown_help_for_adults(client: FlaskClient) -> None:
    mark(make_service(name="Adults only", minimum_age=18), "domestic_abuse")
    mark(make_service(name="Any age"), "domestic_abuse")
    assert list_names(search(client, "q=my+dad+hits+me+im+14")) == ["Any age"]
    assert sorted(list_names(search(client, "q=my+dad+hits+me"))) == ["Adults only", "Any age"]


def test_marked_help_for_another_place_is_left_out(client: FlaskClient) -> None:
    make_town("Loughborough")
    area = make_area("melton", name="Melton")
    mark(make_service(name="Line for all", attending_types=["phone"]), "homeless")
    far = make_service(name="Melton line", attending_types=["phone"], service_areas=[{"area": area.slug}])
    mark(far, "homeless")
    html = search(client, "q=kicked+out+tonight&place=Loughborough")
    assert list_names(html) == ["Line for all"]


def test_what_is_closed_now_comes_after_what_is_open_and_says_when_it_opens(client: FlaskClient) -> None:
    by_day = {"freq": "WEEKLY", "byday": "MO,TU,WE,TH,FR", "opens_at": "09:00", "closes_at": "17:00"}
    always = {"freq": "WEEKLY", "byday": "MO,TU,WE,TH,FR,SA,SU", "opens_at": "00:00", "closes_at": "23:59"}
    mark(make_service(name="A office", schedules=[by_day]), "homeless")
    mark(make_service(name="B no times"), "homeless")
    mark(make_service(name="C always", schedules=[always]), "homeless")
    with time_machine.travel(datetime(2026, 12, 1, 21, 0, tzinfo=UTC), tick=False):
        html = search(client, "q=kicked+out+tonight")
    names = list_names(html)
    assert names[-1] == "A office"
    assert sorted(names[:2]) == ["B no times", "C always"]
    assert "Closed now. Opens tomorrow at 9am" in html
    with time_machine.travel(datetime(2026, 12, 1, 10, 0, tzinfo=UTC), tick=False):
        assert list_names(search(client, "q=kicked+out+tonight"))[0] == "A office"


def test_help_for_this_crisis_alone_comes_before_help_for_many(client: FlaskClient) -> None:
    mark(make_service(name="A for all"), "homeless", "suicide", "child")
    mark(make_service(name="Night bed"), "homeless")
    assert list_names(search(client, "q=kicked+out+tonight")) == ["Night bed", "A for all"]


def test_help_near_here_comes_first_and_the_general_line_before_one_for_men(client: FlaskClient) -> None:
    area = make_area("melton", name="Melton")
    lines = {"A for men": "0808 801 0327", "B for all": "0808 2000 247", "C other": "0116 496 0123"}
    for name, number in lines.items():
        mark(
            make_service(name=name, attending_types=["phone"], phones=[{"number": number}]), "domestic_abuse"
        )
    here = make_service(name="D here", attending_types=["phone"], service_areas=[{"area": area.slug}])
    mark(here, "domestic_abuse")
    names = list_names(search(client, "q=scared+of+my+husband"))
    assert names == ["D here", "B for all", "A for men", "C other"]


def test_a_correction_of_the_spelling_opens_the_panel_too(client: FlaskClient) -> None:
    make_service(name="Boxing punches for beginners")
    html = search(client, "q=he+puncehs+me")
    assert "Is somebody hurting or frightening you?" in html
    assert list_names(html) == []


def test_an_index_on_disk_knows_the_marks_and_a_change_of_them(client: FlaskClient) -> None:
    line = make_service(name="Night line")
    mark(line, "suicide")
    make_index()
    assert list_names(search(client, "q=suicidal")) == ["Night line"]
    mark(line)
    assert list_names(search(client, "q=suicidal")) == []


def test_beside_a_call_only_marked_entries_are_shown_until_one_press(client: FlaskClient) -> None:
    make_usual()
    make_index()
    _, address = open_call(client, question="Patient says: I want to end it all")
    page = client.get(address).text
    for shown in (page, client.get(f"{address}/search?q=I+want+to+end+it+all").json["html"]):  # type: ignore[index]
        assert "Night line" in shown
        assert "breakfast" not in shown
        assert "tel:116123" in shown
        assert ORDINARY in shown
    ordinary = client.get(f"{address}/search?q=self+harm&show=ordinary").json["html"]  # type: ignore[index]
    assert "Self</mark> <mark>harm" in ordinary
    pressed = client.post(address, data={"expected_version": "1", "q": "self harm", "do": "ordinary"})
    assert "Self</mark> <mark>harm" in pressed.text


def test_words_of_danger_early_in_a_long_question_are_heard_beside_a_call(client: FlaskClient) -> None:
    make_usual()
    make_index()
    _, address = open_call(client)
    asked = {"q": "He says he wants to kill himself. " + "He also asked about the bus to the library. " * 20}
    shown = client.get(f"{address}/search", query_string=asked).json["html"]  # type: ignore[index]
    assert "words of danger" in shown
    assert "Night line" in shown


def test_a_condition_beside_a_call_keeps_its_results(client: FlaskClient) -> None:
    make_service(name="Hearing voices group")
    make_index()
    _, address = open_call(client)
    shown = client.get(f"{address}/search?q=hearing+voices").json["html"]  # type: ignore[index]
    assert "voices</mark> group" in shown
    assert "words of danger" not in shown
