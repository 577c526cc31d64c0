"""What can be chosen from, for selects, radios and checkboxes: groups of (value, label), in order."""

from collections.abc import Iterable, Mapping
from typing import Any

from directory.admin import queries
from directory.admin.wording import AREA_KIND_NAMES
from directory.models import TaxonomyTerm

Choice = tuple[str, str]
ChoiceGroup = tuple[str, list[Choice]]


def name_choices(names: Mapping[Any, str], blank: str | None = None) -> list[ChoiceGroup]:
    """One group without a heading; `blank` is the label of the empty choice, if there is to be one."""
    first = [] if blank is None else [("", blank)]
    return [("", first + [(str(value), label) for value, label in names.items()])]


def term_choices(taxonomy: str) -> list[ChoiceGroup]:
    """Terms under the term above them. A term with others below it can be chosen too, as the first."""
    terms = queries.list_terms(taxonomy)
    below: dict[Any, list[TaxonomyTerm]] = {}
    for term in terms:
        below.setdefault(term.parent_id, []).append(term)
    groups = []
    for top in below.get(None, []):
        inner = list(_walk(top, below))
        groups.append((top.name if len(inner) > 1 else "", [(term.slug, term.name) for term in inner]))
    return _join_bare(groups)


def area_choices() -> list[ChoiceGroup]:
    """All areas that can be named as served, but not wards and practices: those are too many for a list."""
    by_kind: dict[Any, list[Choice]] = {}
    for area in queries.list_areas(*AREA_KIND_NAMES):
        by_kind.setdefault(area.kind, []).append((area.slug, area.name))
    return [(label, by_kind[kind]) for kind, label in AREA_KIND_NAMES.items() if kind in by_kind]


def with_blank(groups: list[ChoiceGroup], label: str) -> list[ChoiceGroup]:
    return [("", [("", label)]), *groups]


def _walk(term: TaxonomyTerm, below: Mapping[Any, list[TaxonomyTerm]]) -> Iterable[TaxonomyTerm]:
    yield term
    for child in below.get(term.id, []):
        yield from _walk(child, below)


def _join_bare(groups: list[ChoiceGroup]) -> list[ChoiceGroup]:
    """Groups without a heading that stand side by side become one."""
    joined: list[ChoiceGroup] = []
    for heading, choices in groups:
        if joined and not heading and not joined[-1][0]:
            joined[-1][1].extend(choices)
        else:
            joined.append((heading, choices))
    return joined
