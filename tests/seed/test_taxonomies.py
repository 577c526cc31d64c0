from collections import Counter

import pytest

from tests.seed.authored import ENTRIES, GUIDANCE, NEEDS, PEOPLE, SHOWN, Item

AREAS_OF_NEED = {
    "benefits-and-money",
    "housing",
    "loneliness-and-isolation",
    "addiction",
    "relationships",
    "healthy-lifestyles",
    "community-activity",
}
# Named one by one in what the directory was asked to cover.
ASKED_FOR = {
    "debt",
    "rent-arrears",
    "eviction",
    "homeless-risk-early",
    "homeless-risk-56-days",
    "homeless-after-duty",
    "domestic-abuse",
    "alcohol",
    "drugs",
    "gambling",
    "smoking",
    "carers",
    "bereavement",
    "befriending",
    "food",
    "fuel",
    "transport",
    "digital-help",
    "work",
    "volunteering",
    "sleep",
    "walking",
    "weight",
    "arts",
    "sport",
    "faith",
    "gardening",
}
TERMS = [item for depth, item in NEEDS if depth > 0]


def test_there_are_seven_areas_and_some_sixty_terms_below_them():
    assert {item["slug"] for depth, item in NEEDS if depth == 0} == AREAS_OF_NEED
    assert len(TERMS) >= 60


def test_every_need_that_was_asked_for_is_there():
    assert {item["slug"] for item in TERMS} >= ASKED_FOR


def test_no_slug_of_a_need_or_of_people_is_used_twice():
    for slugs in ([item["slug"] for _, item in NEEDS], [item["slug"] for item in PEOPLE]):
        assert [slug for slug, times in Counter(slugs).items() if times > 1] == []


@pytest.mark.parametrize("item", [item for _, item in NEEDS], ids=lambda item: item["slug"])
def test_a_need_has_many_everyday_words(item: Item):
    words = [word.lower() for word in item["words"]]
    assert len(words) >= 8
    assert len(set(words)) == len(words)
    assert all(0 < len(word) <= 80 for word in words)


def test_words_that_people_use_lead_to_the_right_need():
    leads = {
        word.lower(): {item["slug"] for _, item in NEEDS if word in item["words"]}
        for _, item in NEEDS
        for word in item["words"]
    }
    assert leads["can't pay my rent"] == {"rent-arrears"}
    assert "debt" in leads["bailiffs"]
    assert "loneliness-and-isolation" in leads["lonely"]
    assert "someone-to-talk-to" in leads["no one to talk to"]
    assert "domestic-abuse" in leads["he hits me"]


@pytest.mark.parametrize("slug", [item["slug"] for item in TERMS])
def test_two_entries_that_a_visitor_sees_answer_every_need(slug: str):
    below = {item["slug"] for _, item in NEEDS if item["slug"] == slug}
    assert sum(1 for item in SHOWN if below & set(item["needs"])) >= 2


def test_entries_name_only_needs_and_people_that_exist():
    needs, people = {item["slug"] for _, item in NEEDS}, {item["slug"] for item in PEOPLE}
    for item in [*ENTRIES, *GUIDANCE]:
        assert set(item["needs"]) <= needs, item["slug"]
        assert set(item.get("people", [])) <= people, item["slug"]


def test_everyone_named_in_the_list_of_people_has_an_entry():
    used = {slug for item in SHOWN for slug in item.get("people", [])}
    assert {item["slug"] for item in PEOPLE} - used == set()
