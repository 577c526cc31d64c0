"""Decides which words of the search log may be kept for good.

A name can be left in what was searched: no rule finds every one. So words are kept for good only if each of
them is known to be something else, by the directory's own words or by lists of English.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select

from directory.extensions import db
from directory.models import Area, Guidance, Organization, PlacePoint, Service, TaxonomyTerm, TermWord
from directory.models.codes import PUBLISHED, AreaKind
from directory.search.arrays.analysis import STOPS, WORD, fold_word, stem_word
from directory.search.language.words import FILLERS
from directory.search.log.word_lists import (
    TITLES,
    is_english,
    is_name,
    may_be_given_name,
    may_be_surname,
    read_phrases,
)

_SHORT_NUMBER = re.compile(r"\d{1,2}(?:s|st|nd|rd|th)?")
"""Also "50s" and "3rd"."""

_NUMBER_WORDS = frozenset(
    WORD.findall(
        "zero nought one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
        " sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety double"
        " treble"
    )
)
_MOST_NUMBERS = 2
"""So that no date of birth and no telephone number is kept in parts or in words."""

_LONGEST_PHRASE = 6
_SAINT = frozenset({"st", "saint"})
_NO_CONTENT = STOPS | FILLERS

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class DirectoryWords:
    """`stems` of all published words; folded words of `places`: towns, districts and outward codes; and
    `phrases`: stems in the order in which they are in the name of an entry, an organization or a need or in
    the list of everyday phrases, each with every shorter run of its words down to one."""

    stems: frozenset[str]
    places: frozenset[str]
    phrases: frozenset[Phrase]

    def has_phrase(self, words: Sequence[str]) -> bool:
        return tuple(map(stem_word, words)) in self.phrases


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
        phrases=frozenset(run for title in (*titles, *read_phrases()) for run in list_runs(title)),
    )


def list_words(text: str) -> list[str]:
    """The folded words of a text, whatever is between them."""
    return [fold_word(word) for word in WORD.findall(text.replace("_", " "))]


def list_runs(words: Sequence[str]) -> Iterator[Phrase]:
    """Yields the stems of every run of words that are beside each other."""
    stems = [stem_word(word) for word in words]
    for start in range(len(words)):
        for end in range(start + 1, min(start + _LONGEST_PHRASE, len(words)) + 1):
            yield tuple(stems[start:end])


def may_be_kept(text: str, directory: DirectoryWords) -> bool:
    """Whether every word is known, and the words that may be names are one at most, or all within one phrase
    of the directory. Beside a word that may be a given name, each other word has to be in such a phrase too:
    many surnames are words that no list of names has. Where they are, and what is between, makes no odds."""
    words = list_words(text)
    if not words or sum(_is_number(word) for word in words) > _MOST_NUMBERS:
        return False
    if len(words) > 1 and directory.has_phrase(words):
        return True
    names = _find_names(words, directory)
    has_initial = any(len(word) == 1 and not word.isdigit() and word not in "ai" for word in words)
    if (names and has_initial) or not all(_is_known(words, at, directory) for at in range(len(words))):
        return False
    first, last = (names[0], names[-1] + 1) if names else (0, 0)
    if len(names) > 1 and not directory.has_phrase(words[first:last]):
        return False
    given = [at for at in names if _may_be_given(words, at, directory)]
    around = _find_phrase(words, first, last, directory) if given else range(len(words))
    others = [word for at, word in enumerate(words) if at not in around]
    return all(_is_of_the_field(word, directory, with_places=len(around) > 1) for word in others)


def _find_names(words: Sequence[str], directory: DirectoryWords) -> list[int]:
    """Returns where words are that may be part of a name. A title is before one, "family" after one in "the
    Day family"; "St Peter's" is none."""
    names = {
        at
        for at, word in enumerate(words)
        if (may_be_given_name(word) or may_be_surname(word) or _is_rare(word, directory))
        and not _is_after_saint(words, at)
    }
    titles = {at - 1 for at in names if at and words[at - 1] in TITLES}
    families = {
        at + 1 for at in names if at and words[at - 1] == "the" and words[at + 1 : at + 2] == ["family"]
    }
    return sorted(names | titles | families)


def _may_be_given(words: Sequence[str], at: int, directory: DirectoryWords) -> bool:
    return may_be_given_name(words[at]) or words[at] in TITLES or _is_rare(words[at], directory)


def _find_phrase(words: Sequence[str], first: int, last: int, directory: DirectoryWords) -> range:
    """Returns the longest phrase of the directory that these words are in."""
    runs = (range(start, end) for start in range(first + 1) for end in range(len(words), last - 1, -1))
    phrases = (run for run in runs if directory.has_phrase(words[run.start : run.stop]))
    return max(phrases, key=len, default=range(first, last))


def _is_of_the_field(word: str, directory: DirectoryWords, with_places: bool) -> bool:
    """Whether a word is one of asking, a number, or in the name of an entry or a need. A place may be a
    surname."""
    if word in directory.places:
        return with_places
    return word in _NO_CONTENT or _is_number(word) or directory.has_phrase([word])


def _is_known(words: Sequence[str], at: int, directory: DirectoryWords) -> bool:
    word = words[at]
    if _is_number(word) or _is_after_saint(words, at):
        return True
    if is_english(word) or word in directory.places:
        return True
    if is_name(word):
        return directory.has_phrase([word])
    return len(word) == 1 or stem_word(word) in directory.stems


def _is_number(word: str) -> bool:
    return bool(_SHORT_NUMBER.fullmatch(word)) or word in _NUMBER_WORDS


def _is_after_saint(words: Sequence[str], at: int) -> bool:
    return at > 0 and words[at - 1] in _SAINT


def _is_rare(word: str, directory: DirectoryWords) -> bool:
    """A word that is in no list of English counts as a name: many names are in no list of names either."""
    if len(word) == 1 or _is_number(word):
        return False
    return is_name(word) or not (is_english(word) or word in directory.places or word in _SAINT)


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
