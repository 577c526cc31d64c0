"""What stays of support records that were deleted: counts, as directory/framework/records/deleting.py adds
them up."""

import random
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from flask import current_app

from directory.exchange.example.casework.calendar import grow
from directory.exchange.example.casework.ground import Ground
from directory.extensions import db
from directory.models import SupportCount

_Key = tuple[date, uuid.UUID, str, str, str]
_CLOSED_AFTER = timedelta(days=14)


def lay_counts(ground: Ground) -> None:
    """Of records that began so long ago that they are deleted by now."""
    book, draw = ground.read("records"), random.Random("deleted")
    closed = [item for item in book["records"] if "closed" in item]
    months, counts = list(_list_months(ground)), Counter[_Key]()
    for number, month in enumerate(months):
        for slug, usual in book["deleted"].items():
            many = usual * grow(number / len(months)) * draw.uniform(0.7, 1.3)
            for _ in range(round(many)):
                _count(counts, month, ground.teams[slug].id, draw.choice(closed))
    names = ("month", "team_id", "kind", "key", "level")
    db.session.add_all(
        SupportCount(**dict(zip(names, key, strict=True)), count=count) for key, count in counts.items()
    )


def _list_months(ground: Ground) -> Iterator[date]:
    kept = timedelta(days=current_app.config["RECORD_DAYS"]) + _CLOSED_AFTER
    month = ground.calendar.first
    while month < ground.calendar.today - kept:
        yield month
        month = (month + timedelta(days=32)).replace(day=1)


def _count(counts: Counter[_Key], month: date, team_id: uuid.UUID, item: Mapping[str, Any]) -> None:
    counts[(month, team_id, "record", "", "")] += 1
    for need, level in item["needs"].items():
        counts[(month, team_id, "need", need, level)] += 1
    for kind in item["done"]:
        counts[(month, team_id, "action", kind, "")] += 1
    for follow_up in item["follow_ups"]:
        counts[(month, team_id, "outcome", follow_up["outcome"], "")] += 1
