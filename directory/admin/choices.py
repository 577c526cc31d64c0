"""What can be chosen from, for selects, radios and checkboxes: groups of (value, label), in order."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from directory.admin import queries, wording
from directory.admin.forms import schedules
from directory.admin.wording import AREA_KIND_NAMES
from directory.listings.checking import list_closings
from directory.models import TaxonomyTerm
from directory.models.codes import ServiceKind
from directory.telephone.cells import KIND_NAMES

Choice = tuple[str, str]
ChoiceGroup = tuple[str, list[Choice]]


def name_choices(names: Mapping[Any, str], blank: str | None = None) -> list[ChoiceGroup]:
    """One group without a heading; `blank` is the label of the empty choice, if there is to be one."""
    first = [] if blank is None else [("", blank)]
    return [("", first + [(str(value), label) for value, label in names.items()])]


def choose_closing(entry_type: str) -> list[Choice]:
    return [(status.value, wording.STATUS_NAMES[status]) for status in list_closings(entry_type)]


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


def area_choices(slugs: Iterable[str] = (), text: str = "") -> list[ChoiceGroup]:
    """All areas that can be named as served, but of wards and practices, which are too many for a list, only
    those with these slugs or with `text` in their name or code."""
    by_kind: dict[Any, list[Choice]] = {}
    for area in queries.list_areas(*AREA_KIND_NAMES):
        by_kind.setdefault(area.kind, []).append((area.slug, area.name))
    groups = [(label, by_kind[kind]) for kind, label in AREA_KIND_NAMES.items() if kind in by_kind]
    found = [a for a in queries.find_areas(slugs, text) if a.kind not in AREA_KIND_NAMES]
    return [*groups, ("Found", [(a.slug, a.name) for a in found])] if found else groups


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


@dataclass(frozen=True)
class Sought:
    """What the lists of choices must hold besides what they always do: what is chosen already, and what is
    found by `text`. `without` is the entry itself: nothing is reached by way of itself."""

    entry_ids: tuple[str, ...] = ()
    area_slugs: tuple[str, ...] = ()
    text: str = ""
    without: str = ""


def find_sought(data: Mapping[str, Any], text: str = "", without: str = "") -> Sought:
    """`data` is entry data or what was typed into a form."""
    entry_ids = tuple(str(one) for one in data.get("referred_through") or ())
    slugs = tuple(str(row.get("area") or "") for row in data.get("service_areas") or ())
    return Sought(entry_ids, slugs, text, without)


def find_choices(names: Iterable[str], sought: Sought = Sought()) -> dict[str, list[ChoiceGroup]]:
    """The lists of choices that a form names, looked up once each."""
    makers: dict[str, Callable[[], list[ChoiceGroup]]] = {
        **{name: partial(name_choices, *args) for name, args in _FIXED.items()},
        "needs": partial(term_choices, "needs"),
        "people": lambda: with_blank(term_choices("people"), "Choose, or use words"),
        "areas": lambda: with_blank(area_choices(sought.area_slugs, sought.text), "Choose, or use words"),
        "entries": partial(entry_choices, sought.entry_ids, sought.text, sought.without),
    }
    return {name: makers[name]() for name in set(names) if name in makers}


_FIXED: dict[str, tuple[Any, ...]] = {
    "kinds": ({kind.value: wording.KIND_NAMES[kind.value] for kind in ServiceKind},),
    "repeats": (schedules.REPEATS,),
    "days": (schedules.DAYS,),
    "weeks": (schedules.WEEKS,),
    "visibility": (wording.VISIBILITY_NAMES,),
    "attending": (wording.ATTENDING_NAMES,),
    "phone_kinds": (KIND_NAMES, "Not said: people ring it"),
    "routes": (wording.ROUTE_NAMES,),
    "availability": (wording.AVAILABILITY_NAMES,),
    "crises": (wording.CRISIS_NAMES,),
    "checks": (wording.CHECK_NAMES, "Choose"),
    "registers": (wording.REGISTER_NAMES, "Another register"),
}
