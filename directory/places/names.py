"""Compares names of places the way people write them."""

import re
import unicodedata

_LONGEST = 200
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
