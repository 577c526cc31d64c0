"""Reads streets, and houses in them, among other words."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

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
NUMBERS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14",
    "fifteen": "15", "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19", "twenty": "20",
}  # fmt: skip
_HOUSE_WORD = re.compile(r"\b(?:no\.?|number|nr\.?|#)\s*(?=\d)", re.IGNORECASE)
_NUMBER = re.compile(r"0*(\d{1,5})[a-z]?")
_TO = re.compile(r"(\b\d{1,4}[a-z]?)(\s?to\s?)(?=\d)")
_COMPASS = {"n": "north", "s": "south", "e": "east", "w": "west"}
_DOUBLE = re.compile(r"(.)\1+")
# "3hush" is two words; "3a" and "1st" are one.
_PIECES = re.compile(r"\d{1,4}(?=[a-z]{3})|[a-z0-9\0]+")
_LONGEST_STREET, _LONGEST_NAME, _LONGEST_RANGE = 6, 3, 60
_LONGEST_GAP, _LONGEST_JOINED = 5, 24
_TYPE_WITHIN = re.compile(
    "|".join(sorted((word for word in _STREETS if len(word) >= 4), key=len, reverse=True))
)
# In so many towns that without a town they say nothing.
COMMON_STREETS = frozenset((
    "high st", "church st", "church rd", "church ln", "chapel ln", "station rd", "main st", "main rd",
    "london rd", "pk rd", "victoria rd", "grn ln", "mill ln", "school ln", "market pl", "market st",
    "market sq", "king st", "queen st", "new rd", "new st", "bridge st", "n st", "s st", "w st", "e st",
    "manor rd", "the grn", "springfield rd", "grange rd", "york rd", "albert rd", "pk av",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """A word in its normal form, and where it starts and ends in the text it was read from."""

    word: str
    start: int
    end: int


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
    folded = _TO.sub(lambda found: found[1] + "-".center(len(found[2])), folded)
    joined = re.sub(r"(?<=[a-z])['’‘`´](?=[a-z])", "\0", folded)
    tokens = []
    for found in _PIECES.finditer(joined):
        written = found.group()
        word = written.replace("\0", "")
        if word:
            owner = written.removesuffix("\0s") if written.endswith("\0s") else word.removesuffix("s")
            is_street = len(owner) >= 4 and _STREETS.get(owner) and word not in _STREETS
            end = found.start() + len(owner) if is_street else found.end()
            tokens.append(Token(_normal(owner if is_street else word), found.start(), end))
    return tokens


def split_words(text: str) -> list[str]:
    return [token.word for token in split_tokens(text)]


def _normal(word: str) -> str:
    word = NUMBERS.get(word, word)
    if found := _NUMBER.fullmatch(word):
        return found[1]
    return _STREETS.get(word) or _OTHERS.get(word) or word


def list_houses(tokens: Sequence[Token]) -> list[str]:
    """House number and street for each number that a street follows, or that follows a street."""
    return [f"{number} {name}" for number, name, _, _ in find_houses(tokens)]


def find_houses(tokens: Sequence[Token]) -> list[tuple[str, str, int, int]]:
    """Number, street name, and the first and the last token of each. "1-5" is each number from 1 to 5."""
    found = []
    for at, token in enumerate(tokens):
        if token.word.isdigit() and len(token.word) <= 5:
            start = at + 1
            while start < len(tokens) and tokens[start].word.isdigit() and start <= at + 2:
                start += 1
            end = _find_end(tokens, start)
            if end > start:
                name = " ".join(one.word for one in tokens[start:end])
                found += [(number, name, at, end - 1) for number in _list_numbers(tokens, at, start)]
        elif token.word in _TYPES and at + 1 < len(tokens) and tokens[at + 1].word.isdigit():
            number = tokens[at + 1].word
            found += [(number, name, first, at + 1) for name, first, _ in _find_streets_ending(tokens, at)]
    return found


def _list_numbers(tokens: Sequence[Token], at: int, street: int) -> list[str]:
    """The number, and where another comes before the street, those between the two."""
    first = int(tokens[at].word)
    if street == at + 2 and tokens[at + 1].start - tokens[at].end <= _LONGEST_GAP:
        last = int(tokens[at + 1].word)
        if first < last <= first + _LONGEST_RANGE:
            return [str(number) for number in range(first, last + 1)]
    return [tokens[at].word]


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
    ends = [at for at, token in enumerate(tokens) if token.word in _TYPES]
    return [street for at in ends for street in _find_streets_ending(tokens, at)]


def _find_streets_ending(tokens: Sequence[Token], at: int) -> list[tuple[str, int, int]]:
    found = []
    for length in (1, 2, 3):
        words = [one.word for one in tokens[max(at - length, 0) : at]]
        if len(words) == length and not any(word.isdigit() for word in words):
            found.append((" ".join([*words, tokens[at].word]), at - length, at))
    return found


def list_rough(house: str) -> list[str]:
    """House number and the consonants of the street, by its first word, its first two and so on: "3 Hushe
    Laine" and "3HushLane" are "3 Hush Lane"."""
    number, *words = [_COMPASS.get(word, word) for word in house.split()]
    joined = ["".join(words[:length]) for length in range(1, len(words) + 1)]
    rough = [word[0] + re.sub(r"[aeiouyw]", "", word[1:]) for word in joined]
    return [number + " " + _DOUBLE.sub(r"\1", one) for one in rough if len(one) >= 4]


def join_street(street: str) -> str:
    """ "hush ln" as one word, as it is in a hashtag or the name of a website."""
    return street.replace(" ", "")


def list_joined_streets(word: str) -> list[str]:
    """The streets that a word without spaces may hold, as `join_street` writes them: "hushlane" does."""
    found = []
    for spelling, end in _list_types_within(word):
        starts = range(max(end - len(spelling) - _LONGEST_JOINED, 0), end - len(spelling) - 2)
        found += [word[start : end - len(spelling)] + _STREETS[spelling] for start in starts]
    return found


def _list_types_within(word: str) -> list[tuple[str, int]]:
    whole = [(found.group(), found.end()) for found in _TYPE_WITHIN.finditer(word)]
    return whole + [(short, len(word)) for short in ("ln", "rd", "ave") if word.endswith(short)]
