"""Puts unmet needs together as the officer does, sends them, takes the answers, and writes a report."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from directory.exchange.example.casework.ground import Ground
from directory.exchange.example.casework.missing import list_logged
from directory.extensions import db
from directory.listings import published
from directory.models import BodyMember, CommissioningBody, UnmetNeedGroup
from directory.unmet_needs.figures.periods import list_quarters
from directory.unmet_needs.figures.report import save_summary
from directory.unmet_needs.groups.grouping import create_group, edit_group, write_narrative
from directory.unmet_needs.groups.loop import answer_group, escalate_overdue, send_group
from directory.unmet_needs.groups.matching import note_matches

_GROUPED_AFTER = timedelta(days=14)
_ASKED_AGAIN_DAYS = 2


def lay_groups(ground: Ground) -> None:
    book = ground.read("unmet_needs")
    bodies = {body.slug: body for body in db.session.scalars(select(CommissioningBody))}
    for position, item in enumerate(book["groups"], 1):
        group = _lay_group(ground, item, position)
        if "sent" in item:
            _send(ground, group, item, bodies)
        if "answer" in item:
            _answer(ground, group, item["answer"])
        group.last_modified = ground.calendar.days_ago(
            item.get("answer", {}).get("days", item.get("sent", 7))
        )
    escalate_overdue(ground.calendar.days_ago(_ASKED_AGAIN_DAYS))
    for entry in published.list_entries([one.id for one in ground.list_entries(book["offers"])]):
        note_matches(entry, ground.now)


def write_report(ground: Ground) -> None:
    """For the last full quarter."""
    period = list_quarters(ground.calendar.today, with_current=False)[0]
    words = {"summary": ground.read("unmet_needs")["report"]}
    save_summary(actor=ground.officer, period=period, typed=words, expected_version=0)


def _lay_group(ground: Ground, item: Mapping[str, Any], position: int) -> UnmetNeedGroup:
    logged = list_logged(ground, item["slug"])
    at = min(logged[0].logged_at + _GROUPED_AFTER, ground.calendar.days_ago(item.get("sent", 1)))
    ids = [unmet.id for unmet in logged]
    group = create_group(actor=ground.officer, unmet_need_ids=ids, typed={"name": item["name"]}, now=at)
    ground.date_back(group, at)
    ground.groups[item["slug"]] = group.id
    said = {"name": item["name"], "summary": item["summary"], "position": str(position)}
    edit_group(actor=ground.officer, group=group, typed=said, expected_version=group.version)
    if "narrative" in item:
        told = {"narrative": item["narrative"], "checked": "yes"}
        write_narrative(actor=ground.officer, group=group, typed=told, expected_version=group.version, now=at)
    return group


def _send(
    ground: Ground, group: UnmetNeedGroup, item: Mapping[str, Any], bodies: Mapping[str, CommissioningBody]
) -> None:
    chosen = bodies[item["to"]].id if "to" in item else None
    at = ground.calendar.days_ago(item["sent"], hour=14)
    send_group(actor=ground.officer, group=group, body_id=chosen, expected_version=group.version, now=at)


def _answer(ground: Ground, group: UnmetNeedGroup, item: Mapping[str, Any]) -> None:
    """By the commissioner where it is a body they answer for; else recorded by the officer."""
    own = select(BodyMember.body_id).where(BodyMember.user_id == ground.commissioner.id)
    is_own = group.body_id in set(db.session.scalars(own))
    typed = {"kind": item["kind"], "words": item["words"], "link": item.get("link", "")}
    if "review" in item:
        typed["review_on"] = (ground.calendar.today + timedelta(days=item["review"])).isoformat()
    if group.body and not is_own:
        typed["said_by"] = group.body.contact_post
    answer_group(
        actor=ground.commissioner if is_own else ground.officer,
        group=group,
        typed=typed,
        expected_version=group.version,
        now=ground.calendar.days_ago(item["days"], hour=10),
    )
