"""Marks found words in a text. Everything else is escaped."""

import re
from html import escape

from markupsafe import Markup

from directory.search.arrays.analysis import WORD, stem_word

WORDS = re.compile(f"({WORD.pattern})")
OPEN, CLOSE = "\x02", "\x03"
"""Stand for the marks until the text is escaped, once. Neither survives in a text of ours."""


def highlight_words(text: str, terms: frozenset[str]) -> Markup:
    """The text with <mark> around each word whose term was searched for."""
    # Every second piece of the split is a word.
    pieces = WORDS.split(text.replace(OPEN, "").replace(CLOSE, ""))
    for at in range(1, len(pieces), 2):
        if stem_word(pieces[at]) in terms:
            pieces[at] = f"{OPEN}{pieces[at]}{CLOSE}"
    marked = escape("".join(pieces)).replace(OPEN, "<mark>").replace(CLOSE, "</mark>")
    return Markup(marked)  # noqa: S704 - escaped in the line above
