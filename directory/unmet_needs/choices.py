"""What can be chosen from in these forms: groups of (value, label), in order."""

from collections.abc import Iterable, Mapping
from typing import Any

from directory.listings.needs import Need
from directory.models import Area, CommissioningBody, TaxonomyTerm
from directory.models.codes import AreaKind

Groups = list[tuple[str, list[tuple[str, str]]]]
QUEUE = "queue"
_KIND_NAMES = {AreaKind.DISTRICT: "Districts", AreaKind.PCN: "Primary care networks"}


def choose_code(names: Mapping[Any, str], blank: str) -> Groups:
    return [("", [("", blank), *((str(one), label) for one, label in names.items())])]


def choose_area(areas: Iterable[Area], blank: str = "Choose") -> Groups:
    found = list(areas)
    groups = [
        (label, [(area.slug, area.name) for area in found if area.kind == kind])
        for kind, label in _KIND_NAMES.items()
    ]
    return [("", [("", blank)]), *groups]


def choose_term(terms: Iterable[TaxonomyTerm], blank: str) -> Groups:
    return [("", [("", blank), *((term.slug, term.name) for term in terms)])]


def choose_level(names: Mapping[str, str]) -> Groups:
    return [("", [("", "Not agreed"), *names.items()])]


def choose_body(bodies: Iterable[CommissioningBody], blank: str) -> Groups:
    return [("", [("", blank), *((str(body.id), body.name) for body in bodies)])]


def choose_asked(bodies: Iterable[CommissioningBody], own: Iterable[CommissioningBody]) -> Groups:
    """What was sent to whom; "own": to those that the reader answers for."""
    mine = [("own", "Those I answer for")] if list(own) else []
    return [("", [*mine, ("", "Everybody"), *((str(body.id), body.name) for body in bodies)])]


def choose_named(names: Iterable[tuple[str, str]], blank: str) -> Groups:
    """`names` are (value, label)."""
    return [("", [("", blank), *names])]


def choose_home(names: Iterable[tuple[str, str]]) -> Groups:
    """Where what leaves a group goes. `names` are other groups as (value, label)."""
    begin = [("", "A new group"), (QUEUE, "No group: back to the queue")]
    others = list(names)
    return [("", begin), *([("Another group", others)] if others else [])]


def choose_top_need(needs: Iterable[Need], blank: str) -> Groups:
    return [("", [("", blank), *((need.slug, need.name) for need in needs)])]
