"""Finds details of a person who is helped in the text of the directory itself: entries, organizations, terms.

This text is meant to name streets, dates, telephone numbers and staff, so the rules are narrower than those
for casework (directory/person_details.py): an NHS number is refused, a date of birth and words about one
patient are a warning."""

import html
import re
import unicodedata
from dataclasses import dataclass

import phonenumbers

from directory.person_details import has_nhs_number, is_nhs_number
from directory.privacy.digit_rows import write_plain_digits

NHS_NUMBER, BIRTH_DATE, PATIENT = "nhs_number", "birth_date", "patient"
NHS_NUMBER_REFUSED = "This looks like an NHS number. Take it out: an entry must not identify a patient."
_MESSAGES = {
    NHS_NUMBER: NHS_NUMBER_REFUSED,
    BIRTH_DATE: "This looks like a date of birth.",
    PATIENT: "This may be about one patient.",
}
REMOVED = "[number removed]"

# Blanks of any kind, characters that are not shown, hyphens and dashes, full stops and middle dots.
_SEPARATORS = r"\s\u00ad\u180e\u200b-\u200f\u2060\ufeff\u2010-\u2015\u2212\u00b7\u2022.\-"
_SEPARATOR = rf"[{_SEPARATORS}]"
# In groups of 3, 3 and 4, as an NHS number is printed, also brackets, commas, Markdown and whatever else is
# no letter and no amount's currency; and mark-up.
_ANY_SEPARATOR = r"(?:[^\w\u00a3$\u20ac%]|_|&nbsp;|</?\w{1,6}>)"
# So printed it is found beside whatever other digits; ten digits in other groups, with none beside.
_PRINTED = re.compile(
    rf"(?<!\d)(?<!\d\.)\d{{3}}{_ANY_SEPARATOR}{{0,8}}\d{{3}}{_ANY_SEPARATOR}{{0,8}}\d{{4}}(?!\d)"
)
_RUN = re.compile(rf"\d(?:{_SEPARATOR}{{0,3}}\d)*")
_TIME_OR_DATE = re.compile(
    r"(?<!\d)(?:[012]?\d[.:][0-5]\d\b(?![.\d])|\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d"
    r"|(?:19|20)\d\d\s?[-\u2013]\s?(?:19|20)?\d\d)(?!\d)"
)
# Addresses of pages and mailboxes, and identifiers of 32 hexadecimal digits: numbers in them are not read. As
# long as addresses are (RFC 1035, RFC 5321) and only from where a word begins, so that no text takes long.
# The number in something longer is read.
_ADDRESSES = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
    r"|(?<![\w.-])[a-z][\w-]{0,62}(?:\.[a-z][\w-]{0,62}){1,8}/\S*"
    r"|(?:https?://|www\.)\S+"
    r"|\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b",
    re.I,
)
# What stands before a number with the same check digit (ISBN-10, in English), or another of ten digits.
# Charities and companies have fewer; and an NHS number printed as one is one, whatever it is called.
_ISBN = re.compile(r"\bISBN(?:-?10)?[\s:.#()-]{0,6}$", re.I)
_PLACE_NUMBER = re.compile(r"\bUPRN[\s:.#()-]{0,6}$", re.I)
_COUNTRY_CODE = re.compile(r"(?:\+\s?\d{1,3}|\b0044|\b44)[\s().-]{0,4}0?[\s().-]{0,3}$|\+$|\b1-$")
# What a page does not show: comments, tags, and where a link in Markdown leads.
_UNSHOWN = re.compile(r"<!--(?:[^-]|-(?!->)){0,300}-->|</?[a-z!][^<>]{0,300}>|\]\([^()\s]{0,300}\)", re.I)
_MOST_ESCAPED = 3
# Characters of format, and those that are set on another.
_UNSEEN = ("Cf", "Mn", "Me")
_NAMED_NUMBER = re.compile(r"\bNHS\W{0,3}(?:no|num|number|id)\b", re.I)

_LETTERS = re.compile(r"[^\W\d_]{3}")
_GAP = r"\s{1,20}"
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DATE = (
    r"(?:\d{1,2}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?(?:19|20)?\d{2}|(?:19|20)\d{2}[/.\-]\d{1,2}[/.\-]\d{1,2}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?{_GAP}(?:of{_GAP})?(?:{_MONTHS})[a-z]{{0,6}}\.?,?{_GAP}(?:19|20)?\d{{2}}"
    rf"|(?:{_MONTHS})[a-z]{{0,6}}\.?{_GAP}\d{{1,2}}(?:st|nd|rd|th)?,?{_GAP}(?:19|20)\d{{2}})"
)
# Whom a place is for, and no one's date.
_AGES = r"(?:on or )?(?:before|after|since|between|from|until)"
_BORN = re.compile(
    rf"\b(?:born|d\.?\s?o\.?\s?b\b\.?|birth\s?date|date of birth)(?!{_GAP}(?:{_AGES})\b)"
    rf"[^\d\n]{{0,20}}({_DATE}|\d{{6}}|\d{{8}})\b",
    re.I,
)
_PERSON = r"(?:patient|inpatient|client|service[ -]user)"
_ACTS = (
    r"(?:is|was|has|had|lives|lived|needs|wants|would|says|said|told|asked|asks|rang|phoned|called|died|takes"
    r"|suffers|lost|came|went|feels|felt|cannot|can't)"
)
_HERS = (
    r"(?:diagnosis|medication|medicine|illness|condition|mental state|gp|psychiatrist|cpn|key ?worker"
    r"|care ?co-?ordinator|ward|mum|mother|dad|father|husband|wife|partner|flat|home|depot|section"
    r"|schizophrenia|psychosis|depression|cancer)"
)
# Of a worker, or of whoever comes: "She has 20 years of experience", "The client has to be over 18".
_NOT_ANYBODY = (
    r"(?!\s{1,3}(?:at the (?:centre|heart)|our\b|an? |the |to be\b|over \d|under \d"
    r"|\d{1,2} years.? (?:of )?experience|always|there to|here to))"
)
_ABOUT_PATIENTS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"\b(?:this|my|our){_GAP}{_PERSON}\b(?!s|{_GAP}(?:participation|group|forum|panel|liaison|services?)\b)|\bthe{_GAP}{_PERSON}{_GAP}{_ACTS}\b{_NOT_ANYBODY}",
        rf"\b{_PERSON}(?:'s|’s)?{_GAP}(?:name|initials|called|named)\b",
        # Not "he/she", "his or her": that is said of whoever comes.
        rf"(?<!/)(?<!\bor )\b(?:he|she){_GAP}{_ACTS}\b{_NOT_ANYBODY}",
        rf"(?<!/)(?<!\bor )\b(?:his|her){_GAP}(?:own{_GAP})?{_HERS}\b",
        rf"\blives{_GAP}(?:alone\b|with{_GAP}(?:his|her)\b|(?:at|in){_GAP}[^.\n]{{0,40}}\bwith{_GAP}(?:his|her)\b)",
        rf"\b(?:was|is|has{_GAP}been){_GAP}(?:diagnosed{_GAP}with|on{_GAP}(?:clozapine|lithium|olanzapine|a{_GAP}depot))\b",
        rf"\bNI{_GAP}(?:no|number)\b\W{{0,5}}[a-z]{{2}}\s?\d",
        r"\bNHS\W{0,3}(?:no|num|number)\b\W{0,5}(?:is\W{0,3})?\d",
    )
)


@dataclass(frozen=True, slots=True)
class Finding:
    """`rule` is NHS_NUMBER, BIRTH_DATE or PATIENT; `start` and `end` are offsets in the text."""

    rule: str
    start: int
    end: int

    @property
    def message(self) -> str:
        return _MESSAGES[self.rule]


def find_nhs_numbers(text: str) -> list[Finding]:
    """Every exact run of ten digits that passes the check of an NHS number, in the order of the text."""
    if not _may_hold_number(text):
        return []
    plain = _ADDRESSES.sub(lambda match: "x" * len(match.group()), write_plain_digits(text))
    spans = {match.span() for match in _PRINTED.finditer(plain) if _is_patient_number(plain, match)}
    for match in _RUN.finditer(plain):
        is_exact = sum(map(str.isdigit, match.group())) == 10
        if is_exact and not _TIME_OR_DATE.search(match.group()) and _is_patient_number(plain, match):
            spans.add(match.span())
    return [Finding(NHS_NUMBER, *span) for span in sorted(spans)]


def holds_nhs_number(text: str) -> bool:
    """Whether there is one, as the text is written or as a page shows it; and however it is written if it
    says that it is an NHS number."""
    if find_nhs_numbers(text) or find_nhs_numbers(_read_as_shown(text)):
        return True
    return bool(_NAMED_NUMBER.search(text) and has_nhs_number(text))


def find_telephones(text: str) -> list[str]:
    """The telephone numbers in a cell for them, as they are written."""
    return [match.raw_string for match in phonenumbers.PhoneNumberMatcher(text, "GB")]


def holds_nhs_number_beside(text: str) -> bool:
    """Whether a cell for telephone numbers holds an NHS number in words about something else. Digits alone
    are the telephone number of some country."""
    if not _LETTERS.search(text) or not _may_hold_number(text):
        return False
    kept, at = [], 0
    for match in phonenumbers.PhoneNumberMatcher(text, "GB"):
        kept += [text[at : match.start], " x "]
        at = match.end
    return holds_nhs_number("".join((*kept, text[at:])))


def remove_nhs_numbers(text: str) -> str:
    """The text with a mark in the place of each number; only the mark if a number cannot be cut out."""
    kept, at = [], 0
    for found in find_nhs_numbers(text):
        kept += [text[at : found.start], REMOVED] if found.start >= at else []
        at = max(at, found.end)
    text = "".join((*kept, text[at:]))
    return REMOVED if holds_nhs_number(text) else text


def find_warnings(text: str) -> list[Finding]:
    """What an officer confirms before it is saved, in the order of the text."""
    found = [Finding(BIRTH_DATE, *match.span()) for match in _BORN.finditer(write_plain_digits(text))]
    found += [Finding(PATIENT, *m.span()) for pattern in _ABOUT_PATIENTS for m in pattern.finditer(text)]
    return sorted(set(found), key=lambda one: (one.start, one.rule))


def _read_as_shown(text: str) -> str:
    """The text without mark-up and marks that cannot be seen, with the characters that entities stand for,
    and with one blank for several."""
    for _ in range(_MOST_ESCAPED):
        text = html.unescape(text) if "&" in text else text
    if not text.isascii():
        text = "".join(mark for mark in text if unicodedata.category(mark) not in _UNSEEN)
    return " ".join(_UNSHOWN.sub(" ", text).split())


def _may_hold_number(text: str) -> bool:
    """Most text has fewer than ten digits, and is not read twice."""
    return len(text) >= 10 and (not text.isascii() or sum(map(str.isdigit, text)) >= 10)


def _is_patient_number(text: str, match: re.Match[str]) -> bool:
    digits = "".join(mark for mark in match.group() if mark.isdigit())
    before = text[max(0, match.start() - 40) : match.start()]
    if not is_nhs_number(digits) or _COUNTRY_CODE.search(before):
        return False
    if _ISBN.search(before) and digits[0] in "01":
        return False
    if _PLACE_NUMBER.search(before) and match.group().isdigit():
        return False
    return not (digits.startswith("0") and _is_telephone(digits))


def _is_telephone(digits: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(digits, "GB"))
    except phonenumbers.NumberParseException:
        return False
