"""Reads the place out of the words of a search: "cycling in Loughborough" is cycling, near Loughborough, and
"food bank LE3" is a food bank, near LE3."""

from dataclasses import replace
from datetime import datetime

from directory.places.names import normalize_name
from directory.places.said import find_place_said, find_postcode_said
from directory.search.arrays.analysis import WORD, fold_word, is_searched, stem_word
from directory.search.find import LONDON, Viewer, find, find_follower
from directory.search.language.expansion import find_needs
from directory.search.language.words import FILLERS
from directory.search.request import SearchRequest

AS_TYPED = "1"


def take_place_out(asked: SearchRequest, *, viewer: Viewer, now: datetime) -> SearchRequest:
    """The same search where it says where already, where the words name no place or are the name of an
    entry, or where nothing but a town would be left of them."""
    if not asked.q or asked.as_typed or asked.place or asked.practice or asked.district:
        return asked
    on = now.astimezone(LONDON).date()
    postcode = find_postcode_said(asked.q, on)
    said = postcode or find_place_said(asked.q, on)
    if said is None or (not postcode and _stands_for_need(said.name)):
        return asked
    left = " ".join((asked.q[: said.start] + " " + asked.q[said.end :]).split())
    # Who types a postcode alone wants what is near it; a town alone may be part of a name.
    is_bare = postcode is not None and not left
    if not (is_bare or _says_something(left)) or _is_name(asked, viewer, now):
        return asked
    return replace(asked, q=left, place=said.name)


def _says_something(words: str) -> bool:
    folded = [fold_word(word) for word in WORD.findall(words)]
    return any(is_searched(word) and word not in FILLERS for word in folded)


def _stands_for_need(name: str) -> bool:
    """Reading is a town, and something to do."""
    stems = [stem_word(word) for word in WORD.findall(name)]
    return bool(find_needs(find_follower().current().phrases, stems))


def _is_name(asked: SearchRequest, viewer: Viewer, now: datetime) -> bool:
    """Whether one of the first results has this name, or one that goes on after these words."""
    words = f"{normalize_name(asked.q)} "
    hits = find(replace(asked, page=1, sort="best"), viewer=viewer, now=now).hits
    return any(f"{normalize_name(hit.name.striptags())} ".startswith(words) for hit in hits)
