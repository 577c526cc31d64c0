"""What was tried, in words: a search that found too little, the entries of a support record."""

import uuid
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import exists, select

from directory.extensions import db
from directory.listings.needs import find_needs
from directory.models import Area, AuditEvent, SupportRecord, SupportRecordEntry, User
from directory.models.codes import AreaKind, EntryChoice
from directory.person_details import remove_details
from directory.search.request import SearchRequest

_LABELS = {
    "q": "words",
    "need": "needs",
    "practice": "practice",
    "within": "within miles",
    "kind": "kind",
    "cost": "cost",
    "delivery": "how",
    "day": "days",
    "district": "district",
    "age": "age",
}

_WORDS = {
    "low": "low cost",
    "home": "at home",
    "place": "at a place",
    "phone": "by phone",
    "text": "by text",
    "mo": "Monday",
    "tu": "Tuesday",
    "we": "Wednesday",
    "th": "Thursday",
    "fr": "Friday",
    "sa": "Saturday",
    "su": "Sunday",
}


def describe_search(asked: SearchRequest, total: int | None, area_name: str = "") -> str:
    """Its place only as the name of an area: a postcode could point to a person. `total` None: what was
    found was not counted, and nothing is said of it."""
    query, parts = asked.to_query(), []
    names = {need.slug: need.name for need in find_needs(asked.need)}
    for name, label in _LABELS.items():
        value = query.get(name)
        if value:
            given = value if isinstance(value, list) else [value]
            words = ", ".join(names.get(one, one) if name == "need" else _name(name, one) for one in given)
            parts.append(f"{label}: {remove_details(words)}")
    if area_name:
        parts.append(f"place: in {area_name}")
    searched = f"Searched the directory ({'; '.join(parts) or 'everything'})"
    if total is None:
        return f"{searched}."
    found = "nothing found" if not total else "1 entry found" if total == 1 else f"{total} entries found"
    return f"{searched}: {found}."


def describe_looked_at(record_id: uuid.UUID | None, actor: User, now: datetime) -> str:
    """What was offered or declined in a support record, for somebody who was shown that record lately."""
    was_shown = exists().where(
        AuditEvent.subject_id == str(record_id),
        AuditEvent.event == "support_record.viewed",
        AuditEvent.actor_id == actor.id,
        AuditEvent.at >= now - timedelta(hours=current_app.config["SESSION_HOURS"]),
    )
    if record_id is None or not db.session.scalar(select(was_shown)):
        return ""
    record = db.session.get(SupportRecord, record_id)
    given = [one for one in record.entries if one.choice != EntryChoice.AGREED] if record else []
    return f"Looked at: {'; '.join(map(_describe_entry, given))}." if given else ""


def _describe_entry(link: SupportRecordEntry) -> str:
    if link.choice != EntryChoice.DECLINED:
        return link.name
    why = f": {link.why.strip().rstrip('.')}" if link.why else ""
    return f"{link.name} (declined{why})"


def _name(field: str, value: str) -> str:
    """What a code is called."""
    if field == "district":
        name = db.session.scalar(select(Area.name).where(Area.slug == value, Area.kind == AreaKind.DISTRICT))
        return name or value
    return value if field == "q" else _WORDS.get(value, value)
