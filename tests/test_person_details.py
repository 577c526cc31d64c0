import json
import random
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


@given(
    st.sampled_from(["Mr", "mrs", "MS", "Ms", "Miss", "miss", "Mx", "mister", "dr", "Dr"]),
    st.sampled_from([" ", ". "]),
    st.lists(st.sampled_from(["A", "J", "Z"]), max_size=3),
    st.sampled_from(["Khan", "O'Neill", "Okafor-Smith", "Ng", "Müller"]),
)
def test_a_title_with_a_surname_is_a_name_however_many_initials(
    title: str, between: str, initials: list[str], surname: str
) -> None:
    text = f"seen by {title}{between}{' '.join([*initials, surname])} on Monday"
    assert [finding.kind for finding in person_details.find_details(text)] == ["name"]


def test_no_entry_need_or_page_of_ours_reads_as_a_title_with_a_name() -> None:
    root = Path(__file__).parent.parent
    files = [*root.glob("seed/**/*.*"), *root.glob("templates/**/*.html"), *root.glob("tests/search/*.txt")]
    texts = [file.read_text("utf-8") for file in files if file.is_file()]
    assert sum(len(text) for text in texts) > 500_000
    assert [m.group() for t in texts for p in person_details.TITLES_AND_NAMES for m in p.finditer(t)] == []


SAID = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
COUNTED = st.one_of(st.sampled_from((*SAID, "ten", "twelve", "double")), st.integers(0, 99).map(str))
# After how many digits an "and" may stand: three or more on each side of it.
ANDS = [(), (3,), (4,), (5,), (6,), (7,), (3, 6), (3, 7), (4, 7)]
NHS_NUMBERS = st.integers(400_000_000, 999_999_999).flatmap(
    lambda number: st.sampled_from([f"{number}{d}" for d in range(10)])
)


@given(NHS_NUMBERS.filter(person_details.is_nhs_number), st.sampled_from(ANDS))
def test_a_number_that_is_said_is_found_wherever_an_and_is_between_its_groups(
    number: str, ands: tuple[int, ...]
) -> None:
    words = [f"and {SAID[int(digit)]}" if at in ands else SAID[int(digit)] for at, digit in enumerate(number)]
    assert person_details.has_nhs_number(" ".join(words))


@given(st.lists(st.tuples(COUNTED, st.sampled_from((" and ", ", and ", " And "))), max_size=12))
def test_numbers_of_one_or_two_digits_with_and_between_them_are_not_refused(
    said: list[tuple[str, str]],
) -> None:
    sentence = "".join(f"{number}{joint}" for number, joint in said)
    assert not person_details.has_nhs_number(f"Open {sentence}later")


def say_by_chance(draw: random.Random) -> str:
    """Words of numbers and what may stand between them, so that some of it is an NHS number."""
    words = [*SAID, "oh", "943", "476", "double", "5919"]
    joints = (*[" "] * 8, " and ", ", ", "-", " or ")
    digits = [SAID[int(digit)] for digit in "9434765919"]
    begin = [draw.choice(words) for _ in range(draw.randrange(4))]
    return "".join(f"{word}{draw.choice(joints)}" for word in [*begin, *digits, draw.choice(words)])


@pytest.mark.browser
def test_the_browser_finds_the_same_in_what_is_said_by_chance(browser: Browser) -> None:
    script = Path(__file__).parent.parent / "directory" / "static" / "person-details.js"
    page, draw = browser.new_page(), random.Random("said by chance")
    page.add_script_tag(content=script.read_text())
    texts = [say_by_chance(draw) for _ in range(400)]
    find = "texts => texts.map(text => window.personDetails.find(text).map(f => [f.kind, f.start, f.end]))"
    seen = page.evaluate(find, texts)
    page.close()
    found = [[[f.kind, f.start, f.end] for f in person_details.find_details(text)] for text in texts]
    assert 50 < sum(map(bool, found)) < 350
    assert dict(zip(texts, seen, strict=True)) == dict(zip(texts, found, strict=True))


@pytest.mark.browser
def test_the_browser_finds_the_same(browser: Browser) -> None:
    script = Path(__file__).parent.parent / "directory" / "static" / "person-details.js"
    page = browser.new_page()
    page.add_script_tag(content=script.read_text())
    find = "text => window.personDetails.find(text).map(f => f.kind)"
    wanted = {case["text"]: case["kinds"] for case in CASES}
    for title in ("dr", "Ms", "Miss"):
        for word in person_details.NO_NAMES:
            wanted |= {f"{title} {word}": [], f"{title} {word.capitalize()}": []}
    assert {text: [one.kind for one in person_details.find_details(text)] for text in wanted} == wanted
    found = {text: page.evaluate(find, text) for text in wanted}
    page.close()
    assert found == wanted
