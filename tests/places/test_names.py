import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.places.names import is_short_for, normalize_name, strip_council, title_name


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("Ashby-de-la-Zouch", "ashby de la zouch"),
        ("  OADBY  &  Wigston ", "oadby and wigston"),
        ("Saint Mary's", "st marys"),
        ("St. Mary’s", "st marys"),
        ("Café Court", "cafe court"),
        ("...", ""),
    ],
)
def test_names_compare_without_case_accents_and_punctuation(written: str, compared: str) -> None:
    assert normalize_name(written) == compared


@given(st.text())
def test_comparing_a_compared_name_changes_nothing(text: str) -> None:
    once = normalize_name(text)
    assert normalize_name(once) == once


def test_a_council_is_named_after_its_place() -> None:
    assert strip_council("charnwood borough council") == "charnwood"
    assert strip_council("city") == "city"


def test_county_names_may_be_shortened() -> None:
    assert is_short_for("leics", "leicestershire")
    assert not is_short_for("lei", "leicestershire")
    assert not is_short_for("debt", "leicestershire")


@pytest.mark.parametrize(
    ("listed", "written"),
    [
        ("SOUTH BLABY & LUTTERWORTH PCN", "South Blaby & Lutterworth PCN"),
        ("MELTON, SYSTON AND VALE PCN", "Melton, Syston and Vale PCN"),
        ("BEACON (CHARNWOOD) PCN", "Beacon (Charnwood) PCN"),
        ("WILLOWBROOK MEDICAL CENTRE (JG ASTLES)", "Willowbrook Medical Centre (JG Astles)"),
        ("DR BJ SHAH'S PRACTICE", "Dr BJ Shah's Practice"),
        ("AL-WAQAS MEDICAL CENTRE", "Al-Waqas Medical Centre"),
        ("THE CENTRAL SURGERY", "The Central Surgery"),
        ("G3 PCN", "G3 PCN"),
        ("Already Written", "Already Written"),
    ],
)
def test_a_name_in_capitals_is_written_as_people_write_it(listed: str, written: str) -> None:
    assert title_name(listed) == written
