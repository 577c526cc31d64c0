"""Finds telephone numbers in a line of text, each with its extension, and leaves times, dates and other
digits alone.

Which digits make a number is decided by the library phonenumbers (the numbering plans of Ofcom and the
ITU). Its own matcher passes over a number that is followed by a time ("0116 496 0123 9am"), so the groups
of digits are offered to it one run at a time.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import phonenumbers
from phonenumbers import Leniency, PhoneNumber, PhoneNumberMatcher, shortnumberinfo

REGION = "GB"
_MOST_GROUPS = 7
_GROUP = re.compile(r"(?:\+ ?)?\d+")
# What may lie between two groups of one number. A slash, a comma or a letter begins something else.
_JOINT = re.compile(r"(?: ?\((?:0\) ?)?|\)? ?[-.\u2010-\u2013]? ?|\) ?\(?0?\)?)")
_RELAY = re.compile(r"18001[ -]{0,3}$")
_EXTENSION_REACH = 20
_SHORTEST_AREA_CODE = 3
_COMPLETE = re.compile(r"0[1-35789]\d{9}")
# Written as people say it, which may differ from the plan ("0808 2000 247"): kept.
_IN_GROUPS = re.compile(r"0[1-9][0-9]*( [0-9]+)+")
_NOT_AN_EXTENSION = re.compile(r" ?(?:am|pm)\b|[:.]?\d", re.I)
_OPENING = re.compile(r"^ \((?=e?x)", re.I)
_SHORT_PAIRS = ("116", "118")
_BEFORE_SHORT = re.compile(
    r"(?:^|\b(?:call|ring|dial|phone|telephone|tel|text|txt|sms|nhs|police|number|no|or|and|(?:text|sms)\b.{1,40}\bto)"
    r"[:. ]*|[/,;(] ?)$",
    re.I,
)
_AFTER_SHORT = re.compile(
    r"(?:$|\s*[,;/)(]|\.(?!\d)|\s+(?:option|and|then|or|for|to|text|sms|free|bsl|if|in|when|press|from)\b|\s+[-\u2013]\s)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number at `start` to `end` of its text. `digits` are those to dial, without its extension: as in the
    United Kingdom ("01164960123", "111"), or with + and the code of another country."""

    start: int
    end: int
    shown: str
    digits: str
    extension: str = ""
    parsed: PhoneNumber | None = None

    @property
    def is_text_code(self) -> bool:
        """Whether it is a short code of the mobile networks for text messages: five digits, the first 6 to
        8."""
        return self.parsed is None and re.fullmatch(r"[678]\d{4}", self.digits) is not None


@dataclass(frozen=True, slots=True)
class _Group:
    start: int
    end: int
    text: str


_Reader = Callable[[str, Sequence[_Group]], PhoneNumber | None]


def find_numbers(text: str) -> list[Number]:
    """Every number in the text from left to right, none overlapping another. Those written in the groups of
    the numbering plan are found first, so that digits beside one never join it."""
    found: list[Number] = []
    for read in (_read_exact, _read_valid, _read_complete):
        for stretch in _list_free(text, found):
            found += _find_in(text, stretch, read)
    found = [_add_relay(text, one) for one in found]
    found += [one for stretch in _list_free(text, found) for one in _find_short(text, stretch)]
    return sorted(found, key=lambda one: one.start)


def _list_free(text: str, found: Sequence[Number]) -> list[list[_Group]]:
    """The groups of digits that belong to no number yet, in stretches that no number interrupts."""
    stretches: list[list[_Group]] = [[]]
    taken = sorted((one.start, one.end) for one in found)
    for match in _GROUP.finditer(text):
        if any(start <= match.start() < end for start, end in taken):
            stretches.append([])
        else:
            stretches[-1].append(_Group(match.start(), match.end(), _as_ascii(match.group())))
    return [one for one in stretches if one]


def _as_ascii(digits: str) -> str:
    """Digits of any script as 0 to 9."""
    return "".join(str(unicodedata.digit(one, "")) or one for one in digits)


def _find_in(text: str, groups: Sequence[_Group], read: _Reader) -> Iterator[Number]:
    """The longest number at each group that begins one."""
    at = 0
    while at < len(groups):
        for last in range(_find_last(text, groups, at), at - 1, -1):
            run = groups[at : last + 1]
            parsed = read(text[run[0].start : run[-1].end], run)
            if parsed and _ends_here(text, run[-1].end):
                yield _make(text, run, parsed)
                at = last
                break
        at += 1


def _find_last(text: str, groups: Sequence[_Group], at: int) -> int:
    last = at
    while last + 1 < len(groups) and last - at + 1 < _MOST_GROUPS:
        here, following = groups[last], groups[last + 1]
        if following.text.startswith("+") or not _JOINT.fullmatch(text[here.end : following.start]):
            break
        last += 1
    return last


def _ends_here(text: str, end: int) -> bool:
    """Whether the last digits are a group of a number, and not the hour of a time ("0123 9am", "9:30")."""
    return not re.match(r" ?(?:am|pm)\b|:\d", text[end:], re.I)


def _read_exact(text: str, run: Sequence[_Group]) -> PhoneNumber | None:
    """The number if it is valid and its groups are those of the numbering plan, or its digits are
    together."""
    parsed = _read_valid(text, run)
    if parsed is None or len(run) == 1 or (len(run) == 2 and run[0].text.startswith("+")):
        return parsed
    kinds = (phonenumbers.PhoneNumberFormat.NATIONAL, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    written = [digits for one in run if (digits := one.text.strip("+ ")) != "0"]
    return parsed if any(written == _split(parsed, kind) for kind in kinds) else None


def _split(parsed: PhoneNumber, kind: int) -> list[str]:
    return re.findall(r"\d+", phonenumbers.format_number(parsed, kind))


def _read_valid(text: str, run: Sequence[_Group]) -> PhoneNumber | None:
    parsed = _parse(text, run)
    return parsed if parsed and phonenumbers.is_valid_number(parsed) else None


def _read_complete(text: str, run: Sequence[_Group]) -> PhoneNumber | None:
    """A number as long as one of the United Kingdom has to be, of a range that the library does not know: one
    that is new, or kept free for stories."""
    parsed = _parse(text, run)
    if parsed is None or parsed.country_code != 44:
        return None
    return parsed if _COMPLETE.fullmatch(_dial(parsed)) else None


def _parse(text: str, run: Sequence[_Group]) -> PhoneNumber | None:
    """What begins like a whole number: with + and a country, or with an area code and its 0."""
    first = run[0].text
    is_national = first.startswith("0") and len(first) >= _SHORTEST_AREA_CODE
    if not is_national and not first.startswith("+"):
        return None
    try:
        parsed = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        return None
    return None if parsed.extension else parsed


def _make(text: str, run: Sequence[_Group], parsed: PhoneNumber) -> Number:
    start = run[0].start - (text[: run[0].start].endswith("(") and ")" in text[run[0].end : run[-1].end])
    digits = _dial(parsed)
    extension, length = _find_extension(digits, text[run[-1].end :])
    written = text[run[0].start : run[-1].end]
    shown = written if len(run) > 1 and _IN_GROUPS.fullmatch(written) else format_number(parsed)
    return Number(start, run[-1].end + length, shown, digits, extension, parsed)


def _dial(parsed: PhoneNumber) -> str:
    if parsed.country_code == 44:
        return f"0{phonenumbers.national_significant_number(parsed)}"
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def format_number(parsed: PhoneNumber) -> str:
    """As it is written in the United Kingdom: "0116 496 0123", "+33 1 42 68 53 00". Without an extension."""
    bare = PhoneNumber(
        parsed.country_code, parsed.national_number, italian_leading_zero=parsed.italian_leading_zero
    )
    at_home = parsed.country_code == 44
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(bare, form.NATIONAL if at_home else form.INTERNATIONAL)


def _find_extension(digits: str, rest: str) -> tuple[str, int]:
    """The extension that the text after a number begins with, as the library reads it, and the length of its
    words."""
    text = f"{digits}{_OPENING.sub('  ', rest[:_EXTENSION_REACH], 1)}"
    match = next(iter(PhoneNumberMatcher(text, REGION, leniency=Leniency.POSSIBLE)), None)
    if match is None or match.start != 0 or not match.number.extension:
        return "", 0
    if _NOT_AN_EXTENSION.match(text[match.end :]):
        return "", 0
    is_open, is_closed = bool(_OPENING.match(rest)), text[match.end : match.end + 1] == ")"
    if is_open and not is_closed:
        return "", 0
    return match.number.extension, match.end - len(digits) + is_open


def _add_relay(text: str, number: Number) -> Number:
    """The prefix of Relay UK (18001) is dialled with the number that follows it."""
    before = _RELAY.search(text[: number.start])
    if before is None:
        return number
    return Number(
        before.start(),
        number.end,
        f"18001 {number.shown}",
        f"18001{number.digits}",
        number.extension,
        number.parsed,
    )


def _find_short(text: str, groups: Sequence[_Group]) -> Iterator[Number]:
    """Short numbers (999, 111, 116 123, 85258) where they are all there is, or the words lead to them."""
    at = 0
    while at < len(groups):
        for run in (groups[at : at + 2], groups[at : at + 1]):
            digits = "".join(one.text for one in run)
            if _is_short_number(text, run, digits):
                yield Number(run[0].start, run[-1].end, text[run[0].start : run[-1].end], digits)
                at += len(run) - 1
                break
        at += 1


def _is_short_number(text: str, run: Sequence[_Group], digits: str) -> bool:
    if len(run) == 2 and not (run[0].text in _SHORT_PAIRS and text[run[0].end : run[1].start] in (" ", "-")):
        return False
    if not digits.isdigit() or digits.startswith("0"):
        return False
    parsed = PhoneNumber(44, int(digits))
    is_known = shortnumberinfo.is_valid_short_number_for_region(parsed, REGION)
    before, after = text[: run[0].start], text[run[-1].end :]
    return is_known and bool(_BEFORE_SHORT.search(before)) and bool(_AFTER_SHORT.match(after))
