"""What the rules make of an entry, worked out once when it is indexed, from its needs and its own words.

An imported entry carries few needs or none, so its words decide. What an entry says first counts most: its
name, then its organization, its summary, its other text. A slimming club that adds "not for people with an
eating disorder" is a slimming club; a charity for eating disorders that writes about weight is not one.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from directory.search.arrays.analysis import is_searched
from directory.search.arrays.document import IndexDocument
from directory.search.safety.phrases import Token, split_tokens
from directory.search.safety.rules import Rule, Rules, load_rules

ABOUT, NAMED, BEGINS = "about:", "named:", "begins:"
"""Kinds of marks, beside those of rules ("never:", "first:", "last:" and the rule): about a subject; its
whole name; the beginning of its name."""

LONGEST_NAME = 6
"""Words of a name by which an entry can be asked for."""

_SENTENCE = re.compile(r"[.!?;\n]+")
_EXCLUDES = frozenset(
    {"not", "unless", "except", "excluding", "cannot", "cant", "unsuitable", "without", "never", "dont"}
)


@dataclass(frozen=True, slots=True)
class _Reading:
    """Subjects that the parts of an entry speak of: names, organization, summary, other text. `own` leaves
    out sentences that exclude somebody; `names` are of phrases that count in names alone; `opening` is the
    first sentence."""

    needs: frozenset[str]
    opening: frozenset[str]
    found: tuple[frozenset[str], ...]
    own: tuple[frozenset[str], ...]
    names: frozenset[str]

    @property
    def first(self) -> frozenset[str]:
        """Subjects of its names and its summary."""
        return self.names | self.found[0] | self.found[2]


def mark_document(document: IndexDocument, own_needs: Iterable[str]) -> IndexDocument:
    """Returns the document with its marks. `own_needs`: those it was given, without the needs above them."""
    return replace(document, marks=tuple(sorted(list_marks(document, own_needs, load_rules()))))


def list_marks(document: IndexDocument, own_needs: Iterable[str], rules: Rules) -> set[str]:
    """Returns everything that the rules of a search need to know about the entry."""
    reading = _read(document, frozenset(own_needs), rules)
    marks = set()
    for rule in rules.rules:
        if _is_marked(reading, rule, rules):
            marks.add(f"{rule.effect}:{rule.slug}")
    about = [slug for slug in rules.direct_only if _is_about(reading, slug, rules)]
    marks.update(ABOUT + slug for slug in about)
    return marks | set(_list_names(document)) if about else marks


def _read(document: IndexDocument, own_needs: frozenset[str], rules: Rules) -> _Reading:
    name = "\n".join((document.name, *document.alternate_names))
    # Imports leave the summary empty: then the text begins with what would be in it.
    summary, _, rest = (
        (document.summary, "", document.body) if document.summary else document.body.partition("\n")
    )
    parts = (name, document.organization, summary, rest)
    tokens = [split_tokens(part) for part in parts]
    found = tuple(rules.entry_phrases.find_subjects(part) for part in tokens)
    opening = _SENTENCE.split(summary.strip(), 1)[0]
    return _Reading(
        own_needs,
        rules.entry_phrases.find_subjects(split_tokens(opening)) if found[2] else frozenset(),
        found,
        tuple(_find_own(part, rules) if held else held for part, held in zip(parts, found, strict=True)),
        rules.name_phrases.find_subjects(tokens[0]),
    )


def _find_own(text: str, rules: Rules) -> frozenset[str]:
    found: set[str] = set()
    for sentence in _SENTENCE.split(text):
        tokens = split_tokens(sentence)
        if not any(token.word in _EXCLUDES for token in tokens):
            found |= rules.entry_phrases.find_subjects(tokens)
    return frozenset(found)


def _is_marked(reading: _Reading, rule: Rule, rules: Rules) -> bool:
    """Whether the rule concerns the entry. First comes only what is about the matter as well: a line for men
    who are abused, and no kitchen for men."""
    if rule.effect == "never":
        return _never_meets(reading, rule, rules)
    is_about = _speaks_of(reading, rule.about, rules)
    return is_about and (rule.effect == "last" or _speaks_of(reading, rule.when, rules))


def _never_meets(reading: _Reading, rule: Rule, rules: Rules) -> bool:
    """Whether the entry is left out where the rule holds. Its needs and its name are enough."""
    if reading.needs & rules.list_needs(rule.about) or (reading.names | reading.found[0]) & rule.about:
        return True
    if reading.needs & rules.list_needs(rule.when):
        return False
    for found, own in zip(reading.found, reading.own, strict=True):
        if found & rule.about:
            return True
        if own & rule.when:
            return False
    return False


def _speaks_of(reading: _Reading, slugs: frozenset[str], rules: Rules) -> bool:
    return bool(reading.first & slugs or reading.needs & rules.list_needs(slugs))


def _is_about(reading: _Reading, slug: str, rules: Rules) -> bool:
    """Whether the subject is the matter of the entry, and not one of several things it mentions."""
    if slug in reading.names | reading.found[0]:
        return True
    needs = rules.subjects[slug].needs
    carried = reading.needs & needs
    if not carried:
        # Where nobody has given it needs, there is what it says of itself first of all.
        return slug in (reading.opening if needs else reading.first) and not (needs and reading.needs)
    return carried == reading.needs or (slug in reading.first and len(carried) * 2 >= len(reading.needs))


def _list_names(document: IndexDocument) -> Iterator[str]:
    """Its names, so that whoever knows one finds it without a word of its subject."""
    for name in (document.name, *document.alternate_names, document.organization):
        words = join_name(split_tokens(name)).split()[:LONGEST_NAME]
        if words:
            yield NAMED + " ".join(words)
            yield from (BEGINS + " ".join(words[:count]) for count in range(1, len(words)))


def join_name(tokens: list[Token]) -> str:
    """Returns the form in which names are compared: stop words do not count."""
    return " ".join(token.stem for token in tokens if is_searched(token.word))
