"""Which words of the search log are kept for good: no person's name, but what people ordinarily type."""

import re
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from directory.extensions import db
from directory.models import MonthlySearches
from directory.models.codes import AreaKind
from directory.search.arrays.analysis import STOPS
from directory.search.language.words import FILLERS
from directory.search.log import lasting_words
from directory.search.log.lasting_words import (
    DirectoryWords,
    list_runs,
    list_words,
    load_directory_words,
    may_be_kept,
)
from directory.search.log.retention import count_and_forget
from directory.search.log.word_lists import read_phrases, read_words
from directory.search.log.words import clean_words
from tests.factories import make_area, make_logged_search, make_need, make_service

FIRST = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 6, 15, 12, 30, tzinfo=UTC)

# Names as another list would give them, most of them in none of ours.
GIVEN = re.findall(
    r"\S+",
    "Sarah John Mohammed Aoife Siobhán Olumide Kehinde Zofia Małgorzata Gurpreet Jaswinder Xiuying"
    " Thandiwe Ngozi Grace Will Mark Rose Hope Bill May Grant Faith Joy Dawn Summer Heather Robin Frank"
    " Penny Iris Pearl Ruby Holly Violet Carol Sue Pat Jack Harry Tom Terry Martin Roger Summer Chase"
    " Hunter Daisy Poppy Ivy Christian",
)
SURNAMES = re.findall(
    r"\S+",
    "Jenkins Smith Okonkwo Adebayo Patel Hussain O'Brien Wójcik Featherstonehaugh Vaghela Szczepański"
    " Nwosu Brown White Young Field Hill Church Wood King Banks Rose Grace Mark Walker Baker Rivers Stone"
    " Winter Park Cook Fisher Marsh Lake West North Bishop Knight Hall House Green Black Savage Day-Lewis",
)
BETWEEN = (
    " ",
    ", ",
    ",",
    ":",
    ".",
    "/",
    "=",
    " (",
    ") ",
    "; ",
    "_",
    " - ",
    "-",
    " | ",
    "\t",
    "·",
    " & ",
    "...",
)
AROUND = (
    "",
    "debt advice",
    "food bank for",
    "name=",
    "help with rent",
    "client:",
    "age 55",
    "near leicester",
)


def write(words: str, spelling: int) -> str:
    return (words, words.lower(), words.upper(), words.swapcase())[spelling]


@st.composite
def searches_with_a_name(draw: st.DrawFn) -> str:
    names = [draw(st.sampled_from(GIVEN)), draw(st.sampled_from(SURNAMES))]
    if draw(st.booleans()):
        names.insert(1, draw(st.sampled_from("JKM")))
    if draw(st.booleans()):
        names.reverse()
    name = draw(st.sampled_from(BETWEEN)).join(names)
    parts = draw(st.sampled_from(AROUND)), name, draw(st.sampled_from(AROUND))
    return write(" ".join(filter(None, parts)), draw(st.integers(0, 3)))


@cache
def list_directory_words() -> DirectoryWords:
    """A directory whose entries have these names, each apart from the others and never two together."""
    names = [word for name in (*GIVEN, *SURNAMES) for word in list_words(name)]
    titles = [
        ["hope", "centre"],
        ["pickleball", "club"],
        ["writing", "a", "letter"],
        ["energy", "advice"],
        ["pip", "appeals"],
        ["dementia"],
    ]
    titles += [[name, "trust"] for name in names] + read_phrases()
    phrases = frozenset(run for title in titles for run in list_runs(title))
    return DirectoryWords(frozenset({*names, "pickleball"}), frozenset({"leicester"}), phrases)


@settings(max_examples=1500, deadline=None)
@given(searches_with_a_name())
def test_no_name_of_a_person_is_kept_for_good_however_it_is_written(typed: str) -> None:
    directory = list_directory_words()
    assert not may_be_kept(typed, directory)
    kept = clean_words(typed, lambda word: directory.has_phrase([word]))
    if kept is not None and may_be_kept(kept, directory):
        # What is left of it has one part of the name at most.
        left = set(list_words(kept))
        names = {word for name in (*GIVEN, *SURNAMES) for word in list_words(name)}
        assert len(left & names - {"brien", "o", "park", "day", "house", "hall"}) <= 1


@pytest.mark.parametrize(
    "words",
    [
        "food bank",
        "debt advice",
        "help with rent arrears",
        "energy bill",
        "making a will",
        "young carers",
        "one to one support",
        "groups for over 50",
        "pip appeal",
        "benifits advice",
        "walking group leicester",
        "foster carers",
        "hope centre",
        "pickleball club",
        "counselling",
        "nan has dementia",
        "over 50s",
        "over 60s lunch club",
        "st john's",
        "st peter's lunch club",
        "triple p",
        "hep c",
        "vitamin d",
        "food bank leicester",
        "hope centre leicester",
        "will writing",
        "energy bill help",
    ],
)
def test_what_people_ordinarily_search_for_may_be_kept(words: str) -> None:
    assert may_be_kept(words, list_directory_words())


@pytest.mark.parametrize(
    "words",
    [
        "priya",
        "dhillon",
        "will grace",
        "mark rose",
        "rose, mark",
        "mark j rose",
        "sarah from jenkins",
        "miss hope",
        "father brown",
        "dr walker",
        "adaeze",
        "qzxv",
        "j smith",
        "3 march 85 12",
        "nine four three four",
        "07700 900123",
        "le11 1aa",
        "mark p",
        "grace leicester",
        "st john rose",
        "mark trust rose",
        "hope centre baker",
        "hope and rose centre",
        "grace formerly baker",
        "mark surname rose",
        "mark de rose",
        "rose 12 baker",
        "mark debt, baker",
        "mark depression baker street",
        "food bank walker brown",
        "grace leicester depression",
        "the walker family",
        "",
        "!",
    ],
)
def test_what_may_be_a_name_or_a_number_is_not_kept(words: str) -> None:
    assert not may_be_kept(words, list_directory_words())
    assert not may_be_kept(words, DirectoryWords(frozenset(), frozenset(), frozenset()))


# Given names and surnames that are words, and that a list of names may well lack.
NAMES_THAT_ARE_WORDS = (
    "dawn day;carol long;frank best;mark day;joy good;grace salt;lily sheikh;india walker;aria baker;"
    "wren baker;cooper white;archer baker;blessing cook;gift baker;junior baker;grace lad;carol case;"
    "dawn barn;faith heart;favour comfort;clemency wisdom;carter brown;sunny bains;king baker;"
    "prince charles;hope street;miss hope;king long"
)


@pytest.mark.parametrize("name", NAMES_THAT_ARE_WORDS.split(";"))
@pytest.mark.parametrize("text", ["{} {}", "{1}, {0}", "{} and {}", "debt {} advice 12 {}", "{} J {}"])
def test_two_words_that_are_names_are_not_kept_whatever_is_between(name: str, text: str) -> None:
    assert not may_be_kept(text.format(*name.split()), list_directory_words())


ENGLISH = sorted(read_words("common_words"))


@given(st.sampled_from(sorted(read_words("names_that_are_words"))), st.sampled_from(ENGLISH), st.booleans())
def test_beside_a_given_name_only_words_of_the_directory_are_kept(name: str, word: str, first: bool) -> None:
    """Whichever word is a surname, and in no list of names."""
    directory = list_directory_words()
    text = f"{name} {word}" if first else f"{word} {name}"
    of_the_field = word in STOPS | FILLERS or directory.has_phrase([word])
    assert not may_be_kept(text, directory) or of_the_field or word in NUMBERS


NUMBERS = {one for one in ENGLISH if lasting_words._is_number(one)}


def test_the_lists_of_names_and_of_english_have_no_word_in_common() -> None:
    english = read_words("common_words") | read_words("everyday_words")
    names = read_words("given_names") | read_words("surnames")
    assert english.isdisjoint(names)
    both = read_words("names_that_are_words")
    assert {"grace", "will", "mark", "rose", "hope", "bill", "may", "grant"} <= both & english
    assert len(english) > 30_000


@pytest.mark.both_engines
def test_the_words_of_the_directory_are_those_of_published_entries(app: Flask) -> None:
    make_service(
        name="Teresa Foundation", description="Ask for Ngozi.", organization={"name": "Kindred Homes"}
    )
    make_service(name="Hidden Nwosu House", status="suspended")
    make_need("chess", words=("knight moves",))
    make_area("charnwood", name="Charnwood")
    make_area("the-surgery", AreaKind.PRACTICE, name="Doctor Featherstonehaugh")
    directory = load_directory_words()
    assert all(
        map(directory.has_phrase, (["teresa", "foundation"], ["kindred", "homes"], ["knight", "moves"]))
    )
    assert "charnwood" in directory.places
    assert not {"featherstonehaugh", "doctor"} & directory.places
    assert "ngozi" in directory.stems
    assert not {("nwosu",), ("ngozi",)} & directory.phrases
    assert not {"nwosu"} & directory.stems
    assert may_be_kept("teresa foundation", directory)
    assert not may_be_kept("teresa chess foundation ngozi", directory)


@pytest.mark.both_engines
def test_only_words_of_five_days_that_are_no_names_are_kept(app: Flask) -> None:
    """Four ticked filters make five searches, of one visitor on one day."""
    make_service(name="Debt help")
    for day in range(5):
        for words in ("debt help", "sarah jenkins", "john:smith", "will grace"):
            make_logged_search(words, at=FIRST + timedelta(days=day))
    for day in range(4):
        make_logged_search("food bank", times=3, at=FIRST + timedelta(days=day))
    make_logged_search("energy bill", times=9, at=FIRST)
    count_and_forget(NOW)
    march = select(MonthlySearches).where(MonthlySearches.month == FIRST.date().replace(day=1))
    kept = {one.words: one.searches for one in db.session.scalars(march)}
    assert kept == {"debt help": 5, "": 15 + 12 + 9}


@pytest.mark.both_engines
def test_names_that_were_kept_under_an_earlier_rule_go_when_the_next_month_is_counted(app: Flask) -> None:
    counts = {"searches": 7, "without_result": 2, "few": 1, "unopened": 3}
    month = FIRST.date().replace(month=1, day=1)
    for words, weak in (("sarah jenkins", None), ("food bank", 1), ("", 4)):
        db.session.add(MonthlySearches(month=month, words=words, weak=weak, **counts))
    make_logged_search("tea", at=FIRST)
    count_and_forget(NOW)
    rows = db.session.scalars(select(MonthlySearches).where(MonthlySearches.month == month))
    assert {(one.words, one.searches, one.without_result, one.weak) for one in rows} == {
        ("food bank", 7, 2, 1),
        ("", 14, 4, 4),
    }
