"""Reads the parts of an address that identify a place, however they are written."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from directory.listings.withholding.reading.plain_text import make_plain
from directory.listings.withholding.reading.postcodes import STRICT_POSTCODE, list_postcodes, list_strict
from directory.listings.withholding.reading.street_names import (
    NUMBERS,
    fold,
    list_houses,
    list_rough,
    list_streets,
    split_tokens,
    split_words,
)
from directory.places.postcodes import parse_postcode

_UNIT = re.compile(
    r"\b(?:flat|flats|apartment|apt|unit|suite|ste|room|rm|studio|office|floor)\s*(?:no\.?|number|#)?\s*"
    r"(?:\d+\s?[a-z]?|[a-z]\d*)\b(?:\s?[-/&]\s?\d+[a-z]?\b(?=\s*,))?[\s,]*"
    r"|\b(?:\d+(?:st|nd|rd|th)|ground|first|second|third|fourth|top|lower ground)\s+(?:floor|flr)\b[\s,]*",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-z0-9]+")
_KINDS = r"\s+(?:group|club|project|service|services|session|sessions|meeting|meetings|support)\s*$"
_EVERYWHERE = frozenset((
    "community", "ctr", "main", "office", "head", "room", "hall", "church", "village", "town", "parish",
    "library", "school", "hub", "depot", "bldg", "meeting", "memorial", "sports", "leisure", "health",
    "medical", "surgery", "clinic", "hospital", "youth", "club", "social", "family", "children", "childrens",
    "day", "resource", "annexe", "reception", "ground", "floor", "the", "of", "hse", "service", "services",
    "base", "site", "hq", "unit", "flat", "cafe", "chapel", "scout", "hut", "women", "womens", "refuge",
    "shelter", "hostel", "project", "and", "at", "in", "a", "first", "top", "council", "pk", "st", "baptist",
    "methodist", "catholic", "primary", "secondary", "college", "academy", "civic", "public", "county",
))  # fmt: skip


@dataclass(frozen=True)
class ReadAddress:
    """`houses` are house number and street ("3 hush ln"), one for each number of a range; `rough` the same by
    its consonants; `streets` street names that stand without a number too; `lines` whole lines, for the names
    of houses; `postcodes` full postcodes without space, or codes of elsewhere; `towns` the town and its
    parts, `localities` these and every line that may be one."""

    numbers: frozenset[str]
    houses: frozenset[str]
    rough: frozenset[str]
    streets: frozenset[str]
    lines: frozenset[str]
    postcodes: frozenset[str]
    towns: frozenset[str]
    localities: frozenset[str]
    is_british: bool

    @property
    def is_empty(self) -> bool:
        return not (self.houses or self.streets or self.lines or self.postcodes)


def read_address(
    lines: Iterable[str | None],
    towns: Iterable[str | None],
    postcode: str | None,
    regions: Iterable[str | None] = (),
) -> ReadAddress:
    """`lines` may hold more than one part each, with commas, and a postcode or town among them; so may the
    town and the region hold a street."""
    named, written = [make_plain(one) for one in towns if one], [make_plain(one) for one in lines if one]
    wider, code = [make_plain(one) for one in regions if one], make_plain(postcode or "")
    postcodes, is_british = _read_postcodes([*written, *named, *wider], code)
    town_words = {words for town in named for words in _split_town(town)}
    parts = _split_lines("\n".join(written))
    tokens = [split_tokens(part) for part in (*parts, *_split_lines("\n".join([*named, *wider])))]
    houses = {one for part in tokens for one in list_houses(part)}
    plain = {" ".join(split_words(part)).removeprefix("the ") for part in parts} - town_words - {""}
    plain = {line for line in plain if not line.isdigit()}
    return ReadAddress(
        numbers=frozenset(one.split(" ")[0] for one in houses),
        houses=frozenset(houses),
        rough=frozenset(rough for one in houses for rough in list_rough(one)),
        streets=frozenset(one for part in tokens for one in list_streets(part)),
        lines=frozenset(plain),
        postcodes=frozenset(postcodes),
        towns=frozenset(town_words),
        localities=frozenset(town_words | {line for line in plain if not re.search(r"\d", line)}),
        is_british=is_british,
    )


def _read_postcodes(texts: Sequence[str], code: str) -> tuple[set[str], bool]:
    """The full postcodes, else the code of another country, which has three digits at least. Half a postcode
    and "not known" are none."""
    found = {one for text in texts for one in list_strict(text)} | set(list_postcodes(code))
    if found:
        return found, True
    is_elsewhere = sum(letter.isdigit() for letter in code) >= 3 and not parse_postcode(code)
    return ({"".join(split_words(code))[:5]}, False) if is_elsewhere else (set(), True)


def _split_town(town: str) -> set[str]:
    """ "Shepshed near Loughborough" is Shepshed and Loughborough."""
    pieces = re.split(
        r"[,;()/\n]|\s-\s|\b(?:near|nr|by|in)\b\.?", STRICT_POSTCODE.sub(" ", town), flags=re.IGNORECASE
    )
    return {" ".join(split_words(one)) for one in (town, *pieces)} - {""}


def _split_lines(text: str) -> list[str]:
    """Without flats and postcodes; a number on its own goes with what follows it."""
    tidy = _UNIT.sub(" ", STRICT_POSTCODE.sub(" ", text))
    tidy = re.sub(r"(?<![^\s,])(\d+[A-Za-z]?)\s*[,;\n]\s*(?=[A-Za-z])", r"\1 ", tidy)
    return [part for part in re.split(r"[,;\n|]", tidy) if part.strip()]


def is_distinctive(line: str) -> bool:
    """Whether a line of an address is a name that few places have: "Hidden House", and not "Church Hall"."""
    return any(word not in _EVERYWHERE and not word.isdigit() for word in line.split())


def list_name_forms(name: str) -> list[str]:
    """The name, and without what is in brackets, behind a dash, or says only what kind of thing it is."""
    plain = re.sub(r"\b(?:no|number|nr)\.?\s?(?=\d)", "", make_plain(name), flags=re.IGNORECASE)
    shorter = re.sub(r"\([^()]*\)|\[[^\[\]]*\]|\s-\s.*$|[:|].*$", " ", plain)
    bare = re.sub(_KINDS, "", shorter.strip(), flags=re.IGNORECASE)
    return [form for form in dict.fromkeys((plain, shorter, bare)) if len(_WORD.findall(fold(form))) > 1] or [
        plain
    ]


def name_key(text: str) -> tuple[str, str]:
    """Two normal forms of a name: letters and digits alone, and its words in alphabetical order without the
    plural's s. "Women's Refuge" is "Womens Refuge", "Other 1." is "Other 1"."""
    folded = re.sub(r"['’‘`´]", "", fold(make_plain(text))).replace("&", " and ")
    words = [
        word for word in _WORD.findall(folded) if word not in ("the", "and", "ltd", "limited", "cio", "cic")
    ]
    words = [NUMBERS.get(word, word) for word in words]
    stems = [word[:-1] if len(word) > 3 and word.endswith("s") else word for word in words]
    return "".join(words), " ".join(sorted(stems))
