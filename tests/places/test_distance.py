import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.places.distance import describe_distance, measure_distance, to_metres, to_miles


def test_a_mile_is_1609_metres() -> None:
    assert round(to_metres(1)) == 1609
    assert to_miles(to_metres(3.5)) == pytest.approx(3.5)


def test_a_degree_of_latitude_in_leicestershire_is_111_kilometres() -> None:
    assert measure_distance((52.0, -1.1), (53.0, -1.1)) == pytest.approx(111_270, rel=0.001)
    assert measure_distance((52.0, -1.1), (52.0, -1.1)) == 0


@pytest.mark.parametrize(
    ("miles", "words"),
    [
        (0, "less than half a mile"),
        (0.44, "less than half a mile"),
        (0.5, "half a mile"),
        (0.6, "0.6 miles"),
        (0.96, "1 mile"),
        (1.04, "1 mile"),
        (1.2, "1.2 miles"),
        (2.01, "2 miles"),
        (9.94, "9.9 miles"),
        (9.96, "10 miles"),
        (14.4, "14 miles"),
    ],
)
def test_a_distance_is_told_in_plain_words(miles: float, words: str) -> None:
    assert describe_distance(to_metres(miles)) == words


@given(st.floats(0, 2_000_000))
def test_no_distance_is_told_in_metres_or_as_nothing(metres: float) -> None:
    words = describe_distance(metres)
    assert "mile" in words
    assert not words.startswith("0 ")
