"""Reads what is kept as a telephone, which is text with numbers in it, and links each number by what it
is for.

The only place where `tel:` and `sms:` links are made.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote

import phonenumbers

from directory.telephone.numbers import Number, find_numbers


class PhoneKind(StrEnum):
    """The types of HSDS, which are those of RFC 6350."""

    VOICE = "voice"
    CELL = "cell"
    TEXT = "text"
    TEXTPHONE = "textphone"
    FAX = "fax"
    VIDEO = "video"
    PAGER = "pager"


KIND_NAMES = {
    PhoneKind.VOICE: "To ring",
    PhoneKind.CELL: "Mobile, to ring",
    PhoneKind.TEXT: "For text messages",
    PhoneKind.TEXTPHONE: "Textphone",
    PhoneKind.FAX: "Fax",
    PhoneKind.VIDEO: "For video calls",
    PhoneKind.PAGER: "Pager",
}
"""As the officer chooses them."""

RUNG = (PhoneKind.VOICE, PhoneKind.CELL)
_SHOWN_BEFORE = {
    PhoneKind.TEXT: "Text ",
    PhoneKind.TEXTPHONE: "Textphone ",
    PhoneKind.FAX: "Fax ",
    PhoneKind.VIDEO: "Video call ",
    PhoneKind.PAGER: "Pager ",
}
# Of whole words, the first that fits. "Call or text" is rung.
_KIND_WORDS = (
    (PhoneKind.TEXTPHONE, r"text[ -]?phone|minicom|typetalk|tty|text relay"),
    (PhoneKind.FAX, r"fax|facsimile"),
    (PhoneKind.PAGER, r"pager|bleep"),
    (PhoneKind.TEXT, r"texts?|texting|txt|sms|text messages?"),
    (PhoneKind.VIDEO, r"whats ?app|video|video ?calls?|videophone|facetime"),
)
_KIND_NAMES_ELSEWHERE = (
    *_KIND_WORDS,
    (PhoneKind.CELL, r"cell|mobile|cellular"),
    (PhoneKind.VOICE, r"voice|phone|telephone|tel|work|main|helpline|hotline|landline|office"),
)
_RINGING = re.compile(r"\b(?:calls?|ring|phone|voice|telephone|tel|speak)\b", re.I)
_CUES = tuple((kind, re.compile(rf"\b(?:{words})\b", re.I)) for kind, words in _KIND_WORDS)
_NAMES = tuple((kind, re.compile(rf"\b(?:{words})\b", re.I)) for kind, words in _KIND_NAMES_ELSEWHERE)
# The last words before a number, and what is right behind it: in brackets, behind a dash, or its next word.
_BEFORE = re.compile(r"(?:[^\s,;|.()]+\s*){0,4}$")
_AFTER = re.compile(r"\s*(?:\(([^)]*)\)|[-\u2013]\s*([^,;\d]*)|((?:for |by )?\w+(?: (?:or|and) \w+)?))")
_AS_WELL = re.compile(r"^\W*(?:or|and)\b|\b(?:also|too|as well)\b", re.I)
_MESSAGE = re.compile(
    r"\b(?i:text|txt|sms|message)\s+(?i:the\s+(?:word|words|code)\s+)?"
    r"(?:[\"'“‘]([^\"'“”‘’]{1,40})[\"'”’]"
    r"|((?:[A-Z][A-Z0-9]+ ?){1,4}|[A-Z][a-z]{2,20} ?)(?=\s*(?i:to)\b|\s*$|[.,;]))"
    r"(?P<to>\s*(?i:to\b(?:\s+(?:us|this number|our number))?))?"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a cell. With an `address` they are a link: `tel:`, `sms:`."""

    text: str
    address: str = ""
    kind: PhoneKind | None = None


@dataclass(frozen=True, slots=True)
class Telephone:
    """A cell as pieces: joined, they are what is shown, with every word of the cell."""

    pieces: tuple[Piece, ...]

    @property
    def shown(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @property
    def address(self) -> str:
        """The link of its first number that has one, or ""."""
        return next((piece.address for piece in self.pieces if piece.address), "")

    @property
    def kinds(self) -> frozenset[PhoneKind]:
        """What its numbers are for."""
        return frozenset(piece.kind for piece in self.pieces if piece.kind)

    @property
    def is_for_text_only(self) -> bool:
        return PhoneKind.TEXT in self.kinds and self.kinds.isdisjoint(RUNG)


def read_telephone(
    cell: str | None, *, kind: str | None = None, extension: str | None = None, note: str | None = None
) -> Telephone:
    """The numbers of a cell and the words around them. `kind`, `extension` and `note` are what HSDS keeps
    beside the number: they count where the cell itself does not say. Without a number that the library or
    this country's plan knows, the whole cell is words."""
    text = " ".join((cell or "").split())
    given = read_kind(kind)
    numbers = find_numbers(text)
    beside = (extension or "").strip()
    if len(numbers) == 1 and beside.isdigit() and not numbers[0].extension:
        numbers = [_extend(numbers[0], beside)]
        beside = ""
    pieces = list(_list_pieces(text, numbers, given, note or ""))
    if beside and not any(number.extension == beside for number in numbers):
        pieces.append(Piece(f" extension {beside}"))
    return Telephone(tuple(piece for piece in pieces if piece.text))


def read_kind(written: str | None) -> PhoneKind | None:
    """The type of HSDS that a source means ("SMS", "Mobile", "minicom"), or None."""
    text = (written or "").strip().lower()
    if text in list(PhoneKind):
        return PhoneKind(text)
    return next((kind for kind, pattern in _NAMES if pattern.search(text)), None)


def list_kinds(cells: Iterable[Telephone]) -> frozenset[PhoneKind]:
    return frozenset[PhoneKind]().union(*(cell.kinds for cell in cells))


def make_address(number: Number, kind: PhoneKind, body: str = "") -> str:
    """`tel:` as people dial it, with its extension as in RFC 3966; `sms:` as in RFC 5724, with "?&body=",
    which both iOS and Android read; "" where there is nothing to ring: a fax, a textphone, a video call, a
    pager."""
    if kind == PhoneKind.TEXT:
        return f"sms:{number.digits}" + (f"?&body={quote(body, safe='')}" if body else "")
    if kind not in RUNG:
        return ""
    if number.extension and number.parsed is not None and not number.digits.startswith("18001"):
        whole = phonenumbers.format_number(number.parsed, phonenumbers.PhoneNumberFormat.E164)
        return f"tel:{whole};ext={number.extension}"
    return f"tel:{number.digits}"


def _extend(number: Number, extension: str) -> Number:
    return Number(number.start, number.end, number.shown, number.digits, extension, number.parsed)


def _list_pieces(text: str, numbers: list[Number], given: PhoneKind | None, note: str) -> Iterable[Piece]:
    at = 0
    for place, number in enumerate(numbers):
        following = numbers[place + 1].start if place + 1 < len(numbers) else len(text)
        before, after = text[at : number.start], text[number.end : following]
        is_last = place + 1 == len(numbers)
        own = _find_kind(before, after if is_last else _in_brackets(after))
        kind = own or given or (PhoneKind.TEXT if number.is_text_code else PhoneKind.VOICE)
        lead, body = _find_message(before) if kind == PhoneKind.TEXT else (len(before), "")
        yield Piece(before[:lead])
        prefix = "" if own or body else _SHOWN_BEFORE.get(kind, "")
        if kind == PhoneKind.TEXT and not body and len(numbers) == 1 and (body := read_message(note)):
            prefix = f"Text {body} to "
        shown = f"{before[lead:]}{prefix}{_show(number)}"
        yield Piece(shown, make_address(number, kind, body), kind)
        at = number.end
    yield Piece(text[at:])


def _show(number: Number) -> str:
    return f"{number.shown} extension {number.extension}" if number.extension else number.shown


def _in_brackets(after: str) -> str:
    return found.group() if (found := re.match(r"\s*\([^)]*\)", after)) else ""


def _find_kind(before: str, after: str) -> PhoneKind | None:
    """What the words beside a number make it, or None. Those right before it, else those right after it."""
    lead = _BEFORE.search(before)
    if kind := _find_cue(lead.group() if lead else ""):
        return kind
    follow = _AFTER.match(after)
    words = next((one for one in follow.groups() if one), "") if follow else ""
    return None if _AS_WELL.search(words) else _find_cue(words)


def _find_cue(words: str) -> PhoneKind | None:
    """A number that is rung as well ("call or text", "Tel/Fax") is one to ring."""
    for kind, cue in _CUES:
        if cue.search(words):
            return PhoneKind.VOICE if _RINGING.search(cue.sub("", words)) else kind
    return None


def read_message(words: str) -> str:
    """What is to be texted, from words like "Text SHOUT to this number". "" where they do not say."""
    found = _MESSAGE.search(words)
    return _take_message(found) if found else ""


def _take_message(found: re.Match[str]) -> str:
    return (found.group(1) or found.group(2) or "").strip()


def _find_message(before: str) -> tuple[int, str]:
    """Where "text SHOUT to" begins in the words before a number, and SHOUT; their length and "" without
    it."""
    last = None
    for found in _MESSAGE.finditer(before):
        last = found
    if last is None or not last.group("to") or before[last.end() :].strip(" :"):
        return len(before), ""
    return last.start(), _take_message(last)
