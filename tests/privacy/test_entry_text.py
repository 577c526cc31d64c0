"""Which text of an entry is refused, which is confirmed, and which is neither."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.person_details import is_nhs_number
from directory.privacy import entry_text
from directory.privacy.digit_rows import write_plain_digits
from directory.privacy.entry_text import (
    _TIME_OR_DATE,
    BIRTH_DATE,
    PATIENT,
    REMOVED,
    find_nhs_numbers,
    find_telephones,
    find_warnings,
    holds_nhs_number,
    holds_nhs_number_beside,
    remove_nhs_numbers,
)

SCRIPTS = ("0123456789", "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗")
PRINTED_ONLY = (")", ") ", "/", ", ", "**", "_", "&nbsp;", "</b>", ": ")
SEPARATORS = ("", " ", "  ", "-", ".", " - ", "\u00a0", "\u2009", "–", "\n", "\t", "\u200b", "·")


def complete(nine: int) -> str:
    """The number that begins with these nine digits, or "" where none does."""
    return next((f"{nine}{last}" for last in range(10) if is_nhs_number(f"{nine}{last}")), "")


NUMBERS = st.integers(300_000_000, 999_999_999).map(complete).filter(bool)


@st.composite
def written(draw: st.DrawFn) -> str:
    """A number as it is printed or in groups of any size, with one separator, in the digits of one script."""
    number, separator = draw(NUMBERS), draw(st.sampled_from((*SEPARATORS, *PRINTED_ONLY)))
    sizes = draw(st.sampled_from([(3, 3, 4), (10,), (3, 3, 2, 2), (5, 5), (4, 6), (1,) * 10, (4, 3, 3)]))
    sizes = (3, 3, 4) if separator in PRINTED_ONLY else sizes
    parts, at = [], 0
    for size in sizes:
        parts.append(number[at : at + size])
        at += size
    digits = draw(st.sampled_from(SCRIPTS))
    return separator.join(parts).translate(str.maketrans("0123456789", digits))


@given(
    written(),
    st.sampled_from(["", "For ", "NHS No: ", "(", "No.", "ask for patient"]),
    st.sampled_from(["", ".", " on Monday", ")"]),
)
def test_a_number_is_found_however_it_is_written(number: str, before: str, after: str) -> None:
    text = f"{before}{number}{after}"
    if looks_like_a_time_or_date(number):
        return
    assert holds_nhs_number(text)
    assert not holds_nhs_number(remove_nhs_numbers(text))
    assert REMOVED in remove_nhs_numbers(text)


def looks_like_a_time_or_date(number: str) -> bool:
    """In groups other than 3-3-4, "1012.2024" and the like are read as what they are."""
    return bool(_TIME_OR_DATE.search(write_plain_digits(number)))


@given(
    st.integers(0, 9_999_999_999).map(lambda number: f"{number:010}").filter(lambda n: not is_nhs_number(n))
)
def test_ten_other_digits_are_no_number(digits: str) -> None:
    assert find_nhs_numbers(f"Account {digits}.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Ring 0116 496 0123 or 01162 960 123.",
        "Ring +44 116 496 0123 or 0044 1164960123 or +1 312 432 2282.",
        "See https://example.org/g/9434765919 and www.example.org/9434765919, example.org/p/9434765919",
        "Write to 9434765919@example.org",
        "ISBN 0-306-40615-2 and ISBN-10: 0306406152",
        "UPRN: 9434765919",
        "3f1c9b60-52a5-4e0e-8a3d-943476591900",
        "A run of 19434765919 or 94347659191 digits",
        "Open 10.30-12.30, 14.00-16.00 and 2019-2020",
        "52.9434765919, -1.9434765919",
    ],
)
def test_telephones_addresses_registers_and_longer_runs_are_no_number(text: str) -> None:
    assert find_nhs_numbers(text) == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Born 3 March 1961", BIRTH_DATE),
        ("DOB: 03/03/61", BIRTH_DATE),
        ("d.o.b. 1961-03-03", BIRTH_DATE),
        ("date of birth is 3rd of Mar 1961", BIRTH_DATE),
        ("Ask for the patient called Sam", PATIENT),
        ("This patient comes on Mondays", PATIENT),
        ("The service user lives nearby", PATIENT),
        ("She was admitted in May", PATIENT),
        ("her diagnosis is known to us", PATIENT),
        ("lives at 12 High Street with his mum", PATIENT),
        ("He lives alone", PATIENT),
        ("NHS number: 123", PATIENT),
        ("Mrs Jones was diagnosed with schizophrenia", PATIENT),
        ("His depot is due", PATIENT),
        ("Client JS is on clozapine", PATIENT),
        ("DOB 030485", BIRTH_DATE),
        ("NI number AB123456C", PATIENT),
    ],
)
def test_a_date_of_birth_and_words_about_a_patient_are_confirmed(text: str, rule: str) -> None:
    assert rule in {one.rule for one in find_warnings(text)}


@pytest.mark.parametrize(
    "text",
    [
        "12 High Street, Leicester LE1 1AA",
        "Opened on 3 March 1961 by the mayor. The next fair is on 05/06/2026.",
        "Telephone 0116 496 0123 and ask for Mrs Sarah Jenkins, jo@example.com",
        "Your patient participation group. For patients, clients and service users.",
        "He or she needs a letter. Bring his/her medication.",
        "Improvements to the patient environment; a copy is given to the client.",
        "For anyone who lives in Leicester",
        "For people born before 1 January 1960",
        "The patient is at the centre of what we do",
        "Our patient participation group",
        "She has 20 years of experience. He is our walk leader.",
        "The client has to be over 18",
    ],
)
def test_streets_events_and_staff_are_not(text: str) -> None:
    assert (find_nhs_numbers(text), find_warnings(text)) == ([], [])


def list_patterns() -> list[str]:
    values = [value for one in vars(entry_text).values() for value in (one if type(one) is tuple else (one,))]
    return [value.pattern for value in values if isinstance(value, re.Pattern)]


def test_no_pattern_repeats_without_a_bound_but_at_its_end() -> None:
    """What repeats at the end takes all there is, and the next match begins after it: no text takes long."""
    patterns = list_patterns()
    repeats = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|([+*]|\{\d+,\})(?!\||$)")
    assert len(patterns) > 10
    assert [one for one in patterns if any(found[1] for found in repeats.finditer(one))] == []


# A cell of an import may hold this many characters.
LONGEST = 200_000


@pytest.mark.parametrize(
    "part",
    ["9", "a1", "a-", "a.", "a@a.", "-@", "www.", "943 ", "943</b>", "born 1 jan ", "NHS no 943 4", "９"],
)
def test_a_number_in_a_very_long_text_is_found(part: str) -> None:
    text = f"{part * (LONGEST // len(part))} x 943 476 5919"
    assert holds_nhs_number(text)
    assert REMOVED in remove_nhs_numbers(text)


@pytest.mark.parametrize("text", ["a" * 70 + "9434765919@example.org", "a." * 20 + "org/9434765919"])
def test_a_number_in_what_is_too_long_for_an_address_is_found(text: str) -> None:
    assert holds_nhs_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "Talk &#57;434765919 with us",
        "943&#160;476&#160;5919",
        "943&#xa0;476&#xa0;5919",
        "943&amp;nbsp;476&amp;nbsp;5919",
        "943&nbsp476&nbsp5919",
        "943<br/>476<br/>5919",
        '943</td>\n   <td class="c1">476</td>\n   <td class="c1">5919',
        "943&lt;br /&gt;476&lt;br /&gt;5919",
        "943&shy;476&shy;5919",
        "943&#x200b;476&#x200b;5919",
        "943<!-- a > b -->4765919",
        "943          476          5919",
        "[943](https://example.org/page) 476 5919",
        "[943 476](https://example.org/page) 5919",
        "charity number 943 476 5919",
        "company no: 9434765919",
        "UTR 943 476 5919",
        "UPRN 943 476 5919",
        "ISBN 943 476 5919",
        "**943** **476** **5919**",
        "943 | 476 | 5919",
        "\u2468434765919",
        "\u2079\u2074\u00b3 476 5919",
        *(f"943{mark}476{mark}5919" for mark in "\u2062\u034f\u061c\u202e\ufe0f\U000e0020\u200d"),
    ],
)
def test_a_number_that_a_page_would_show_is_found(text: str) -> None:
    assert holds_nhs_number(text)
    assert remove_nhs_numbers(text).count(REMOVED) == 1
    assert not holds_nhs_number(remove_nhs_numbers(text))


def test_a_number_in_a_cell_for_telephones_is_found_beside_them() -> None:
    text = "Patient 943 476 5919 on 0116 496 0123"
    assert holds_nhs_number_beside(text)
    assert find_telephones(text) == ["0116 496 0123"]
    for telephone in ("0116 496 0123", "943 476 5919", "Reception: +44 116 496 0123 ext. 4", "0116 496 0123"):
        assert not holds_nhs_number_beside(telephone)
