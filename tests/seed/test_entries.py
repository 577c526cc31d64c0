import re
from collections import Counter
from typing import Any

import phonenumbers
import pytest

from tests.seed.authored import AREAS, BOOK, ENTRIES, GUIDANCE, LOCAL, NATIONAL, SHOWN, Item, list_times

# Numbers that Ofcom keeps for drama: they ring nobody.
DRAMA = [
    (r"0116 496 0\d{3}"),
    (r"01632 960\d{3}"),
    (r"07700 900\d{3}"),
    (r"08081 570\d{3}"),
]
PART_NAMES = {
    "slug", "name", "alt", "org", "kind", "summary", "description", "needs", "crisis", "people", "who",
    "ages", "how",
    "apply", "through", "cost", "at", "by", "hours", "covers", "phone", "phones", "email", "url", "avail",
    "languages", "funding", "checks", "contact", "checked", "status", "note",
}  # fmt: skip
SHORT_NUMBERS = {"111", "85258", "82111", "0800 1111"}


def list_numbers(item: Item) -> list[str]:
    written: Any = item.get("phones") or item.get("phone") or []
    phones = written if isinstance(written, list) else [written]
    return [phone if isinstance(phone, str) else phone["number"] for phone in phones]


def test_there_are_enough_entries_and_pages_of_guidance():
    assert len(ENTRIES) >= 220
    assert len(GUIDANCE) >= 20


def test_no_slug_is_used_twice():
    slugs = Counter(item["slug"] for item in [*ENTRIES, *GUIDANCE])
    assert [slug for slug, times in slugs.items() if times > 1] == []


def test_no_two_entries_read_alike():
    for part in ("summary", "description"):
        said = Counter(item[part].strip() for item in ENTRIES)
        assert [text for text, times in said.items() if times > 1] == []


@pytest.mark.parametrize("item", ENTRIES, ids=lambda item: item["slug"])
def test_an_entry_has_only_parts_that_the_loader_reads(item: Item):
    assert set(item) <= PART_NAMES


@pytest.mark.parametrize("item", ENTRIES, ids=lambda item: item["slug"])
def test_a_summary_is_one_or_two_short_sentences(item: Item):
    assert 20 <= len(item["summary"]) <= 200
    assert item["summary"][0].isupper()
    assert item["summary"].endswith((".", "?", "!"))


@pytest.mark.parametrize("item", LOCAL, ids=lambda item: item["slug"])
def test_a_local_organization_is_invented_and_says_so(item: Item):
    organization = BOOK.organizations[item["org"]]
    assert "Example" in organization["name"]
    assert organization["website"].endswith(".example.org")
    assert organization["email"].endswith(".example.org")
    assert item.get("email", ".example.org").endswith(".example.org")
    assert ".example.org" in item.get("url", ".example.org")


def test_local_numbers_are_for_drama_only():
    numbers = [org["phone"] for org in BOOK.organizations.values()]
    numbers += [number for item in LOCAL for number in list_numbers(item)]
    assert [n for n in numbers if not any(re.fullmatch(form, n) for form in DRAMA)] == []


def test_no_two_organizations_share_a_number():
    numbers = Counter(org["phone"] for org in BOOK.organizations.values())
    assert [number for number, times in numbers.items() if times > 1] == []


@pytest.mark.parametrize("item", NATIONAL, ids=lambda item: item["slug"])
def test_a_national_number_is_a_british_one(item: Item):
    assert "Example" not in item["org"]
    for number in list_numbers(item):
        if number not in SHORT_NUMBERS and not number.startswith("116"):
            assert phonenumbers.is_valid_number(phonenumbers.parse(number, "GB")), number


def test_the_lines_that_people_in_danger_ring_are_right():
    rung = {item["slug"]: list_numbers(item) for item in NATIONAL}
    assert rung["samaritans"] == ["116 123"]
    assert rung["shout"] == ["85258"]
    assert rung["nhs-111"] == ["111"]
    assert rung["national-domestic-abuse-helpline"] == ["0808 2000 247"]
    assert rung["childline"] == ["0800 1111"]


def test_an_entry_without_a_place_says_whom_it_covers():
    lacking = [item["slug"] for item in ENTRIES if not item.get("at") and not item.get("covers")]
    assert lacking == []


def test_an_entry_at_a_confidential_place_says_whom_it_covers():
    hidden = {slug for slug, venue in BOOK.venues.items() if venue.get("visibility") == "confidential"}
    there = [item for item in ENTRIES if any(site["venue"] in hidden for site in item.get("at", []))]
    assert len(there) >= 2
    assert all(item.get("covers") for item in there)


def test_what_an_entry_names_exists():
    slugs = {item["slug"] for item in ENTRIES}
    for item in ENTRIES:
        assert {site["venue"] for site in item.get("at", [])} <= set(BOOK.venues), item["slug"]
        named = {cover for cover in item.get("covers", []) if isinstance(cover, str)}
        assert named <= set(AREAS), item["slug"]
        assert item.get("through", item["slug"]) in slugs


def test_everything_invented_is_used():
    used = {site["venue"] for item in ENTRIES for site in item.get("at", [])}
    assert set(BOOK.venues) - used == set()
    assert set(BOOK.organizations) - {item["org"] for item in ENTRIES} == set()


def test_an_entry_opens_somewhere_or_can_be_reached_another_way():
    shut = [
        item["slug"] for item in SHOWN if not list_times(item) and not item.get("by") and not item.get("at")
    ]
    assert shut == []


@pytest.mark.parametrize("item", GUIDANCE, ids=lambda item: item["slug"])
def test_guidance_leads_on_to_safe_addresses(item: Item):
    assert item["links"]
    assert all(url.startswith("https://") for url in item["links"].values())
    assert item["body"].count("\n## ") + item["body"].startswith("## ") >= 2
