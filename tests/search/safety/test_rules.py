"""The file of rules, and what is said of one that cannot be used."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from directory.exchange.example.files import SEED, read_yaml
from directory.search.crisis.matching import PANELS
from directory.search.safety.rules import PAIRS, BadRules, load_rules, read_rules

RULES = load_rules()
GOOD = """
agreement: {owner: Clinical Safety Officer, agreed: awaiting}
subjects:
  - slug: owls
    words: [owl, barn owl]
  - slug: mice
    entries: [mouse, mice, vole*]
rules:
  - slug: owls-and-mice
    why: Mice are afraid.
    when: [mice]
    never: [owls]
direct_only: []
never_suggested: []
"""


def walk_slugs(items: list[dict[str, Any]]) -> Iterator[str]:
    for item in items:
        yield item["slug"]
        yield from walk_slugs(item.get("terms", []))


def test_every_need_that_a_subject_names_is_in_the_taxonomy() -> None:
    known = set(walk_slugs(read_yaml(SEED / "needs.yaml")))
    assert {need for one in RULES.subjects.values() for need in one.needs} <= known


@pytest.mark.parametrize("rule", RULES.rules, ids=lambda rule: rule.slug)
def test_each_rule_says_who_owns_it_and_when_it_was_agreed(rule: Any) -> None:
    held = next(one for one in yaml.safe_load(PAIRS.read_text())["rules"] if one["slug"] == rule.slug)
    assert all((rule.owner, rule.agreed, held["why"].endswith(".")))


@pytest.mark.parametrize("rule", RULES.rules, ids=lambda rule: rule.slug)
def test_each_rule_can_be_asked_for_and_has_entries_to_find(rule: Any) -> None:
    when = [RULES.subjects[slug] for slug in rule.when]
    about = [RULES.subjects[slug] for slug in rule.about]
    assert all(one.words or one.asked or one.needs or one.panels for one in when)
    assert all(one.words or one.entries or one.names or one.needs for one in about)


def test_every_panel_that_a_subject_names_is_there() -> None:
    assert {panel for one in RULES.subjects.values() for panel in one.panels} <= set(PANELS)


def test_every_subject_is_used() -> None:
    used = {slug for rule in RULES.rules for slug in rule.when | rule.says | rule.unless | rule.about}
    used |= RULES.direct_only | RULES.never_suggested
    assert set(RULES.subjects) == used


def test_good_rules_are_read(tmp_path: Path) -> None:
    (tmp_path / "pairs.yaml").write_text(GOOD)
    [rule] = read_rules(tmp_path / "pairs.yaml").rules
    assert (rule.effect, rule.when, rule.about) == ("never", {"mice"}, {"owls"})


@pytest.mark.parametrize(
    ("was", "now", "line", "says"),
    [
        ("never: [owls]", "never: [ows]", 9, "there is no subject \u201cows\u201d"),
        ("never: [owls]", "nver: [owls]", 9, "does not know \u201cnver\u201d"),
        ("never: [owls]", "why: Again.", 9, "a rule has one of"),
        ("    why: Mice are afraid.\n", "", 9, "\u201cwhy\u201d is missing"),
        ("vole*", "vo*", 6, "needs one word of 3 letters"),
        ("vole*", "v*le", 6, "a star stands at the end"),
        ("barn owl", "barn ..", 4, "begins and ends with a word"),
        ("barn owl", "no", 4, "put \u201cno\u201d and numbers in quotes"),
        ("slug: mice", "slug: owls", 6, "\u201cowls\u201d is there twice"),
        ("when: [mice]", "when: [mice", 12, "expected"),
        ("direct_only: []\n", "", 2, "\u201cdirect_only\u201d is missing"),
        ("direct_only: []", "direct_only: [eagles]", 2, "there is no subject \u201ceagles\u201d"),
        ("    words: [owl, barn owl]\n", "", 4, "a subject has needs or words"),
    ],
)
def test_bad_rules_name_the_file_and_the_line(
    tmp_path: Path, was: str, now: str, line: int, says: str
) -> None:
    text = GOOD.replace(was, now)
    assert text != GOOD
    (tmp_path / "pairs.yaml").write_text(text)
    with pytest.raises(BadRules) as raised:
        read_rules(tmp_path / "pairs.yaml")
    assert str(raised.value).startswith(f"pairs.yaml, line {line}:")
    assert says in str(raised.value)
