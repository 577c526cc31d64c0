"""Finds what must not stand in free text about a person who is helped: an NHS number is refused, likely
details of a person are warned about. The browser runs the same checks first (static/person-details.js) from
the same rules (static/person-details-rules.js); one table of cases tests both."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from directory.privacy import nhs_numbers
from directory.privacy.digit_rows import write_plain_digits
from directory.privacy.nhs_numbers import is_nhs_number
from directory.privacy.rules import Rule, find_matches, list_rules, read_book, read_words

__all__ = [
    "ALL_KINDS",
    "ENTRY_KINDS",
    "NHS_NUMBER",
    "NHS_NUMBER_MESSAGE",
    "find_details",
    "has_exact_nhs_number",
    "has_nhs_number",
    "is_nhs_number",
    "is_work_domain",
    "remove_details",
]

NHS_NUMBER = "nhs_number"
_MESSAGES: dict[str, str] = read_book()["messages"]
NHS_NUMBER_MESSAGE = _MESSAGES[NHS_NUMBER]

ALL_KINDS = frozenset(_MESSAGES)
"""For text about a person who is helped."""

ENTRY_KINDS = frozenset({"birth_date"})
"""For entries of the directory: a date that is said to be one of birth. A street, an event's date and an
organization's telephone belong there. Numbers are looked at by `has_exact_nhs_number`."""

_GIVEN_NAMES = read_words("given_names")
_NAMES_THAT_ARE_WORDS = read_words("given_names_that_are_words")
_NAMES_OF_NO_PERSON = read_words("names_of_no_person")
_YEARS_OF_EVENTS = 5
"""A date is taken for one of birth when its year is longer ago."""

_LONGEST_BEFORE = 24
_ORDER = {NHS_NUMBER: 0, "birth_date": 1}
# The 03, 08 and 09 ranges belong to organizations.
_ORGANIZATION_NUMBER = re.compile(r"(?:0|44)0?[389]")
# "01/02/2026 10.30", "07.30 to 08.30": a date or a time begins it.
_NO_PHONE = re.compile(
    r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-](?:[0-9]{4}|[0-9]{2})(?![0-9])|0[0-9][.:][0-5][0-9](?![0-9])|0\.[0-9]"
)


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
    """Returns what is found of these kinds, in the order of the text. Only NHS_NUMBER is refused."""
    numbers = [Finding(NHS_NUMBER, *span) for span in nhs_numbers.find_nhs_numbers(text)]
    found = _drop_inner((*numbers, *_find_by_rules(write_plain_digits(text))))
    return sorted((one for one in found if one.kind in kinds), key=lambda one: (one.start, one.kind))


def has_nhs_number(text: str) -> bool:
    return bool(nhs_numbers.find_nhs_numbers(text))


def has_exact_nhs_number(text: str) -> bool:
    return nhs_numbers.has_exact_number(text)


def is_work_domain(domain: str) -> bool:
    """Returns whether an address is one of work: a person who is helped is unlikely to write from it."""
    domains = read_book()["work_domains"]
    return any(domain.lower() == work or domain.lower().endswith(f".{work}") for work in domains)


def remove_details(text: str) -> str:
    """Returns the text without anything that is found, for storage where nobody looks at it again."""
    for start, end in reversed(_merge(find_details(text))):
        text = f"{text[:start]} {text[end:]}"
    return " ".join(text.split())


def _find_by_rules(text: str) -> Iterator[Finding]:
    for rule in list_rules():
        for match in find_matches(rule.pattern, text):
            is_found = not rule.check or _CHECKS[rule.check](match)
            if is_found and not _is_after(rule, text, match.start(1)):
                yield Finding(rule.kind, *match.span(1))


def _is_after(rule: Rule, text: str, start: int) -> bool:
    before = text[max(0, start - _LONGEST_BEFORE) : start]
    return bool(rule.not_after and rule.not_after.search(before))


def _drop_inner(found: Iterable[Finding]) -> list[Finding]:
    """Returns what is within no NHS number, findings of a kind that overlap as one, and of a date the
    finding that says it is one of birth."""
    kept: dict[str, list[Finding]] = {}
    for one in sorted(found, key=lambda one: (one.start, -one.end, _ORDER.get(one.kind, 2))):
        same = kept.setdefault(one.kind, [])
        if same and one.start < same[-1].end:
            same[-1] = Finding(one.kind, same[-1].start, max(same[-1].end, one.end))
        elif not any(kept.get(kind) and one.end <= kept[kind][-1].end for kind in _outer_kinds(one.kind)):
            same.append(one)
    return [one for findings in kept.values() for one in findings]


def _outer_kinds(kind: str) -> tuple[str, ...]:
    return (NHS_NUMBER, "birth_date") if kind == "old_date" else (NHS_NUMBER,)


def _merge(findings: list[Finding]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for finding in findings:
        if spans and finding.start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], finding.end))
        else:
            spans.append((finding.start, finding.end))
    return spans


_STROKES = str.maketrans("ŁłØøĐđ", "LlOoDd")
"""Letters with a stroke, which have no form without."""


def _fold(name: str) -> str:
    plain = unicodedata.normalize("NFD", name.translate(_STROKES))
    return "".join(mark for mark in plain if not "\u0300" <= mark <= "\u036f").lower()


def _is_given_name(match: re.Match[str]) -> bool:
    """Returns whether a name, or the first part of one as "Sarah-Jane", is a given name."""
    return _fold(match.group(2)).partition("-")[0] in _GIVEN_NAMES


def _is_full_name(match: re.Match[str]) -> bool:
    """Returns whether a name with a surname begins with a given name, and is no well-known place or
    organization."""
    is_given = _is_given_name(match) or _fold(match.group(2)).partition("-")[0] in _NAMES_THAT_ARE_WORDS
    return is_given and "-".join(_fold(match.group(1)).split()) not in _NAMES_OF_NO_PERSON


def _is_old(match: re.Match[str]) -> bool:
    """Returns whether a date is longer ago than what people write about; two digits of a year are of the last
    hundred years."""
    today = datetime.now(UTC).year
    whole = re.search(r"(?:19|20)[0-9]{2}", match.group(1))
    short = int(re.findall(r"[0-9]+", match.group(1))[-1]) + today - today % 100
    year = int(whole.group()) if whole else short - 100 * (short > today)
    return year < today - _YEARS_OF_EVENTS


def _is_private_email(match: re.Match[str]) -> bool:
    return not is_work_domain(match.group(2))


def _is_personal_phone(match: re.Match[str]) -> bool:
    digits = re.sub(r"[^0-9]", "", match.group(1)).removeprefix("00")
    is_complete = 10 <= len(digits) <= 13 and not _NO_PHONE.match(match.group(1))
    return is_complete and not _ORGANIZATION_NUMBER.match(digits)


_CHECKS: dict[str, Callable[[re.Match[str]], bool]] = {
    "given": _is_given_name,
    "given_or_word": _is_full_name,
    "old_date": _is_old,
    "email": _is_private_email,
    "phone": _is_personal_phone,
}
