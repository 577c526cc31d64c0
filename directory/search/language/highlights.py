"""Marks found words in a text. Everything else is escaped."""

from html import escape

from markupsafe import Markup

from directory.search.arrays.analysis import WORD, stem_word


def highlight_words(text: str, terms: frozenset[str]) -> Markup:
    """The text with <mark> around each word whose term was searched for."""
    pieces: list[str] = []
    end = 0
    for match in WORD.finditer(text) if terms else ():
        word = match.group()
        if stem_word(word) in terms:
            start = match.start()
            pieces.append(f"{escape(text[end:start])}<mark>{escape(word)}</mark>")
            end = match.end()
    pieces.append(escape(text[end:]))
    return Markup("".join(pieces))  # noqa: S704 - every piece was escaped above
