"""The reference of a support record: seven random characters and a check character, "K7PM-4XQ2".

The alphabet has 29 characters, none of which looks like another that is in it by way of 0/O, 1/I/L, 8/B or
U/V. 29 is a prime and every place has a weight of its own, so any single wrong character and any two
characters that changed places are noticed (the rule of ISO 7064 and ISBN-10). 29 to the power of 7 is about
17 thousand million.
"""

import re
import secrets

ALPHABET = "23456789ACDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
_VALUES = {character: value for value, character in enumerate(ALPHABET)}
# What people write for a character that is in the alphabet.
_READ_AS = str.maketrans({"B": "8", "U": "V"})
_LEFT_OUT = str.maketrans("", "", "-.,\u2013\u2011")
_SPOKEN = {
    "A": "Alpha", "C": "Charlie", "D": "Delta", "E": "Echo", "F": "Foxtrot", "G": "Golf", "H": "Hotel",
    "J": "Juliet", "K": "Kilo", "M": "Mike", "N": "November", "P": "Papa", "Q": "Quebec", "R": "Romeo",
    "S": "Sierra", "T": "Tango", "V": "Victor", "W": "Whisky", "X": "X-ray", "Y": "Yankee", "Z": "Zulu",
}  # fmt: skip
# As they may be typed back: without their marks, and in the other spellings that are in use.
_READ_WORDS = {word.upper().replace("-", ""): character for character, word in _SPOKEN.items()} | {
    "ALFA": "A", "JULIETT": "J", "WHISKEY": "W",
}  # fmt: skip
_WORD = re.compile("|".join(sorted(_READ_WORDS, key=len, reverse=True)))


def make_reference() -> str:
    """A new one, without its dash. Whether it is taken is for the caller to see."""
    start = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return start + _check_character(start)


def parse_reference(text: str) -> str | None:
    """What was typed as it is stored, or None where it cannot be right. Eight characters are taken as they
    are; in anything longer, words such as "Kilo" are read as the characters they stand for."""
    typed = "".join(text.upper().split()).translate(_LEFT_OUT)
    if len(typed) > LENGTH:
        typed = _WORD.sub(lambda found: _READ_WORDS[found[0]], typed)
    typed = typed.translate(_READ_AS)
    if len(typed) != LENGTH or any(character not in _VALUES for character in typed):
        return None
    return typed if typed[-1] == _check_character(typed[:-1]) else None


def format_reference(reference: str) -> str:
    return f"{reference[:4]}-{reference[4:]}"


def spell_reference(reference: str) -> str:
    """To be read out: "Kilo 7 Papa Mike, 4 X-ray Quebec 2"."""
    words = [_SPOKEN.get(character, character) for character in reference]
    return f"{' '.join(words[:4])}, {' '.join(words[4:])}"


def _check_character(start: str) -> str:
    total = sum(
        weight * _VALUES[character] for weight, character in zip(range(LENGTH, 1, -1), start, strict=True)
    )
    return ALPHABET[-total % len(ALPHABET)]
