"""What a person typed to what the engine adds up: words, phrases, needs, completions, corrections."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from directory.search.arrays.analysis import WORD, fold_word, is_searched, split_terms, stem_word
from directory.search.arrays.segment import Segment
from directory.search.engine.query import Alternative, WordGroup, Words
from directory.search.engine.spelling import complete_word, correct_word
from directory.search.language.expansion import Phrases, find_needs
from directory.search.safety.asking import is_subject, may_complete, may_suggest
from directory.search.safety.rules import load_rules

QUOTED = re.compile(r'["\u201c\u201d]([^"\u201c\u201d]+)["\u201c\u201d]')
NEED_WEIGHT = 0.5
COMPLETION_WEIGHT = 0.5
MOST_WORDS = 24
"""Words of a query that count: enough for a sentence, few enough to stay quick."""


FILLERS = frozenset(
    WORD.findall(
        "about asked asking asks been being cannot cant client close could far feel feeling feels felt find"
        " finding gentleman got had has help how id ive lady like lives look looking near nearby need needs"
        " patient please really should someone something somewhere support there want wanted wanting wants"
        " what where which who why would"
    )
)
"""Words of asking, by the person or by whoever rings for them, not of what is asked for. They count only
where nothing else was typed."""


@dataclass(frozen=True)
class ReadWords:
    """The engine's words, the terms to highlight, the query with its slips put right, and the needs meant.
    `put_right` is for the crisis check alone and is not shown: it may name a subject that is not guessed."""

    words: Words
    terms: frozenset[str]
    did_you_mean: str | None
    needs: frozenset[str]
    put_right: str | None = None


@dataclass(frozen=True)
class _Token:
    written: str
    word: str
    stem: str


def read_words(text: str, match_all: bool, segments: Sequence[Segment], phrases: Phrases) -> ReadWords:
    """Literal words count most; needs they stand for and completed words less."""
    tokens = [_Token(written, fold_word(written), stem_word(written)) for written in WORD.findall(text)][
        :MOST_WORDS
    ]
    stretches = find_needs(phrases, [token.stem for token in tokens])
    unknown = [
        at for at, token in enumerate(tokens) if is_searched(token.word) and not _is_known(token, segments)
    ]
    completions = _complete_last(tokens, unknown, segments)
    groups: list[WordGroup] = []
    plain = _without_fillers(tokens)
    for at, token in enumerate(tokens):
        needs = tuple(
            Alternative(slug, NEED_WEIGHT / len(stretch), is_need=True)
            for stretch, slugs in stretches
            if at in stretch
            for slug in slugs
        )
        if at in plain:
            longer = completions if at == len(tokens) - 1 else ()
            groups.append(WordGroup(token.word, (Alternative(token.stem), *needs, *longer)))
        elif needs:
            groups.append(WordGroup(token.word, needs))
    quoted = tuple(terms for phrase in QUOTED.findall(text) if (terms := tuple(split_terms(phrase))))
    explained = {at for stretch, _ in stretches for at in stretch}
    slips = [at for at in unknown if at not in explained and not (completions and at == len(tokens) - 1)]
    return ReadWords(
        Words(_without_repeats(groups), quoted, match_all),
        frozenset(one.key for group in groups for one in group.alternatives if not one.is_need),
        _correct(text, [tokens[at] for at in slips], segments),
        frozenset(slug for _, slugs in stretches for slug in slugs),
        _put_right(text, [tokens[at] for at in slips], segments),
    )


def _without_fillers(tokens: Sequence[_Token]) -> set[int]:
    """Which words count as such; inside a phrase for a need every word does."""
    searched = {at for at, token in enumerate(tokens) if is_searched(token.word)}
    telling = {at for at in searched if tokens[at].word not in FILLERS}
    return telling or searched


def _is_known(token: _Token, segments: Sequence[Segment]) -> bool:
    return any(segment.find_term(token.stem) >= 0 for segment in segments)


def _complete_last(
    tokens: Sequence[_Token], unknown: Sequence[int], segments: Sequence[Segment]
) -> tuple[Alternative, ...]:
    """An unknown last word may be the beginning of one."""
    if not unknown or unknown[-1] != len(tokens) - 1:
        return ()
    terms = {term for segment in segments for term in complete_word(segment, tokens[-1].word)}
    rules = load_rules()
    return tuple(Alternative(term, COMPLETION_WEIGHT) for term in sorted(terms) if may_complete(term, rules))


def _without_repeats(groups: Sequence[WordGroup]) -> tuple[WordGroup, ...]:
    return tuple({group.alternatives: group for group in groups}.values())


def _put_right(text: str, slips: Sequence[_Token], segments: Sequence[Segment]) -> str | None:
    right = text
    for token in slips:
        if better := correct_word(segments, token.word):
            right = re.sub(rf"\b{re.escape(token.written)}\b", better, right)
    return right if right != text else None


def _correct(text: str, slips: Sequence[_Token], segments: Sequence[Segment]) -> str | None:
    corrected, rules = text, load_rules()
    for token in slips:
        better = correct_word(segments, token.word)
        if better is not None and not is_subject(token.word, rules):
            put_right = re.sub(rf"\b{re.escape(token.written)}\b", better, corrected)
            corrected = put_right if may_suggest(corrected, put_right, rules) else corrected
    return corrected if corrected != text else None
