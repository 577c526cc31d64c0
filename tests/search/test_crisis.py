from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.search.crisis import match_crisis

_HERE = Path(__file__).parent


def read_lines(name: str) -> list[str]:
    lines = (_HERE / name).read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


SPOKEN = [tuple(line.split(": ", 1)) for line in read_lines("crisis_phrases.txt")]


@pytest.mark.parametrize(("category", "phrase"), SPOKEN, ids=[phrase for _, phrase in SPOKEN])
def test_words_of_crisis_are_known(category: str, phrase: str) -> None:
    found = match_crisis(phrase)
    assert found is not None
    assert found.category == category


@pytest.mark.parametrize("phrase", read_lines("everyday_phrases.txt"))
def test_everyday_words_are_left_alone(phrase: str) -> None:
    assert match_crisis(phrase) is None


@pytest.mark.parametrize(
    "dressed",
    [
        "I WANT TO DIE!!!",
        "i want  to\ndie",
        "“I want to die”",
        "I want to die.",
        "ｉ want to dıe i want to die",
    ],
)
def test_case_blanks_and_punctuation_make_no_difference(dressed: str) -> None:
    found = match_crisis(dressed)
    assert found is not None
    assert found.category == "suicide"


def test_words_of_crisis_among_others_are_heard() -> None:
    found = match_crisis("coffee morning in leicester because i want to kill myself and debt")
    assert found is not None
    assert found.category == "suicide"


def test_two_kinds_of_crisis_are_both_shown_the_more_pressing_first() -> None:
    found = match_crisis("he hits me and I want to die")
    assert found is not None
    assert found.categories == ("suicide", "domestic_abuse")


def test_harmless_words_beside_it_do_not_hide_a_crisis() -> None:
    assert match_crisis("killing time until i kill myself") is not None
    assert match_crisis("my back is killing me and I took too many tablets") is not None


@settings(deadline=200, max_examples=200)
@given(st.text(max_size=5000))
def test_any_text_is_read_in_no_time_and_without_fault(text: str) -> None:
    match_crisis(text)
