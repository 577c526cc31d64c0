"""Finds what must not stand in free text: an NHS number is refused, likely details of a person are warned
about. The browser runs the same checks first (static/person-details.js); one table of cases tests both."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

import phonenumbers

from directory.spoken_numbers import list_spoken

NHS_NUMBER = "nhs_number"

# Work addresses: a person who is helped is unlikely to write from one.
_WORK_DOMAINS = ("nhs.net", "nhs.uk", "gov.uk", "police.uk", "ac.uk", "org.uk", "example.org")
# Blanks of any kind, marks that cannot be seen, and what is written between groups of digits.
_UNSEEN = r"\u00ad\u200b-\u200f\u2060\ufeff"
_BETWEEN = rf"[\s{_UNSEEN}\u2010-\u2015\u2212.,()_/-]{{0,3}}"
# As the number is printed, 3-3-4; or in other groups, with nothing but blanks between them.
_TEN_DIGITS = re.compile(rf"(?<![\d+])\d{{3}}{_BETWEEN}\d{{3}}{_BETWEEN}\d{{4}}(?!\d)")
_SPACED_DIGITS = re.compile(
    rf"(?<![\d+:])(?<!\d\s)\d(?:[^\S\n{_UNSEEN}]{{0,2}}[{_UNSEEN}]?\d){{9}}(?!\s*\d|[:.]\d)"
)
_DIALLED = re.compile(r"(?:\+\s*44|\b0044|\b44)[\s()0-]{0,8}$")
_LONGEST_DIALLED = 16
# What stands after a title where nobody is named: "see the dr about", "MS Society". With capitals too.
_AFTER_TITLES = """
a about after again ago all also an and any appointment appointments are as ask asked asks at because
before bike but by called can can't clinic class could day days decided did didn't do does doesn't don't
due each every feel few for friday from gardener gardeners gave get gives got group had has hasn't have
he helps his hospital how hub hydrotherapy i if in is isn't it just key last letter list lot made may
men monday month months motivator my need needs next no not note nurse nurses on once or our patient
patients practice prescribed prescription receptionist referral referrals referred refused said saturday
saw says scan scans she should sick so society specialist still sufferers sunday support surgery team
that the their then therapy they think this thought thursday to today told tomorrow too trust tuesday
twice two visit visits wait wants was we wednesday week weeks went were when where which who why will
with won't would year years yesterday you your
"""
NO_NAMES = tuple(_AFTER_TITLES.split())
_CAPITAL = r"[A-ZÀ-ÖØ-Þ]"
_LETTER = r"[^\W\d_]"
_NOT = rf"(?!(?:{'|'.join(NO_NAMES)}|{'|'.join(word.capitalize() for word in NO_NAMES)})(?![\w'’-]))"
# Then initials, and a name of two letters or more. In small letters only what is seldom another word.
TITLES_AND_NAMES = (
    re.compile(
        r"\b(?:[Mm][Rr][Ss]?|[Mm]s|[Mm][Xx]|[Dd][Rr]|[Mm]ister|MISTER)(?:\.?\s+|\.(?=[A-Z]))"
        rf"(?:{_LETTER}(?![\w'’-])\.?\s*){{0,3}}{_NOT}{_LETTER}[\w'’-]+"
    ),
    re.compile(
        r"\b(?:[Mm]iss|MISS|MS|Master|MASTER|Doctor|Prof|Professor|Rev|Reverend)(?:\.?\s+|\.(?=[A-Z]))"
        rf"(?:{_CAPITAL}(?![\w'’-])\.?\s*){{0,3}}{_NOT}{_CAPITAL}[\w'’-]+"
    ),
)
_NAMED = re.compile(r"\b(?:[Nn]ame is|called|[Nn]ame:)\s+[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)+")
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DATE = (
    r"\b(?:\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)?\d{2}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{_MONTHS})[a-z]*\.?,?\s+(?:19|20)\d{{2}})\b"
)
_BIRTH_DATE = re.compile(rf"(?:\b(?:born|d\.?o\.?b\.?|date of birth)\b.{{0,20}}?)({_DATE})", re.I)
_OLD_DATE = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-]((?:19)\d{2}|200\d)\b")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s{0,3}\d[ABD-HJLNP-UW-Z]{2}\b", re.I)
_PHONE = re.compile(r"(?<![\d+])(?:\+44|0044|0)[\d\s()-]{8,14}\d(?!\d)")
# The 03, 08 and 09 ranges belong to organizations.
_ORGANIZATION_NUMBER = re.compile(r"^(?:0|44)(?:3|8|9)")

NHS_NUMBER_MESSAGE = "This looks like an NHS number. Take it out: this record must not say who the person is."
_MESSAGES = {
    NHS_NUMBER: NHS_NUMBER_MESSAGE,
    "name": "This looks like a person's name.",
    "birth_date": "This looks like a date of birth.",
    "old_date": "This looks like a date of birth.",
    "email": "This looks like a personal e-mail address.",
    "postcode": "This is a full postcode. The first half is enough.",
    "phone": "This looks like a personal telephone number.",
}
ALL_KINDS = frozenset(_MESSAGES)
"""For text about a person who is helped."""

ENTRY_KINDS = frozenset({"birth_date"})
"""For entries of the directory: a date that is said to be one of birth. A street, an event's date and an
organization's telephone belong there. Numbers are looked at by `has_exact_nhs_number`."""


@dataclass(frozen=True, slots=True)
class Finding:
    """`kind` is one of the keys of the messages; `start` and `end` are offsets in the text."""

    kind: str
    start: int
    end: int

    @property
    def message(self) -> str:
        return _MESSAGES[self.kind]


def find_details(text: str, kinds: Collection[str] = ALL_KINDS) -> list[Finding]:
    """Returns what is found of these kinds, in the order of the text. Only NHS_NUMBER is a reason to refuse."""
    text = _write_plain_digits(text)
    found = [Finding(NHS_NUMBER, *span) for span in _nhs_number_spans(text)]
    found += [Finding("name", *m.span()) for p in (*TITLES_AND_NAMES, _NAMED) for m in p.finditer(text)]
    found += [Finding("birth_date", *m.span(m.lastindex or 0)) for m in _BIRTH_DATE.finditer(text)]
    found += [Finding("old_date", *m.span()) for m in _OLD_DATE.finditer(text)]
    found += [Finding("email", *m.span()) for m in _EMAIL.finditer(text) if not is_work_domain(m.group(1))]
    found += [Finding("postcode", *m.span()) for m in _POSTCODE.finditer(text)]
    found += [Finding("phone", *m.span()) for m in _PHONE.finditer(text) if _is_personal_phone(m.group())]
    births = [(one.start, one.end) for one in found if one.kind == "birth_date"]
    found = [one for one in found if one.kind != "old_date" or (one.start, one.end) not in births]
    found = [one for one in set(found) if one.kind in kinds]
    return sorted(found, key=lambda finding: (finding.start, finding.kind))


def has_nhs_number(text: str) -> bool:
    return bool(_nhs_number_spans(_write_plain_digits(text)))


def has_exact_nhs_number(text: str) -> bool:
    """Returns whether ten digits stand together, with nothing between them, and are an NHS number. For entries,
    where groups of digits are mostly telephone numbers."""
    digits = re.findall(r"(?<![\d+])\d{10}(?!\d)", _write_plain_digits(text))
    return any(is_nhs_number(ten) and not _is_telephone(ten) for ten in digits)


def is_nhs_number(digits: str) -> bool:
    """Ten digits of which the last is the modulus 11 check of the others (NHS Data Dictionary)."""
    if len(digits) != 10 or not digits.isascii() or not digits.isdigit():
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    return (11 - total % 11) % 11 == int(digits[9]) and len(set(digits)) > 1


def is_work_domain(domain: str) -> bool:
    return any(domain.lower() == work or domain.lower().endswith(f".{work}") for work in _WORK_DOMAINS)


def remove_details(text: str) -> str:
    """The text with everything found taken out, for storage where a person never looks at it again."""
    for finding in reversed(_merged(find_details(text))):
        text = f"{text[: finding[0]]} {text[finding[1] :]}"
    return " ".join(text.split())


def _merged(findings: list[Finding]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for finding in findings:
        if spans and finding.start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], finding.end))
        else:
            spans.append((finding.start, finding.end))
    return spans


def _write_plain_digits(text: str) -> str:
    """The digits of every script as 0 to 9, in their places."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(mark, mark)) for mark in text)


def _nhs_number_spans(text: str) -> list[tuple[int, int]]:
    matches = [match for pattern in (_TEN_DIGITS, _SPACED_DIGITS) for match in pattern.finditer(text)]
    spans = {
        match.span()
        for match in matches
        if is_nhs_number(re.sub(r"\D", "", match.group())) and not _is_dialled(text, match)
    }
    spans |= {
        (start, end)
        for digits, start, end in list_spoken(text, 10)
        if is_nhs_number(digits) and not _is_telephone(digits)
    }
    return sorted(spans)


def _is_dialled(text: str, match: re.Match[str]) -> bool:
    """Whether the ten digits are a telephone number, or the end of one written with its country code."""
    digits = re.sub(r"\D", "", match.group())
    if _DIALLED.search(text[max(0, match.start() - _LONGEST_DIALLED) : match.start()]):
        return phonenumbers.is_valid_number(_parsed(f"+44{digits.removeprefix('0')}"))
    return _is_telephone(digits)


def _is_telephone(digits: str) -> bool:
    return digits.startswith("0") and phonenumbers.is_valid_number(_parsed(digits))


def _parsed(digits: str) -> phonenumbers.PhoneNumber:
    try:
        return phonenumbers.parse(digits, "GB")
    except phonenumbers.NumberParseException:
        return phonenumbers.PhoneNumber()


def _is_personal_phone(text: str) -> bool:
    digits = re.sub(r"\D", "", text).removeprefix("00")
    return not _ORGANIZATION_NUMBER.match(digits) and 10 <= len(digits) <= 13
