"""What may point to a person is taken out of what was searched before it is kept."""

from pathlib import Path

import pytest
import yaml
from flask.testing import FlaskClient

from directory.search.arrays.analysis import WORD, fold_word
from directory.search.log.word_lists import read_words
from directory.search.log.words import clean_words
from tests.factories import (
    make_need,
)
from tests.search.test_log import find_logged, search


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Debt   advice", "debt advice"),
        ("food bank LE11 1AA", "food bank"),
        ("food bank le111aa please", "food bank please"),
        ("food bank LE11", "food bank le11"),
        ("help for Mr Jones eviction", "help for eviction"),
        ("help for mrs jones", "help for"),
        ("my name is ana jones need food", "my need food"),
        ("Okafor Adaeze debt", "debt"),
        ("ring 07700 900123 debt", "ring debt"),
        ("ring +44 116 496 0123", "ring"),
        ("943 476 5919 carers", "carers"),
        ("9434765919", None),
        ("9434\u200b765919 carers", "carers"),
        ("ring 07700\u2013900\u2013123 debt", "ring debt"),
        ("ring 07700\u200b900123", "ring"),
        ("12 march 1990 flat", "flat"),
        ("Age Okafor debt", "age debt"),
        ("Okafor-Smith Adaeze debt", "debt"),
        ("someone@example.com lonely", "lonely"),
        ("team@nhs.net lonely", "lonely"),
        ("born 01/02/1983 autism", "born autism"),
        ("12 High Street damp", "damp"),
        ("group for age 55", "group for age 55"),
        ("Age UK", "age uk"),
        ("help for sarah okonkwo with rent", "help for with rent"),
        ("rent arrears mohammed", "rent arrears"),
        ("gurpreet kaur dhillon carers", "carers"),
        ("ahmed needs carers", "needs carers"),
        ("mohammed in high street", "in high street"),
        ("sarah's counselling", "counselling"),
        ("agnieszka carers group", "carers group"),
        ("john:smith eviction", "eviction"),
        ("smith.john debt", "debt"),
        ("debt;john.smith", "debt"),
        ("jenkins, sarah (rent)", "(rent)"),
        ("name=sarah jenkins debt", "debt"),
        ("surname: okonkwo, jane", None),
        ("sarah_jenkins debt", "debt"),
        ("self_harm", "self_harm"),
        ("sarah/jenkins/debt", "debt"),
        ("Okafor:Adaeze debt", "debt"),
        ("OKAFOR.ADAEZE debt", "debt"),
        ("jenkins debt", "debt"),
        ("grace okonkwo debt", "debt"),
        ("mark jenkins debt", "debt"),
        ("mr. brown debt", "debt"),
        ("rose garden", "rose garden"),
        ("make a will", "make a will"),
        ("st peter's church lunch club", "st peter's church lunch club"),
        ("martha debt", "martha debt"),
        ("martha okonkwo debt", "debt"),
        ("martha eviction debt", "martha eviction debt"),
        ("hope and faith carers group", "hope and faith carers group"),
        ("debt help for ms a khan", "debt help for"),
        ("dr khan carers", "carers"),
        ("miss khan debt", "miss debt"),
        ("miss a khan debt", "miss a debt"),
        ("miss the bus", "miss the bus"),
        ("@sharon_p food", "food"),
        ("food, @sharon.p-1", "food"),
        ("carers @ home", "carers @ home"),
        ("flat 3 oak house loughborough debt", "loughborough debt"),
        ("Flat 2B, 5 Mill Lane damp", "damp"),
        ("apartment 12 debt", "debt"),
        ("12a mill grove damp", "damp"),
        ("flat 2 bedrooms", "flat 2 bedrooms"),
        ("3 groups close to me", "3 groups close to me"),
        ("2 hour walk", "2 hour walk"),
        ("24 hour crisis house", "24 hour crisis house"),
        ("", None),
        ("!!!", None),
    ],
)
def test_what_may_point_to_a_person_is_taken_out(typed: str, kept: str | None) -> None:
    known = {"age", "high", "carers", "debt", "martha"}
    assert clean_words(typed, known.__contains__) == kept


def test_the_words_people_search_with_here_lose_nothing_to_titles_houses_and_handles() -> None:
    """Each word counts as known, so that what is lost is lost by a pattern."""
    folder = Path(__file__).parent
    lines = [
        line.partition(" | ")[0]
        for name in ("everyday_searches.txt", "everyday_phrases.txt", "crisis_phrases.txt")
        for line in (folder / name).read_text().splitlines()
        if line and not line.startswith("#")
    ]
    searches = yaml.safe_load((folder.parents[1] / "seed" / "casework" / "searches.yaml").read_text())
    lines += [one["words"] for one in searches if "words" in one]
    lost = {line: kept for line in lines if (kept := clean_words(line, lambda _: True)) != tidy(line)}
    assert (len(lines) > 250, lost) == (True, {})


def tidy(line: str) -> str:
    return " ".join(line.lower().split()).strip(" ,;:-./=_")


def test_what_people_ordinarily_type_keeps_its_words() -> None:
    folder = Path(__file__).parent
    lines = [
        line.partition(" | ")[0].lower()
        for name in ("everyday_searches.txt", "everyday_phrases.txt", "crisis_phrases.txt")
        for line in (folder / name).read_text().splitlines()
    ]
    words = {fold_word(word) for line in lines for word in WORD.findall(line)}
    everyday = "grace hope joy mark will rose may summer faith frank pat dawn sunny bill sue carol penny ana"
    names = read_words("given_names")
    assert names.isdisjoint(words | set(everyday.split()))
    assert {"sarah", "mohammed", "gurpreet", "agnieszka", "hodan"} <= names
    assert all(name == fold_word(name) and name.isalpha() for name in names)


def test_a_name_that_a_need_goes_by_stays_as_what_was_searched(client: FlaskClient) -> None:
    make_need("bereavement", words=("mother teresa fund",))
    for words in ("teresa+fund", "fatima+bakare+grief"):
        search(client, f"q={words}")
    assert {one.words for one in find_logged()} == {"teresa fund", "grief"}
