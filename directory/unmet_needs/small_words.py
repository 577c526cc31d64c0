"""Small counts in words that others read: "two men" says as much as a 2 in a table."""

import re

from directory.network.checking import Checker
from directory.small_numbers import SMALLEST_SHOWN

_NUMBERS = r"one|two|three|four|[1-4](?:\s?[-\u2013]\s?[1-4])?|(?:a\s)?couple\sof|a\ssingle|a\spair\sof|both"
_PEOPLE = (
    "person|people|patients?|adults?|child|children|teenagers?|boys?|girls?|men|man|women|woman|carers?"
    "|parents?|mothers?|fathers?|famil(?:y|ies)|households?|residents?|tenants?|individuals?|clients?"
    "|refugees?|veterans?|students?|pupils?|users?"
)
# At most two words between the number and the people: "three young men", "2 older deaf women".
_SMALL_COUNT = re.compile(rf"(?<![\w.,-])(?:{_NUMBERS})\s+(?:[\w-]+\s+){{0,2}}?(?:{_PEOPLE})\b", re.I)


def find_small_count(text: str | None) -> str | None:
    """The words that seem to count people, fewer than SMALLEST_SHOWN."""
    found = _SMALL_COUNT.search(text or "")
    return found[0] if found else None


def read_public_words(checker: Checker, name: str, column: str) -> str | None:
    """Free text that commissioners and committees read: no small counts either."""
    words = checker.words(name, column)
    small = find_small_count(words)
    if small:
        checker.problems[name] = (
            f"“{small}” looks like a count under {SMALLEST_SHOWN}. "
            "Say it without a number, such as “some people”."
        )
    return words
