"""Takes out of a search what may point to a person, before anything is stored.

No rule finds every name. That is why words are kept for 90 days only, and why nothing beside them says who
searched."""

import re
from collections.abc import Callable

from directory.person_details import remove_details
from directory.search.arrays.analysis import fold_word

# More is taken out here than is warned about in forms: nobody reads a search again before it is stored.
_EMAIL = re.compile(r"\S+@\S+")
_NUMBER = re.compile(r"\+?\d[\d\s()./-]{4,}\d")
_HOUSE = re.compile(
    r"\b\d{1,4}[a-z]?,?\s+(?:[\w'’]+\s+){1,3}"
    r"(?:street|st|road|rd|lane|close|drive|avenue|ave|way|court|crescent|terrace|gardens)\b",
    re.I,
)
_TITLE = re.compile(r"\b(?:mr|mrs|mx|master)\.?\s+[\w'’-]+(?:\s+[A-Z][\w'’-]+)?", re.I)
_NAME_IS = re.compile(r"\bnames?\s+(?:is|was|are)\s+[\w'’-]+(?:\s+[\w'’-]+)?", re.I)
_CAPITALS = re.compile(r"\b[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)+")

IsKnown = Callable[[str], bool]


def clean_words(text: str, is_known: IsKnown) -> str | None:
    """What is left of a search, in lower case; None where nothing is. `is_known` says of a folded word
    whether an entry has it: two words with capitals that none has are taken for a name."""
    text = remove_details(text)
    for pattern in (_EMAIL, _NUMBER, _HOUSE, _TITLE, _NAME_IS):
        text = pattern.sub(" ", text)
    text = _CAPITALS.sub(lambda match: _keep_known(match.group(), is_known), text)
    text = " ".join(text.lower().split()).strip(" ,;:-")
    return text if any(mark.isalnum() for mark in text) else None


def _keep_known(run: str, is_known: IsKnown) -> str:
    words = [fold_word(word) for word in re.findall(r"[\w'’]+", run)]
    return run if any(map(is_known, words)) else " "
