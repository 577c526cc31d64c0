import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.places.postcodes import (
    find_postcode_within,
    list_postcodes_said,
    parse_postcode,
    widen_postcode,
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("LE1 1AA", "LE1 1AA"),
        ("le11aa", "LE1 1AA"),
        ("  l e 1  1 a a ", "LE1 1AA"),
        ("LE1-1AA.", "LE1 1AA"),
        ("le12 7rx", "LE12 7RX"),
        ("LE127RX", "LE12 7RX"),
        ("m1 1ae", "M1 1AE"),
        ("W1A 0AX", "W1A 0AX"),
        ("ec1a1bb", "EC1A 1BB"),
        ("LE1 OBB", "LE1 0BB"),
        ("LE1 lAA", "LE1 1AA"),
        ("ＬＥ１ １ＡＡ", "LE1 1AA"),
        ("LE1 1", "LE1 1"),
        ("le11 1", "LE11 1"),
        ("LE1 1A", "LE1 1"),
        ("LE111", "LE11 1"),
        ("LE1", "LE1"),
        ("le 1", "LE1"),
        ("LE11", "LE11"),
        ("EC1A", "EC1A"),
    ],
)
def test_a_postcode_is_read_however_it_is_typed(typed: str, meant: str) -> None:
    assert parse_postcode(typed) == meant


@pytest.mark.parametrize(
    "typed", ["", " ", "LE", "Leicester", "1AA", "LE1 1CC1", "C82001", "12345", "LE1 1AA LE1 1AA", "debt"]
)
def test_anything_else_is_no_postcode(typed: str) -> None:
    assert parse_postcode(typed) is None


@given(st.text())
def test_no_text_can_break_the_reading_of_a_postcode(text: str) -> None:
    postcode = parse_postcode(text)
    assert postcode is None or parse_postcode(postcode) == postcode
    find_postcode_within(text)


@given(st.from_regex(r"\A[A-Z]{1,2}[0-9]{1,2} [0-9][ABDEFGHJLNPQRSTUWXYZ]{2}\Z"))
def test_spacing_and_case_never_change_a_full_postcode(postcode: str) -> None:
    assert parse_postcode(postcode) == postcode
    assert parse_postcode(postcode.replace(" ", "").lower()) == postcode


def test_a_postcode_is_found_inside_an_address() -> None:
    assert find_postcode_within("12 High Street, Leicester, LE1 1AA") == "LE1 1AA"
    assert find_postcode_within("12 High Street, Leicester") is None


def test_a_postcode_widens_to_its_sector_and_then_its_district() -> None:
    assert widen_postcode("LE12 7RX") == ["LE12 7", "LE12"]
    assert widen_postcode("LE12 7") == ["LE12"]
    assert widen_postcode("EC1A") == []


def test_four_characters_are_a_district_first_and_a_sector_where_there_is_no_such_district() -> None:
    assert parse_postcode("LE19") == "LE19"
    assert widen_postcode("LE19") == ["LE1 9", "LE1"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("food bank LE3", [("LE3", "LE3")]),
        ("food bank near le3 1aa, soon", [("LE3 1AA", "near le3 1aa")]),
        ("LE11AA tea", [("LE1 1AA", "LE11AA")]),
        ("from LE1 to LE2", [("LE1", "LE1"), ("LE2", "LE2")]),
        ("vitamin B12", [("B12", "B12")]),
        ("a PIP2 form, LE3Z", []),
        ("le cafe 1", []),
    ],
)
def test_postcodes_are_found_among_words(words: str, found: list[tuple[str, str]]) -> None:
    said = list_postcodes_said(words)
    assert [(postcode, words[start:end]) for postcode, start, end in said] == found
