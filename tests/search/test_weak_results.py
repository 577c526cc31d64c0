"""Results of which none fits all the words are told apart."""

import pytest

from tests.factories import (
    make_need,
    make_service,
)
from tests.search.searching import Search


@pytest.mark.parametrize(
    ("asked", "is_weak"),
    [
        ({"q": "walking football"}, False),
        ({"q": "football for chess players"}, True),
        ({"q": "chess football"}, True),
        ({"q": "football tango"}, True),
        ({"q": "I want to find football please"}, False),
        ({"q": "no money for the meter"}, False),
        ({"q": "chess no money for the meter"}, True),
        ({"q": "walking footb"}, False),
        ({"q": "walking football", "kind": "activity"}, True),
        ({"q": "walking chess", "match": "all"}, False),
        ({"q": "tango"}, False),
        ({}, False),
    ],
)
def test_results_are_weak_where_none_fits_all_the_words(
    searched: Search, asked: dict[str, str], is_weak: bool
) -> None:
    make_need("fuel", words=("no money for the meter",))
    make_service(name="Walking football")
    make_service(name="Warm homes", needs=["fuel"])
    make_service(name="Chess", kind="activity")
    make_service(name="Walking", kind="activity")
    assert searched(**asked).is_weak == is_weak


def test_one_entry_that_fits_makes_the_others_no_weaker_wherever_it_stands(searched: Search) -> None:
    for number in range(25):
        make_service(name=f"Football tea {number}", summary="Football, football.")
    make_service(name="Somewhere else", summary="Football, and then chess.")
    found = searched(q="football chess", sort="name")
    assert (found.total, found.is_weak) == (26, False)
