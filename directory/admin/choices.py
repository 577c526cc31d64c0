"""What can be chosen from, for selects, radios and checkboxes: groups of (value, label), in order."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from directory.admin import queries, wording
from directory.admin.forms import schedules
from directory.admin.wording import AREA_KIND_NAMES
from directory.models import TaxonomyTerm
from directory.models.codes import ServiceKind

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


def entry_choices(ids: Iterable[str], text: str, without: str) -> list[ChoiceGroup]:
    """The entries with these ids, and those whose name holds every word of `text`; but not the entry
    `without`: nothing is reached by way of itself."""
    found = [*queries.find_services_by_ids(ids), *queries.find_services(text)]
    named = {str(one.id): (str(one.id), one.name) for one in found if str(one.id) != without}
    return [("", list(named.values()))]


def find_choices(
    names: Iterable[str], entry_ids: Iterable[str] = (), entry_text: str = "", without: str = ""
) -> dict[str, list[ChoiceGroup]]:
    """The lists of choices that a form names, looked up once each."""
    makers: dict[str, Callable[[], list[ChoiceGroup]]] = {
        **{name: partial(name_choices, *args) for name, args in _FIXED.items()},
        "needs": partial(term_choices, "needs"),
        "people": lambda: with_blank(term_choices("people"), "Choose, or use words"),
        "areas": lambda: with_blank(area_choices(), "Choose, or use words"),
        "entries": partial(entry_choices, entry_ids, entry_text, without),
    }
    return {name: makers[name]() for name in set(names) if name in makers}


_FIXED: dict[str, tuple[Any, ...]] = {
    "kinds": ({kind.value: wording.KIND_NAMES[kind.value] for kind in ServiceKind},),
    "repeats": (schedules.REPEATS,),
    "days": (schedules.DAYS,),
    "weeks": (schedules.WEEKS,),
    "visibility": (wording.VISIBILITY_NAMES,),
    "attending": (wording.ATTENDING_NAMES,),
    "routes": (wording.ROUTE_NAMES,),
    "availability": (wording.AVAILABILITY_NAMES,),
    "checks": (wording.CHECK_NAMES, "Choose"),
    "registers": (wording.REGISTER_NAMES, "Another register"),
}
