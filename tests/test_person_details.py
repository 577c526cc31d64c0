import json
import random
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from benchmarks.personal_data import MOST_SENTENCES_WARNED, list_casework, list_sentences, list_texts
from directory import person_details
from directory.exchange.example import files
from directory.privacy import digit_rows, nhs_numbers, rules
from tests.seed.authored import ENTRIES, GUIDANCE

ROOT = Path(__file__).parent.parent
CASES = json.loads((Path(__file__).parent / "person_details_cases.json").read_text())
SCRIPTS = ("person-details-rules", "person-details-rows", "person-details-numbers", "person-details")


def find_kinds(text: str) -> list[str]:
    return [finding.kind for finding in person_details.find_details(text)]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    for script in SCRIPTS:
        page.add_script_tag(content=(ROOT / "directory" / "static" / f"{script}.js").read_text())
    yield page
    page.close()


def find_in_browser(page: Page, texts: list[str]) -> list[list[str]]:
    find = "texts => texts.map(text => window.personDetails.find(text).map(found => found.kind))"
    found: list[list[str]] = page.evaluate(find, texts)
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:30])
def test_details_of_a_person_are_found_and_work_contacts_pass(case: dict[str, Any]) -> None:
    assert find_kinds(case["text"]) == case["kinds"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:30])
def test_nothing_is_found_any_more_in_a_text_with_its_details_removed(case: dict[str, Any]) -> None:
    assert find_kinds(person_details.remove_details(case["text"])) == []


def test_the_table_of_cases_holds_every_kind_and_as_much_that_is_none() -> None:
    kinds = [kind for case in CASES for kind in case["kinds"]]
    assert set(kinds) == person_details.ALL_KINDS
    assert kinds.count(person_details.NHS_NUMBER) > 200
    assert sum(not case["kinds"] for case in CASES) > 150


@given(st.integers(min_value=0, max_value=999_999_999))
def test_exactly_one_or_no_check_digit_makes_an_nhs_number(number: int) -> None:
    valid = [d for d in range(10) if person_details.is_nhs_number(f"{number:09d}{d}")]
    assert len(valid) <= 1


@given(st.text())
@example("<" * 300 + "&#" + "9" * 40)
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
    assert find_kinds(f"seen by {title}{between}{' '.join([*initials, surname])} on Monday") == ["name"]


# What may be on either side of a number, and is no part of it.
AROUND = [
    ("", ""),
    ("NHS ", "."),
    ("his number: ", ", two children"),
    ("(", ")"),
    ("NHS", " rang"),
    ("flat 3, ", ""),
]
GROUPS = [(3, 3, 4), (10,), (3, 3, 2, 2), (1,) * 10]
# Marks of their own kind between the groups: each joint may be another.
MARKS = [
    " ",
    "\t",
    "\n",
    "\r\n",
    "\n\n",
    ":",
    ",",
    ";",
    ".",
    "·",
    "-",
    "—",
    "/",
    "|",
    "*",
    "**",
    "_",
    "+",
    "~",
    ") (",
    "] [",
]
MARKS += [
    "<br>",
    "</td>\n<td class='a1'>",
    "&nbsp;",
    "&#8209;",
    "%20",
    "\u00a0",
    "\u2009",
    "\u200b",
    "\u00ad",
    "\ufe0f\u20e3",
]
# Zero of the digits of Unicode's scripts; Latin twice as often.
ZEROS = [
    0x30,
    0x30,
    0x660,
    0x6F0,
    0x966,
    0x9E6,
    0xA66,
    0xAE6,
    0xB66,
    0xE50,
    0xFF10,
    0x1D7CE,
    0x1D7D8,
    0x1FBF0,
    0x2080,
]
NHS_NUMBERS = (
    st.integers(400_000_000, 999_999_999)
    .map(
        lambda number: next(
            (f"{number}{d}" for d in range(10) if nhs_numbers.is_nhs_number(f"{number}{d}")), ""
        )
    )
    .filter(bool)
)


@st.composite
def written_numbers(draw: st.DrawFn) -> str:
    number, sizes, zero = draw(NHS_NUMBERS), draw(st.sampled_from(GROUPS)), draw(st.sampled_from(ZEROS))
    digits = [chr(zero + int(digit)) for digit in number]
    groups = ["".join(digits[sum(sizes[:at]) : sum(sizes[: at + 1])]) for at in range(len(sizes))]
    joints = [draw(st.sampled_from(MARKS)) + draw(st.sampled_from(["", "", " "])) for _ in groups[1:]]
    before, after = draw(st.sampled_from(AROUND))
    if len(sizes) == 10 and before.startswith("flat"):  # "flat 3, 9 4 3 ..." is eleven digits in a row
        before = ""
    return before + groups[0] + "".join(map("".join, zip(joints, groups[1:], strict=True))) + after


@given(written_numbers())
def test_a_number_in_its_groups_is_found_whatever_is_between_them(text: str) -> None:
    assert person_details.has_nhs_number(text), text


@st.composite
def numbers_in_any_groups(draw: st.DrawFn) -> str:
    """In groups of any size with the same mark between them."""
    number, mark = draw(NHS_NUMBERS), draw(st.sampled_from([" ", "-", "/", ".", " - ", "\u200b", "&nbsp;"]))
    cuts = sorted(draw(st.sets(st.integers(1, 9), min_size=1, max_size=9)))
    groups = [number[first:last] for first, last in zip([0, *cuts], [*cuts, 10], strict=True)]
    return mark.join(groups)


@given(numbers_in_any_groups())
def test_a_number_in_any_groups_with_one_mark_between_them_is_found(text: str) -> None:
    is_date = re.search(r"(?:19|20)\d\d", text)
    groups = [int(group) for group in re.findall(r"\d+", text)]
    in_order = groups in (sorted(groups), sorted(groups, reverse=True))
    assert person_details.has_nhs_number(f"number {text}, please") or is_date or in_order


TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
SAID = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()  # noqa: SIM905


def say_pair(pair: str, between: str) -> str:
    """Two digits as somebody says them: "forty three", "twelve", "oh seven", "sixty"."""
    tens, unit = int(pair[0]), int(pair[1])
    if tens == 0:
        return f"oh {SAID[unit]}"
    if tens == 1:
        return TEENS[unit]
    return f"{TENS[tens]}{between}{SAID[unit]}" if unit else TENS[tens]


def say_hundreds(three: str, joint: str) -> str:
    if three[0] == "0":
        return f"oh {say_pair(three[1:], ' ')}" if three[1] != "0" else f"oh oh {SAID[int(three[2])]}"
    rest = int(three[1:])
    if not rest:
        return f"{SAID[int(three[0])]} hundred"
    return f"{SAID[int(three[0])]} hundred{joint}{SAID[rest] if rest < 10 else say_pair(three[1:], '-')}"


@given(NHS_NUMBERS, st.sampled_from([" ", "-"]), st.sampled_from([" ", ", ", " / ", "\n"]))
def test_a_number_that_is_said_in_tens_is_found(number: str, within: str, between: str) -> None:
    pairs = [number[at : at + 2] for at in range(0, 10, 2)]
    assume(between in (" ", " / ") or pairs not in (sorted(pairs), sorted(pairs, reverse=True)))
    assume(len({int(right) - int(left) for left, right in pairwise(pairs)}) > 1)
    said = between.join(say_pair(pair, within) for pair in pairs)
    assert person_details.has_nhs_number(f"it is {said}."), said


@given(NHS_NUMBERS, st.sampled_from([" ", " and "]), st.booleans())
def test_a_number_that_is_said_in_hundreds_is_found(number: str, joint: str, with_figures: bool) -> None:
    last = number[6:] if with_figures else f"{say_pair(number[6:8], ' ')}, {say_pair(number[8:], ' ')}"
    said = f"{say_hundreds(number[:3], joint)}, {say_hundreds(number[3:6], joint)}, {last}"
    assert person_details.has_nhs_number(said), said


COUNTED = st.one_of(st.sampled_from((*SAID, "ten", "twelve", "double")), st.integers(0, 99).map(str))
# After how many digits an "and" may stand: three or more on each side of it.
ANDS = [(), (3,), (4,), (5,), (6,), (7,), (3, 6), (3, 7), (4, 7)]


@given(NHS_NUMBERS, st.sampled_from(ANDS))
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


CLOCK = st.tuples(st.integers(0, 23), st.sampled_from([":", "."]), st.integers(0, 11)).map(
    lambda time: f"{time[0]:02d}{time[1]}{time[2] * 5:02d}"
)
HOURS = st.lists(st.tuples(CLOCK, CLOCK).map(" - ".join), min_size=1, max_size=8)
DAYS = st.dates().map(lambda day: f"{day.day}/{day.month}/{2020 + day.year % 10}")
PHONES = st.integers(0, 999_999).map(
    lambda number: f"0116 {496_000_000 + number}"[:8] + f" {number % 10_000:04d}"
)
PRICES = st.integers(1, 99_999).map(lambda pence: f"£{pence / 100:.2f}")


@given(
    st.one_of(
        HOURS.map(", ".join),
        HOURS.map("; Tuesday ".join),
        st.lists(DAYS, min_size=1, max_size=6).map(", ".join),
        st.lists(st.tuples(DAYS, CLOCK).map(" ".join), min_size=1, max_size=6).map("\n".join),
        st.lists(PHONES, min_size=1, max_size=5).map(", ".join),
        st.lists(PHONES, min_size=1, max_size=5).map(" or ".join),
        st.lists(PRICES, min_size=1, max_size=8).map(" ".join),
        st.lists(st.integers(1, 99), min_size=4, max_size=12, unique=True)
        .map(sorted)
        .map(lambda numbers: ", ".join(map(str, numbers))),
    )
)
def test_hours_dates_telephone_numbers_prices_and_lists_in_order_are_not_refused(text: str) -> None:
    assert not person_details.has_nhs_number(f"Open {text}.")


CASEWORK = list(list_casework())


@given(st.lists(st.sampled_from(CASEWORK), max_size=6), st.sampled_from([" ", "\n", ". "]))
def test_casework_that_says_nothing_of_a_person_passes_in_any_order(texts: list[str], between: str) -> None:
    assert find_kinds(between.join(texts)) == []


def test_few_sentences_that_a_worker_may_write_are_warned_about() -> None:
    sentences = list_sentences()
    found = [kinds for kinds in map(find_kinds, sentences) if kinds]
    assert len(sentences) > 100
    assert len(found) <= MOST_SENTENCES_WARNED / 2 * len(sentences)
    assert person_details.NHS_NUMBER not in {kind for kinds in found for kind in kinds}


def test_no_name_of_an_entry_need_or_venue_of_ours_reads_as_a_persons() -> None:
    book = [list(list_texts(files.read_yaml(path))) for path in sorted(files.SEED.glob("**/*.yaml"))]
    written = [text for texts in book for text in texts]
    assert len(written) > 4_000
    names = [item["name"] for item in [*ENTRIES, *GUIDANCE]]
    pages = [path.read_text() for path in ROOT.glob("templates/**/*.html")]
    assert [text for text in [*names, *written, *pages] if "name" in find_kinds(text)] == []


def test_a_kind_that_is_not_asked_for_is_not_looked_at() -> None:
    text = "Sarah Jenkins, 12 High Street, dob 3/4/1985, NHS 943 476 5919"
    assert [one.kind for one in person_details.find_details(text, person_details.ENTRY_KINDS)] == [
        "birth_date"
    ]
    assert not person_details.has_exact_nhs_number(text)
    assert person_details.has_exact_nhs_number("NHS 9434765919.")
    assert not person_details.has_exact_nhs_number("ring 01162345672 or +449434765919 or 94347659190")


ADVERSARIES = [
    "9 ",
    "9",
    "9434765919 ",
    "<",
    "<a",
    "<a>9",
    "&#57;",
    "[b",
    "nine ",
    "nine hundred and ",
    "double ",
]
ADVERSARIES += [
    "and ",
    "O9",
    "a",
    "A ",
    "Ab ",
    "Sarah ",
    "Sarah Jenkins ",
    "12 ",
    "12 High ",
    "flat 1 a ",
    "1/1/",
    "1 jan ",
]
ADVERSARIES += [
    "born ",
    "born 1 ",
    "@a.",
    "a@a.",
    "a.",
    "0116.",
    "+4 ",
    "+ 4",
    "AB12",
    "AB 12 34 ",
    "Mr A ",
    "Mr ",
    "LE1 ",
    ". ",
    "- ",
]


ADVERSARIES += ["@a1.", "&amp;", "<!-- -", "](", "\n1. 943", "9.43476591", "0943 ", "a, b", "A. B", "d o b "]


@pytest.mark.parametrize("part", ADVERSARIES)
def test_a_long_text_is_read_in_steps_that_grow_with_its_length(part: str) -> None:
    """Twice the text may give about twice the tokens, matches and findings, not four times as many."""
    counted = {}
    for length in (5_000, 10_000):
        text = (part * length)[:length]
        matches = sum(1 for rule in rules.list_rules() for _ in rules.find_matches(rule.pattern, text))
        rows = digit_rows.list_rows(text)
        counted[length] = matches + sum(map(len, rows)) + len(person_details.find_details(text))
    assert counted[10_000] <= 2.2 * counted[5_000] + 50


def test_no_pattern_repeats_without_a_bound() -> None:
    """A repetition with a bound takes at most so many steps from each place of a text, whatever is in it."""
    book = rules.read_book()
    patterns = [
        *book["macros"].values(),
        *(rule["pattern"] for rule in book["rules"]),
        book["numbers"]["tag"],
    ]
    unbounded = [
        one for one in patterns if re.search(r"(?<!\\)[+*](?![^\[]*\])|\{\d+,\}", re.sub(r"\\.", "", one))
    ]
    assert unbounded == []


def say_by_chance(draw: random.Random) -> str:
    """Words of numbers and what may stand between them, so that some of it is an NHS number."""
    words = [
        *SAID,
        "oh",
        "943",
        "476",
        "double",
        "5919",
        "ninety",
        "forty-three",
        "hundred",
        "nineteen",
        "thousand",
    ]
    joints = (*[" "] * 8, " and ", ", ", "-", " or ", "\n", "<b>", "&nbsp;")
    digits = [SAID[int(digit)] for digit in "9434765919"]
    begin = [draw.choice(words) for _ in range(draw.randrange(4))]
    return "".join(f"{word}{draw.choice(joints)}" for word in [*begin, *digits, draw.choice(words)])


def write_by_chance(draw: random.Random) -> str:
    """Pieces of names, dates, streets, numbers and marks in any order."""
    pieces = (
        "Sarah Jenkins Mr Sir Khan sister Leicester 12 High Street Road flat 3 born dob 1985 03 Mar / - . ,"
    )
    pieces += (
        " : ' 0116 496 0123 +44 07700 900123 943 476 5919 QQ AB 56 C LE3 0AA a@b.com came St Park and \u0669"
    )
    pieces += " \U0001d7d7 é <b> &#57; O l £"
    words = pieces.split()
    return "".join(
        draw.choice(words) + draw.choice(["", " ", " ", "\n"]) for _ in range(draw.randrange(3, 14))
    )


@pytest.mark.browser
def test_the_browser_finds_the_same_in_what_is_said_and_written_by_chance(page: Page) -> None:
    draw = random.Random("said by chance")
    texts = [write(draw) for write in (say_by_chance, write_by_chance) for _ in range(1_500)]
    seen = dict(zip(texts, find_in_browser(page, texts), strict=True))
    found = {text: find_kinds(text) for text in texts}
    assert 300 < sum(map(bool, found.values())) < 2_700
    assert seen == found


@pytest.mark.browser
def test_the_browser_finds_a_detail_at_the_same_place(page: Page) -> None:
    find = "texts => texts.map(text => window.personDetails.find(text).map(f => text.slice(f.start, f.end)))"
    texts = [case["text"] for case in CASES]
    found = [[text[one.start : one.end] for one in person_details.find_details(text)] for text in texts]
    assert dict(zip(texts, page.evaluate(find, texts), strict=True)) == dict(zip(texts, found, strict=True))


@pytest.mark.browser
def test_the_browser_finds_the_same_and_says_the_same(page: Page) -> None:
    wanted = {case["text"]: case["kinds"] for case in CASES}
    for title in ("dr", "Ms", "Miss", "Sister"):
        for word in " ".join(rules.read_book()["words"]["NO_NAMES"]).split():
            wanted |= {f"{title} {word}": [], f"{title} {word.capitalize()}": []}
    assert {text: find_kinds(text) for text in wanted} == wanted
    assert dict(zip(wanted, find_in_browser(page, list(wanted)), strict=True)) == wanted
    messages = {kind: person_details.Finding(kind, 0, 0).message for kind in person_details.ALL_KINDS}
    assert page.evaluate("window.personDetails.messages") == messages
