"""Takes out of a search what may point to a person, before anything is stored.

No rule finds every name. That is why words are kept for 90 days only, and why nothing beside them says who
searched."""

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

from directory.person_details import remove_details
from directory.search.arrays.analysis import WORD, fold_word, is_searched
from directory.search.language.words import FILLERS
from directory.search.request import LONGEST_TEXT

# More is taken out here than is warned about in forms: nobody reads a search again before it is stored.
_EMAIL = re.compile(r"\S+@\S+")
_NUMBER = re.compile(r"\+?\d[\d\s()./-]{4,}\d")
_DAY = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th)?\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+\d{2,4}\b",
    re.I,
)
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_HANDLE = re.compile(r"(?<![\w@])@\w[\w.-]*")
_STREETS = (
    r"(?:street|st|road|rd|lane|ln|close(?!\s+(?:to|by))|drive|avenue|ave|way|court|ct|crescent|cres|terrace"
    r"|gardens|grove|mews|square)\b"
)
_HOUSE = re.compile(rf"\b\d{{1,4}}[a-z]?,?\s+(?:[\w'’]+\s+){{1,3}}{_STREETS}", re.I)
# With the house it is in, and that may have a name: "flat 3 oak house", "flat 2b, the old mill, 5 mill lane".
_FLAT = re.compile(
    r"\b(?:flat|apartment|apt|maisonette|bedsit|plot|caravan)\s+(?:no\.?\s*|number\s+)?\d{1,4}[a-z]?\b(?!\s+bed)"
    rf"(?:,?\s+(?:[\w'’]+\s+){{0,3}}(?:house|lodge|towers?|point|mansions?|place|buildings?|{_STREETS}))?",
    re.I,
)
_TITLE = re.compile(r"\b(?:mr|mrs|mx|master)\.?\s+[\w'’-]+(?:\s+[A-Z][\w'’-]+)?", re.I)
_NAME_IS = re.compile(r"\bnames?\s+(?:is|was|are)\s+[\w'’-]+(?:\s+[\w'’-]+)?", re.I)
_CAPITALS = re.compile(r"\b[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)+")

_SHORTEST_NAME = 3

# Given names in use in the United Kingdom, of all its communities, that are no everyday words as well.
GIVEN_NAMES = frozenset(Path(__file__).with_name("given_names.txt").read_text().split())
_NAMED_AFTER = ("st", "saint")
"""What stands before a name that is no person's here: a church, a street, a school."""

_MISS = "miss"

IsKnown = Callable[[str], bool]


def clean_words(text: str, is_known: IsKnown) -> str | None:
    """What is left of a search, in lower case; None where nothing is. `is_known` says of a folded word
    whether an entry or a need has it: of two words with capitals, each that none has is taken for a name, and
    so is a given name, and the word after it, in any spelling."""
    text = remove_details(_write_plainly(text))
    for pattern in (_EMAIL, _HANDLE, _DAY, _NUMBER, _FLAT, _HOUSE, _TITLE, _NAME_IS):
        text = pattern.sub(" ", text)
    text = _CAPITALS.sub(lambda match: _keep_known(match.group(), is_known), text)
    text = _drop_names(text.lower(), is_known)
    # One sign may have become many, and the column holds no more.
    text = " ".join(text.split())[:LONGEST_TEXT].strip(" ,;:-")
    return text if any(mark.isalnum() for mark in text) else None


def _write_plainly(text: str) -> str:
    """Without marks that cannot be seen, and with one kind of dash: a number is found however written."""
    seen = "".join(mark for mark in text if unicodedata.category(mark) != "Cf")
    return _DASHES.sub("-", unicodedata.normalize("NFKC", seen))


def _keep_known(run: str, is_known: IsKnown) -> str:
    """A word as short as in "Age UK" is no name."""
    words = re.findall(r"[\w'’-]+", run)
    known = [
        word for word in words if any(is_known(fold_word(part)) for part in re.findall(r"[\w'’]+", word))
    ]
    kept = [word for word in words if word in known or (known and len(word) < _SHORTEST_NAME)]
    return f" {' '.join(kept)} "


def _drop_names(text: str, is_known: IsKnown) -> str:
    words = list(WORD.finditer(text))
    folded = [fold_word(word.group()) for word in words]
    if GIVEN_NAMES.isdisjoint(folded) and _MISS not in folded:
        return text
    for at in _find_names(words, folded, is_known) | _find_missed(folded, is_known):
        start, end = words[at].span()
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _find_names(words: list[re.Match[str]], folded: list[str], is_known: IsKnown) -> set[int]:
    """Which words are names. After "sarah's" comes what is hers, and no name."""
    found: set[int] = set()
    for at, name in enumerate(folded):
        if name not in GIVEN_NAMES or (at and folded[at - 1] in _NAMED_AFTER):
            continue
        if not is_known(name):
            found.add(at)
        following = folded[at + 1] if at + 1 < len(folded) and "'" not in _plain(words[at]) else ""
        if following.isalpha() and _may_be_name(following, is_known):
            found.add(at + 1)
    return found


def _find_missed(folded: list[str], is_known: IsKnown) -> set[int]:
    """After "miss", or an initial after it, a word that no entry has: "miss a khan", not "miss my mum"."""
    found: set[int] = set()
    for at, word in enumerate(folded):
        if word == _MISS:
            after = next((n for n in range(at + 1, len(folded)) if len(folded[n]) > 1), at)
            if after > at and folded[after].isalpha() and _may_be_name(folded[after], is_known):
                found.add(after)
    return found


def _plain(word: re.Match[str]) -> str:
    return word.group().replace("\u2019", "'")


def _may_be_name(word: str, is_known: IsKnown) -> bool:
    return is_searched(word) and word not in FILLERS and not is_known(word)
