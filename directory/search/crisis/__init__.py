"""Knows words of crisis. Runs before spelling and search, and needs no database, index or settings."""

import re
import unicodedata
from typing import NamedTuple, TypeGuard

from directory.search.crisis import phrases

_LONGEST = 1000
# People type as they speak: one way of writing each of these makes the phrases short.
_SAME = (
    (r"\b(can not|cannot)\b", "cant"),
    (r"\b(do|does|did|could|would|should|is|was|are|were|have|has|had) not\b", r"\1nt"),
    (r"\bwill not\b", "wont"),
    (r"\b(wanna|wnt to|wanting to|wants to|wanted to|want too|like to)\b", "want to"),
    (r"\b(gonna|gunna|gona|gonner|about to)\b", "going to"),
    (r"\b(any more|no more|anymor|any longer)\b", "anymore"),
    (r"\b(my ?self|me ?self|mysen|mesen|myslef)\b", "myself"),
    (r"\b(i am|i m)\b", "im"),
    (r"\b(he is|he s)\b", "hes"),
    (r"\b(she is|she s)\b", "shes"),
    (r"\b(su+i?cid|suicd|suisid|suicud|suacid|siucid|suecid|sewicid)\w*", "suicide"),
    (r"\b(over dose|overdoes|ovrdose|overdos)(d|ed|ing)?\b", r"overdose"),
    (r"\b(abusive|abused|abuses|abusing|abuser)\b", "abusive"),
)
_SAME_COMPILED = tuple((re.compile(pattern), form) for pattern, form in _SAME)


class CrisisMatch(NamedTuple):
    """What the words are about, most pressing first. The words themselves are not kept."""

    categories: tuple[str, ...]

    @property
    def category(self) -> str:
        return self.categories[0]


def match_crisis(text: str) -> CrisisMatch | None:
    """The kinds of crisis that `text` speaks of, or None."""
    said = _HARMLESS.sub(" ", _normalize(text))
    # A death that has happened is taken out first, so that "my dad killed himself" is heard as grief,
    # and anything more that was said is still heard.
    still_said = _BEREAVED.sub(" ", said)
    found = [category for category, pattern in _CATEGORIES.items() if pattern.search(still_said)]
    if still_said != said:
        found.append("bereaved")
    return CrisisMatch(tuple(found)) if found else None


def opens_danger_panel(match: CrisisMatch | None) -> TypeGuard[CrisisMatch]:
    """Whether the words must be left in no address, title or history."""
    return match is not None


def _normalize(text: str) -> str:
    """Lower case, plain letters, no punctuation; apostrophes closed up ("don't" is "dont")."""
    plain = unicodedata.normalize("NFKD", text[:_LONGEST]).casefold()
    plain = re.sub(r"['’‘`´\u0300-\u036f]", "", plain)
    plain = " ".join(re.sub(r"[^a-z0-9]+", " ", plain).split())
    for pattern, form in _SAME_COMPILED:
        plain = pattern.sub(form, plain)
    return plain


def _compile(lines: str) -> re.Pattern[str]:
    """One phrase a line; {name} stands for the alternatives of that name in phrases.WORDS."""
    filled = (_fill(line.strip()) for line in lines.strip().splitlines() if line.strip())
    return re.compile(rf"\b(?:{'|'.join(filled)})\b")


def _fill(line: str) -> str:
    for name, alternatives in phrases.WORDS.items():
        line = line.replace(f"{{{name}}}", f"(?:{alternatives})")
    return line


_HARMLESS = _compile(phrases.HARMLESS)
_BEREAVED = _compile(phrases.BEREAVED)
_CATEGORIES = {category: _compile(lines) for category, lines in phrases.CATEGORIES.items()}
CATEGORY_NAMES = (*_CATEGORIES, "bereaved")
