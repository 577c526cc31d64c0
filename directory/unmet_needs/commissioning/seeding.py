"""Loads commissioning bodies and the routing table from seed/unmet_needs.yaml. What is there stays."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from directory.extensions import db
from directory.models import Area, CommissioningBody, RoutingRule, Taxonomy, TaxonomyTerm


def load_routing(book: Mapping[str, Any]) -> int:
    """How many bodies are new. The rules of a body come with it, once: afterwards they are the officer's."""
    have = set(db.session.scalars(select(CommissioningBody.slug)))
    new = {item["slug"]: _make_body(item) for item in book["bodies"] if item["slug"] not in have}
    db.session.add_all(new.values())
    db.session.flush()
    areas = {area.slug: area for area in db.session.scalars(select(Area))}
    terms = select(TaxonomyTerm).join(Taxonomy).where(Taxonomy.slug == "needs")
    needs = {term.slug: term for term in db.session.scalars(terms)}
    for rule in book["rules"]:
        if rule["body"] in new:
            row = RoutingRule(body_id=new[rule["body"]].id)
            row.need_id = needs[rule["need"]].id if "need" in rule else None
            row.area_id = areas[rule["area"]].id if "area" in rule else None
            db.session.add(row)
    db.session.flush()
    return len(new)


def _make_body(item: Mapping[str, Any]) -> CommissioningBody:
    return CommissioningBody(
        slug=item["slug"],
        name=item["name"],
        contact_post=item["contact"],
        contact_email=item.get("email"),
        answer_days=item["days"],
    )
