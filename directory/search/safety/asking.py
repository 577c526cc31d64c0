"""What somebody asks about, and what that keeps out of the answer or puts first in it."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from directory.search.arrays.analysis import is_searched
from directory.search.crisis import match_crisis
from directory.search.safety.marking import ABOUT, BEGINS, LONGEST_NAME, NAMED, join_name
from directory.search.safety.phrases import Token, split_tokens
from directory.search.safety.rules import Rule, Rules

_OF_NAMES = frozenset(
    (
        "address",
        "charity",
        "contact",
        "email",
        "group",
        "helpline",
        "line",
        "number",
        "phone",
        "ring",
        "website",
    )
)
"""Words that people put beside the name of what they look for."""


@dataclass(frozen=True, slots=True)
class Guards:
    """Marks of entries. `never` are left out; `unasked` are left out unless `named`; `first` and `last` order
    what is found."""

    never: tuple[str, ...] = ()
    unasked: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    last: tuple[str, ...] = ()


NO_GUARDS = Guards()


@dataclass(frozen=True, slots=True)
class Needs:
    """Slugs: `chosen` in this search; `below` those; `meant` by words of the query; `known` from elsewhere,
    such as what else was ticked. `subjects` are no needs, but known of the person as well."""

    chosen: frozenset[str] = frozenset()
    below: frozenset[str] = frozenset()
    meant: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()


def guard_search(
    text: str, needs: Needs, rules: Rules, is_known: Callable[[str], bool] = lambda word: True
) -> Guards:
    """Returns what the rules make of a search for `text` and needs. `is_known`: whether an entry has the
    word. One that none has may be a misspelt subject: enough to keep apart, and not enough to be shown."""
    tokens = split_tokens(text)
    said = rules.asked_phrases.find_subjects(tokens) | _find_with(needs.chosen | needs.meant, rules)
    said |= _find_in_crisis(text, rules)
    direct = said | {one.slug for one in rules.subjects.values() if said.intersection(one.also)}
    known = needs.subjects | _find_with(needs.known, rules)
    about = direct | known | rules.asked_phrases.find_misspelt(tokens, is_known)
    held = [
        rule for rule in rules.rules if _holds(rule, about) and not _is_chosen(rule, direct, needs, rules)
    ]
    unasked = rules.direct_only - direct if tokens or needs.chosen else frozenset()
    # Whoever looks through "Relationships" meets abuse there, after all else.
    behind = frozenset() if tokens else unasked & _find_with(needs.below, rules)
    return Guards(
        never=_list_marks(held, "never"),
        unasked=tuple(ABOUT + slug for slug in sorted(unasked - behind)),
        named=_list_named(tokens, bool(needs.meant)) if tokens else (),
        # Without words, who is about the chosen needs alone comes first (engine/focus.py).
        first=_list_marks(held, "first") if tokens else (),
        last=(*_list_marks(held, "last"), *(ABOUT + slug for slug in sorted(behind))),
    )


def _list_marks(rules: Sequence[Rule], effect: str) -> tuple[str, ...]:
    return tuple(f"{effect}:{rule.slug}" for rule in rules if rule.effect == effect)


def may_suggest(text: str, suggested: str, rules: Rules) -> bool:
    """Whether a correction has nothing to do with a subject that is never guessed, before or after it."""
    guarded = rules.never_suggested | rules.direct_only
    return not any(
        rules.asked_phrases.find_subjects(split_tokens(one)) & guarded for one in (text, suggested)
    )


def is_subject(word: str, rules: Rules) -> bool:
    """Whether the word alone asks about something: then it is no slip for a word that entries have. What only
    begins like such a word may be one ("gamblnig")."""
    return any(rules.asked_phrases.has_word(token) for token in split_tokens(word))


def may_complete(term: str, rules: Rules) -> bool:
    """Whether a word that was begun may be taken for this one (a stem)."""
    guarded = rules.never_suggested | rules.direct_only
    return not rules.asked_phrases.find_subjects([Token(term, term)]) & guarded


def _find_with(needs: Collection[str], rules: Rules) -> frozenset[str]:
    return frozenset(one.slug for one in rules.subjects.values() if one.needs & frozenset(needs))


def _find_in_crisis(text: str, rules: Rules) -> frozenset[str]:
    """Returns the subjects of the panels of urgent help that the words open, in whatever words they do."""
    crisis = match_crisis(text)
    if crisis is None or not crisis.has_panel:
        return frozenset()
    return frozenset(
        one.slug for one in rules.subjects.values() if one.panels.intersection(crisis.categories)
    )


def _holds(rule: Rule, about: frozenset[str]) -> bool:
    says = not rule.says or bool(about & rule.says)
    return says and bool(about & rule.when) and not about & rule.unless


def _is_chosen(rule: Rule, direct: frozenset[str], needs: Needs, rules: Rules) -> bool:
    """Whether what the rule leaves out is a need that was chosen and is never guessed, and the rule holds by
    what else is known alone. Who ticks that a sister is missing and that somebody has died means both."""
    guarded = needs.chosen & rules.list_needs(rules.direct_only) & rules.list_needs(rule.about)
    return rule.effect == "never" and bool(guarded) and not rule.when & direct


def asks_for_what_is_kept_out(text: str, needs: Collection[str], rules: Rules) -> bool:
    """Whether the words name what a rule keeps away from somebody with these needs."""
    tokens, about = split_tokens(text), _find_with(needs, rules)
    named = rules.entry_phrases.find_subjects(tokens) | rules.name_phrases.find_subjects(tokens)
    never = (rule for rule in rules.rules if rule.effect == "never" and rule.when & about)
    return any(rule.about & named for rule in never)


def is_never_guessed(needs: Collection[str], rules: Rules) -> bool:
    """Whether one of the needs is of a subject about which nothing is guessed."""
    return bool(_find_with(needs, rules) & (rules.never_suggested | rules.direct_only))


def _list_named(tokens: Sequence[Token], means_need: bool) -> tuple[str, ...]:
    """Returns marks of the names that the words hold. A name of one word may be a word like any other
    ("beat"): it must be all that was typed. So must the beginning of a name, and one word of it must not be
    an everyday word for a need ("walk")."""
    words = [token for token in tokens if is_searched(token.word)]
    plain = [token for token in words if token.word not in _OF_NAMES]
    named = {NAMED + join_name(plain), NAMED + join_name(words)}
    if len(words) > 1 or not means_need:
        named.add(BEGINS + join_name(words))
    for start in range(len(words)):
        for end in range(start + 2, min(start + LONGEST_NAME, len(words)) + 1):
            named.add(NAMED + join_name(words[start:end]))
    return tuple(sorted(named))
