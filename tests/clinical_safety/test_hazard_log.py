"""The hazard log holds together: every hazard has its headings, and every control is shown by a test."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOG = (ROOT / "docs" / "clinical-safety" / "hazard-log.md").read_text()

HEADINGS = (
    "Description",
    "Possible causes",
    "Potential clinical impact",
    "Existing controls",
    "Initial risk",
    "Additional controls",
    "Residual risk",
    "Owner",
    "Status",
)
SEVERITIES = ("minor", "significant", "considerable", "major", "catastrophic")

HAZARDS = dict(re.findall(r"^## (H\d\d .+?)\n(.*?)(?=^## |\Z)", LOG, re.MULTILINE | re.DOTALL))
every_hazard = pytest.mark.parametrize("hazard", HAZARDS)


def read_matrix() -> dict[tuple[str, str], int]:
    rows = re.findall(r"^\| ((?:very )?(?:high|low)|medium) \|((?: \d \|)+)$", LOG, re.MULTILINE)
    return {
        (severity, likelihood): int(rating)
        for likelihood, ratings in rows
        for severity, rating in zip(SEVERITIES, re.findall(r"\d", ratings), strict=True)
    }


def read_rating(hazard: str, heading: str) -> tuple[str, str, int]:
    found = re.search(rf"\*\*{heading}:\*\* ([a-z]+) × ([a-z ]+) = (\d)", HAZARDS[hazard])
    assert found, f"{hazard}: {heading} has no severity × likelihood = rating"
    return found[1], found[2], int(found[3])


def list_controls(hazard: str) -> list[str]:
    section = HAZARDS[hazard].split("**Existing controls:**")[1].split("- **Initial risk")[0]
    return re.findall(r"^  - (.+)$", section, re.MULTILINE)


def has_test(name: str) -> bool:
    path, _, function = name.partition("::")
    file = ROOT / path
    if not file.is_file():
        return False
    return any(
        isinstance(node, ast.FunctionDef) and node.name == function
        for node in ast.parse(file.read_text()).body
    )


def test_the_hazards_that_were_asked_for_are_in_the_log() -> None:
    for words in (
        "crisis number",
        "shown as open",
        "Wrong area",
        "Search is down",
        "confidential",
        "Reference",
    ):
        assert any(words in hazard for hazard in HAZARDS), words
    assert len(HAZARDS) == LOG.count("\n## ") >= 6
    assert [hazard[:3] for hazard in HAZARDS] == [f"H{number:02}" for number in range(1, len(HAZARDS) + 1)]


@every_hazard
def test_a_hazard_has_every_heading_of_the_standard_and_words_below_it(hazard: str) -> None:
    found = re.findall(r"^- \*\*([^*]+):\*\*(.*?)(?=^- \*\*|\Z)", HAZARDS[hazard], re.MULTILINE | re.DOTALL)
    assert tuple(heading for heading, _ in found) == HEADINGS
    assert all(words.strip() for _, words in found)


@every_hazard
def test_every_control_names_a_test_that_exists(hazard: str) -> None:
    controls = list_controls(hazard)
    assert controls, "a hazard without a control"
    for control in controls:
        names = re.findall(r"`(tests/[^`]+)`", control)
        assert names, f"no test shows this control: {control}"
        assert [name for name in names if not has_test(name)] == []


@every_hazard
def test_a_risk_is_rated_as_the_matrix_says_and_controls_do_not_raise_it(hazard: str) -> None:
    matrix = read_matrix()
    assert len(matrix) == 25
    initial, residual = read_rating(hazard, "Initial risk"), read_rating(hazard, "Residual risk")
    for severity, likelihood, rating in (initial, residual):
        assert matrix[severity, likelihood] == rating
    assert residual[2] <= initial[2]
    assert residual[2] <= 3, "a risk of 4 or 5 is not acceptable"
    if residual[2] == 3:
        assert "3 is tolerable because" in HAZARDS[hazard]
