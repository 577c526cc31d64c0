import pytest

from tests.seed.authored import ENTRIES, GUIDANCE, NEEDS
from tests.seed.readability import count_syllables, measure_grade

EASY = "Come in and sit down. There is tea. You can stay as long as you like."
HARD = (
    "Participants demonstrating eligibility subsequently undergo comprehensive multidisciplinary "
    "assessment, facilitating individualised identification of appropriate interventions."
)


@pytest.mark.parametrize(
    ("word", "syllables"),
    [("tea", 1), ("home", 1), ("table", 2), ("walked", 1), ("wanted", 2), ("benefit", 3), ("the", 1)],
)
def test_syllables_are_counted_as_they_are_spoken(word: str, syllables: int):
    assert count_syllables(word) == syllables


def test_the_measure_tells_easy_from_hard():
    assert measure_grade(EASY) < 2
    assert measure_grade(HARD) > 18


def test_summaries_can_be_read_at_nine_to_eleven():
    grades = [measure_grade(item["summary"]) for item in ENTRIES]
    assert sum(grades) / len(grades) <= 6


@pytest.mark.parametrize("item", ENTRIES, ids=lambda item: item["slug"])
def test_no_entry_is_hard_to_read(item: dict[str, str]):
    assert measure_grade(f"{item['summary']}\n\n{item['description']}") <= 9


@pytest.mark.parametrize("item", GUIDANCE, ids=lambda item: item["slug"])
def test_no_guidance_is_hard_to_read(item: dict[str, str]):
    assert measure_grade(item["body"]) <= 8


def test_guidance_can_be_read_at_nine_to_eleven():
    grades = [measure_grade(item["body"]) for item in GUIDANCE]
    assert sum(grades) / len(grades) <= 6


def test_the_needs_are_named_and_described_in_plain_words():
    grades = [measure_grade(item["description"]) for _, item in NEEDS]
    assert sum(grades) / len(grades) <= 7
