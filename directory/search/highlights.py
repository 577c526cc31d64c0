"""Marks found words in a text. Everything else is escaped."""

from markupsafe import Markup, escape

from directory.search.arrays.analysis import WORD, stem_word


def highlight_words(text: str, terms: frozenset[str]) -> Markup:
    """The text with <mark> around each word whose term was searched for."""
    pieces: list[str] = []
    end = 0
    for match in WORD.finditer(text) if terms else ():
        if stem_word(match.group()) in terms:
            pieces += [escape(text[end : match.start()]), Markup("<mark>"), escape(match.group())]
            pieces.append(Markup("</mark>"))
            end = match.end()
    pieces.append(escape(text[end:]))
    return Markup("").join(pieces)
