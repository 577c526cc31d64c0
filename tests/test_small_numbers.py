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


def test_the_officer_sees_true_counts() -> None:
    assert (str(protect(3, exact=True)), protect(3, exact=True).cell) == ("3", 3)
