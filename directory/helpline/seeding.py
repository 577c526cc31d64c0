"""Loads where questions are passed on to, and who takes safeguarding concerns, from seed/helpline.yaml. What
is there stays."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from directory.extensions import db
from directory.models import Area, HelplineDestination, SafeguardingContact
from directory.models.helpline.codes import SafeguardingAge


def load_helpline(book: Mapping[str, Any]) -> int:
    """How many destinations and contacts are new."""
    have = set(db.session.scalars(select(HelplineDestination.slug)))
    new: list[Any] = [
        _make_destination(item, position)
        for position, item in enumerate(book["destinations"])
        if item["slug"] not in have
    ]
    areas = {area.slug: area.id for area in db.session.scalars(select(Area))}
    known = {(one.area_id, one.age) for one in db.session.scalars(select(SafeguardingContact))}
    contacts = [_make_contact(item, areas) for item in book["safeguarding"]]
    new += [one for one in contacts if (one.area_id, one.age) not in known]
    db.session.add_all(new)
    db.session.flush()
    return len(new)


def _make_destination(item: Mapping[str, Any], position: int) -> HelplineDestination:
    return HelplineDestination(
        slug=item["slug"],
        name=item["name"],
        what_to_say=item["say"],
        phone=item.get("phone"),
        url=item.get("url"),
        is_emergency=item.get("emergency", False),
        position=position,
    )


def _make_contact(item: Mapping[str, Any], areas: Mapping[str, Any]) -> SafeguardingContact:
    return SafeguardingContact(
        area_id=areas[item["area"]],
        age=SafeguardingAge(item["age"]),
        name=item["name"],
        phone=item.get("phone"),
        out_of_hours_phone=item.get("out_of_hours"),
        email=item.get("email"),
        url=item.get("url"),
    )
