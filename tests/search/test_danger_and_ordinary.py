"""What is known of somebody in danger counts in the ordinary results too, and for two dangers at once."""

import re

import pytest
from flask.testing import FlaskClient

from directory.search.crisis import match_crisis
from directory.search.crisis.matching import PANELS
from directory.search.crisis.ways import list_ways
from tests.factories import make_index, make_need, make_service
from tests.search.searching import search_page
from tests.search.test_marked import list_names, mark

NO_TRUST_LINE = {"TRUST_CRISIS_LINE": "", "TRUST_CRISIS_NAME": ""}


def make_lines() -> None:
    for name, number, crises in (
        ("Advice Line for men", "0808 801 0327", ["domestic_abuse"]),
        ("Galop", "0800 999 5428", ["domestic_abuse"]),
        ("National line", "0808 2000 247", ["domestic_abuse"]),
        ("Childline", "0800 1111", ["child", "suicide"]),
    ):
        mark(make_service(name=name, phones=[{"number": number}]), *crises)


@pytest.mark.parametrize(
    ("words", "hidden"),
    [
        ("took too many tablets", ["Tablets Clinic", "Tablets and Teacakes", "Pain, Pills and People"]),
        ("want to jump in front of a train", ["Train Strollers", "Travel Buddies by train"]),
        ("i'm attracted to children and scared", ["Stay and Play with children", "Dads on Saturday"]),
    ],
)
def test_what_must_not_meet_a_danger_is_not_one_press_below_it(
    client: FlaskClient, words: str, hidden: list[str]
) -> None:
    make_need("transport")
    make_need("parenting")
    for name in hidden:
        need = "transport" if "Travel" in name else "parenting" if "Dads" in name or "Play" in name else ""
        make_service(name=name, description=words, needs=[need] if need else [])
    make_service(name="Quiet help", description=words)
    make_index()
    html = search_page(client, f"q={words}&show=ordinary")
    assert "app-crisis" in html
    assert list_names(html) == ["Quiet help"]


@pytest.mark.parametrize(
    "words", ["im 12 and mum hits me", "im 9 years old dad hits me", "im 16 and he hits me"]
)
def test_a_child_who_is_hurt_reads_of_childline_first_and_of_no_line_for_adults(
    client: FlaskClient, words: str
) -> None:
    make_lines()
    make_service(name="Couples who hit 12 and 16", description=words)
    make_service(name="Quiet help", description=words)
    make_index()
    marked = search_page(client, f"q={words}")
    assert list_names(marked) == ["Childline", "National line"]
    crisis = marked[marked.index("app-crisis") : marked.index("<h1")]
    assert "0808 801 0327" not in crisis
    assert "0800 999 5428" not in crisis
    ordinary = list_names(search_page(client, f"q={words}&show=ordinary"))
    assert ordinary == ["Childline", "Quiet help"]


def test_somebody_over_18_keeps_all_lines(client: FlaskClient) -> None:
    make_lines()
    make_index()
    assert set(list_names(search_page(client, "q=he hits me"))) == {
        "Advice Line for men",
        "Galop",
        "National line",
    }


@pytest.mark.parametrize("is_under_18", [False, True])
@pytest.mark.parametrize(
    "words",
    [
        "my husband hits me and we have nowhere to sleep tonight",
        "i was raped and i want to die",
        "he hits me and i took too many tablets",
        "smell of gas and my child is missing",
    ],
)
def test_two_dangers_have_two_headings_and_help_for_both(
    client: FlaskClient, words: str, is_under_18: bool
) -> None:
    words = f"im 14 and {words}" if is_under_18 else words
    crisis = match_crisis(words)
    assert crisis is not None
    one, two = crisis.panels[:2]
    html = search_page(client, f"q={words}")
    shown = html[html.index('<section class="app-crisis"') : html.index("<h1")]
    assert shown.index(one.heading) < shown.index(two.heading)
    assert "<details" not in shown[: shown.index(two.heading)]
    ways = list_ways(crisis, NO_TRUST_LINE)
    assert ways.first[0][0].slug in ("emergency", "gas")
    assert len(ways.first) <= 3
    have = {line.slug for way in PANELS[one.slug].ways for line in way}
    only_second = [
        way for way in two.ways if not {line.slug for line in way} & (have | {"trust", "childline"})
    ]
    assert not only_second or ways.second
    assert len(re.findall(r"<h3", shown)) == (1 if ways.second else 0)
