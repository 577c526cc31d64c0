"""What could help me? The same as staff ask, in everyday words; nothing is kept and nothing is lost."""

import html
import re
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from directory.extensions import db
from directory.framework.levels import queries
from directory.framework.levels.actions import edit_part
from directory.search.find import find_follower
from tests.factories import (
    make_area,
    make_framework,
    make_index,
    make_location_data,
    make_need,
    make_service,
    make_town,
    make_user,
)
from tests.listings.test_query_counts import counted
from tests.seed.readability import measure_grade

PAGE = "/what-could-help"


def lay_needs() -> None:
    """Two areas of need, one of them with needs below it, and an entry for each."""
    make_framework()
    money = make_need("benefits-and-money")
    make_need("debt", parent=money)
    make_need("food", parent=money)
    make_need("housing")
    make_town()
    make_service(name="Debt Desk", needs=["debt"])
    make_service(name="Roof Team", needs=["housing"])
    make_service(name="Another thing")
    make_index()


def post(client: FlaskClient, *, do: str = "list", **typed: object) -> TestResponse:
    names = {name.replace("__", "-"): value for name, value in typed.items()}
    return client.post(PAGE, data=names | {"do": do})


def read_main(answer: TestResponse) -> str:
    """The words of the page without its frame."""
    main = re.sub(r"<(script|aside|nav).*?</\1>", "", answer.text, flags=re.S)
    main = main[main.index("<main") : main.index("</main>")]
    main = re.sub(r"</(p|li|h\d|legend|label|div|summary)>", ".\n", main)
    return re.sub(r"[\s.]*\.\n", ".\n", html.unescape(re.sub(r"<[^>]+>", "", main)))


class _Fields(HTMLParser):
    """What a browser would send from the forms that go to the page, as they came."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[tuple[str, str]] = []
        self._is_ours = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._is_ours = given["action"] == PAGE
        elif tag == "input" and self._is_ours and self._is_set(given):
            self.sent.append((given["name"], given["value"]))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._is_ours = False

    @staticmethod
    def _is_set(given: dict[str, str]) -> bool:
        return given["type"] not in ("radio", "checkbox") or "checked" in given


def carry(answer: TestResponse) -> list[tuple[str, str]]:
    fields = _Fields()
    fields.feed(answer.text)
    return fields.sent


def test_the_list_says_how_to_go_about_each_need_and_why(client: FlaskClient) -> None:
    lay_needs()
    asked = post(client, do="questions", need=["debt", "housing"], place="Loughborough")
    assert "Could you lose your home in the next 8 weeks?" in asked.text
    assert "Skip the questions, show what could help" in asked.text
    said = {"q-housing-can-get-there": "yes", "q-benefits-and-money-knows-what": "yes"}
    page = post(client, need=["debt", "housing"], place="Loughborough", **said).text
    housing, money = page[page.index("need-housing") :], page[page.index("need-benefits-and-money") :]
    assert "You said you would need somebody with you at first." in housing
    assert "come with me the first time" in housing
    assert "From what you said, you can do this by yourself." in money
    found = [name in page for name in ("Debt Desk", "Roof Team", "116 123", "Another thing")]
    assert found == [True, True, True, False]
    own = page[page.index("Your own words") :]
    assert own.count("<textarea") == 4
    assert "<form" not in own
    assert "name=" not in own


def test_what_to_do_next_is_said_once_for_needs_that_go_the_same_way(client: FlaskClient) -> None:
    lay_needs()
    said = {"q-housing-can-contact": "no", "q-benefits-and-money-can-contact": "no"}
    page = post(client, need=["debt", "housing"], **said).text
    assert page.count("Ask at your GP surgery") == 1
    assert "Do the same as for Benefits and money." in page


def test_skipping_every_question_still_gives_a_list(client: FlaskClient) -> None:
    lay_needs()
    page = post(client, need="debt", **{"q-benefits-and-money-can-contact": ""}).text
    assert ("Debt Desk" in page, "What to do next" in page) == (True, False)
    assert "How would you like to go about it?" in page


def test_without_questions_the_list_comes_at_once(client: FlaskClient) -> None:
    make_framework()
    make_need("debt")
    make_service(name="Debt Desk", needs=["debt"])
    make_index()
    part = queries.find_part("questions")
    edit_part(actor=make_user(), part=part, content=[], expected_version=1)
    db.session.commit()
    page = post(client, do="questions", need="debt").text
    assert ("Debt Desk" in page, "Change my answers" in page) == (True, False)


def test_whoever_ticked_much_is_asked_to_begin_with_three(client: FlaskClient) -> None:
    lay_needs()
    needs = ["debt", "housing", "loneliness", "addiction"]
    for slug in needs[2:]:
        make_need(slug)
    db.session.commit()
    few, many = (post(client, do="questions", need=needs[:count]).text for count in (3, 4))
    assert ("Open up to 3" in few, "Open up to 3" in many) == (False, True)
    again = post(client, do="questions", need=needs, **{"q-addiction-tried-before": "no"}).text
    assert len(re.findall(r"<details[^>]* open", again)) == 1


@pytest.mark.parametrize("do", ["ticks", "questions", "list"])
def test_every_page_carries_everything_that_was_said(client: FlaskClient, do: str) -> None:
    lay_needs()
    said = [
        ("need", "debt"),
        ("need", "housing"),
        ("place", "Loughborough"),
        ("q-housing-tried-before", "yes"),
        ("q-benefits-and-money-can-contact", "no"),
        # Its tick was taken away; the answer is there when it is set again.
        ("way-housing", "needing-help"),
    ]
    answer = client.post(PAGE, data=MultiDict([*said, ("do", do)]))
    assert answer.status_code == 200
    assert sorted(pair for pair in carry(answer) if pair[1]) == sorted(said)
    unticked = client.post(PAGE, data=MultiDict([*said[1:], ("do", do)]))
    assert sorted(pair for pair in carry(unticked) if pair[1]) == sorted(said[1:])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"place": "LE3"}, {"need": "Tick at least one thing."}),
        ({"need": "no-such-need"}, {"need": "Tick at least one thing."}),
        ({"need": "debt", "place": "Nowhereville"}, {"place": "We do not know this place."}),
        ({"place": "Nowhereville"}, {"need": "Tick", "place": "We do not know"}),
    ],
)
@pytest.mark.parametrize("do", ["", "questions", "list"])
def test_what_cannot_be_used_is_said_beside_its_field_and_nothing_is_lost(
    client: FlaskClient, do: str, typed: dict[str, str], said: dict[str, str]
) -> None:
    lay_needs()
    make_area("leicester")
    make_town("LE3")
    db.session.commit()
    answer = post(client, do=do, **typed, **{"q-housing-tried-before": "yes"})
    assert answer.status_code == 422
    for field, words in said.items():
        assert f'<a href="#{field}">{words}' in answer.text
        assert (
            f'id="{field}-error"><span class="nhsuk-u-visually-hidden">Error:</span> {words}' in answer.text
        )
    kept = carry(answer)
    assert ("q-housing-tried-before", "yes") in kept
    assert ("place", typed.get("place", "")) in kept
    assert (("need", "debt") in kept) == (typed.get("need") == "debt")


def test_what_no_page_offers_counts_as_left_out(client: FlaskClient) -> None:
    lay_needs()
    odd = {"way-housing": "nonsense", "q-housing-tried-before": "perhaps", "q-nowhere-x": "yes"}
    page = post(client, need="housing", **odd)
    assert (page.status_code, "What to do next" in page.text, "nonsense" in page.text) == (200, False, False)


def test_nothing_is_kept_and_nothing_stands_in_an_address(client: FlaskClient) -> None:
    lay_needs()
    db.session.commit()
    before = count_rows()
    for do in ("ticks", "questions", "list"):
        answer = post(
            client, do=do, need="housing", place="Loughborough", **{"q-housing-home-at-risk": "yes"}
        )
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
        assert answer.location is None
        assert not re.search(r'(?:href|action)="[^"]*(?:home-at-risk|[?&]need=)', answer.text)
        assert "csrf_token" not in answer.text
    assert count_rows() == before


def count_rows() -> dict[str, int]:
    tables = db.metadata.sorted_tables
    return {one.name: db.session.scalar(select(func.count()).select_from(one)) or 0 for one in tables}


def test_what_cannot_wait_stands_first_whatever_way_is_chosen(client: FlaskClient) -> None:
    lay_needs()
    make_index()
    letter = {"need": "debt", "q-benefits-and-money-urgent-letter": "yes"}
    first = "Ring National Debtline today: 0808 808 4000."
    for more in ({}, {"way-benefits-and-money": "advice-and-information"}):
        page = post(client, **letter, **more).text
        assert page.index(first) < page.index("How to go about it")
    assert first not in post(client, **letter | {"q-benefits-and-money-urgent-letter": "no"}).text


def test_many_needs_take_as_many_statements_as_one(client: FlaskClient) -> None:
    make_framework()
    money = make_need("benefits-and-money")
    slugs = [f"need-{number}" for number in range(20)]
    for slug in slugs:
        make_need(slug, parent=money)
        make_service(name=f"For {slug}", needs=[slug], service_at_locations=[make_location_data()])
    make_town()
    make_index()
    post(client, need=slugs[0])
    # As in production, where the index is not looked at for each search of a request.
    find_follower()._wait = 60

    def count(needs: list[str], do: str) -> int:
        db.session.remove()
        with counted() as statements:
            page = post(client, do=do, need=needs, place="Loughborough")
        assert page.status_code == 200
        return len(statements)

    assert count(slugs, "questions") == count(slugs[:1], "questions") <= 8
    assert count(slugs, "list") == count(slugs[:1], "list") <= 25
    page = post(client, need=slugs).text
    assert "There was no room here for Need 8, Need 9" in page


def test_the_list_prints_every_address(client: FlaskClient) -> None:
    lay_needs()
    halls = [make_location_data(name=name) for name in ("Clock House", "Hinckley Hub")]
    make_service(name="Debt Help", needs=["debt"], service_at_locations=halls)
    make_service(name="Debt Line", needs=["debt"], service_at_locations=halls[:1])
    make_index()
    page = post(client, need="debt").text
    assert "Debt Help is at:" in page
    assert "LE1 1AA; or Hinckley Hub, 1 Example Street" in page
    assert "Debt Line is at:" not in page


def test_the_sheet_asks_the_same(client: FlaskClient) -> None:
    lay_needs()
    page = client.get("/before-your-appointment").text
    for question in queries.list_questions():
        assert question.own_ask in page
    assert "<strong>Housing:</strong> Could you lose your home" in page
    for level in queries.list_levels():
        assert level.own_way in page


def test_every_page_can_be_read_at_nine_to_eleven(client: FlaskClient) -> None:
    lay_needs()
    said = {"q-housing-can-contact": "no", "q-benefits-and-money-tried-before": "yes"}
    pages = [client.get(PAGE), client.get("/before-your-appointment")]
    pages += [post(client, do=do, need=["debt", "housing"], **said) for do in ("questions", "list")]
    assert [round(grade, 1) for page in pages if (grade := measure_grade(read_main(page))) > 6] == []
