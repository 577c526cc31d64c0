"""Reads `seed/language/pairs.yaml` once, checks it, and names the line of what cannot be right."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from directory.config import ROOT
from directory.search.safety.phrases import PhraseBook, build_book, parse_phrase

PAIRS = ROOT / "seed" / "language" / "pairs.yaml"
EFFECTS = ("never", "first", "last")
_LINE = "line of this mapping"
_PHRASES = ("words", "asked", "entries", "names")
_SUBJECT = {"slug", "needs", "also", "panels", *_PHRASES}
_RULE = {"slug", "why", "when", "says", "unless", "owner", "agreed", *EFFECTS}
_FILE = {"agreement", "subjects", "rules", "direct_only", "never_suggested"}


class BadRules(ValueError):
    """The file of rules cannot be used. Its message begins with the file and the line."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Something people ask about or entries are about. `words` count on both sides, `asked` in what people
    type, `entries` in the texts of an entry, `names` in its names alone. Who asks about one of `also` asks
    about this as well; so does who types what opens one of `panels` of urgent help."""

    slug: str
    needs: frozenset[str]
    also: tuple[str, ...]
    panels: frozenset[str]
    words: tuple[str, ...]
    asked: tuple[str, ...]
    entries: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """When one of the subjects `when` is asked about, one of `says` as well (if there are any) and none of
    `unless`: entries of the subjects `about` are left out, come first or come last."""

    slug: str
    effect: str
    when: frozenset[str]
    says: frozenset[str]
    unless: frozenset[str]
    about: frozenset[str]
    owner: str
    agreed: str


@dataclass(frozen=True)
class Rules:
    """All of them, with their phrases ready to be looked for. `digest` changes with the file."""

    subjects: Mapping[str, Subject]
    rules: tuple[Rule, ...]
    direct_only: frozenset[str]
    never_suggested: frozenset[str]
    asked_phrases: PhraseBook
    entry_phrases: PhraseBook
    name_phrases: PhraseBook
    digest: str

    def list_needs(self, slugs: Iterable[str]) -> frozenset[str]:
        """Returns the needs of these subjects."""
        return frozenset(need for slug in slugs for need in self.subjects[slug].needs)


@lru_cache(maxsize=1)
def load_rules() -> Rules:
    """Returns the rules that this process works by."""
    return read_rules(PAIRS)


def read_rules(path: Path) -> Rules:
    """Raises BadRules."""
    text = path.read_text("utf-8")
    reader = _Reader(path)
    held = reader.parse(text)
    subjects = {one.slug: one for one in map(reader.read_subject, reader.list_mappings(held, "subjects"))}
    reader.refuse_twice(held["subjects"])
    agreement = reader.read_agreement(held)
    rules = [reader.read_rule(one, subjects, agreement) for one in reader.list_mappings(held, "rules")]
    reader.refuse_twice(held["rules"])
    for one in held["subjects"]:
        reader.read_subjects(one, "also", subjects)
    return Rules(
        subjects=subjects,
        rules=tuple(rules),
        direct_only=reader.read_subjects(held, "direct_only", subjects),
        never_suggested=reader.read_subjects(held, "never_suggested", subjects),
        asked_phrases=_build(subjects, "words", "asked"),
        entry_phrases=_build(subjects, "words", "entries"),
        name_phrases=_build(subjects, "names"),
        digest=hashlib.sha256(text.encode()).hexdigest()[:16],
    )


def _build(subjects: Mapping[str, Subject], *kinds: str) -> PhraseBook:
    return build_book(
        (phrase, subject.slug)
        for subject in subjects.values()
        for kind in kinds
        for phrase in getattr(subject, kind)
    )


class _LineLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Keeps the line of each mapping. In C, where the library was built with it."""


def _read_mapping(loader: Any, node: yaml.MappingNode) -> dict[Any, Any]:
    found: dict[Any, Any] = loader.construct_mapping(node, deep=True)
    return found | {_LINE: node.start_mark.line + 1}


_LineLoader.add_constructor("tag:yaml.org,2002:map", _read_mapping)


class _Reader:
    def __init__(self, path: Path) -> None:
        self.path = path

    def refuse(self, line: int, why: str) -> BadRules:
        return BadRules(f"{self.path.name}, line {line}: {why}")

    def parse(self, text: str) -> dict[str, Any]:
        try:
            held = yaml.load(text, Loader=_LineLoader)  # noqa: S506 - a safe loader
        except yaml.MarkedYAMLError as wrong:
            mark = wrong.problem_mark
            raise self.refuse(mark.line + 1 if mark else 1, str(wrong.problem)) from wrong
        if not isinstance(held, dict):
            raise self.refuse(1, "subjects and rules are missing")
        self.check_fields(held, _FILE, _FILE)
        return held

    def check_fields(self, held: Mapping[str, Any], allowed: set[str], needed: set[str]) -> None:
        unknown = sorted(set(map(str, held)) - allowed - {_LINE})
        missing = sorted(needed - set(held))
        if unknown or missing:
            what = (
                f"does not know \u201c{unknown[0]}\u201d"
                if unknown
                else f"\u201c{missing[0]}\u201d is missing"
            )
            raise self.refuse(held[_LINE], what)

    def list_mappings(self, held: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
        found = held[name]
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise self.refuse(held[_LINE], f"\u201c{name}\u201d is a list of mappings")
        return found

    def list_texts(self, held: Mapping[str, Any], name: str) -> tuple[str, ...]:
        found = held.get(name, [])
        if not isinstance(found, list) or not all(isinstance(one, str) and one.strip() for one in found):
            raise self.refuse(
                held[_LINE],
                f"\u201c{name}\u201d is a list of words: put \u201cno\u201d and numbers in quotes",
            )
        return tuple(found)

    def read_agreement(self, held: Mapping[str, Any]) -> Mapping[str, Any]:
        given = held["agreement"]
        if not isinstance(given, dict):
            raise self.refuse(held[_LINE], "\u201cagreement\u201d has an owner and a date")
        self.check_fields(given, {"owner", "agreed"}, {"owner", "agreed"})
        return given

    def read_subject(self, held: dict[str, Any]) -> Subject:
        self.check_fields(held, _SUBJECT, {"slug"})
        phrases = {name: self.list_texts(held, name) for name in _PHRASES}
        for name in _PHRASES:
            for phrase in phrases[name]:
                self.check_phrase(held, name, phrase)
        needs = frozenset(self.list_texts(held, "needs"))
        panels = frozenset(self.list_texts(held, "panels"))
        if not needs and not panels and not any(phrases.values()):
            raise self.refuse(held[_LINE], "a subject has needs or words")
        return Subject(str(held["slug"]), needs, self.list_texts(held, "also"), panels, **phrases)

    def check_phrase(self, held: Mapping[str, Any], name: str, phrase: str) -> None:
        try:
            parse_phrase(phrase)
        except ValueError as wrong:
            raise self.refuse(held[_LINE], f"{name}: {wrong}") from wrong

    def read_rule(
        self, held: dict[str, Any], subjects: Mapping[str, Subject], agreement: Mapping[str, Any]
    ) -> Rule:
        self.check_fields(held, _RULE, {"slug", "why", "when"})
        effects = [name for name in EFFECTS if name in held]
        if len(effects) != 1:
            raise self.refuse(held[_LINE], f"a rule has one of {', '.join(EFFECTS)}")
        named = {
            name: self.read_subjects(held, name, subjects) for name in ("when", "says", "unless", *effects)
        }
        if not named["when"] or not named[effects[0]]:
            raise self.refuse(held[_LINE], "a rule names a subject on both sides")
        return Rule(
            slug=str(held["slug"]),
            effect=effects[0],
            when=named["when"],
            says=named["says"],
            unless=named["unless"],
            about=named[effects[0]],
            owner=str(held.get("owner", agreement["owner"])),
            agreed=str(held.get("agreed", agreement["agreed"])),
        )

    def read_subjects(
        self, held: Mapping[str, Any], name: str, subjects: Mapping[str, Subject]
    ) -> frozenset[str]:
        slugs = self.list_texts(held, name)
        unknown = [slug for slug in slugs if slug not in subjects]
        if unknown:
            raise self.refuse(held[_LINE], f"{name}: there is no subject \u201c{unknown[0]}\u201d")
        return frozenset(slugs)

    def refuse_twice(self, held: Sequence[Mapping[str, Any]]) -> None:
        seen: set[str] = set()
        for one in held:
            if one["slug"] in seen:
                raise self.refuse(one[_LINE], f"\u201c{one['slug']}\u201d is there twice")
            seen.add(one["slug"])
