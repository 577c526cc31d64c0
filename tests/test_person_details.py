import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from directory import person_details

CASES = json.loads((Path(__file__).parent / "person_details_cases.json").read_text())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:30])
def test_details_of_a_person_are_found_and_work_contacts_pass(case: dict[str, Any]) -> None:
    assert [finding.kind for finding in person_details.find_details(case["text"])] == case["kinds"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:30])
def test_nothing_is_found_any_more_in_a_text_with_its_details_removed(case: dict[str, Any]) -> None:
    assert person_details.find_details(person_details.remove_details(case["text"])) == []


@given(st.integers(min_value=0, max_value=999_999_999))
def test_exactly_one_or_no_check_digit_makes_an_nhs_number(number: int) -> None:
    valid = [d for d in range(10) if person_details.is_nhs_number(f"{number:09d}{d}")]
    assert len(valid) <= 1


@given(st.text())
def test_any_text_can_be_looked_through(text: str) -> None:
    person_details.find_details(text)
    person_details.remove_details(text)


@pytest.mark.browser
def test_the_browser_finds_the_same(browser: Browser) -> None:
    script = Path(__file__).parent.parent / "directory" / "static" / "person-details.js"
    page = browser.new_page()
    page.add_script_tag(content=script.read_text())
    find = "text => window.personDetails.find(text).map(f => f.kind)"
    found = {case["text"]: page.evaluate(find, case["text"]) for case in CASES}
    page.close()
    assert found == {case["text"]: case["kinds"] for case in CASES}
