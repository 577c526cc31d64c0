"""Lays what was searched. Elsewhere each search is noted in a transaction of its own, so here rows are laid
as `search/log/writing.py` lays them; the job that counts months and forgets does the rest."""

import random
import uuid
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from directory.exchange.example.casework.calendar import LONDON, grow
from directory.exchange.example.casework.ground import Ground
from directory.extensions import db
from directory.free_text import check_text
from directory.models import LoggedOpening, LoggedSearch, LoggedSearchNeed, Taxonomy, TaxonomyTerm
from directory.search.log.retention import KEPT, count_and_forget

_MONTHS = 8
_HOURS = range(7, 23)
_SOMEWHERE = 0.6
"""How often it was said where."""

Item = Mapping[str, Any]
"""A line of seed/casework/searches.yaml."""


def lay_searches(ground: Ground) -> None:
    draw = random.Random("searches")
    pairs = [(item, _make_row(ground, item, at, draw)) for item, at in _plan(ground, draw)]
    db.session.execute(insert(LoggedSearch), [row for _, row in pairs])
    terms = _find_terms()
    needs = [
        {"search_id": row["id"], "taxonomy_term_id": terms[need]}
        for item, row in pairs
        for need in item.get("needs", ())
    ]
    db.session.execute(insert(LoggedSearchNeed), needs)
    db.session.execute(insert(LoggedOpening), list(_list_openings(ground, pairs, draw)))
    count_and_forget(ground.now)


def _plan(ground: Ground, draw: random.Random) -> Iterator[tuple[Item, datetime]]:
    """What is searched when: at any hour of any day, and more as the months go by."""
    days = [ground.calendar.today - timedelta(days=ago) for ago in range(1, 31 * _MONTHS)][::-1]
    days = [day for day in days if day >= (days[0] + timedelta(days=31)).replace(day=1)]
    weights = [grow(number / len(days)) for number in range(len(days))]
    for item in ground.read("searches"):
        for day in draw.choices(days, weights, k=round(item["times"] * len(days) / KEPT.days)):
            clock = timedelta(hours=draw.choice(_HOURS), minutes=draw.randrange(60))
            yield item, (datetime(day.year, day.month, day.day, tzinfo=LONDON) + clock).astimezone(UTC)


def _make_row(ground: Ground, item: Item, at: datetime, draw: random.Random) -> dict[str, Any]:
    area = None
    if "areas" in item:
        area = draw.choice(item["areas"])
    elif draw.random() < _SOMEWHERE:
        area = ground.choose_area(draw)
    return {
        "id": uuid.UUID(int=draw.getrandbits(128), version=4),
        "at": at,
        "words": check_text("logged_search.words", item.get("words")),
        "is_crisis": item.get("crisis", False),
        "is_staff": _happens(draw, item["staff"]),
        "filters": {},
        "area_id": ground.areas[area].id if area else None,
        "total": item["found"],
        "is_weak": item.get("weak", False),
        "was_opened": _happens(draw, item.get("opened", 0)),
    }


def _list_openings(
    ground: Ground, pairs: list[tuple[Item, dict[str, Any]]], draw: random.Random
) -> Iterator[dict[str, Any]]:
    for item, row in pairs:
        entries = ground.list_entries(item.get("opens", []))
        if row["was_opened"] and entries:
            opened = draw.choice(entries)
            yield {"search_id": row["id"], "entry_id": opened.id, "entry_type": opened.kind}


def _happens(draw: random.Random, in_ten: int) -> bool:
    return draw.random() * 10 < in_ten


def _find_terms() -> dict[str, uuid.UUID]:
    query = select(TaxonomyTerm.slug, TaxonomyTerm.id).join(Taxonomy).where(Taxonomy.slug == "needs")
    return {slug: term_id for slug, term_id in db.session.execute(query)}
