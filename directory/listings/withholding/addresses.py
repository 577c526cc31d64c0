"""Reads the parts of an address that identify a place, however they are written. Pure: nothing is looked
up."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from directory.places.postcodes import parse_postcode

_STREETS = {
    "street": "st", "str": "st", "saint": "st", "st": "st", "road": "rd", "rd": "rd", "avenue": "av",
    "ave": "av", "av": "av", "lane": "ln", "la": "ln", "ln": "ln", "drive": "dr", "drv": "dr", "dr":
    "dr", "close": "cl", "cl": "cl", "clo": "cl", "court": "ct", "crt": "ct", "ct": "ct", "crescent":
    "cres", "cresc": "cres", "cres": "cres", "cr": "cres", "gardens": "gdns", "garden": "gdns", "gdns":
    "gdns", "gdn": "gdns", "square": "sq", "sq": "sq", "place": "pl", "pl": "pl", "terrace": "ter",
    "terr": "ter", "ter": "ter", "grove": "gr", "grv": "gr", "gr": "gr", "way": "wy", "wy": "wy",
    "hill": "hill", "hl": "hill", "row": "row", "walk": "wlk", "wlk": "wlk", "mews": "mews", "gate":
    "gate", "parade": "pde", "pde": "pde", "green": "grn", "grn": "grn", "yard": "yd", "yd": "yd",
    "rise": "rise", "view": "view", "vw": "view", "park": "pk", "pk": "pk", "boulevard": "blvd", "blvd":
    "blvd", "bvd": "blvd", "highway": "hwy", "hwy": "hwy", "parkway": "pkwy", "pkwy": "pkwy", "circle":
    "cir", "cir": "cir", "wharf": "wharf", "quay": "quay", "embankment": "emb", "broadway": "bdwy",
    "bdwy": "bdwy", "passage": "psge", "alley": "aly", "bank": "bank", "end": "end", "croft": "crft",
    "dale": "dale", "vale": "vale", "path": "path", "trail": "trl", "trl": "trl",
}  # fmt: skip
_OTHERS = {
    "house": "hse", "hse": "hse", "building": "bldg", "buildings": "bldg", "bldg": "bldg", "bldgs": "bldg",
    "north": "n", "south": "s", "east": "e", "west": "w", "centre": "ctr", "center": "ctr", "ctr": "ctr",
    "mount": "mt", "heights": "hts", "upper": "up", "lower": "lwr", "and": "and",
}  # fmt: skip
_TYPES = set(_STREETS.values())
_NUMBERS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14",
    "fifteen": "15", "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19", "twenty": "20",
}  # fmt: skip
_UNIT = re.compile(
    r"\b(?:flat|flats|apartment|apt|unit|suite|ste|room|rm|studio|office|floor)\s*(?:no\.?|number|#)?\s*"
    r"(?:\d+\s?[a-z]?|[a-z]\d*)\b(?:\s?[-/&]\s?\d+[a-z]?\b(?=\s*,))?[\s,]*"
    r"|\b(?:\d+(?:st|nd|rd|th)|ground|first|second|third|fourth|top|lower ground)\s+(?:floor|flr)\b[\s,]*",
    re.IGNORECASE,
)
_HOUSE_WORD = re.compile(r"\b(?:no\.?|number|nr\.?|#)\s*(?=\d)", re.IGNORECASE)
_POSTCODE = re.compile(
    r"(?<![A-Z0-9])[A-Z]{1,2}[0-9][A-Z0-9]?[\s.\-+_]{0,3}[0-9OIL][A-Z]{2}(?![A-Z0-9])", re.IGNORECASE
)
_NUMBER = re.compile(r"0*(\d{1,5})[a-z]?")
_WORD = re.compile(r"[a-z0-9]+")
_LONGEST_STREET, _LONGEST_NAME = 6, 3


@dataclass(frozen=True, slots=True)
class Token:
    """A word in its normal form, and where it starts and ends in the text it was read from."""

    word: str
    start: int
    end: int


@dataclass(frozen=True)
class ReadAddress:
    """`houses` are house number and street ("3 hush ln"); `streets` street names that stand without a
    number too; `lines` whole lines, for the names of houses; `postcodes` full postcodes without space, or
    codes of elsewhere."""

    numbers: frozenset[str]
    houses: frozenset[str]
    streets: frozenset[str]
    lines: frozenset[str]
    postcodes: frozenset[str]
    towns: frozenset[str]
    is_british: bool

    @property
    def is_empty(self) -> bool:
        return not (self.houses or self.streets or self.lines or self.postcodes)


def read_address(
    lines: Iterable[str | None], towns: Iterable[str | None], postcode: str | None
) -> ReadAddress:
    """`lines` may hold more than one part each, with commas, and a postcode or town among them."""
    named, written, code = [one for one in towns if one], [one for one in lines if one], postcode or ""
    found = {one for text in (*written, *named, code) for one in list_postcodes(text)}
    elsewhere = "" if found else "".join(split_words(code))[:5]
    postcodes = found | ({elsewhere} if elsewhere else set())
    town_words = {" ".join(split_words(town)) for town in named}
    parts = _split_lines("\n".join(written))
    houses = {one for part in parts for one in list_houses(split_tokens(part))}
    streets = {one for part in parts for one in list_streets(split_tokens(part))}
    plain = {" ".join(split_words(part)) for part in parts} - town_words - {""}
    return ReadAddress(
        numbers=frozenset(one.split(" ")[0] for one in houses),
        houses=frozenset(houses),
        streets=frozenset(streets),
        lines=frozenset(line for line in plain if not line.isdigit()),
        postcodes=frozenset(postcodes),
        towns=frozenset(town_words - {""}),
        is_british=not elsewhere,
    )


def _split_lines(text: str) -> list[str]:
    """Without flats and postcodes; a number on its own goes with what follows it."""
    tidy = _UNIT.sub(" ", _POSTCODE.sub(" ", text))
    tidy = re.sub(r"(?<![^\s,])(\d+[A-Za-z]?)\s*[,;\n]\s*(?=[A-Za-z])", r"\1 ", tidy)
    return [part for part in re.split(r"[,;\n|]", tidy) if part.strip()]


def list_postcodes(text: str) -> list[str]:
    """The full British postcodes in a text, without their space."""
    return [one for one, _, _ in find_postcodes(text)]


def find_postcodes(text: str) -> list[tuple[str, int, int]]:
    """Each full postcode and where it starts and ends in the text."""
    found = []
    for match in _POSTCODE.finditer(text):
        tidy = parse_postcode(match.group())
        if tidy and len(tidy.partition(" ")[2]) == 3:
            found.append((tidy.replace(" ", ""), match.start(), match.end()))
    return found


def fold(text: str) -> str:
    """Lower case without accents and apostrophes, each letter in its place: the length stays the same."""
    letters = []
    for letter in text:
        plain = unicodedata.normalize("NFKD", letter)[:1].lower()[:1] or " "
        letters.append(plain if len(plain) == 1 else " ")
    return "".join(letters)


def split_tokens(text: str) -> list[Token]:
    """The words of an address as they are compared. "St." and "Street" are one; so are "3a" and "3",
    because a flat in a house is that house; "3-5" is two numbers."""
    folded = _HOUSE_WORD.sub(lambda found: " " * len(found.group()), fold(text)).replace("&", "+")
    joined = re.sub(r"(?<=[a-z])['’‘`´](?=[a-z])", "\0", folded)
    tokens = []
    for found in re.finditer(r"[a-z0-9\0]+", joined):
        word = found.group().replace("\0", "")
        if word:
            tokens.append(Token(_normal(word), found.start(), found.end()))
    return tokens


def split_words(text: str) -> list[str]:
    return [token.word for token in split_tokens(text)]


def _normal(word: str) -> str:
    word = _NUMBERS.get(word, word)
    if found := _NUMBER.fullmatch(word):
        return found[1]
    return _STREETS.get(word) or _OTHERS.get(word) or word


def list_houses(tokens: Sequence[Token]) -> list[str]:
    """House number and street for each number that a street follows."""
    return [f"{number} {name}" for number, name, _, _ in find_houses(tokens)]


def find_houses(tokens: Sequence[Token]) -> list[tuple[str, str, int, int]]:
    """Number, street name, and the first and the last token of each."""
    found = []
    for at, token in enumerate(tokens):
        if token.word.isdigit() and len(token.word) <= 5:
            start = at + 1
            while start < len(tokens) and tokens[start].word.isdigit() and start <= at + 2:
                start += 1
            end = _find_end(tokens, start)
            if end > start:
                name = " ".join(one.word for one in tokens[start:end])
                found.append((token.word, name, at, end - 1))
    return found


def _find_end(tokens: Sequence[Token], start: int) -> int:
    """Just behind the word that ends a street's name ("road"), else behind at most three words."""
    for at in range(start + 1, min(start + _LONGEST_STREET, len(tokens))):
        if tokens[at].word in _TYPES:
            return at + 1
        if tokens[at].word.isdigit():
            break
    end = start
    while end < min(start + _LONGEST_NAME, len(tokens)) and not tokens[end].word.isdigit():
        end += 1
    return end


def list_streets(tokens: Sequence[Token]) -> list[str]:
    return [name for name, _, _ in find_streets(tokens)]


def find_streets(tokens: Sequence[Token]) -> list[tuple[str, int, int]]:
    """Each run of one to three words before a word like "road", with it: the first and the last token too."""
    found = []
    for at, token in enumerate(tokens):
        if token.word in _TYPES:
            for length in (1, 2, 3):
                words = [one.word for one in tokens[max(at - length, 0) : at]]
                if len(words) == length and not any(word.isdigit() for word in words):
                    found.append((" ".join([*words, token.word]), at - length, at))
    return found


def name_key(text: str) -> tuple[str, str]:
    """Two normal forms of a name: letters and digits alone, and its words in alphabetical order without the
    plural's s. "Women's Refuge" is "Womens Refuge", "Other 1." is "Other 1"."""
    folded = re.sub(r"['’‘`´]", "", fold(text)).replace("&", " and ")
    words = [
        word for word in _WORD.findall(folded) if word not in ("the", "and", "ltd", "limited", "cio", "cic")
    ]
    words = [_NUMBERS.get(word, word) for word in words]
    stems = [word[:-1] if len(word) > 3 and word.endswith("s") else word for word in words]
    return "".join(words), " ".join(sorted(stems))
