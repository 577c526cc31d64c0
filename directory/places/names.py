"""Compares names of places the way people write them."""

import re
import unicodedata

_LONGEST = 200
_STAY_UPPER = frozenset({"PCN", "GP", "NHS", "ICB", "UK"})
_STAY_LOWER = frozenset({"and", "of", "the", "at", "in", "on", "for", "with", "by"})
_KINDS_OF_COUNCIL = frozenset({"borough", "city", "district", "county", "council"})


def normalize_name(text: str) -> str:
    """Lower case, without accents and punctuation; "&" is "and" and "Saint" is "St". "" for no name."""
    plain = unicodedata.normalize("NFKD", text[:_LONGEST]).casefold().replace("&", " and ")
    letters = "".join(mark for mark in plain if not unicodedata.combining(mark))
    without_apostrophes = re.sub(r"['’`]", "", letters)
    words = re.sub(r"[^\w]+|_", " ", without_apostrophes).split()
    return " ".join("st" if word == "saint" else word for word in words)


def strip_council(name: str) -> str:
    """ "charnwood borough council" is "charnwood". Takes what normalize_name() returns."""
    words = name.split()
    while len(words) > 1 and words[-1] in _KINDS_OF_COUNCIL:
        words.pop()
    return " ".join(words)


def list_beginnings(name: str) -> list[tuple[str, str]]:
    """Every way to read a name as a place and the county words after it, longest place first."""
    words = name.split()[:12]
    return [(" ".join(words[:n]), " ".join(words[n:])) for n in range(len(words), 0, -1)]


def is_short_for(short: str, name: str) -> bool:
    """Whether `short` is `name` or a shortening as in "Leics" for Leicestershire. Both normalised."""
    return short == name or (len(short) >= 4 and name.startswith(short.removesuffix("s")))


def title_name(text: str) -> str:
    """A name that a list gives all in capitals, as people write it: "DR R KAPUR (ST PETER'S) PCN" becomes
    "Dr R Kapur (St Peter's) PCN". A name that already has small letters stays."""
    name = " ".join(text.split())
    if name != name.upper():
        return name
    return re.sub(r"[^\s(&/-]+", lambda found: _title_word(found[0], found.start() == 0), name)


def _title_word(word: str, is_first: bool) -> str:
    letters = word.strip(".,)'")
    has_vowel = re.search("[AEIOUY]", letters)
    is_initials = not has_vowel and letters not in ("DR", "MR", "MRS", "ST", "STH", "NTH")
    if letters in _STAY_UPPER or is_initials or any(sign.isdigit() for sign in letters):
        return word
    return word.lower() if letters.lower() in _STAY_LOWER and not is_first else word.capitalize()
