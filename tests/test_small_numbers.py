import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.small_numbers import protect


@pytest.mark.parametrize(
    ("count", "shown"),
    [(0, "fewer than 5"), (4, "fewer than 5"), (5, "5"), (7, "5"), (8, "10"), (1234, "1,235")],
)
def test_small_counts_are_hidden_and_others_rounded(count: int, shown: str) -> None:
    assert str(protect(count)) == shown


@given(st.integers(min_value=0, max_value=4))
def test_every_small_count_looks_the_same_everywhere(count: int) -> None:
    assert protect(count) == protect(0)
    assert protect(count).bar == protect(0).bar


@pytest.mark.parametrize(
    ("count", "exact", "words"),
    [(1, True, "once"), (0, True, "0 times"), (2, True, "2 times"), (1, False, "fewer than 5 times")],
)
def test_how_often_is_said_in_words(count: int, exact: bool, words: str) -> None:
    assert protect(count, exact=exact).times == words


def test_the_officer_sees_true_counts() -> None:
    assert (str(protect(3, exact=True)), protect(3, exact=True).cell) == ("3", 3)
