"""Keeps the routing table. Flushes and never commits."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from directory import audit
from directory.errors import EditConflict, InvalidData, NotFound
from directory.extensions import db
from directory.models import Area, CommissioningBody, RoutingRule, Taxonomy, TaxonomyTerm, User
from directory.network.checking import Checker, Typed, clean_line, read_id
from directory.network.wording import NARROWEST_FIRST

_ANY = "any"


@dataclass(frozen=True, slots=True)
class _Checked:
    need: TaxonomyTerm | None
    area: Area | None
    body: CommissioningBody


def add_rule(*, actor: User, typed: Typed) -> RoutingRule:
    """Keys of `typed`: need (slug; empty: any), area (slug; empty: any), body (id). Raises InvalidData, also
    where there is a rule for this need and area already."""
    checked = _check(typed)
    if _find_same(checked):
        message = "There is a rule for this need and area already. Change that one."
        raise InvalidData("Some of this needs to be put right.", {"need": message})
    rule = RoutingRule(need=checked.need, area=checked.area, body=checked.body)
    db.session.add(rule)
    db.session.flush()
    audit.record("routing_rule.add", actor, rule, **_describe(rule))
    return rule


def change_rule(*, actor: User, rule: RoutingRule, body_id: str, expected_body_id: str) -> None:
    """Its needs go to another body from now on. Raises InvalidData; EditConflict where it led to another one
    than `expected_body_id` by now."""
    if str(rule.body_id) != expected_body_id:
        raise EditConflict(0)
    body = _find_body(body_id)
    if body is None:
        raise InvalidData("Some of this needs to be put right.", {"body": "Choose who is asked."})
    before = rule.body.name
    rule.body = body
    db.session.flush()
    audit.record("routing_rule.change", actor, rule, before=before, **_describe(rule))


def remove_rule(*, actor: User, rule: RoutingRule) -> None:
    """What was sent by it stays with whom it was sent to."""
    audit.record("routing_rule.remove", actor, rule, **_describe(rule))
    db.session.delete(rule)
    db.session.flush()


def find_rule(rule_id: Any) -> RoutingRule:
    """Raises NotFound."""
    rule = db.session.get(RoutingRule, rule_id)
    if rule is None:
        raise NotFound("There is no such rule. Somebody may have removed it.")
    return rule


def _check(typed: Typed) -> _Checked:
    checker = Checker(typed)
    need_slug, area_slug = clean_line(typed.get("need")), clean_line(typed.get("area"))
    need = db.session.scalar(
        select(TaxonomyTerm).join(Taxonomy).where(Taxonomy.slug == "needs", TaxonomyTerm.slug == need_slug)
    )
    area = db.session.scalar(select(Area).where(Area.slug == area_slug, Area.kind.in_(NARROWEST_FIRST)))
    if need_slug and need is None:
        checker.problems["need"] = "Choose a need from the list."
    if area_slug and area is None:
        checker.problems["area"] = "Choose an area from the list."
    body = _find_body(typed.get("body"))
    if body is None:
        checker.problems["body"] = "Choose who is asked."
    checker.refuse_problems()
    return _Checked(need, area, body)  # type: ignore[arg-type]


def _find_same(checked: _Checked) -> RoutingRule | None:
    need_id = checked.need.id if checked.need else None
    area_id = checked.area.id if checked.area else None
    query = select(RoutingRule).where(RoutingRule.need_id == need_id, RoutingRule.area_id == area_id)
    return db.session.scalar(query)


def _find_body(body_id: Any) -> CommissioningBody | None:
    found = db.session.get(CommissioningBody, read_id(body_id)) if read_id(body_id) else None
    return found if found and found.is_open else None


def _describe(rule: RoutingRule) -> dict[str, str]:
    return {
        "need": rule.need.name if rule.need else _ANY,
        "area": rule.area.name if rule.area else _ANY,
        "body": rule.body.name,
    }
