"""Lays support records: open ones with what is to be done next, and closed ones."""

import random
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from directory.exchange.example.casework.calendar import LONDON
from directory.exchange.example.casework.ground import Ground
from directory.extensions import db
from directory.framework.records.actions import (
    add_follow_up,
    close_record,
    record_in_care_plan,
    set_choices,
    set_outcome,
)
from directory.framework.records.conversation import describe_conversation, save_conversation
from directory.framework.records.opening import open_record
from directory.framework.records.reference import ALPHABET, LENGTH, parse_reference
from directory.framework.records.typed import TypedNeed, TypedRecord
from directory.models import SupportRecord, User

OWN_TEAM = "example-city-adults"
_TALKED_ABOUT = ("what_matters", "strengths", "around_them")
_APART_DAYS = 6
"""Between records that are laid from the same lines, all of which begin and end so much earlier."""


def lay_records(ground: Ground) -> None:
    draw = random.Random("records")
    for item in ground.read("records")["records"]:
        for number in range(item.get("times", 1)):
            _lay_record(ground, item, number * _APART_DAYS, draw)


def _lay_record(ground: Ground, item: Mapping[str, Any], earlier: int, draw: random.Random) -> None:
    is_own = item["by"] == "staff"
    actor = ground.staff if is_own else ground.workers[item["by"]]
    began = ground.calendar.days_ago(item["days"] + earlier, hour=10)
    typed = _type_record(ground, item, OWN_TEAM if is_own else item["by"])
    record = open_record(actor=actor, typed=typed, now=began)
    record.reference = _draw_reference(draw)
    ground.date_back(record, began)
    for action in record.actions:
        action.recorded_at, action.done_on = began, began.date()
    _write_down(ground, record, actor, item, began)
    for follow_up in item["follow_ups"]:
        _follow_up(ground, record, actor, follow_up, earlier, began)
    _end(ground, record, actor, item, earlier)
    record.last_modified = began


def _type_record(ground: Ground, item: Mapping[str, Any], team: str) -> TypedRecord:
    agreed = [slug for slug, choice in item["entries"].items() if choice == "agreed"]
    return TypedRecord(
        team=str(ground.teams[team].id),
        area=str(ground.areas[item["area"]].id),
        goals=item["goals"],
        carer_goals=item.get("carer_goals", ""),
        consent=item["consent"],
        role=item["follow_ups"][0]["who"],
        done=item["done"],
        agreed=[str(entry.id) for entry in ground.list_entries(agreed)],
        needs=[TypedNeed(need, level) for need, level in item["needs"].items()],
        entry_ids=[entry.id for entry in ground.list_entries(list(item["entries"]))],
    )


def _write_down(
    ground: Ground, record: SupportRecord, actor: User, item: Mapping[str, Any], began: datetime
) -> None:
    refused = [slug for slug, choice in item["entries"].items() if choice == "declined"]
    ids = {entry.id for entry in ground.list_entries(refused)}
    declined = {f"choice-{link.id}": "declined" for link in record.entries if link.entry_id in ids}
    set_choices(actor=actor, record=record, typed=declined, expected_version=record.version)
    talk = describe_conversation(record)
    talk.texts |= {name: item[name] for name in _TALKED_ABOUT if name in item}
    role = item["follow_ups"][0]["who"]
    save_conversation(
        actor=actor, record=record, conversation=talk, expected_version=record.version, role=role, now=began
    )


def _follow_up(
    ground: Ground,
    record: SupportRecord,
    actor: User,
    item: Mapping[str, Any],
    earlier: int,
    began: datetime,
) -> None:
    due = ground.calendar.today + timedelta(days=item["due"] - earlier)
    typed = {"due_on": due.isoformat(), "what": item["what"], "who": item["who"]}
    follow_up = add_follow_up(actor=actor, record=record, typed=typed, now=min(began, _noon(due)))
    if "outcome" in item:
        told = ground.calendar.today + timedelta(days=item["told"] - earlier)
        said = {"outcome": item["outcome"], "note": item.get("note", "")}
        set_outcome(actor=actor, record=record, follow_up=follow_up, typed=said, now=_noon(told))


def _end(ground: Ground, record: SupportRecord, actor: User, item: Mapping[str, Any], earlier: int) -> None:
    if "care_plan" in item:
        at = ground.calendar.days_ago(item["care_plan"] + earlier, hour=12)
        record_in_care_plan(actor=actor, record=record, now=at)
    if "closed" in item:
        at = ground.calendar.days_ago(item["closed"] + earlier, hour=15)
        close_record(actor=actor, record=record, now=at)
    db.session.flush()


def _noon(day: Any) -> datetime:
    return datetime.combine(day, time(12), LONDON)


def _draw_reference(draw: random.Random) -> str:
    """The same each time, unlike those of real records: nobody is behind these."""
    start = "".join(draw.choices(ALPHABET, k=LENGTH - 1))
    return next(start + mark for mark in ALPHABET if parse_reference(start + mark))
