import re
from html import unescape as html_unescape
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from directory.extensions import db
from directory.models.codes import PointKind, Role
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_area, make_location_data, make_need, make_service, make_town
from tests.search.searching import search_page as search


def lay_loughborough() -> None:
    make_area("charnwood", code="E07000130", name="Charnwood", latitude=52.75, longitude=-1.2)
    make_town("Loughborough").district_code = "E07000130"
    make_point("LE11", 52.772, -1.206, "E07000130")


def make_point(key: str, latitude: float, longitude: float, district_code: str | None = None) -> None:
    row = make_town(key, latitude, longitude, district_code=district_code)
    row.kind, row.key = PointKind.DISTRICT, key
    db.session.flush()


def test_a_place_in_the_words_is_where_it_looks_and_not_one_more_word(client: FlaskClient) -> None:
    lay_loughborough()
    near, far = make_location_data(52.772, -1.25), make_location_data(51.5, -0.1)
    make_service(name="Tango", service_at_locations=[near])
    make_service(name="Tango far away", service_at_locations=[far])
    make_service(name="Loughborough stamp swap")
    html = search(client, "q=tango+in+Loughborough")
    assert ("2 results" in html, "stamp swap" in html, "1.8 miles away" in html) == (True, False, True)
    assert "Near Loughborough (from your words)" in html
    assert 'value="tango"' in html
    assert 'value="Loughborough"' in html
    undone = "/search?q=tango+in+Loughborough&amp;as_typed=1"
    assert f'href="{undone}">Search everywhere instead' in html
    html = search(client, undone.partition("?")[2].replace("&amp;", "&"))
    assert ("3 results" in html, "from your words" in html) == (True, False)


def test_nothing_found_near_a_place_in_the_words_says_so_and_offers_everywhere(client: FlaskClient) -> None:
    lay_loughborough()
    make_service(name="Loughborough stamp swap")
    html = search(client, "q=zzunicycling+in+Loughborough")
    assert ("Nothing found" in html, "Search everywhere instead" in html) == (True, True)


@pytest.mark.parametrize(
    ("typed", "left", "place"),
    [
        ("tango LE11", "tango", "LE11"),
        ("tango near le11 3ab", "tango", "LE11 3AB"),
        ("LE11 tango", "tango", "LE11"),
        ("LE11", "", "LE11"),  # what is near, of every kind
    ],
)
def test_a_postcode_in_the_words_is_where_it_looks(
    client: FlaskClient, typed: str, left: str, place: str
) -> None:
    lay_loughborough()
    make_service(name="Tango", service_at_locations=[make_location_data(52.772, -1.25)])
    html = search(client, urlencode({"q": typed}))
    assert f"Near {place} (from your words)" in html
    assert (f'value="{place}"' in html, f'value="{left}"' in html or not left) == (True, True)
    assert "1.8 miles away" in html


@pytest.mark.parametrize(
    "query",
    [
        "q=vitamin+B12",  # Birmingham, which is not here
        "q=LE11+walking+club",  # the name of an entry
        "q=tango+LE11&place=Nowhere",
        "q=Age+help+in+Loughborough",  # the name of an entry
        "q=in+Loughborough",  # nothing would be left
        "q=help+in+Loughborough",  # words of asking alone
        "q=tango+Loughborough",
        "q=tango+in+Charnwoodish",
        "q=help+with+reading+in+Loughborough&place=Nowhere",
        "q=club+in+Stitching",  # a town, and a need
        "q=tango+in+Loughborough&district=charnwood",
    ],
)
def test_words_stay_whole_where_they_are_a_name_or_say_no_place(client: FlaskClient, query: str) -> None:
    lay_loughborough()
    make_town("Stitching").district_code = "E07000130"
    make_need("sewing", words=("stitching",))
    make_service(name="Age Help in Loughborough")
    make_service(name="LE11 Walking Club")
    make_point("B12", 52.46, -1.88)
    assert "from your words" not in search(client, query)


def test_a_place_in_the_words_fills_in_the_form_for_an_unmet_need(client: FlaskClient) -> None:
    lay_loughborough()
    make_service(name="Tango")
    sign_in_as(client, Role.STAFF)
    html = search(client, "q=zzunicycling+in+Loughborough")
    address = html_unescape(re.search(r'href="(/unmet-needs/log\?[^"]*)"', html).group(1))
    form = client.get(address).text
    assert '<option value="charnwood" selected>' in form
    assert "words: zzunicycling; place: in Charnwood" in form
