"""Decides which words of the search log may be kept for good.

A name can be left in what was searched: no rule finds every one. So words are kept for good only if each of
them is known to be something else, by the directory's own words or by lists of English.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import Select, select

from directory.extensions import db
from directory.models import Area, Guidance, Organization, PlacePoint, Service, TaxonomyTerm, TermWord
from directory.models.codes import PUBLISHED, AreaKind
from directory.search.arrays.analysis import WORD, fold_word, stem_word
from directory.search.log.word_lists import (
    TITLES,
    is_english,
    is_name,
    may_be_given_name,
    may_be_surname,
)

_SHORT_NUMBER = re.compile(r"\d{1,2}")
_NUMBER_WORDS = frozenset(
    WORD.findall(
        "zero nought one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
        " sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety double"
        " treble"
    )
)
_MOST_NUMBERS = 2
"""So that no date of birth and no telephone number is kept in parts or in words."""

Pair = tuple[str, str]


@dataclass(frozen=True)
class DirectoryWords:
    """`stems` of all published words; folded words of `places`: towns, districts and outward codes;
    `pairs` of folded words that are beside each other in the name of an entry, an organization or a need; and
    `title_words`, all words of such names."""

    stems: frozenset[str]
    places: frozenset[str]
    pairs: frozenset[Pair]
    title_words: frozenset[str]


def load_directory_words() -> DirectoryWords:
    """Reads the database and not the search index, which is not there yet while a backup is restored. A
    confidential or suspended entry's words are left out, and so is everything about where an entry is."""
    titles = [list_words(text) for query in _TITLES for text in _read_texts(query)]
    texts = (word for query in _TEXTS for text in _read_texts(query) for word in list_words(text))
    return DirectoryWords(
        stems=frozenset(map(stem_word, {*texts, *(word for title in titles for word in title)})),
        places=frozenset(
            word for query in _PLACES for text in _read_texts(query) for word in list_words(text)
        ),
        pairs=frozenset(pair for title in titles for pair in pairwise(title)),
        title_words=frozenset(word for title in titles for word in title),
    )


def list_words(text: str) -> list[str]:
    """The folded words of a text, whatever is between them."""
    return [fold_word(word) for word in WORD.findall(text.replace("_", " "))]


def may_be_kept(text: str, directory: DirectoryWords) -> bool:
    """Whether every word is known to be no name, and no two of them beside each other read as one: "will
    grace" and "mark rose" are not kept, "making a will" is. Two such words are kept if the name of an entry,
    an organization or a need has them beside each other."""
    words = list_words(text)
    if not words or not all(_is_known(word, directory) for word in words):
        return False
    if sum(word.isdigit() or word in _NUMBER_WORDS for word in words) > _MOST_NUMBERS:
        return False
    longer = [word for word in words if len(word) > 1 or word.isdigit()]
    risky = {pair for pair in pairwise(longer) if _may_be_person(pair, directory)}
    return directory.pairs >= risky.union(_list_apart(longer, directory))


def _list_apart(words: list[str], directory: DirectoryWords) -> Iterator[Pair]:
    """Lists names as beside each other whatever is between them, if one of them is in no list of English."""
    names = [word for word in words if _is_rare(word, directory) or may_be_given_name(word)]
    return (pair for pair in pairwise(names) if any(_is_rare(word, directory) for word in pair))


def _is_known(word: str, directory: DirectoryWords) -> bool:
    if word.isdigit() and _SHORT_NUMBER.fullmatch(word):
        return True
    if is_english(word) or word in directory.places:
        return True
    if is_name(word):
        return word in directory.title_words
    return len(word) > 1 and stem_word(word) in directory.stems


def _may_be_person(pair: Pair, directory: DirectoryWords) -> bool:
    """Whether two words read as the name of a person, in either order."""
    return _reads_as_name(*pair, directory) or _reads_as_name(pair[1], pair[0], directory)


def _reads_as_name(first: str, second: str, directory: DirectoryWords) -> bool:
    """A word that is in no list of English counts as a name: many surnames are in no list of names either."""
    is_person = may_be_given_name(first) or first in TITLES or _is_rare(first, directory)
    return is_person and (may_be_surname(second) or may_be_given_name(second) or _is_rare(second, directory))


def _is_rare(word: str, directory: DirectoryWords) -> bool:
    return is_name(word) or not (is_english(word) or word in directory.places or word.isdigit())


def _read_texts(query: Select) -> Iterator[str]:
    """The texts of all columns of a query, without empty ones."""
    rows: Iterable[tuple[str | None, ...]] = db.session.execute(query).tuples()
    return (text for row in rows for text in row if text)


_IS_PUBLISHED = Service.status.in_(PUBLISHED)
_GUIDANCE_IS_PUBLISHED = Guidance.status.in_(PUBLISHED)
_TITLES: tuple[Select, ...] = (
    select(Service.name, Service.alternate_name).where(_IS_PUBLISHED),
    select(Organization.name, Organization.alternate_name).where(
        Organization.id.in_(select(Service.organization_id).where(_IS_PUBLISHED))
    ),
    select(Guidance.name).where(_GUIDANCE_IS_PUBLISHED),
    select(TaxonomyTerm.name),
    select(TermWord.phrase),
)
_PLACES: tuple[Select, ...] = (
    select(Area.name).where(Area.kind.not_in((AreaKind.PRACTICE, AreaKind.PCN))),
    select(PlacePoint.name),
)
_TEXTS: tuple[Select, ...] = (
    select(Service.summary, Service.description, Service.eligibility_description).where(_IS_PUBLISHED),
    select(Guidance.summary, Guidance.body).where(_GUIDANCE_IS_PUBLISHED),
)
