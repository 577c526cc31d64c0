"""A reference mixed up is another person's record."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.framework.records.reference import (
    ALPHABET,
    LENGTH,
    format_reference,
    make_reference,
    parse_reference,
    spell_reference,
)

references = st.builds(make_reference)
places = st.integers(0, LENGTH - 1)


@given(references)
def test_a_reference_is_read_back_however_people_write_it(reference: str) -> None:
    shown = format_reference(reference)
    spaced = f" {reference[:2].lower()} {reference[2:4]}–{reference[4:].lower()} "
    assert [parse_reference(text) for text in (shown, spaced)] == [reference, reference]


@given(references, places, st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(reference: str, place: int, other: str) -> None:
    wrong = reference[:place] + other + reference[place + 1 :]
    assert parse_reference(wrong) == (reference if other == reference[place] else None)


@given(references, places, places)
def test_two_characters_that_changed_places_are_always_noticed(reference: str, one: int, two: int) -> None:
    characters = list(reference)
    characters[one], characters[two] = characters[two], characters[one]
    swapped = "".join(characters)
    assert parse_reference(swapped) == (reference if swapped == reference else None)


@given(references, places)
def test_a_character_left_out_or_typed_twice_is_noticed(reference: str, place: int) -> None:
    assert parse_reference(reference[:place] + reference[place + 1 :]) is None
    assert parse_reference(reference[:place] + reference[place] + reference[place:]) is None


@given(st.text(max_size=40))
def test_any_text_can_be_typed(text: str) -> None:
    found = parse_reference(text)
    assert found is None or len(found) == LENGTH


def test_no_character_looks_like_another() -> None:
    assert len(ALPHABET) == len(set(ALPHABET)) == 29
    for pair in ("0O", "1I", "1L", "8B", "UV"):
        assert sum(character in ALPHABET for character in pair) <= 1


def test_what_is_written_for_a_character_that_is_left_out_is_understood() -> None:
    reference = next(one for one in iter(make_reference, "") if "8" in one and "V" in one)
    assert parse_reference(reference.replace("8", "B").replace("V", "u")) == reference


@given(references)
def test_a_reference_is_understood_as_the_page_reads_it_out(reference: str) -> None:
    said = spell_reference(reference)
    ways = (said, said.lower(), said.upper().replace(",", ""), said.replace(" ", ""), said.replace("-", " "))
    assert [parse_reference(text) for text in ways] == [reference] * len(ways)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("delta 6 juliet romeo zulu alpha xray 4", "D6JRZAX4"),
        ("d6jr zulu Alfa X-ray 4", "D6JRZAX4"),
        ("delta 6 juliett romeo zulu alpha xray 3", None),
        ("delta 6 juliet romeo zulu alpha xray", None),
    ],
)
def test_words_of_the_spelling_alphabet_are_read_as_characters(typed: str, read: str | None) -> None:
    assert parse_reference(typed) == read


def test_eight_characters_that_hold_a_word_are_taken_as_they_are() -> None:
    for word in ("XRAY", "PAPA", "YANKEE"):
        reference = next(one for end in ALPHABET if (one := _complete(word, end)))
        assert parse_reference(reference) == reference


def _complete(word: str, end: str) -> str | None:
    return parse_reference((word + "2222")[: LENGTH - 1] + end)


def test_references_do_not_follow_from_one_another() -> None:
    made = {make_reference() for _ in range(2000)}
    assert len(made) == 2000
    assert {len({one[place] for one in made}) for place in range(LENGTH)} == {29}


@pytest.mark.parametrize(("reference", "said"), [("K7PM4XQ2", "Kilo 7 Papa Mike, 4 X-ray Quebec 2")])
def test_a_reference_can_be_read_out(reference: str, said: str) -> None:
    assert spell_reference(reference) == said
