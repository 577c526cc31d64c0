"""Every value a person or program can put into a search URL becomes a search and a message."""

from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from directory.search.request import LONGEST_TEXT, SearchRequest, parse_request

FIELDS = sorted(SearchRequest.__slots__)


@given(st.lists(st.tuples(st.sampled_from([*FIELDS, "other"]), st.text(max_size=300)), max_size=12))
def test_no_value_of_any_field_raises_and_every_message_has_a_field(pairs: list[tuple[str, str]]):
    request, messages = parse_request(MultiDict(pairs))
    assert set(messages) <= set(FIELDS)
    assert len(request.q) <= LONGEST_TEXT
    assert 1 <= request.page <= 100_000


@given(st.lists(st.tuples(st.sampled_from(FIELDS), st.text(max_size=40)), max_size=12))
def test_a_shared_link_gives_the_same_search(pairs: list[tuple[str, str]]):
    request, _ = parse_request(MultiDict(pairs))
    again, messages = parse_request(MultiDict(request.to_query()))
    assert again == request
    assert messages == {}


def test_a_page_out_of_range_is_the_first_and_says_so():
    for page in ("0", "-1", "1000000000000", "two", "1.5"):
        request, messages = parse_request(MultiDict({"page": page}))
        assert request.page == 1
        assert "page" in messages


def test_control_characters_and_direction_overrides_fall_out_of_the_words():
    request, _ = parse_request(MultiDict({"q": "de\x00bt \u202egnip\u202c  ad\nvice \U0001f600"}))
    assert request.q == "de bt gnip ad vice \U0001f600"


def test_a_distance_that_is_no_distance_is_refused_beside_its_field():
    for within in ("nan", "inf", "-3", "0", "1e9", "near"):
        request, messages = parse_request(MultiDict({"within": within}))
        assert request.within is None
        assert "within" in messages


def test_values_of_a_repeated_filter_add_up_and_strange_ones_are_named():
    request, messages = parse_request(MultiDict([("kind", "group"), ("kind", "circus"), ("kind", "service")]))
    assert request.kind == ("group", "service")
    assert set(messages) == {"kind"}


def test_overlong_words_are_cut_and_the_person_is_told():
    request, messages = parse_request(MultiDict({"q": "a" * 5000}))
    assert request.q == "a" * LONGEST_TEXT
    assert "q" in messages


def test_links_of_filters_start_at_the_first_page():
    request = SearchRequest(q="tea", kind=("group",), page=4)
    assert request.with_value("kind", "service").to_query() == {"q": "tea", "kind": ["group", "service"]}
    assert request.without("kind", "group").to_query() == {"q": "tea"}
    assert request.at_page(5).to_query() == {"q": "tea", "kind": ["group"], "page": "5"}
