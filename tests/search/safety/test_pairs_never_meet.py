"""For every pair, whatever is asked and however an entry writes what must not be shown: it is not shown."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from directory.search.arrays.assemble import build_segment
from directory.search.arrays.document import IndexDocument, Label
from directory.search.engine.query import EngineQuery, Words
from directory.search.engine.search import Part, search
from directory.search.language.words import read_words
from directory.search.safety.asking import NO_GUARDS, Guards, Needs, guard_search
from directory.search.safety.marking import mark_document
from directory.search.safety.phrases import split_tokens
from directory.search.safety.rules import Rule, load_rules
from tests.search.documents import make_document

RULES = load_rules()
PAIRS = [rule for rule in RULES.rules if rule.effect == "never"]
NOUN = re.compile(r"(?=\w*[aeiou])[a-z]{4,}(?<!ed)(?<!ing)(?<![sey])")
"""What takes an s for more than one."""

TODAY = date(2026, 12, 1)
FILLERS = ("the", "some", "two", "his", "quiet", "little")
APART = (" ", "-", "\u2011", "\u2013", "\u00a0", "_", "  ", "\n", "/", "\u00ad ")
FIELDS = ("name", "alternate_names", "organization", "summary", "body")
AROUND = ("Every Tuesday", "Tea and", "All welcome:", "", "A friendly place for")


def join_in(draw: st.DrawFn, words: list[str]) -> str:
    """The words with odd separators and capitals."""
    write = draw(st.sampled_from((str.lower, str.upper, str.title, str.swapcase, str)))
    return write(draw(st.sampled_from(APART)).join(words))


@st.composite
def phrases(draw: st.DrawFn, texts: list[str]) -> str:
    """One of the texts as somebody might write it."""
    words: list[str] = []
    for piece in draw(st.sampled_from(texts)).split():
        if piece == "..":
            words += draw(st.lists(st.sampled_from(FILLERS), max_size=3))
        else:
            words.append(piece.replace("*", draw(st.sampled_from(("", "s", "ing", "es")))))
    if NOUN.fullmatch(words[-1]) and draw(st.booleans()):
        words[-1] += "s"
    return join_in(draw, words)


def list_forbidden(rule: Rule) -> list[tuple[str, str]]:
    """(field, phrase) of all that keeps an entry out."""
    found = []
    for slug in sorted(rule.about):
        subject = RULES.subjects[slug]
        found += [(field, text) for field in FIELDS for text in (*subject.words, *subject.entries)]
        found += [(field, text) for field in FIELDS[:2] for text in subject.names]
    return found


def list_asked(rule: Rule) -> list[str]:
    return [
        text
        for slug in sorted(rule.when)
        for text in (*RULES.subjects[slug].words, *RULES.subjects[slug].asked)
    ]


@st.composite
def entries(draw: st.DrawFn, rule: Rule, asked: str) -> IndexDocument:
    """An entry that has a forbidden phrase or need, and at its end every word that is asked for."""
    needs = sorted(RULES.list_needs(rule.about))
    by_need = bool(needs) and draw(st.integers(0, 3)) == 0
    values: dict[str, Any] = {"name": "Green Door", "summary": "Ring before you come."}
    held = draw(st.sampled_from(needs)) if by_need else ""
    if not by_need:
        field, text = draw(st.sampled_from(list_forbidden(rule)))
        written = f"{draw(st.sampled_from(AROUND))} {draw(phrases([text]))}"
        values[field] = (written,) if field == "alternate_names" else written
    values["body"] = f"{values.get('body', 'Open all week.')}\n{asked}"
    values["needs"] = (Label(held, held),) if held else ()
    return mark_document(make_document(**values), [held] if held else [])


def find_names(documents: list[IndexDocument], words: Words, guards: Guards) -> set[int]:
    parts = [Part(build_segment(documents))]
    query = EngineQuery(TODAY, words=words, guards=guards)
    return {pick.doc for pick in search(parts, query).picks}


@pytest.mark.parametrize("rule", PAIRS, ids=lambda rule: rule.slug)
def test_what_must_never_meet_never_meets(rule: Rule) -> None:
    @settings(max_examples=60, deadline=None)
    @given(data=st.data())
    def meets_never(data: st.DataObject) -> None:
        asked = data.draw(phrases(list_asked(rule)))
        assume(not RULES.asked_phrases.find_subjects(split_tokens(asked)) & rule.unless)
        entry = data.draw(entries(rule, asked))
        plain = mark_document(make_document("Green Door", body=asked), [])
        segments = [build_segment([entry, plain])]
        words = read_words(asked, False, segments, {}).words
        assume(words.groups)
        guards = guard_search(asked, Needs(), RULES)
        assert 0 in find_names([entry, plain], words, NO_GUARDS)
        assert 0 not in find_names([entry, plain], words, guards)

    meets_never()


@pytest.mark.parametrize(
    "rule", [rule for rule in PAIRS if RULES.list_needs(rule.when)], ids=lambda rule: rule.slug
)
def test_a_chosen_need_keeps_apart_as_words_do(rule: Rule) -> None:
    @settings(max_examples=20, deadline=None)
    @given(data=st.data())
    def meets_never(data: st.DataObject) -> None:
        need = data.draw(st.sampled_from(sorted(RULES.list_needs(rule.when))))
        entry = data.draw(entries(rule, "tea"))
        for needs in (Needs(chosen=frozenset({need})), Needs(known=frozenset({need}))):
            assert 0 not in find_names([entry], Words(), guard_search("", needs, RULES))

    meets_never()


@pytest.mark.parametrize(
    "rule",
    [rule for rule in PAIRS if any(RULES.subjects[slug].words for slug in rule.when)],
    ids=lambda rule: rule.slug,
)
def test_an_entry_for_those_who_ask_is_kept_although_it_names_the_other(rule: Rule) -> None:
    """A charity for the illness may write about what feeds it, in its text."""
    subject = next(RULES.subjects[slug] for slug in sorted(rule.when) if RULES.subjects[slug].words)
    name = re.sub(r"\*|\.\.", "", subject.words[0])
    for slug in sorted(rule.about):
        for text in (*RULES.subjects[slug].words, *RULES.subjects[slug].entries):
            entry = make_document(f"{name} Help", body=f"We never speak of {text.replace('*', '')}.")
            assert f"never:{rule.slug}" not in mark_document(entry, []).marks


@pytest.mark.parametrize("rule", PAIRS, ids=lambda rule: rule.slug)
def test_a_club_that_turns_people_away_is_no_help_for_them(rule: Rule) -> None:
    asking = next(RULES.subjects[slug] for slug in sorted(rule.when))
    text = (*asking.words, *asking.asked)[0].replace("*", "").replace(" ..", "")
    subject = next(RULES.subjects[slug] for slug in sorted(rule.about))
    club = (*subject.words, *subject.entries)[0].replace("*", "").replace(" ..", "")
    entry = make_document(
        "Green Door", summary=f"Not for {text}. Come and join.", body=f"Our {club} evenings"
    )
    assert f"never:{rule.slug}" in mark_document(entry, []).marks


def test_a_misspelt_subject_is_kept_apart_and_brings_nothing() -> None:
    club = mark_document(make_document("Slimming on Monday"), [])
    needs, is_known = Needs(), {"slimming", "monday"}.__contains__
    for asked in ("bulemia slimming", "anarexia monday", "annorexia slimming"):
        guards = guard_search(asked, needs, RULES, is_known)
        assert "never:eating-disorder-and-weight" in guards.never
        assert "about:eating-disorder" in guards.unasked
    assert "never:eating-disorder-and-weight" in club.marks


def test_a_name_that_is_asked_for_never_outweighs_a_pair() -> None:
    club = mark_document(make_document("Slimming World"), [])
    words = read_words("slimming world anorexia", False, [build_segment([club])], {}).words
    guards = guard_search("slimming world anorexia", Needs(), RULES)
    assert find_names([club], words, replace(guards, named=("named:slim world",))) == set()
