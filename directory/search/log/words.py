"""Takes out of a search what may point to a person, before anything is stored.

No rule finds every name. That is why words are kept for 90 days only, and why nothing beside them says who
searched."""

import re
import unicodedata
from collections.abc import Callable

from directory.person_details import remove_details
from directory.search.arrays.analysis import fold_word, is_searched
from directory.search.language.words import FILLERS
from directory.search.log.word_lists import is_english, is_name, may_be_given_name, may_be_surname, read_words
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
_TITLE = re.compile(r"\b(?:mr|mrs|mx|master)[\s.:,/(]+[\w'’-]+(?:\s+[A-Z][\w'’-]+)?", re.I)
_BETWEEN = r"[^\w'’@-]+"
"""What may be between the parts of a name: "John Smith", "smith, john", "john:smith", "john.smith"."""
_NAME_IS = re.compile(
    rf"\b(?:(?:fore|sur|first|last|full|given|family)[ -]?)?names?(?:\s+(?:is|was|are)\s+|\s*[:=]\s*)"
    rf"[\w'’-]+(?:{_BETWEEN}[\w'’-]+)?",
    re.I,
)
_CAPITALS = re.compile(rf"\b[A-Z][\w'’-]+(?:{_BETWEEN}[A-Z][\w'’-]+)+")

_PART = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
"""A word as WORD finds it, and the parts of "sarah_jenkins"."""

_SHORTEST_NAME = 3

_NAMED_AFTER = ("st", "saint")
"""What stands before a name that is no person's here: a church, a street, a school."""

_MISS = "miss"

IsKnown = Callable[[str], bool]


def clean_words(text: str, is_known: IsKnown) -> str | None:
    """What is left of a search, in lower case; None where nothing is. `is_known` says of a folded word
    whether an entry or a need has it. Of two words with capitals, each is taken for a name that none has and
    that is no common English; and in any spelling so are a given name, a surname and what is beside them."""
    text = remove_details(_write_plainly(text))
    for pattern in (_EMAIL, _HANDLE, _DAY, _NUMBER, _FLAT, _HOUSE, _TITLE, _NAME_IS):
        text = pattern.sub(" ", text)
    text = _CAPITALS.sub(lambda match: _keep_known(match.group(), is_known), text)
    text = _drop_names(text.lower(), is_known)
    # One sign may have become many, and the column holds no more.
    text = " ".join(text.split())[:LONGEST_TEXT].strip(" ,;:-./=_")
    return text if any(mark.isalnum() for mark in text) else None


def _write_plainly(text: str) -> str:
    """Without marks that cannot be seen, and with one kind of dash: a number is found however written."""
    seen = "".join(mark for mark in text if unicodedata.category(mark) != "Cf")
    return _DASHES.sub("-", unicodedata.normalize("NFKC", seen))


def _keep_known(run: str, is_known: IsKnown) -> str:
    """A word as short as in "Age UK" is no name."""
    words = re.findall(r"[\w'’-]+", run)
    known = [
        word
        for word in words
        if any(_is_something(fold_word(part), is_known) for part in re.findall(r"[\w'’]+", word))
    ]
    kept = [word for word in words if word in known or (known and len(word) < _SHORTEST_NAME)]
    return f" {' '.join(kept)} "


def _is_something(word: str, is_known: IsKnown) -> bool:
    """Whether a word is known, or common English that is nobody's name as well."""
    is_nobody = is_english(word) and not (may_be_given_name(word) or may_be_surname(word))
    return is_nobody or is_known(word)


def _drop_names(text: str, is_known: IsKnown) -> str:
    words = list(_PART.finditer(text))
    folded = [fold_word(word.group()) for word in words]
    found = _find_missed(folded, is_known)
    for at, name in enumerate(folded):
        if may_be_given_name(name) and not (at and folded[at - 1] in _NAMED_AFTER):
            found |= _find_name(words, folded, at, is_known)
        elif name in read_words("surnames") and not is_known(name):
            found.add(at)
    for at in found:
        start, end = words[at].span()
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _find_name(words: list[re.Match[str]], folded: list[str], at: int, is_known: IsKnown) -> set[int]:
    """Returns which words are the name that the given name at `at` is part of. After "sarah's" comes what is
    hers, and no name."""
    found: set[int] = set()
    is_only_name = is_name(folded[at])
    if is_only_name and not is_known(folded[at]):
        found.add(at)
    beside = [at - 1] if at else []
    if at + 1 < len(folded) and "'" not in _plain(words[at]):
        beside.append(at + 1)
    for other in beside:
        word = folded[other]
        if word in read_words("surnames") or _may_be_name(word, is_known, after=is_only_name and other > at):
            found |= {at, other}
    return found


def _find_missed(folded: list[str], is_known: IsKnown) -> set[int]:
    """After "miss", or an initial after it, a word that no entry has: "miss a khan", not "miss my mum"."""
    found: set[int] = set()
    for at, word in enumerate(folded):
        if word == _MISS:
            after = next((n for n in range(at + 1, len(folded)) if len(folded[n]) > 1), at)
            if after > at and _may_be_name(folded[after], is_known):
                found.add(after)
    return found


def _plain(word: re.Match[str]) -> str:
    return word.group().replace("\u2019", "'")


def _may_be_name(word: str, is_known: IsKnown, *, after: bool = True) -> bool:
    """Whether a word that is beside a name may be part of it; `after` a given name that is no word, so may be
    a word such as "brown"."""
    if not word.isalpha() or not is_searched(word) or word in FILLERS or is_known(word):
        return False
    return not is_english(word) or (after and may_be_surname(word))
