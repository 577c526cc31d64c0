"""Who is asked: the routing table, where the most specific rule wins."""

from datetime import date

from sqlalchemy import select

from directory.extensions import db
from directory.models import Area, CommissioningBody, RoutingRule, TaxonomyTerm
from directory.network.wording import NARROWEST_FIRST
from directory.places.containment import find_containing

_ANY = 1000


def find_body(need: TaxonomyTerm, area: Area, on: date) -> CommissioningBody | None:
    """The body of the rule for the nearest need, and of those for the narrowest area. None: no rule fits."""
    distances = {term_id: steps for steps, term_id in enumerate(_list_above(need))}
    areas = find_containing([area.id], on) | {area.id}
    query = select(RoutingRule).join(CommissioningBody).where(CommissioningBody.is_open)
    fitting = [
        (_rank(rule, distances), rule)
        for rule in db.session.scalars(query)
        if (rule.need_id is None or rule.need_id in distances)
        and (rule.area_id is None or rule.area_id in areas)
    ]
    return min(fitting, key=lambda pair: (pair[0], pair[1].body.name))[1].body if fitting else None


def _list_above(need: TaxonomyTerm) -> list[object]:
    """This need and those above it, upwards."""
    found: list[object] = []
    term: TaxonomyTerm | None = need
    while term is not None and term.id not in found:
        found.append(term.id)
        term = term.parent
    return found


def _rank(rule: RoutingRule, distances: dict[object, int]) -> tuple[int, int]:
    width = _ANY if rule.area is None else NARROWEST_FIRST.index(rule.area.kind)
    return (_ANY if rule.need_id is None else distances[rule.need_id], width)
